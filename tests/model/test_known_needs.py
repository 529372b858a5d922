"""Limiting cases with known answers: how needs arise, how grave they are, how they end unasked, and who asks.

Nothing here is worked out by the model's own rules: each number comes from the formula that stands in its test. Where
residents or needs differ, a count is held within four standard errors of the sum of their chances.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from agents.codes import COMPOUND, ESCALATED, UNASKED
from tests.model.alone import EVERYTHING, alone, four_errors, village
from tests.model.towns import live
from vocabulary.categories import AGE_IDS, DOMAIN_IDS, GROUP_IDS

YEAR = 52
ALIKE: dict[str, Any] = {
    **{f"needs.integration_factor.{group}": 1.0 for group in GROUP_IDS}, "needs.old_factor": 1.0,
    "needs.compound_share": 0.0, "cases.light": 0.0, "asking.to_organization": 0.0,
}  # fmt: skip
"""Everybody needs the same, and whoever asks asks a grid worker or the hotline, who settle nothing on the spot."""

EACH_WEEK = 1e6
"""The proneness of somebody who has a need in each week: a chance of 1 - e**-1000 or more."""


def rates(value: float) -> dict[str, Any]:
    """Return settings in which each of the nine domains brings so many needs per 1,000 residents and year."""
    return {f"needs.rate.{domain}": value for domain in DOMAIN_IDS}


def needing(people: int, weeks: int, **more: Any) -> Any:
    """Return a village in which needs have arisen for some weeks, and nothing has become of them."""
    settings = {**ALIKE, **more}
    return live(alone(village(people, 0), phases="draw_needs", **settings), weeks)


def ledger(model: Any) -> Any:
    """Return the rows of the needs that are open or escalated."""
    return model.world.needs[: model.world.open]


def assert_count(happened: Any, likely: Any) -> None:
    """Within four standard errors of a sum of independent draws, each with its own chance."""
    likely = np.broadcast_to(likely, happened.shape)
    noise = math.sqrt((likely * (1.0 - likely)).sum())
    assert happened.sum() == pytest.approx(likely.sum(), abs=4.0 * noise)


# ---- arising --------------------------------------------------------------------------------------------------------


def counts(model: Any) -> Any:
    """Return how many needs each resident has had."""
    return np.bincount(ledger(model).who, minlength=model.world.people.size)


def assert_moments(found: Any, mean: float, variance: float) -> None:
    """Mean and variance within four standard errors, as the found spread and kurtosis give them."""
    off = found - found.mean()
    assert found.mean() == pytest.approx(mean, abs=4.0 * math.sqrt(variance / found.size))
    error = math.sqrt(((off**4).mean() - variance**2) / found.size)
    assert found.var() == pytest.approx(variance, abs=4.0 * error)


@pytest.mark.parametrize("proneness", [0.5, 1.0, 3.0])
def test_with_one_proneness_needs_of_a_year_are_as_a_poisson_process_brings_them(proneness):
    """magnitudes.md section 3: Poisson without differences of proneness; at most one a week makes it a binomial.

    The chance of a week is p = 1 - exp(-proneness x rate/52): 52 p on average, of variance 52 p (1 - p). At 450 needs
    per 1,000 and year the variance is within a thirtieth of the mean.
    """
    found = counts(needing(4000, YEAR, initial={"proneness": proneness}, **rates(50)))
    week = 1.0 - math.exp(-proneness * 9 * 50 / 1000.0 / YEAR)
    assert_moments(found, YEAR * week, YEAR * week * (1.0 - week))
    assert YEAR * week == pytest.approx(0.45 * proneness, rel=1 / 30)
    nobody = (1.0 - week) ** YEAR
    assert np.mean(found == 0) == pytest.approx(nobody, abs=four_errors(nobody, found.size))


@pytest.mark.parametrize("shape", [0.3, 1.0, 5.0])
def test_needs_of_a_year_are_overdispersed_as_a_gamma_mixture_is(shape):
    """magnitudes.md section 3: proneness is gamma with mean 1: variance m + m^2/shape (Greenwood and Yule 1920).

    With L(s) = (1 + s/shape)^-shape, the transform of proneness (Laplace), and h the hazard of a week, the moments in
    weekly steps are exact: 1 - L(h) a week, and L(52 h) have no need in the year. The mixture's are those of needs
    that arise at any time, of which two may fall in one week: within 6 %.
    """
    found = counts(needing(6000, YEAR, **{"people.proneness_shape": shape, **rates(40)}))
    hazard = 9 * 40 / 1000.0 / YEAR
    first, second = (1.0 - (1.0 + k * hazard / shape) ** -shape for k in (1, 2))
    square = 2.0 * first - second
    variance = YEAR * (first - square) + YEAR**2 * (square - first**2)
    assert_moments(found, YEAR * first, variance)
    assert variance == pytest.approx(0.36 + 0.36**2 / shape, rel=0.06)
    nobody = (1.0 + YEAR * hazard / shape) ** -shape
    assert np.mean(found == 0) == pytest.approx(nobody, abs=four_errors(nobody, found.size))


def test_needs_fall_to_domains_as_their_rates_are_and_to_groups_and_ages_as_declared():
    """Each domain's needs are its rate; integration's by group, care's of the old 3 times, no culture for children."""
    rate = {name: 20.0 * (k + 1) for k, name in enumerate(DOMAIN_IDS)}
    by_group, old = (0.0, 1.0, 2.0, 5.0), 3.0
    cells = [(g, a) for g in range(len(GROUP_IDS)) for a in range(len(AGE_IDS))]
    each, weeks = 400, 20
    group, age = (np.repeat([cell[k] for cell in cells], each) for k in (0, 1))
    factors = {f"needs.integration_factor.{name}": by for name, by in zip(GROUP_IDS, by_group, strict=True)}
    settings = {**{f"needs.rate.{name}": value for name, value in rate.items()}, **factors, "needs.old_factor": old}
    initial = {"proneness": 10.0, "group": group, "age": age}
    rows = ledger(needing(each * len(cells), weeks, initial=initial, **settings))
    for g, a in cells:
        here = dict(rate)
        here["integration"] *= by_group[g]
        here["elder_care"] *= old if AGE_IDS[a] == "old" else 1.0
        here["culture"] *= 0.0 if AGE_IDS[a] == "child" else 1.0
        total = sum(here.values())
        week = 1.0 - math.exp(-10.0 * total / 1000.0 / YEAR)
        mine = rows[(group[rows.who] == g) & (age[rows.who] == a)]
        for k, name in enumerate(DOMAIN_IDS):
            share = week * here[name] / total
            assert np.sum(mine.domain == k) / (each * weeks) == pytest.approx(
                share, abs=four_errors(share, each * weeks)
            ), (g, a, name)


