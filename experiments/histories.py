"""One replicate: the burn-in lived once, then every policy from that same state, to the bit, on the same luck."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.asked import refused
from experiments.plan import Plan
from vocabulary.calendar import WEEKS_A_YEAR

if TYPE_CHECKING:
    from model.governance import GovernanceModel
    from scenarios import Policy

Number = float | None
Totals = np.ndarray[Any, np.dtype[np.float64]]
Broken = tuple[str, str, str, Number]
Tick = Callable[[], None]


@dataclass(frozen=True)
class History:
    """What one replicate of one policy left behind.

    Attributes
    ----------
    totals
        Shape (weeks + 1, indicators); row 0 is the moment the policies begin; NaN where not defined.
    quarters
        ``(week, indicator, dimension, category, value)`` of the headline indicators, every 13 weeks.
    breakdown
        ``(indicator, dimension, category, value)`` of all indicators at the end.
    digest
        Fingerprint of the complete weekly record.
    picture
        Communities, bodies and ties at the end; kept of the first replicate only.
    public_cost
        What the public paid a year, in yuan for the whole place, over all weeks since the policies began.
    casework
        Money for departments' further casework, in yuan a year for the whole place, over the same weeks.
    """

    totals: Totals
    quarters: tuple[tuple[int, str, str, str, Number], ...]
    breakdown: tuple[Broken, ...]
    digest: str
    picture: dict[str, Any] | None = None
    public_cost: float = 0.0
    casework: float = 0.0


def live_replicate(plan: Plan, tick: Tick, replicate: int) -> tuple[History, ...]:
    """Live through one replicate and return a history for each policy, in the order of the plan."""
    start = begin(plan, replicate)
    tick()
    histories = []
    for policy in plan.policies:
        histories.append(live(start, policy, plan, with_picture=replicate == 0))
        tick()
    return tuple(histories)


def live(start: GovernanceModel, policy: Policy, plan: Plan, *, with_picture: bool) -> History:
    """Live the weeks of a plan under a policy, from a state that stays as it is."""
    model = branch(start, policy)
    for _ in range(plan.weeks):
        model.step()
    return harvest(model, plan, with_picture=with_picture)


def begin(plan: Plan, replicate: int) -> GovernanceModel:
    """Build the town of a replicate and live its burn-in under the standing policy."""
    with refused():
        return plan.build(
            plan.place,
            plan.policies[0],
            seed=plan.seed,
            replicate=replicate,
            town_seed=plan.town_seed,
            scale=plan.scale,
            burn_in=plan.burn_in,
            shocks=plan.shocks,
            **plan.settings,
        )


def branch(start: GovernanceModel, policy: Policy) -> GovernanceModel:
    """Return a model that goes on from the same state under a policy."""
    with refused():
        return start.fork(policy)


def harvest(model: GovernanceModel, plan: Plan, *, with_picture: bool) -> History:
    """Take from a model that has been lived to the end what is kept of it."""
    return History(
        totals=np.array(model.record.totals, dtype=np.float64),
        quarters=tuple(model.record.quarters) if plan.broken_down else (),
        breakdown=tuple(model.breakdown()) if plan.broken_down else (),
        digest=model.digest(),
        picture=model.picture() if with_picture and plan.broken_down else None,
        public_cost=model.record.public_yuan / plan.scale / plan.weeks * WEEKS_A_YEAR,
        casework=math.fsum(casework_now(model, week) for week in range(1, plan.weeks + 1)) / plan.weeks,
    )


def casework_now(model: GovernanceModel, week: int) -> float:
    """Return the money for further casework, in yuan a year, that holds in a week."""
    money: Any = model.world.settings.at(week).money
    return float(money.further_casework[-1])
