"""Limiting cases with known answers: processes run alone, by what a model is given, held against what others derived.

Networks are in ``test_known_networks.py``, queues and coverage in ``test_known_services.py``.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import networkx as nx
import numpy as np
import pytest
from scipy.optimize import curve_fit
from scipy.stats import binom

from agents.codes import CHILD, HOME, IN_COURSE, INACTIVE
from agents.social_organization import SocialOrganization
from model.accounts import PURPOSES
from model.graph import as_networkx
from model.indicators import ORDER
from scenarios import load_place
from tests.model.alone import (
    ALIKE,
    NO_NOISE,
    STILL,
    TAKING_PART,
    alone,
    crowd,
    everybody_with_everybody,
    taking_part,
    village,
)
from tests.model.towns import build, live, town
from vocabulary.categories import GROUP_IDS

# ---- awareness ------------------------------------------------------------------------------------------------------


def aware(model: Any, domain: int = 0) -> Any:
    """Tell for each resident whether they know of a domain."""
    return (model.world.people.known >> domain) & 1 == 1


def distances(model: Any, seeds: list[int]) -> Any:
    """Return how many ties lie between each resident and the nearest seed in the exported network; -1 without a way."""
    graph = as_networkx(model)
    people = graph.subgraph(name for name in graph if name.startswith("resident:"))
    far = np.full(model.world.people.size, -1)
    for name, steps in nx.multi_source_dijkstra_path_length(people, {f"resident:{row}" for row in seeds}).items():
        far[int(name.removeprefix("resident:"))] = steps
    return far


GRAPHS: dict[str, dict[str, Any]] = {
    "the town's": {},
    "rings": {"people.kin_ties": 0, "people.rewired": 0.0, "people.neighbor_ties": 2},
    "jimingshan": {"place": "jimingshan", "scale": 0.02},
    "a tree": {"ties": nx.balanced_tree(2, 7)},
    "a few": {"ties": nx.gnm_random_graph(300, 260, seed=3)},
}


@pytest.mark.parametrize("name", GRAPHS)
def test_word_of_mouth_reaches_exactly_those_within_distance_t(name):
    """dynamics.md: transmission 1, no fading: after t weeks exactly the nodes within distance t know, on any graph.

    Every phase of the week is lived; all that could interfere is set to 0.
    """
    more = GRAPHS[name]
    place = replace(load_place(more.get("place", "classroom")), standing_policy="departments-only")
    seeds = {0: [3], 7: [5, 200]}
    initial = {"known": {row: 1 << domain for domain, rows in seeds.items() for row in rows}}
    given = {**STILL, "awareness.tie_chance": 1.0, **more, "place": place, "initial": initial}
    model = town("departments-only", **given)
    far = {domain: distances(model, rows) for domain, rows in seeds.items()}
    for week in range(1, 15):
        model.step()
        for domain, steps in far.items():
            assert np.array_equal(aware(model, domain), (steps >= 0) & (steps <= week)), f"week {week}"
    assert not np.isin(model.world.people.known, (0, 1, 1 << 7, 1 | 1 << 7), invert=True).any()
    assert max(steps.max() for steps in far.values()) > 3


def test_without_a_seed_nobody_ever_knows():
    """dynamics.md, the same case with no seed: nobody is within any distance of one."""
    model = town("departments-only", **{**STILL, "awareness.tie_chance": 1.0}, weeks=5)
    assert not model.world.people.known.any()


def test_seen_as_it_happens_word_travels_further_but_only_along_ties():
    """The sequential variant of the same case: at least distance 1 in a week, and never where no ties lead."""
    still = {**STILL, "awareness.tie_chance": 1.0, "taking_part.sees": "as it happens"}
    model = town("departments-only", initial={"known": {3: 1}}, **still)
    far = distances(model, [3])
    model.step()
    heard = aware(model)
    assert heard[(far >= 0) & (far <= 1)].all()
    assert heard[far > 1].any()
    assert not heard[far < 0].any()


def test_newly_aware_are_binomial_on_a_complete_graph():
    """dynamics.md: given A aware of N, the newly aware are Binomial(N - A, 1 - (1 - beta)^A).

    Three hundred complete graphs of 40 live 40 weeks. All deviations from the mean together must be 0, and those of
    each graph and week, divided by their standard deviation, have variance 1; within four standard errors.
    """
    people, graphs, beta = 40, 300, 0.004
    ties = np.concatenate([everybody_with_everybody(people) + people * g for g in range(graphs)])
    seeds = {people * g + k: 1 for g in range(graphs) for k in range(3)}
    model = alone(
        village(people * graphs), ties=ties, initial={"known": seeds}, phases="spread", **{"awareness.tie_chance": beta}
    )
    z: list[float] = []
    surplus, variance = 0.0, 0.0
    known = aware(model).reshape(graphs, people).sum(axis=1)
    for _ in range(40):
        live(model, 1)
        now = aware(model).reshape(graphs, people).sum(axis=1)
        left, chance = people - known, 1.0 - (1.0 - beta) ** known
        off, spread = (now - known) - left * chance, left * chance * (1.0 - chance)
        surplus, variance = surplus + off.sum(), variance + spread.sum()
        z.extend(off[left > 0] / np.sqrt(spread[left > 0]))
        known = now
    assert len(z) > 8000
    assert surplus == pytest.approx(0.0, abs=4.0 * math.sqrt(variance))
    kurtosis = np.mean(np.power(z, 4))
    assert np.mean(np.square(z)) == pytest.approx(1.0, abs=4.0 * math.sqrt((kurtosis - 1.0) / len(z)))


INNOVATION, IMITATION = 0.03, 0.38
WEEKS_A_YEAR = 52


def adoptions(people: int, towns: int, years: int = 12) -> Any:
    """Return new adopters per year and resident, week by week: media innovate, everybody hears from everybody.

    The nine domains are nine adoptions in each of some towns that know nothing of each other.
    """
    model = alone(
        village(people * towns), phases="spread",
        ties=np.concatenate([everybody_with_everybody(people) + people * town for town in range(towns)]),
        **{"awareness.media": INNOVATION / WEEKS_A_YEAR,
           "awareness.tie_chance": IMITATION / WEEKS_A_YEAR / (people - 1)},
    )  # fmt: skip
    known = [0]
    for _ in range(years * WEEKS_A_YEAR):
        model.step()
        known.append(sum(int(aware(model, domain).sum()) for domain in range(9)))
    return np.diff(known) * WEEKS_A_YEAR / (9.0 * people * towns)


def bell(years: Any, peak: float, height: float, width: float) -> Any:
    """Return a curve of the shape that Bass's has."""
    return height / np.cosh((years - peak) / width) ** 2


