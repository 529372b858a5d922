"""One replicate: the burn-in lived once, then every policy from that same state, to the bit, on the same luck."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
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
Watch = Callable[[], None]
"""Called before each week; what it raises ends the life."""


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
    costs_by_year, casework_by_year
        The same two, year by year.
    measures
        What base rates of real places say and no indicator shows, over the same weeks; empty unless asked for.
    """

    totals: Totals
    quarters: tuple[tuple[int, str, str, str, Number], ...]
    breakdown: tuple[Broken, ...]
    digest: str
    picture: dict[str, Any] | None = None
    public_cost: float = 0.0
    casework: float = 0.0
    costs_by_year: tuple[float, ...] = ()
    casework_by_year: tuple[float, ...] = ()
    measures: dict[str, Number] = field(default_factory=dict)


def nothing() -> None:
    """Watch over nothing."""


def live_replicate(plan: Plan, replicate: int) -> tuple[History, ...]:
    """Live through one replicate and return a history for each policy, in the order of the plan."""
    start = begin(plan, replicate)
    return tuple(live(start, policy, plan, with_picture=replicate == 0) for policy in plan.policies)


def live(
    start: GovernanceModel, policy: Policy, plan: Plan, *, with_picture: bool, watch: Watch = nothing
) -> History:  # fmt: skip
    """Live the weeks of a plan under a policy, from a state that stays as it is."""
    model = branch(start, policy)
    for _ in range(plan.weeks):
        watch()
        model.step()
    return harvest(model, plan, with_picture=with_picture, start=start)


def begin(plan: Plan, replicate: int, policy: Policy | None = None) -> GovernanceModel:
    """Build the town of a replicate and live its burn-in under the standing policy.

    The model then follows a policy, the first of the plan if none is given.
    """
    with refused():
        return plan.build(
            plan.place,
            policy or plan.policies[0],
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


def harvest(
    model: GovernanceModel, plan: Plan, *, with_picture: bool, start: GovernanceModel | None = None
) -> History:  # fmt: skip
    """Take from a model that has been lived to the end what is kept of it; base rates are taken since ``start``."""
    all_weeks = range(1, plan.weeks + 1)
    return History(
        totals=np.array(model.record.totals, dtype=np.float64),
        quarters=tuple(model.record.quarters) if plan.broken_down else (),
        breakdown=tuple(model.breakdown()) if plan.broken_down else (),
        digest=model.digest(),
        picture=model.picture() if with_picture and plan.broken_down else None,
        public_cost=cost_in(model, plan, all_weeks),
        casework=casework_in(model, all_weeks),
        costs_by_year=tuple(cost_in(model, plan, weeks) for weeks in plan.years_lived),
        casework_by_year=tuple(casework_in(model, weeks) for weeks in plan.years_lived),
        measures=measured(start, model) if plan.base_rates and start is not None else {},
    )


def measured(start: GovernanceModel, model: GovernanceModel) -> dict[str, Number]:
    """Return the measures of base rates from one state of a place to a later one; ``None`` where not defined."""
    from model.patterns import Opening, measures

    found = measures(Opening.of(start.world), model.world)
    return {name: None if math.isnan(value) else value for name, value in found.items()}


def cost_in(model: GovernanceModel, plan: Plan, weeks: range) -> float:
    """Return what the public paid in some weeks, in yuan a year for the whole place."""
    paid = model.record.public_yuan[weeks.start - 1 : weeks.stop - 1]
    return math.fsum(paid) / plan.scale / len(weeks) * WEEKS_A_YEAR


def casework_in(model: GovernanceModel, weeks: range) -> float:
    """Return the money for further casework, in yuan a year, that holds in some weeks."""
    moneys: list[Any] = [model.world.settings.at(week).money for week in weeks]
    return math.fsum(float(money.further_casework[-1]) for money in moneys) / len(weeks)
