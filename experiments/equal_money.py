"""Equal money, year by year: what a policy costs less than a year's dearest one buys departments' casework in it.

It does so in every replicate and in every year, a last part of one too, whatever dates a policy's levers have, so that
all cost the same in each year. A policy may change what it costs when it is lived again with more casework, by what
that casework sets off. So each year's cost is looked at again, and put right once where it is not equal to within
``TOLERANCE``, before the next year is lived.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from experiments.histories import History, Watch, begin, branch, cost_in, harvest, live, nothing
from experiments.plan import FURTHER_CASEWORK, Plan
from scenarios import Span, load_policy, value_held

if TYPE_CHECKING:
    from model.governance import GovernanceModel
    from scenarios import Policy

TOLERANCE = 0.005
"""Costs of a year that differ by no more than this share of the dearest policy's are equal."""

Evened = tuple[tuple[History, ...], tuple[History, ...]]
"""The histories at each policy's own cost, and those at equal money, in the order of the plan."""


def live_at_equal_money(plan: Plan, replicate: int) -> Evened:
    """Live through one replicate: every policy at its own cost, then those that cost less in some year again."""
    start = begin(plan, replicate)
    own = tuple(live(start, policy, plan, with_picture=replicate == 0) for policy in plan.policies)
    equal = (evened(start, plan, policy, lived, own) for policy, lived in zip(plan.policies, own, strict=True))
    return own, tuple(equal)


def dearest_by_year(own: Sequence[History]) -> list[float]:
    """Return what the dearest policy of each year costs in it."""
    return [max(costs) for costs in zip(*(history.costs_by_year for history in own), strict=True)]


def evened(
    start: GovernanceModel, plan: Plan, policy: Policy, own: History, all_own: Sequence[History],
    watch: Watch = nothing,
) -> History:  # fmt: skip
    """Return the history of a policy that buys casework in each year for what it costs less than the dearest one.

    ``own`` is its history at its own cost, ``all_own`` are those of all policies.
    """
    model = live_evened(start, plan, policy, own, all_own, watch)
    return own if model is None else harvest(model, plan, with_picture=own.picture is not None, start=start)


def live_evened(
    start: GovernanceModel, plan: Plan, policy: Policy, own: History, all_own: Sequence[History],
    watch: Watch = nothing,
) -> GovernanceModel | None:  # fmt: skip
    """Live a policy made to cost as much as the dearest one of each year; nothing if it is that one in all of them."""
    dearest = dearest_by_year(all_own)
    missing = [most - cost for most, cost in zip(dearest, own.costs_by_year, strict=True)]
    if not any(missing):
        return None
    model, held = start, policy
    for weeks, yuan, most in zip(plan.years_lived, missing, dearest, strict=True):
        model = _live_year(model, held, plan, weeks, yuan, most, watch)
        held = model.policy
    return model


def _live_year(
    start: GovernanceModel, policy: Policy, plan: Plan, weeks: range, yuan: float, dearest: float, watch: Watch
) -> GovernanceModel:  # fmt: skip
    """Live a year with so much money for casework, and once more with what it misses if it does not cost as much."""
    first = _with_more(start, policy, plan, weeks, yuan, watch)
    cost = cost_in(first, plan, weeks)
    right = max(0.0, yuan + dearest - cost)
    if agree(cost, dearest) or right == yuan:
        return first
    again = _with_more(start, policy, plan, weeks, right, watch)
    return min(first, again, key=lambda model: abs(cost_in(model, plan, weeks) - dearest))


def _with_more(
    start: GovernanceModel, policy: Policy, plan: Plan, weeks: range, yuan: float, watch: Watch
) -> GovernanceModel:  # fmt: skip
    """Live some weeks with so much more money a year for casework, from a state that stays as it is."""
    model = branch(start, with_casework(policy, load_policy(plan.place.standing_policy), weeks, yuan))
    for _ in weeks:
        watch()
        model.step()
    return model


def agree(cost: float, dearest: float) -> bool:
    """Tell whether a cost is equal to the dearest policy's."""
    return gap(cost, dearest) <= TOLERANCE


def gap(cost: float, dearest: float) -> float:
    """Return by what share of the dearest policy's cost another differs from it."""
    return abs(cost - dearest) / abs(dearest) if dearest else 0.0


def with_casework(policy: Policy, standing: Policy, weeks: range, yuan: float) -> Policy:
    """Return a policy with so much more money a year for departments' casework in some weeks.

    It is added to what holds in each of these weeks: the policy's own, or the standing policy's where it says nothing.
    """
    layers = (standing.levers, policy.levers)
    further = []
    for value, run in groupby(weeks, key=lambda week: value_held(FURTHER_CASEWORK, layers, week)):
        first, *others = run
        further.append(Span(value + yuan, first, others[-1] if others else first))
    return replace(policy, levers={**policy.levers, FURTHER_CASEWORK: (*policy.levers[FURTHER_CASEWORK], *further)})