def expected_adoptions(people: int, years: int = 12) -> Any:
    """Return what is expected of ``adoptions`` in towns of a size, exactly: a chain of binomials over how many know."""
    know = np.arange(people + 1)
    ignorant_after = (1.0 - INNOVATION / WEEKS_A_YEAR) * (1.0 - IMITATION / WEEKS_A_YEAR / (people - 1)) ** know
    moves = binom.pmf(know[None, :] - know[:, None], people - know[:, None], 1.0 - ignorant_after[:, None])
    likely = np.zeros(people + 1)
    likely[0] = 1.0
    means = [0.0]
    for _ in range(years * WEEKS_A_YEAR):
        likely = likely @ moves
        means.append(float(likely @ know))
    return np.diff(means) * WEEKS_A_YEAR / people


BASS = (6.1926, 0.11059, 0.46053)
"""Years until the peak, its height a year, and how many have adopted by then."""


def bass_numbers(new: Any) -> Any:
    """Return the three numbers of weekly adoptions, laying a bell of free place, height and width through the weeks."""
    years = (np.arange(new.size) + 0.5) / WEEKS_A_YEAR
    (peak, height, _), _ = curve_fit(bell, years, new, p0=(5.0, 0.1, 4.0))
    adopted = np.interp(BASS[0], years + 0.5 / WEEKS_A_YEAR, new.cumsum() / WEEKS_A_YEAR)
    return np.array([peak, height, adopted])


def test_the_numbers_of_bass_are_those_of_the_formulas_and_what_towns_of_a_thousand_come_to():
    """evidence.md X7, Bass 1969: p = 0.03, q = 0.38: peak at ln(q/p)/(p + q), of (p + q)^2/4q, (q - p)/2q by then.

    Drawn adoptions in towns of a thousand, in weekly steps, are expected to come within 1 % of infinitely many.
    """
    p, q = INNOVATION, IMITATION
    assert (math.log(q / p) / (p + q), (p + q) ** 2 / (4.0 * q), (q - p) / (2.0 * q)) == pytest.approx(BASS, rel=1e-4)
    assert bass_numbers(expected_adoptions(1000)) == pytest.approx(BASS, rel=0.01)


def test_awareness_by_media_and_everybodys_word_is_bass_s_diffusion():
    """evidence.md X7 in 160 towns of 100, against what is expected in towns of that size.

    Their mean peak is 3.2 % lower than for infinitely many and 1.4 % later, which is reckoned exactly; what is left is
    the luck of 144,000 adopters, half a percent.
    """
    assert bass_numbers(adoptions(100, 160)) == pytest.approx(bass_numbers(expected_adoptions(100)), rel=0.02)


