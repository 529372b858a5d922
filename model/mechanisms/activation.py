"""运行激活 · Phases of the red engine (rows C1-C5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from agents.codes import MASS
from model.accounts import FINANCE, SUPPLIERS, fen
from model.columns import total
from model.hours import PARTY_MEMBERS
from model.kernels.contacts import visit_households
from model.randomness import APPOINTS, EVENT, draw_each
from vocabulary.calendar import is_quarter_end, is_yearly_date

if TYPE_CHECKING:
    from model.world import World


def visit(world: World) -> None:
    """Let Party members visit households of their grid (C1)."""
    a: Any = world.values.compiled.activation
    book = world.books[PARTY_MEMBERS]
    world.duty = visit_households(
        world.people, world.town, a, world.tally.week, world.duty, book, world.key, world.week
    )


def set_up_party_groups(world: World) -> None:
    """Set up Party groups in registered organizations as they report (C2), each quarter."""
    a: Any = world.values.activation
    if not is_quarter_end(world.week):
        return
    b = world.bodies
    luck = draw_each(world.key, APPOINTS, b.identity.astype(np.int64), world.week, 1)
    on = a.party_groups[b.community] > 0
    for o in np.flatnonzero(
        (b.alive > 0)
        & (b.dormant == 0)
        & (b.registered > 0)
        & on
        & (b.party_group == 0)
        & (luck < a.party_group_rate * a.party_groups[b.community])
    ):
        world.agent(int(o)).set_up_party_group()


def cross_appoint(world: World) -> None:
    """Exchange managers between organizations and Party groups on the yearly dates (C3)."""
    a: Any = world.values.activation
    dates = on_their_dates(world, a.appointments_per_year, a.cross_appointment)
    if not dates.any():
        return
    b = world.bodies
    luck = draw_each(world.key, APPOINTS, b.identity.astype(np.int64), world.week, 0)
    share = (a.appointment_share * a.cross_appointment)[b.community]
    for o in np.flatnonzero(
        (b.alive > 0) & (b.dormant == 0) & dates[b.community] & (b.appointed == 0) & (luck < share)
    ):
        world.agent(int(o)).exchange_managers()


def hold_joint_meeting(world: World) -> None:
    """Hold the Party-building joint meeting (C4): it shares case information and ties bodies.

    It costs this week's hours of all who come, once each: organizations, departments, each community's grid workers,
    the two centers, the alliance's four.
    """
    a: Any = world.values.activation
    world.meeting_hours[:] = 0.0
    world.meeting_share = 0.0
    meets = on_their_dates(world, a.meetings_per_year, a.joint_meeting)
    if not meets.any():
        return
    share = world.meeting_share = float(meets[:-1].mean())
    part = np.append(meets[:-1].astype(float), share)
    world.meeting_hours[:] = part * a.meeting_hours
    hubs = world.hubs
    hubs[: world.hub_count] += a.meeting_tie * share * (1.0 - hubs[: world.hub_count])
    rows = world.hub_count + np.flatnonzero(meets[:-1])
    hubs[rows] += a.meeting_tie * (1.0 - hubs[rows])
    b = world.bodies
    invited = (b.alive > 0) & (b.dormant == 0) & (part[b.community] > 0)
    world.ties[invited] += a.meeting_tie * part[b.community[invited], None] * (1.0 - world.ties[invited])


def plan_brand_events(world: World) -> None:
    """Set this week's brand events (C5): places, volunteers' hours and cash; residents' teams run them."""
    a: Any = world.values.activation
    world.event_sizes[:] = 0.0
    world.event_places[:] = 0
    held = on_their_dates(world, a.events_per_year, a.brand_projects)[:-1]
    if not held.any():
        return
    b = world.bodies
    hours = b.activity_hours
    groups = (b.community >= 0) & (world.runs > 0) & (b.kind == MASS)
    homes = b.community[groups]
    there = np.bincount(homes, weights=hours[groups], minlength=world.communities)
    wanted = a.event_size[:-1] * world.ground.homes * held
    size = np.minimum(wanted, there * a.event_hours_share / a.event_hours_per_place)
    share = np.where(there > 0, size * a.event_hours_per_place / np.where(there > 0, there, 1.0), 0.0)
    b.hours_spent[groups] += hours[groups] * share[homes]
    hours[groups] *= 1.0 - share[homes]
    luck = draw_each(world.key, EVENT, np.arange(world.communities), world.week, 1)
    world.event_places[:] = np.floor(size) + (luck < size - np.floor(size))
    world.event_sizes[:] = size / np.maximum(world.ground.homes, 1)
    world.accounts.pay_outside("events", FINANCE, SUPPLIERS, fen(total(size) * a.event_yuan_per_place))


def on_their_dates(world: World, times: Any, on: Any) -> Any:
    """Mark the communities in which something that is on has one of its yearly dates this week."""
    wanted = times.tolist()
    due = {n: n > 0 and is_yearly_date(world.week, int(n)) for n in set(wanted)}
    return np.array([due[n] for n in wanted]) & (on > 0)