def test_severity_is_the_square_of_a_uniform_draw():
    """magnitudes.md section 2: s = U^2: mean 1/3, variance 4/45, and the square root of each q-quantile is q.

    Kolmogorov's distance of the square roots from a straight line stays below 2.2/sqrt(n), save once in 8,000.
    """
    severity = np.sort(ledger(needing(4000, 5, initial={"proneness": EACH_WEEK}, **rates(100))).severity.astype(float))
    many = severity.size
    assert many == 20_000
    assert severity.mean() == pytest.approx(1.0 / 3.0, abs=4.0 * math.sqrt(4.0 / 45.0 / many))
    for quantile in (0.1, 0.25, 0.5, 0.75, 0.9):
        share = np.mean(severity < quantile**2)
        assert share == pytest.approx(quantile, abs=four_errors(quantile, many))
    assert np.abs(np.sqrt(severity) - (np.arange(many) + 0.5) / many).max() < 2.2 / math.sqrt(many)


def test_severe_cases_of_three_domains_may_need_two_bodies():
    """A severity above 0.49 has a chance of 1 - 0.7, and of these the declared share needs two bodies."""
    compound = {"needs.compound_share": 0.4, "needs.compound_severity": 0.49}
    rows = ledger(needing(4000, 5, initial={"proneness": EACH_WEEK}, **{**rates(100), **compound}))
    may = np.isin(rows.domain, [DOMAIN_IDS.index(name) for name in ("safety", "legal_aid", "environment")])
    marked = rows.marks & COMPOUND > 0
    assert not marked[~may].any()
    assert not marked[rows.severity < 0.4899].any()
    assert marked[may].mean() == pytest.approx(0.3 * 0.4, abs=four_errors(0.12, int(may.sum())))


# ---- lapsing and escalating -----------------------------------------------------------------------------------------


def aging(people: int, asked: bool = False, domain: str = "mutual_aid", **more: Any) -> Any:
    """Return a village in which each resident has a need of one domain, and from here on needs do nothing but age."""
    phases = ("draw_needs", "ask") if asked else "draw_needs"
    settings = {**ALIKE, **rates(0), f"needs.rate.{domain}": 100, f"asking.hazard.{domain}": 0.5, **more}
    initial = {"proneness": EACH_WEEK, "propensity": EACH_WEEK, "trust": 0.5}
    model = live(alone(village(people, 0), phases=phases, initial=initial, **settings), 1)
    assert (ledger(model).asked >= 0).all() == asked
    assert ledger(model).size == people
    return model.fork(model.policy, phases="age")