@pytest.mark.nightly
def test_awareness_in_large_towns_is_bass_s_diffusion_itself():
    """evidence.md X7 in towns of 1,000, against Bass's own numbers; luck moves the place of the peak by 0.5 %."""
    assert bass_numbers(adoptions(1000, 12)) == pytest.approx(BASS, rel=0.02)


# ---- taking part ----------------------------------------------------------------------------------------------------


def riot(second: float) -> int:
    """Return how many of 100 take part in the end, the second-lowest threshold being what is given."""
    thresholds = {row: row / 100.0 for row in range(100)} | {1: second}
    model = crowd(100, everybody_with_everybody(100), initial={"threshold": thresholds}, **NO_NOISE)
    live(model, 105)
    assert (model.indicator("activities") or 0.0) > 1000, "there are places"
    return int(taking_part(model).sum())


def test_thresholds_of_granovetter():
    """dynamics.md and evidence.md X1, Granovetter 1978: thresholds 0, 1/100, …, 99/100, everybody tied to everybody.

    All 100 join; with the second given 2/100 instead, exactly one does.
    """
    assert riot(0.01) == 100
    assert riot(0.02) == 1


def test_joining_and_leaving_at_constant_rates_settles_at_their_ratio():
    """dynamics.md: one organization, places unlimited, no influence: a/(a + b) take part in the long run.

    Who joins may leave in the same week, so that in weekly steps it is a(1 - b)/(a + b - ab); within four standard
    errors of that, and within 0.01 of a/(a + b).
    """
    people, weeks, log_odds, hazard = 1500, 600, -3.0, 0.02
    settings = {"taking_part.intercept": log_odds, "taking_part.leaving": hazard, "taking_part.influence": 0.0}
    phases = (*TAKING_PART, "change")
    model = crowd(people, [], seed=3, phases=phases, **{**ALIKE, "taking_part.tiring": 0.0005, **settings})
    shares = []
    for week in range(weeks):
        model.step()
        if week >= 150:
            shares.append(float(taking_part(model).mean()))
    a, b = 1.0 / (1.0 + math.exp(-log_odds)), 1.0 - math.exp(-hazard)
    exact = a * (1.0 - b) / (a + b - a * b)
    noise = math.sqrt(exact * (1.0 - exact) / people / (len(shares) * (a + b) / 2.0))
    assert np.mean(shares) == pytest.approx(exact, abs=4 * noise)
    assert np.mean(shares) == pytest.approx(a / (a + b), abs=0.01)


def test_who_joins_follows_from_the_log_odds():
    """magnitudes.md section 3: a chance of thinking of it times the logistic of what speaks for it, term by term.

    Trust, identification, efficacy and interest for it; age and group against it. Over all, and apart for each level
    of each, within four standard errors of the sum of chances; who knows of nothing comes by themselves only.
    """
    ages, groups = {"young": 0.7, "middle": 1.2, "old": 0.2}, (0.0, 0.4, 0.3, 0.9)
    levels = np.meshgrid((1, 2, 3), range(4), (0.1, 0.9), (0.0, 1.0), (0.0, 1.0), (0, 1), (0, 1), indexing="ij")
    columns = [np.repeat(level.ravel(), 25) for level in levels]
    age, group, trust, identification, efficacy, interest, known = columns
    names = ("age", "group", "trust", "identification", "efficacy", "interest", "known")
    own = {name: dict(enumerate(column.tolist())) for name, column in zip(names, columns, strict=True)}
    for name in ("age", "group", "interest", "known"):
        own[name] = {row: int(value) for row, value in own[name].items()}
    settings: dict[str, Any] = {
        "taking_part.intercept": -1.0, "taking_part.attention": 0.8, "taking_part.spontaneous": 0.01,
        "taking_part.trust_weight": 2.0, "taking_part.identification_weight": 0.5, "taking_part.match_weight": 0.7,
        "taking_part.efficacy_weight": 1.5, "taking_part.efficacy_neutral": 0.25, "taking_part.aware_weight": 0.4,
        "taking_part.influence": 0.0,
        **{f"taking_part.age_cost.{name}": cost for name, cost in ages.items()},
        **{f"taking_part.group_cost.{name}": cost for name, cost in zip(GROUP_IDS, groups, strict=True)},
    }  # fmt: skip
    joined = taking_part(live(crowd(age.size, [], seed=2, initial=own, **{**ALIKE, **settings}), 1))
    odds = -1.0 + 2.0 * (trust - 0.5) + 0.5 * identification + 1.5 * (efficacy - 0.25) + 0.7 * interest + 0.4
    odds -= np.array([0.0, *ages.values()])[age.astype(int)] + np.array(groups)[group.astype(int)]
    likely = 0.8 * np.where(known > 0, 1.0 / (1.0 + np.exp(-odds)), 0.01)
    for column in columns:
        for level in np.unique(column):
            of = column == level
            noise = math.sqrt((likely * (1.0 - likely))[of].sum())
            assert joined[of].sum() == pytest.approx(likely[of].sum(), abs=4.0 * noise)


