"""Executing and supervising (做、督): what project money buys, with how much effort, and what was delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from agents.project import EXECUTE, PURCHASE, SELECT
from agents.rules.projects import share_followed
from model.accounts import FINANCE, STAFF, SUPPLIERS, fen
from model.columns import Array, total
from model.hours import ADVISERS, ORGANIZATIONS, WATCHERS
from model.kernels.money import pay_for_places
from model.kernels.project_work import follow_projects, supervise, work_at_projects
from model.projects.time import come_to_watch
from model.randomness import WATCHES, draw_each
from model.settings import is_on

if TYPE_CHECKING:
    from model.world import World


def execute_projects(world: World) -> None:
    """Let organizations work at their projects: effort, and what the fund's money buys this week."""
    t, n = world.projects, world.project_count
    for row in np.flatnonzero((t.phase[:n] == SELECT) & (t.start[:n] <= world.week)):
        world.project_agent(int(row)).move_to(EXECUTE)
    _advise(world)
    v = world.values.compiled
    outreach, hours = np.zeros((2, world.bodies.size), dtype=np.int64)
    work_at_projects(
        t, n, world.bodies, world.accounts.cash, world.scale, v.projects, v.service, v.organizations, v.money,
        v.activation, v.linking, outreach, hours, world.books[ORGANIZATIONS], world.tally.week, world.week,
    )  # fmt: skip
    world.accounts.pay_from_organizations("project_outreach", STAFF, outreach)
    world.accounts.pay_from_organizations("project_hours", STAFF, hours)


def _advise(world: World) -> None:
    """Let advisers follow their projects (D4): paid hours from which organizations learn."""
    p: Any = world.values.projects
    m: Any = world.values.money
    v = world.values.compiled
    hours = np.zeros(world.project_count)
    many = follow_projects(
        world.projects, world.project_count, world.bodies, v.projects, v.linking, world.scale, world.week, hours
    )
    on = any(is_on(v.linking["think_tank"], slice(None)).tolist())
    supply = sum(entry.count for entry in world.place.panel if entry.kind == "adviser") * p.adviser_capacity * on
    spent = total(hours[:many])
    world.books[ADVISERS] += (supply * world.scale, spent, world.advisers_left)
    world.advisers_left = supply * world.scale - spent
    world.accounts.pay_outside("advisers", FINANCE, STAFF, fen(spent * m.adviser_hour))


def advice(world: World, row: int) -> float:
    """Return how much of an adviser a project has, 0 to 1 (D4)."""
    t = world.projects
    link: Any = world.values.linking
    p: Any = world.values.projects
    followed = t.adviser[row] >= 0 and is_on(link.think_tank, t.community[row])
    return share_followed(bool(followed), float(t.advised[row]), p.adviser_full)


def residents_share(world: World, row: int) -> float:
    """Return the share of the work at a project that residents gave."""
    t = world.projects
    return float(t.residents_work[row] / t.work[row]) if t.work[row] > 0 else 0.0


def pay_for_funded(world: World, held: Array) -> None:
    """Pay for the funded activities that were held: ``held`` by organization, in activities."""
    v = world.values.compiled
    amounts = np.zeros(world.bodies.size, dtype=np.int64)
    pay_for_places(
        world.projects, world.bodies, held, world.accounts.cash, world.scale, v.projects, v.organizations,
        v.activation, amounts, world.tally.week,
    )  # fmt: skip
    world.accounts.pay_from_organizations("project_activities", SUPPLIERS, amounts)


def supervise_projects(world: World) -> None:
    """Let residents look at the work and hold it to account (C6), and note what each project delivered this week."""
    come_to_watch(world)
    t, n = world.projects, world.project_count
    at_work = (t.phase[:n] == EXECUTE) & (t.start[:n] <= world.week) & (t.ends[:n] >= world.week)
    rows = np.flatnonzero(at_work & (world.bodies.alive[t.body[:n]] > 0))
    luck = draw_each(world.key, WATCHES, t.identity[rows].astype(np.int64), world.week, 0)
    v = world.values.compiled
    world.judging_hours = supervise(
        t, rows[np.argsort(luck, kind="stable")], world.bodies, world.ties, world.departments.mandate, world.watching,
        world.judging_hours, v.projects, v.service, v.activation, world.scale, world.books[WATCHERS], world.tally.week,
    )  # fmt: skip


def progress_of(world: World, row: int) -> float:
    """Return a project's progress against its milestones so far, 0 to 1."""
    t = world.projects
    if t.weeks[row] == 0:
        return 0.0
    if t.kind[row] == PURCHASE:
        return float(t.progress[row]) / float(t.weeks[row])
    weeks = int(t.ends[row]) - int(t.start[row]) + 1
    due = int(t.budget[row]) * min(1.0, int(t.weeks[row]) / weeks)
    return min(1.0, float(t.spent[row]) / max(1.0, due))
