"""Where two runs part: both are lived side by side, and after each week their residents and bodies are compared."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.equal_money import live_evened
from experiments.histories import begin, branch, live
from experiments.progress import Progress
from experiments.studies.plan import Task

if TYPE_CHECKING:
    from model.governance import GovernanceModel
    from model.world import World
    from scenarios import Policy

RESIDENT, BODY = "resident", "body"


@dataclass(frozen=True)
class Parting:
    """The first difference between two runs.

    Attributes
    ----------
    week
        The week after which they differ, 1 being the first under the policies; 0 and below lie in the burn-in, and
        with ``in_town`` they differ from the moment the town was settled.
    kind, row, name
        A resident or a body, its row, and what it is called.
    column, one, other
        What differs, and its two values.
    """

    week: int
    in_town: bool
    kind: str
    row: int
    name: str
    column: str
    one: Any
    other: Any


def where_two_part(one: Task, other: Task, progress: Progress) -> Parting | None:
    """Live two tasks of one run each, and return where they part, or ``None`` if they never do."""
    starts = [begin(task.plan, task.replicate) for task in (one, other)]
    if first_difference(starts[0].world, starts[1].world) is not None:
        return _in_burn_in(one, other)
    models = [branch(start, followed(task, start)) for task, start in zip((one, other), starts, strict=True)]
    with progress:
        progress.begin(one.plan.weeks, "progress.weeks")
        for week in range(1, one.plan.weeks + 1):
            for model in models:
                model.step()
            found = first_difference(models[0].world, models[1].world)
            if found is not None:
                return replace(found, week=week)
            progress.advance()
    return None


def followed(task: Task, start: GovernanceModel) -> Policy:
    """Return the policy that a task of one run follows: at equal money with the casework that is bought in it."""
    (arm,), plan = task.arms, task.plan
    if not arm.evened:
        return arm.policy
    all_own = [live(start, policy, plan, with_picture=False) for policy in plan.policies]
    own = all_own[[policy.id for policy in plan.policies].index(arm.policy.id)]
    model = live_evened(start, plan, arm.policy, own, all_own)
    return arm.policy if model is None else model.policy


def _in_burn_in(one: Task, other: Task) -> Parting:
    """Return where two runs part before the policies begin: the shortest burn-in after which they differ."""
    weeks = one.plan.burn_in
    after = bisect_left(range(weeks), True, key=lambda lived: _after(one, other, lived) is not None)
    found = _after(one, other, after)
    assert found is not None
    return replace(found, week=after - weeks, in_town=after == 0)


def _after(one: Task, other: Task, weeks: int) -> Parting | None:
    """Return the first difference after some weeks of burn-in."""
    models: list[GovernanceModel] = [begin(replace(task.plan, burn_in=weeks), task.replicate) for task in (one, other)]
    return first_difference(models[0].world, models[1].world)


def first_difference(one: World, other: World) -> Parting | None:
    """Return the first resident, or else the first body, in whom two worlds differ."""
    for kind, tables in ((RESIDENT, (one.people, other.people)), (BODY, (one.bodies, other.bodies))):
        found = _first_row(*tables)
        if found is not None:
            row, column = found
            values = (_plain(table[column][row]) if row < len(table) else None for table in tables)
            return Parting(0, False, kind, row, _name(one, kind, row), column, *values)
    return None


def _first_row(one: Any, other: Any) -> tuple[int, str] | None:
    """Return the first row that differs between two tables, and the first column that does in it."""
    both = min(len(one), len(other))
    unequal = {name: _unequal(one[name][:both], other[name][:both]) for name in one.dtype.names}
    rows = {name: int(np.argmax(where)) for name, where in unequal.items() if where.any()}
    if rows:
        first = min(rows.values())
        return first, next(name for name in one.dtype.names if unequal[name][first])
    return (both, one.dtype.names[0]) if len(one) != len(other) else None


def _unequal(one: Any, other: Any) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return in which rows two columns differ; what is undefined in both does not."""
    where = (one != other) & ~((one != one) & (other != other))
    return np.asarray(where.reshape(len(where), -1).any(axis=1))


def _plain(value: Any) -> Any:
    return value.tolist()


def _name(world: World, kind: str, row: int) -> str:
    entries = world.place.organizations
    if kind == BODY:
        return entries[row].id if row < len(entries) else str(row)
    return str(int(world.town.names[row])) if row < len(world.people) else str(row)