# ---- organizations --------------------------------------------------------------------------------------------------


def test_lifetimes_at_a_constant_hazard_are_geometric():
    """dynamics.md: closing at a constant weekly hazard h: lifetimes are geometric with mean 1/h.

    A hazard of 0.02 closes with probability 1 - exp(-0.02) a week. Within four standard errors.
    """
    groups, weeks = 3000, 700
    constant = {"organizations.closing": 0.02, "organizations.closing_small": 0.0}
    model = alone(village(50, groups), seed=9, phases="close", **constant)
    alive = [groups]
    for _ in range(weeks):
        model.step()
        alive.append(len(model.agents_by_type[SocialOrganization]))
    chance = 1.0 - math.exp(-0.02)
    assert alive[-1] == 0
    mean, error = sum(alive[:-1]) / groups, math.sqrt(1.0 - chance) / chance / math.sqrt(groups)
    assert mean == pytest.approx(1.0 / chance, abs=4 * error)
    for week in (10, 30, 60, 150):
        survivors = (1.0 - chance) ** week
        error = math.sqrt(survivors * (1.0 - survivors) / groups)
        assert alive[week] / groups == pytest.approx(survivors, abs=4 * error), f"week {week}"


# ---- departments alone ----------------------------------------------------------------------------------------------


def test_with_departments_alone_nobody_takes_part_and_departments_meet_what_is_met():
    """dynamics.md: no media, so no offers are known: nobody takes part once the window lies behind the burn-in.

    All needs that are met are met by departments, grid workers counting as theirs.
    """
    settings = {"awareness.media": 0.0, "asking.hazard.education": 0.3}
    model = build("jimingshan", "departments-only", scale=0.06, burn_in=60, seed=1, **settings)
    world = model.world
    assert model.indicator("participation_rate") > 0.05
    assert (world.needs[: world.open].status == IN_COURSE).any(), "some are in the middle of a course"
    live(model, 53)
    for name in ("participation_rate", "participation_twice", "participation_this_week", "met_by_others"):
        assert model.indicator(name) == 0.0, name
    assert model.indicator("coverage_ever") > 0.0, "needs are met"
    totals = model.record.totals
    assert (totals[52:, ORDER.index("participation_rate")] == 0.0).all()
    assert (totals[52:, ORDER.index("met_by_others")] == 0.0).all()
    assert (totals[1:, ORDER.index("participation_this_week")] == 0.0).all()
    assert (totals[1:, ORDER.index("activities")][52:] == 0.0).all()


def test_with_departments_alone_from_the_beginning_nothing_is_ever_offered():
    """dynamics.md: no project is funded, and purchase money goes to casework, all of it, at 100 yuan an hour."""
    place = replace(load_place("classroom"), standing_policy="departments-only")
    model = town("departments-only", place=place, burn_in=20, scale=0.4, weeks=20)
    world = model.world
    assert (world.people.last < 0).all()
    assert model.indicator("met_by_others") == 0.0
    assert model.indicator("public_dependence") is None, "no organization has any income: its founders' cash is none"
    flows = dict(zip(PURPOSES, world.accounts.flows.tolist(), strict=True))
    paid_by_all = {purpose for purpose, flow in flows.items() if flow}
    assert paid_by_all <= {"start_cash", "casework", "grid_work", "winding_up", "rooms"}, "nothing is offered, bought"
    assert world.project_count == 0, "no project is funded: purchase money goes to casework"
    bought, own = (sum(rows) for rows in ([p.yuan for p in place.purchases], [d.hours for d in place.departments]))
    assert world.extra_casework.sum() * 100.0 == pytest.approx(bought * 0.4 / 52.0, abs=0.01), "yuan in a week"
    spent = (bought + own * 100.0) * 0.4 * 40.0 / 52.0
    assert flows["casework"] / 100.0 == pytest.approx(spent, abs=1.0), "and in 40 weeks, departments' own hours too"
    assert ((world.people.state == INACTIVE) | ((world.people.present == HOME) & (world.people.age != CHILD))).all()
