"""Limiting cases with known answers: misrouting and bounces, joining of two bodies, matching, passing on.

Nobody serves and nothing lapses here, so that all needs that ever arose lie in the ledger. A number is held within four
standard errors of a share.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from agents.codes import AT_DEPARTMENT, AT_ORGANIZATION, BOUNCED, DUPLICATE, JOINED
from scenarios import DepartmentEntry, OrganizationEntry
from tests.model.alone import AT_ONCE, EVERYTHING, alone, four_errors, village
from tests.model.towns import live, with_levers
from vocabulary.categories import DOMAIN_IDS

PEOPLE, A_WEEK = 2000, 200
PROFESSIONAL_DOMAINS = ("safety", "legal_aid", "environment")
"""The domains in which a severe case may need two bodies."""

CASES: dict[str, Any] = {**AT_ONCE, "asking.to_organization": 0.0, "ties.shared_work": 0.0}
"""Everybody turns to grid workers and the hotline at once, and no tie changes."""

COMMAND = {"embedding__command_center": True, "embedding__command_hours": 400.0}
SERVICE = {"embedding__service_center": True, "embedding__service_center_hours": 400.0}
PLENTY = {"embedding.hours_per_case": 0.05, "embedding.hours_per_match": 0.05}
"""Centers with hours for 300 cases a week."""


def offices() -> tuple[DepartmentEntry, ...]:
    return tuple(DepartmentEntry(f"d{n}", "部门", "Office", (domain,), 2080.0) for n, domain in enumerate(DOMAIN_IDS))


def bodies_of_each_domain(many: int, skill: float) -> tuple[OrganizationEntry, ...]:
    """Return professional bodies of one domain each, ``many`` for each domain, with hours for whoever comes."""
    return tuple(
        OrganizationEntry(f"{domain}{n}", "机构", "Body", "", "professional", (domain,), 2000.0, skill, True, False)
        for domain in DOMAIN_IDS
        for n in range(many)
    )


def cases(
    weeks: int, bodies: int = 0, levers: dict[str, Any] | None = None, skill: float = 1.0, **more: Any
) -> Any:  # fmt: skip
    """Return the ledger of a village in which some 200 cases a week come up, after some weeks."""
    there = bodies_of_each_domain(bodies, skill)
    place = replace(village(PEOPLE, departments=offices(), purchases=()), organizations=there)
    proneness = -math.log(1.0 - A_WEEK / PEOPLE) * 52_000.0 / (len(DOMAIN_IDS) * AT_ONCE["needs.rate.mutual_aid"])
    model = alone(
        place, policy=with_levers("fragmented", **(levers or {})),
        phases=("note_who_runs", "staff_centers", "supply", "draw_needs", "ask", "route"),
        initial={"proneness": proneness, "propensity": 1e9, "known": EVERYTHING}, **{**CASES, **PLENTY, **more},
    )  # fmt: skip
    world = live(model, weeks).world
    ledger = world.needs[: world.open]
    assert ledger.size > 0.9 * weeks * A_WEEK
    assert (ledger.asked == ledger.born).all(), "all ask at once"
    return ledger


# ---- misrouting and bounces -----------------------------------------------------------------------------------------

WEEKS, MOST = 24, 4
MISROUTE: dict[str, Any] = {
    "cases.misroute": 0.6, "cases.misroute_tie": 2.0, "cases.center_misroute": 0.5, "cases.most_bounces": MOST,
    "cases.bounce": 2.0, "cases.intake": 3.0, "cases.center_bounce": 1.0,
}  # fmt: skip


def arrived(ledger: Any, weeks: int, longest: int) -> Any:
    """Return the weeks from case to right body of those who have had time to get there."""
    old = ledger[ledger.born <= weeks - 1 - longest]
    assert (old.status == AT_DEPARTMENT).all()
    return (old.since - old.asked).astype(int)


BOUNCES = [
    pytest.param(0.0, False, 0.6, id="no tie, no center"),
    pytest.param(0.0, True, 0.3, id="no tie, center"),
    pytest.param(0.5, False, 0.6 / math.e, id="half a tie, no center"),
    pytest.param(1.0, False, 0.6 / math.e**2, id="full tie, no center"),
    pytest.param(1.0, True, 0.3 / math.e**2, id="full tie, center"),
]
"""Ties, center, and the chance of a wrong desk: 0.6 e^(-2 tie), half of it with the command center."""


@pytest.mark.parametrize(("tie", "center", "wrong"), BOUNCES)
def test_bounces_are_geometric_and_each_costs_its_weeks(tie, center, wrong):
    """A case bounces k times with chance p^k (1 - p), four times at most with p^4; the rest is arithmetic.

    Without the center intake takes three weeks and a bounce two; with it a bounce takes one, and intake no time.
    """
    ledger = cases(WEEKS, levers=COMMAND if center else None, **{**MISROUTE, "ties.start": tie})
    took = arrived(ledger, WEEKS, 3 + 2 * MOST)
    bounces = took if center else (took - 3) // 2
    assert center or ((took - 3) % 2 == 0).all()
    for k in range(MOST + 1):
        share = wrong**k * (1.0 - wrong if k < MOST else 1.0)
        assert np.mean(bounces == k) == pytest.approx(share, abs=four_errors(share, took.size)), f"{k} bounces"
    bounced = np.mean(ledger.marks & BOUNCED > 0)
    assert bounced == pytest.approx(wrong, abs=four_errors(wrong, ledger.size))
    mean = sum(wrong**k for k in range(1, MOST + 1))
    each = math.sqrt(sum((2 * k - 1) * wrong**k for k in range(1, MOST + 1)) - mean**2)
    assert bounces.mean() == pytest.approx(mean, abs=4.0 * each / math.sqrt(took.size))


@pytest.mark.parametrize(("center", "weeks"), [(False, 3), (True, 0)])
def test_without_misrouting_nothing_bounces_and_intake_alone_takes_time(center, weeks):
    ledger = cases(8, levers=COMMAND if center else None, **{**MISROUTE, "cases.misroute": 0.0, "ties.start": 0.0})
    assert not (ledger.marks & BOUNCED).any()
    assert (arrived(ledger, 8, 3) == weeks).all()


@pytest.mark.parametrize(("tie", "share"), [(0.0, 0.8), (0.5, 0.8 / math.e), (1.0, 0.8 / math.e**2)])
def test_two_bodies_serve_one_case_the_less_the_closer_they_are_tied(tie, share):
    """Duplicates are 0.8 e^(-2 tie) of all cases."""
    ledger = cases(10, **{"cases.duplicates": 0.8, "cases.duplicates_tie": 2.0, "ties.start": tie})
    assert np.mean(ledger.marks & DUPLICATE > 0) == pytest.approx(share, abs=four_errors(share, ledger.size))


@pytest.mark.parametrize(("tie", "chance"), [(0.0, 0.05), (0.5, 0.25), (1.0, 0.45)])
def test_a_second_body_joins_after_a_geometric_time(tie, chance):
    """A chance p of 0.05 a week, and 0.4 more at a full tie: after t weeks 1 - (1 - p)^t have been joined."""
    every: dict[str, Any] = {"needs.compound_share": 1.0, "needs.compound_severity": 0.0}
    ledger = cases(20, **{**every, "cases.join": 0.05, "cases.join_tie": 0.4, "ties.start": tie})
    severe = ledger[np.isin(ledger.domain, [DOMAIN_IDS.index(name) for name in PROFESSIONAL_DOMAINS])]
    likely = 1.0 - (1.0 - chance) ** (20.0 - severe.born)
    noise = math.sqrt((likely * (1.0 - likely)).sum())
    assert np.sum(severe.marks & JOINED > 0) == pytest.approx(likely.sum(), abs=4.0 * noise)


# ---- matching -------------------------------------------------------------------------------------------------------

MATCH: dict[str, Any] = {"cases.match": 0.2, "cases.match_tie": 0.5, "cases.match_center": 0.9, "cases.wait": 26.0}


def matched(ledger: Any) -> Any:
    """Tell of each case of the last week whether it is with an organization, of those that had a week before."""
    assert (np.isin(ledger.status, (AT_DEPARTMENT, AT_ORGANIZATION))).all()
    return ledger.status == AT_ORGANIZATION


@pytest.mark.parametrize(
    ("tie", "center", "chance"),
    [(0.0, False, 0.2), (0.0, True, 0.9), (0.8, False, 0.6), (0.8, True, 0.9), (1.0, "all", 1.0), (0.0, "none", 0.0)],
)
def test_a_case_is_matched_by_the_center_or_by_own_ties(tie, center, chance):
    """With a chance of 0.2 and 0.5 more at a full tie, or the center's 0.9; always, or never, where these are 1 or 0.

    Each is seen in the week in which it comes up, since later a department may pass it on.
    """
    ends = {"all": {"cases.match_center": 1.0}, "none": {"cases.match": 0.0}}.get(center, {})
    levers = SERVICE if center in (True, "all") else None
    ledger = [cases(1, 1, levers, seed=seed, **{**MATCH, **ends, "ties.start": tie}) for seed in range(1, 9)]
    found = np.concatenate([matched(week) for week in ledger])
    assert found.mean() == pytest.approx(chance, abs=four_errors(chance, found.size))


def test_a_case_is_matched_with_a_body_of_its_domain_and_each_of_them_is_as_likely():
    """Three bodies of a domain, all as legitimate, share its cases evenly; no other body gets any."""
    ledger = cases(10, 3, SERVICE, **{**MATCH, "cases.match_center": 1.0})
    assert matched(ledger).all()
    assert np.array_equal(ledger.body // 3, ledger.domain)
    for place in range(3):
        assert np.mean(ledger.body % 3 == place) == pytest.approx(1.0 / 3.0, abs=four_errors(1.0 / 3.0, ledger.size))


def test_a_center_matches_as_many_as_it_has_hours_for():
    """104 hours a year for each 1,000 residents are four a week here: two cases at two hours each, in every week."""
    levers = {**SERVICE, "embedding__service_center_hours": 104.0}
    two = {"embedding.hours_per_match": 2.0, "cases.match": 0.0, "cases.match_tie": 0.0, "ties.start": 0.0}
    ledger = cases(12, 1, levers, **{**MATCH, **two, "cases.match_center": 1.0})
    assert np.bincount(ledger.born[matched(ledger)], minlength=12).tolist() == [2] * 12


@pytest.mark.parametrize(("skill", "fits"), [(0.59, False), (0.61, True)])
def test_only_a_body_that_is_professional_enough_is_matched(skill, fits):
    """Mental health and legal aid ask for 0.6: below it no case of theirs is matched, above it all are."""
    ledger = cases(6, 1, SERVICE, skill, **{**MATCH, "cases.match_center": 1.0})
    asks = np.isin(ledger.domain, [DOMAIN_IDS.index(name) for name in ("mental_health", "legal_aid")])
    assert matched(ledger[~asks]).all()
    assert (matched(ledger[asks]) == fits).all()


@pytest.mark.parametrize("tie", [0.0, 0.1, 0.3])
def test_a_department_passes_a_case_on_after_a_geometric_time(tie):
    """From its second week on, each week with a chance that is the tie: after t weeks 1 - (1 - tie)^t are passed on."""
    never = {"cases.match": 0.0, "cases.match_tie": 0.0, "ties.start": tie}
    ledger = cases(15, 1, **{**MATCH, **never})
    likely = 1.0 - (1.0 - tie) ** (14.0 - ledger.born)
    noise = math.sqrt((likely * (1.0 - likely)).sum())
    assert matched(ledger).sum() == pytest.approx(likely.sum(), abs=4.0 * noise)