@pytest.mark.parametrize("asked", [False, True])
@pytest.mark.parametrize("hazard", [0.04, 0.1])
def test_unmet_needs_lapse_after_a_geometric_time(asked, hazard):
    """With a constant hazard l e^(-l t) are left after t weeks; what was asked for has a hazard of its own."""
    mine, other = ("lapse_queued", "lapse") if asked else ("lapse", "lapse_queued")
    none = {f"needs.escalation.{domain}": 0.0 for domain in DOMAIN_IDS}
    people = 5000
    model = aging(people, asked, **{f"needs.{mine}": hazard, f"needs.{other}": 0.005, **none})
    for week in range(1, 53):
        left = math.exp(-hazard * week)
        assert ledger(live(model, 1)).size / people == pytest.approx(left, abs=four_errors(left, people)), (
            f"week {week}"
        )


@pytest.mark.parametrize("rate", [0.02, 0.1])
def test_needs_escalate_with_their_severity_and_the_rest_lapse(rate):
    """Two hazards compete in each week, escalation e s first and then lapse l.

    After t weeks e^(-(e s + l) t) of severity s are left and (1 - e^(-e s)) (1 - e^(-(e s + l) t))/(1 - e^(-(e s + l)))
    have escalated. Over all severities e^(-l t) sqrt(pi/(4 e t)) erf(sqrt(e t)) are left: that of e^(-e t U^2).
    An escalation costs a fifth of trust here, and a lapse a tenth.
    """
    people, lapse, weeks = 8000, 0.01, 30
    settings = {"needs.escalation.safety": rate, "needs.lapse": lapse, "trust.escalated": 0.2, "trust.lapsed": 0.1}
    model = aging(people, domain="safety", **settings)
    severity = ledger(model).severity.astype(float)
    rows = ledger(live(model, weeks))
    grave, escalated = np.zeros((2, people), bool)
    assert np.isin(rows.status, (UNASKED, ESCALATED)).all()
    grave[rows[rows.status == UNASKED].who], escalated[rows[rows.status == ESCALATED].who] = True, True
    per_week = 1.0 - np.exp(-rate * severity - lapse)
    ended = 1.0 - np.exp(-(rate * severity + lapse) * weeks)
    likely = (1.0 - np.exp(-rate * severity)) * ended / per_week
    for part in range(4):
        of = (severity >= (part / 4.0) ** 2) & (severity < ((part + 1) / 4.0) ** 2)
        assert_count(escalated[of], likely[of])
        assert_count(grave[of], 1.0 - ended[of])
    trust = model.world.people.trust
    assert trust[escalated] == pytest.approx(0.5 * 0.8, abs=1e-6)
    assert trust[~grave & ~escalated] == pytest.approx(0.5 * 0.9, abs=1e-6), "lapsed"
    assert trust[grave] == pytest.approx(0.5)
    root = math.sqrt(rate * weeks)
    left = math.exp(-lapse * weeks) * math.sqrt(math.pi) / (2.0 * root) * math.erf(root)
    assert grave.mean() == pytest.approx(left, abs=four_errors(left, people))


def test_each_domain_escalates_at_its_own_rate():
    """Rates from 0 to 0.08: after 20 weeks of needs of all domains, as before."""
    rate = {f"needs.escalation.{name}": 0.01 * k for k, name in enumerate(DOMAIN_IDS)}
    model = needing(9000, 1, initial={"proneness": EACH_WEEK}, **{**rates(100), **rate, "needs.lapse": 0.02})
    before = ledger(model).copy()
    hazard = 0.01 * before.domain * before.severity.astype(float)
    rows = ledger(live(model.fork(model.policy, phases="age"), 20))
    escalated = np.isin(before.who, rows[rows.status == ESCALATED].who)
    likely = (1.0 - np.exp(-hazard)) * (1.0 - np.exp(-(hazard + 0.02) * 20)) / (1.0 - np.exp(-hazard - 0.02))
    assert not escalated[before.domain == 0].any()
    for domain in range(1, len(DOMAIN_IDS)):
        assert_count(escalated[before.domain == domain], likely[before.domain == domain])


# ---- asking and finding ---------------------------------------------------------------------------------------------


def asking(people: int, weeks: int, initial: dict[str, Any], **more: Any) -> Any:
    """Return a village in which each resident has had a need of mutual aid in each week, and from here on only asks."""
    settings = {**ALIKE, **rates(0), "needs.rate.mutual_aid": 100, "asking.found.mutual_aid": 0.0, **more}
    model = alone(village(people, 0), phases="draw_needs", initial={"proneness": EACH_WEEK, **initial}, **settings)
    return live(model, weeks).fork(model.policy, phases="ask")


