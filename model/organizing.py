"""Phases in which organizations live: income, activities, wages, registering, waking, closing, ties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from model.accounts import FINANCE, FOUNDATIONS, RESIDENTS, STAFF, SUPPLIERS, fen
from model.columns import total
from model.kernels.money import income_of_week, wages_of_week
from model.kernels.organizations import (
    draw_closings,
    form_and_decay,
    offers_by_community,
    plan_activities,
    who_runs,
)
from model.mechanisms.embedding import let_units_give
from model.projects.work import pay_for_funded
from model.randomness import REGISTERS, WAKES, draw_each
from model.tally import CASH_HOURS_LOST, WINDOW
from vocabulary.calendar import WEEKS_A_YEAR, is_quarter_end

if TYPE_CHECKING:
    from model.world import World

GIVERS = (FOUNDATIONS, RESIDENTS, RESIDENTS)
"""Who gives grants, fees and donations."""


def receive_income(world: World) -> None:
    """Pay organizations this week's contracts, grants, fees, gifts and committees' activity money."""
    v = world.values.compiled
    amounts = np.zeros((3, world.bodies.size), dtype=np.int64)
    income_of_week(world.bodies, world.runs, world.scale, v.money, v.organizations, amounts)
    for purpose, payer, each in zip(("foundation_grants", "fees", "donations"), GIVERS, amounts, strict=True):
        world.pay_in(purpose, payer, each)
    weekly, cut = world.scale / WEEKS_A_YEAR, world.budget_factor()
    _give_activity_money(world, world.census.committee_yuan * weekly * cut[:-1])
    let_units_give(world)


def _give_activity_money(world: World, yuan: Any) -> None:
    """Let residents' committees place their activity money, part of it by an agenda of their own (A5).

    The agenda is what residents of the community lack most: groups of a domain count by its open needs.
    """
    e: Any = world.values.embedding
    free = e.committee_discretion[:-1]
    open_needs = world.opened[(world.week - 1) % WINDOW]
    share = open_needs / np.maximum(open_needs.sum(axis=1, keepdims=True), 1.0)
    world.share_among_groups("committee_activities", FINANCE, yuan * (1.0 - free), np.ones_like(share))
    world.share_among_groups("committee_activities", FINANCE, yuan * free, share + e.least_share)


def note_who_runs(world: World) -> None:
    """Note which organizations offer and serve this week (A5)."""
    who_runs(world.bodies, world.values.compiled.embedding, world.runs)
    served = world.values.embedding.other_subjects[:-1] > 0
    if not np.array_equal(served, world.served_by_others):
        world.list_organizations()


def hold_activities(world: World) -> None:
    """Set this week's activities and pay for them and their rooms."""
    o: Any = world.values.compiled.organizations
    b = world.bodies
    want = np.zeros(b.alive.size)
    room = np.zeros(world.communities)
    held = np.zeros(b.alive.size)
    v = world.values.compiled
    free = (world.accounts.cash - b.held) / 100.0
    plan_activities(
        b, world.runs, free, world.ground.room_hours, world.rooms_used, world.scale, world.demand, o,
        v.activation, v.projects, v.service, room, want, held, world.tally.week, world.key, world.week,
    )  # fmt: skip
    pay_for_funded(world, held)
    cost = np.minimum(fen((b.activities - held) * o.yuan_per_activity * world.scale), world.accounts.cash)
    world.accounts.pay_from_organizations("activities", SUPPLIERS, cost)
    world.ground.room_left[:] = world.ground.room_hours - world.rooms_used - world.ground.room_owed
    world.ground.room_taken[:] = world.rooms_used
    offers_by_community(b, world.listed_first, world.listed, world.ground.offered)


def pay_wages(world: World) -> None:
    """Pay wages as far as the cash goes; unpaid posts are lost bit by bit."""
    v = world.values.compiled
    s: Any = world.values.service
    paid, unpaid = np.zeros(world.bodies.size, dtype=np.int64), np.zeros(world.bodies.size)
    wages_of_week(world.bodies, world.runs, world.accounts.cash, world.scale, v.money, v.organizations, paid, unpaid)
    world.accounts.pay_from_organizations("wages", STAFF, paid)
    world.tally.week[0, CASH_HOURS_LOST] += total(unpaid[unpaid > 0.0]) * s.working_hours * s.direct / WEEKS_A_YEAR


def register_and_wake(world: World) -> None:
    """Let recorded groups register and dormant ones wake, each quarter; the service center helps (A4).

    With C2 a Party group is set up as a group registers.
    """
    if not is_quarter_end(world.week):
        return
    rates: Any = world.values.organizations
    a: Any = world.values.activation
    e: Any = world.values.embedding
    b = world.bodies
    support = (1.0 + (e.incubation - 1.0) * e.service_center)[b.community]
    luck = draw_each(world.key, REGISTERS, b.identity.astype(np.int64), world.week, 0)
    for o in np.flatnonzero((b.alive > 0) & (b.registered == 0) & (luck < rates.registering * support)):
        world.agent(int(o)).register()
        if a.party_groups[b.community[o]] > 0:
            world.agent(int(o)).set_up_party_group()
    luck = draw_each(world.key, WAKES, b.identity.astype(np.int64), world.week, 0)
    for o in np.flatnonzero((b.alive > 0) & (b.dormant > 0) & (luck < rates.waking * support)):
        world.agent(int(o)).wake()


def close(world: World) -> None:
    """Let organizations close: groups by smallness and newness, staffed bodies by unpaid wages."""
    closing = np.zeros(world.bodies.alive.size, dtype=np.int64)
    count = draw_closings(
        world.bodies, world.scale, world.values.compiled.organizations, world.key, world.week, closing
    )
    if count:
        world.close_organizations(closing[:count])
    for slot in closing[:count]:
        world.agent(int(slot)).close()


def keep_ties(world: World) -> None:
    """Let ties between bodies decay, form by chance, and be kept up by managers in common (C3)."""
    t: Any = world.values.ties
    a: Any = world.values.activation
    b = world.bodies
    for ties in (world.ties, world.hubs):
        form_and_decay(ties, t.chance, t.decay)
    held = np.flatnonzero((b.alive > 0) & (b.appointed > 0) & (a.cross_appointment[b.community] > 0))
    at = world.departments.mandate[b.domain[held]]
    world.ties[held, at] += a.appointment_tie * (1.0 - world.ties[held, at])
