"""运行激活 · Phases of the red engine (rows C1-C5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from agents.codes import MASS
from model.accounts import FINANCE, SUPPLIERS, fen
from model.kernels.contacts import visit_households
from model.quantiles import rounded
from model.randomness import APPOINTS, EVENT, draw
from vocabulary.calendar import is_quarter_end, is_yearly_date

if TYPE_CHECKING:
    from model.world import World


def visit(world: World) -> None:
    """Let Party members visit households of their grid (C1)."""
    a: Any = world.values.compiled.activation
    visit_households(world.people, world.town, a, world.tally.week, world.duty_hours, world.key, world.week)


def set_up_party_groups(world: World) -> None:
    """Set up Party groups as organizations register and report (C2), each quarter."""
    a: Any = world.values.activation
    if is_quarter_end(world.week):
        for agent in world.living_organizations():
            o = agent.slot
            on = a.party_groups[world.bodies.community[o]] > 0
            luck = draw(world.key, APPOINTS, o, world.week, 1)
            if on and not world.bodies.party_group[o] and luck < a.party_group_rate:
                agent.set_up_party_group()


def cross_appoint(world: World) -> None:
    """Exchange managers between organizations and Party groups on the yearly dates (C3)."""
    a: Any = world.values.activation
    dates = [is_yearly_date(world.week, int(times)) if times > 0 else False for times in a.appointments_per_year]
    if not any(dates):
        return
    for agent in world.living_organizations():
        c = world.bodies.community[agent.slot]
        luck = draw(world.key, APPOINTS, agent.slot, world.week)
        on = dates[c] and a.cross_appointment[c] > 0 and not world.bodies.appointed[agent.slot]
        if on and luck < a.appointment_share:
            agent.exchange_managers()


def hold_joint_meeting(world: World) -> None:
    """Hold the Party-building joint meeting (C4): it shares case information and ties bodies, and costs hours."""
    a: Any = world.values.activation
    world.meeting_hours[:] = 0.0
    world.meeting_share = 0.0
    meets = np.array([
        on > 0 and times > 0 and is_yearly_date(world.week, int(times))
        for on, times in zip(a.joint_meeting, a.meetings_per_year, strict=True)
    ])  # fmt: skip
    if not meets.any():
        return
    world.meeting_hours[:] = np.where(meets, a.meeting_hours, 0.0)
    share = world.meeting_share = float(meets[:-1].mean())
    hubs = world.hubs
    hubs[: world.hub_count] += a.meeting_tie * share * (1.0 - hubs[: world.hub_count])
    rows = world.hub_count + np.flatnonzero(meets[:-1])
    hubs[rows] += a.meeting_tie * (1.0 - hubs[rows])
    b = world.bodies
    invited = (b.alive > 0) & (b.dormant == 0) & meets[b.community]
    world.ties[invited] += a.meeting_tie * (1.0 - world.ties[invited])


def plan_brand_events(world: World) -> None:
    """Set this week's brand events (C5): places, volunteers' hours and cash; residents' teams run them."""
    a: Any = world.values.activation
    o = world.bodies
    world.event_sizes[:] = 0.0
    world.event_places[:] = 0
    for c in range(world.communities):
        times = int(a.events_per_year[c])
        if a.brand_projects[c] <= 0 or times == 0 or not is_yearly_date(world.week, times):
            continue
        wanted = a.event_size[c] * world.ground.homes[c]
        own = (o.community == c) & (world.runs > 0) & (o.kind == MASS)
        free = float(o.activity_hours[own].sum()) / 2.0
        size = min(wanted, free / a.event_hours_per_place)
        if size <= 0.0:
            continue
        places = rounded(size, draw(world.key, EVENT, c, world.week, 1))
        hours = size * a.event_hours_per_place
        share = hours / (2.0 * free)
        o.hours_spent[own] += o.activity_hours[own] * share
        o.activity_hours[own] *= 1.0 - share
        world.event_sizes[c] = a.event_size[c] * size / wanted
        world.event_places[c] = places
        world.accounts.pay_outside("events", FINANCE, SUPPLIERS, fen(size * a.event_yuan_per_place))