TRUST, MEMORY, PROPENSITY, AWARE = (0.0, 0.5, 1.0), (0.0, 0.5, 1.0), (0.5, 2.0), (0, EVERYTHING)
BARRIERS = (1.0, 0.7, 0.5, 0.2)


@pytest.mark.parametrize("weeks", [1, 6])
def test_who_asks_follows_from_propensity_awareness_trust_memory_and_barrier(weeks):
    """magnitudes.md section 3: a hazard of h a (1, or .3 if unaware)(.5 + T)(.25 + 1.5 m) b a week, with b by group.

    Both lines are 1 at middling trust and memory. 1 - e^(-hazard t) have asked after t weeks: over all, and apart for
    each level of each of these.
    """
    levels = np.meshgrid(np.arange(4), AWARE, TRUST, MEMORY, PROPENSITY, indexing="ij")
    group, known, trust, memory, propensity = (np.repeat(level.ravel(), 50) for level in levels)
    columns = {"group": group.astype(int), "known": known.astype(int)}
    columns |= {"trust": trust, "memory": memory, "propensity": propensity}
    settings = {
        "asking.hazard.mutual_aid": 0.1, "asking.unaware": 0.3, "asking.trust_base": 0.5, "asking.trust_slope": 1.0,
        "asking.memory_base": 0.25, "asking.memory_slope": 1.5,
        **{f"asking.barrier.{name}": value for name, value in zip(GROUP_IDS, BARRIERS, strict=True)},
    }  # fmt: skip
    model = live(asking(group.size, 1, columns, **settings), weeks)
    rows = ledger(model)
    asked = np.zeros(group.size, bool)
    asked[rows[rows.asked >= 0].who] = True
    hazard = 0.1 * propensity * np.where(known > 0, 1.0, 0.3) * (0.5 + trust) * (0.25 + 1.5 * memory)
    hazard *= np.array(BARRIERS)[group.astype(int)]
    likely = 1.0 - np.exp(-hazard * weeks)
    assert_count(asked, likely)
    for column in (group, known, trust, memory, propensity):
        for level in np.unique(column):
            assert_count(asked[column == level], likely[column == level])
    assert np.array_equal(model.world.people.requests, asked)


@pytest.mark.parametrize(("shape", "least", "most"), [(0.45, 0.65, 0.85), (20.0, 0.87, 0.93)])
def test_propensities_that_differ_make_many_who_ask_once_and_some_who_ask_often(shape, least, most):
    """magnitudes.md section 3: with propensities gamma of shape .45 the share of those who asked once is .65 to .85.

    Each has twenty needs at once and asks for each with 1 - e^(-a h), h = 0.01: a fifth of a request each, on average.
    With L(s) = (1 + s/shape)^-shape (Laplace), L(20 h) do not ask, and 20 (L(19 h) - L(20 h)) ask once. Where all are
    alike it is nine in ten, O'Brien's 76 % (2015) being out of reach.
    """
    people, hazard, times = 6000, 0.01, 20
    initial = {"known": EVERYTHING, "trust": 0.5, "memory": 0.5}
    settings = {"asking.hazard.mutual_aid": hazard, "people.asking_shape": shape}
    requests = live(asking(people, times, initial, **settings), 1).world.people.requests.astype(int)
    nobody, but_one = ((1.0 + k * hazard / shape) ** -shape for k in (times, times - 1))
    asked, once = 1.0 - nobody, times * (but_one - nobody)
    assert np.mean(requests > 0) == pytest.approx(asked, abs=four_errors(asked, people))
    reporters = int((requests > 0).sum())
    assert np.sum(requests == 1) / reporters == pytest.approx(once / asked, abs=four_errors(once / asked, reporters))
    assert least < once / asked < most


def test_grid_workers_find_each_domain_s_needs_at_its_own_rate():
    """Nobody asks; with hours enough 1 - e^(-f t) of a domain's needs have been found after t weeks."""
    people, weeks = 9000, 8
    found = {f"asking.found.{name}": 0.02 * k for k, name in enumerate(DOMAIN_IDS)}
    settings = {**ALIKE, **rates(100), **found, "cases.finding_hours": 0.01, "service.carry_departments": 13.0}
    place = village(people, 0)
    place = replace(place, communities=(replace(place.communities[0], grids=100),))
    model = alone(place, phases="draw_needs", initial={"proneness": EACH_WEEK, "propensity": 0.0}, **settings)
    model = live(live(model, 1).fork(model.policy, phases=("supply", "ask")), weeks)
    rows = ledger(model)
    assert model.world.ground.grid_hours[0] > 0.0, "they have had the time"
    for domain in range(len(DOMAIN_IDS)):
        mine = rows[rows.domain == domain]
        assert_count(mine.asked >= 0, 1.0 - math.exp(-0.02 * domain * weeks))
    assert not model.world.people.requests.any()
