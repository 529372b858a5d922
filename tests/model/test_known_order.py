"""Limiting cases with known answers: who is served first, and what the year's priorities do (A1); the sense of gain.

Nothing here is worked out by the model's own rules. Needs are piled up for some weeks, and from there on a fork lives
the phases that matter: who has gone from the ledger in a week is who was served.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from scenarios import DepartmentEntry
from tests.model.alone import AT_ONCE, EVERYTHING, alone, four_errors, village
from tests.model.towns import live, with_levers
from vocabulary.categories import CULTURE, DOMAIN_IDS

STEP = 1.0 / 8192.0
"""How exactly a place in line is kept."""

PEOPLE, PILED_UP, A_WEEK = 400, 6, 300
RATES: dict[str, Any] = {f"needs.rate.{name}": 20 * (k + 1) for k, name in enumerate(DOMAIN_IDS)}
"""Nine domains, each in need so many times as often as the first."""

LINE: dict[str, Any] = {
    **AT_ONCE, **RATES, "asking.to_organization": 0.0, "service.carry_departments": 0.0,
    **{f"service.department_hours.{domain}": 4.0 for domain in DOMAIN_IDS},
    **{f"service.department_quality.{domain}": 1.0 for domain in DOMAIN_IDS},
}  # fmt: skip
"""All ask at once, come to one department, and are met when they are served."""


def led(weight: float) -> Any:
    """Return a policy in which the Party committee leads (A1), and leaves departments their hours."""
    return with_levers(
        "fragmented", embedding__party_committee=True, embedding__priority_weight=weight, embedding__pooled_share=0.0
    )


def piled_up(phases: Any, **more: Any) -> Any:
    """Return a village in which each of 400 residents has had a need in each of six weeks."""
    office = DepartmentEntry("d0", "部门", "Office", DOMAIN_IDS, 4.0 * 52.0 * A_WEEK)
    initial = {"proneness": 1e6, "propensity": 1e9, "known": EVERYTHING}
    model = alone(village(PEOPLE, 0, departments=(office,), purchases=()), phases=phases, initial=initial, **more)
    return live(model, PILED_UP)


def rows_of(model: Any) -> Any:
    return model.world.needs[: model.world.open].copy()


def served(model: Any) -> tuple[Any, Any, int]:
    """Live a week; return the rows that were served in it, those that were left, and its number."""
    before = rows_of(model)
    after = {(row.who, row.born) for row in rows_of(live(model, 1))}
    left = np.array([(row.who, row.born) in after for row in before])
    assert A_WEEK - 5 <= (~left).sum() <= A_WEEK, "hours are spent"
    return before[~left], before[left], int(model.world.week)


@pytest.mark.parametrize("age_weight", [0.001, 0.03, 0.2])
@pytest.mark.parametrize("weight", [None, 0.0, 0.7])
def test_the_party_committee_serves_by_severity_priority_and_wait_and_departments_alone_by_wait(age_weight, weight):
    """Served are exactly those of the largest severity + w priority + a wait (A1), or a wait where nobody leads.

    Priorities are what little is served of: nothing is, so that each domain's is its needs over those of the domain
    with the most; culture is not on the list. ``None`` is a town without A1.
    """
    model = piled_up(("supply", "draw_needs", "ask", "route"), **{**LINE, "cases.age_weight": age_weight})
    listed = np.bincount(rows_of(model).domain, minlength=len(DOMAIN_IDS)).astype(float)
    listed[CULTURE] = 0.0
    priority = listed / listed.max()
    policy = model.policy if weight is None else led(weight)
    model = model.fork(policy, phases=("set_priorities", "supply", "serve"))
    for _ in range(4):
        first, rest, week = served(model)

        def front(rows: Any, week: int = week) -> Any:
            waited = age_weight * (week - rows.since.astype(float))
            return waited if weight is None else rows.severity + weight * priority[rows.domain] + waited

        assert front(first).min() >= front(rest).max() - STEP


def test_without_the_committee_severity_and_domain_count_for_nothing():
    """Of those who have waited as long each is as likely to be served: severity is 1/3 on average, of both."""
    model = piled_up(("supply", "draw_needs", "ask", "route"), **LINE)
    model = model.fork(model.policy, phases=("set_priorities", "supply", "serve"))
    first, _, _ = served(model)
    assert (first.since == first.since[0]).all()
    assert first.severity.mean() == pytest.approx(1 / 3, abs=4.0 * math.sqrt(4 / 45 / first.size))


@pytest.mark.parametrize(("weight", "most"), [(0.0, 3.0), (1.0, 3.0), (2.0, 3.0), (2.0, 1.2)])
def test_grid_workers_look_out_for_the_year_s_priorities(weight, most):
    """In a week 1 - e^(-f k) of a domain's needs are found, k = 1 + w (priority - mean), from 0 to ``most``.

    Without A1 k is 1 everywhere. Priorities are those of needs of which none were served, as above.
    """
    found = {f"asking.found.{name}": 0.15 for name in DOMAIN_IDS}
    settings = {
        **AT_ONCE, **RATES, **found, **{f"asking.hazard.{name}": 0.0 for name in DOMAIN_IDS},
        "cases.finding_hours": 0.01, "service.carry_departments": 13.0, "cases.most_attention": most,
    }  # fmt: skip
    model = piled_up("draw_needs", **settings)
    listed = np.bincount(rows_of(model).domain, minlength=len(DOMAIN_IDS)).astype(float)
    listed[CULTURE] = 0.0
    priority = listed / listed.max()
    factor = np.clip(1.0 + weight * (priority - priority.mean()), 0.0, most)
    for policy, times in ((model.policy, np.ones_like(factor)), (led(weight), factor)):
        one = live(model.fork(policy, phases=("set_priorities", "supply", "ask")), 1)
        rows = rows_of(one)
        assert one.world.ground.grid_hours[0] > 0.0, "they have had the time"
        for d in range(len(DOMAIN_IDS)):
            mine = rows[rows.domain == d]
            likely = 1.0 - math.exp(-0.15 * times[d])
            found_now = np.mean(mine.asked >= 0)
            assert found_now == pytest.approx(likely, abs=four_errors(likely, mine.size)), DOMAIN_IDS[d]


# ---- the sense of gain ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("weight", [0.0, 0.2, 0.5, 1.0])
def test_gain_is_one_s_own_and_by_its_weight_that_of_the_neighbors(weight):
    """In a star of n leaves the middle has gained 1 and the leaves nothing, so that each sees the opposite.

    The mean is (1 - w)/(n + 1) + w n/(n + 1).
    """
    leaves = 8
    given = {"gain": {0: 1.0, **dict.fromkeys(range(1, leaves + 1), 0.0)}}
    ties = [(0, leaf) for leaf in range(1, leaves + 1)]
    settings = {"trust.gain_neighbors": weight}
    model = live(alone(village(leaves + 1, 0), ties=ties, phases="spread", initial=given, **settings), 1)
    mean = (1.0 - weight) / (leaves + 1) + weight * leaves / (leaves + 1)
    assert model.indicator("sense_of_gain") == pytest.approx(mean, abs=1e-6)
