"""Equal money: what a policy costs less than the dearest one buys departments' casework, replicate by replicate.

A policy may change what it costs when it is lived again with more casework, by what that casework sets off. So its cost
is looked at again, and put right once where it is not equal to within ``TOLERANCE``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from experiments.histories import History, Tick, begin, live
from experiments.plan import FURTHER_CASEWORK, Plan

if TYPE_CHECKING:
    from model.governance import GovernanceModel
    from scenarios import Policy

TOLERANCE = 0.005
"""Costs that differ by no more than this share of the dearest policy's are equal."""

Evened = tuple[tuple[History, ...], tuple[History, ...]]
"""The histories at each policy's own cost, and those at equal money, in the order of the plan."""


def live_at_equal_money(plan: Plan, tick: Tick, replicate: int) -> Evened:
    """Live through one replicate: every policy at its own cost, then all but the dearest again at the dearest's."""
    start = begin(plan, replicate)
    tick()
    own = []
    for policy in plan.policies:
        own.append(live(start, policy, plan, with_picture=replicate == 0))
        tick()
    dearest = max(range(len(own)), key=lambda n: own[n].public_cost)
    equal = list(own)
    for n, history in enumerate(own):
        if n != dearest:
            equal[n] = _evened(start, plan, n, history, own[dearest].public_cost)
            tick()
    return tuple(own), tuple(equal)


def _evened(start: GovernanceModel, plan: Plan, policy: int, own: History, dearest: float) -> History:
    """Return the history of a policy that buys casework for what it costs less than the dearest one."""
    gap = dearest - own.public_cost
    if gap == 0.0:
        return own
    found = _with_more(start, plan, policy, own, gap)
    dearer = found.public_cost - own.public_cost
    if agree(found.public_cost, dearest) or dearer <= 0.0:
        return found
    again = _with_more(start, plan, policy, own, gap * gap / dearer)
    return min(found, again, key=lambda history: abs(history.public_cost - dearest))


def _with_more(start: GovernanceModel, plan: Plan, policy: int, own: History, yuan: float) -> History:
    """Live a policy again with so much more money a year for casework."""
    return live(start, with_casework(plan.policies[policy], yuan), plan, with_picture=own.picture is not None)


def agree(cost: float, dearest: float) -> bool:
    """Tell whether a cost is equal to the dearest policy's."""
    return abs(cost - dearest) <= TOLERANCE * dearest


def with_casework(policy: Policy, yuan: float) -> Policy:
    """Return a policy with so much more money a year for departments' casework, when and where it holds."""
    spans = tuple(replace(span, value=float(span.value) + yuan) for span in policy.levers[FURTHER_CASEWORK])
    return replace(policy, levers={**policy.levers, FURTHER_CASEWORK: spans})
