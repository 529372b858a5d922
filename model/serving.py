"""Phases in which bodies serve: hours, asking, routing, services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from model.accounts import FINANCE, STAFF, fen
from model.columns import total
from model.hours import DEPARTMENTS, GRID_WORKERS, ORGANIZATIONS
from model.kernels.asking import ask_for_help
from model.kernels.money import aim_contracts
from model.kernels.organizations import supply_hours
from model.kernels.routing import count_known, route_cases
from model.kernels.services import count_backlog, hold_courses, line_up, serve_lines
from model.mechanisms.linking import pay_for_rooms
from model.tally import WINDOW
from vocabulary.calendar import MONTHS_A_YEAR, WEEKS_A_YEAR

if TYPE_CHECKING:
    from model.world import World


def supply(world: World) -> None:
    """Give organizations, departments and grid workers the week's hours."""
    v = world.values.compiled
    aim_contracts(world.bodies, world.projects, v.cultivation)
    supply_hours(
        world.bodies, world.runs, world.scale, v.taking_part, v.service, v.organizations, v.cultivation, v.activation,
        v.linking, world.meeting_hours, world.books[ORGANIZATIONS], world.tally.week,
    )  # fmt: skip
    _supply_departments(world)
    _supply_grid_workers(world)


def _supply_departments(world: World) -> None:
    """Give departments their hours; with A1 a share of all is assigned to where the priorities wait."""
    v = world.values
    e: Any = v.embedding
    m: Any = v.money
    a: Any = v.activation
    d = world.departments
    own = world.census.department_hours / WEEKS_A_YEAR * world.scale
    for event in world.shocks_now("capacity_loss"):
        hit = [event.department in ("", entry.id) for entry in world.place.departments]
        own[hit] *= 1.0 - (1.0 - event.factor) * world.share_hit(event)
    own += world.extra_casework
    world.accounts.pay_outside("casework", FINANCE, STAFF, fen(total(own) * m.casework_hour))
    meeting = np.minimum(own, a.meeting_hours * world.meeting_share * world.scale + _hours_of_appointments(world))
    own -= meeting
    owed = world.judging_hours + _hours_of_committee(world)
    judging = np.minimum(own, owed * own / max(1e-9, total(own)))
    world.judging_hours = max(0.0, owed - total(judging))
    own -= judging
    meeting += judging
    compiled = v.compiled
    count_backlog(world.needs, world.open, compiled.service, world.ground.priority, compiled.embedding, d.backlog)
    pooled = float(e.pooled_share[-1] * e.party_committee[-1])
    waiting = total(d.backlog)
    week = own * (1.0 - pooled) + total(own) * pooled * d.backlog / waiting if waiting > 0 else own
    most = np.maximum(v.service.carry_departments * np.maximum(week, own), _for_largest_case(v, week))
    kept = np.minimum(d.hours, most)
    world.books[DEPARTMENTS] += (float(week.sum() + meeting.sum()), float(meeting.sum()), float((d.hours - kept).sum()))
    d.hours[:] = kept + week


def _hours_of_appointments(world: World) -> Any:
    """Return the hours a week that each department's people give to organizations they are exchanged with (C3)."""
    a: Any = world.values.activation
    b, d = world.bodies, world.departments
    held = (b.alive > 0) & (b.appointed > 0) & (a.cross_appointment[b.community] > 0)
    count = np.bincount(d.mandate[b.domain[held]], minlength=d.hours.size)
    return count * a.appointment_hours * MONTHS_A_YEAR / WEEKS_A_YEAR * world.scale


def _hours_of_committee(world: World) -> float:
    """Return the hours a week in which the Party committee sets priorities and chairs (A1), staffed by departments."""
    e: Any = world.values.embedding
    return total(e.party_committee[:-1] * world.start_homes) / 1000.0 * float(e.committee_hours) / WEEKS_A_YEAR


def _for_largest_case(v: Any, week: Any) -> Any:
    """Return the hours that departments may keep in any case: until the largest case can be done, if a week's cannot.

    The largest one has escalated and is a duplicate.
    """
    largest = float(v.cases.escalated_hours * v.cases.duplicate_hours * v.service.department_hours.max())
    return np.where(week < largest, largest, 0.0)


def _supply_grid_workers(world: World) -> None:
    v = world.values
    s: Any = v.service
    m: Any = v.money
    link: Any = v.linking
    grids = world.census.grids
    training = np.where(link.training[:-1] > 0, link.training_cadres[:-1], 0.0)
    hours = (s.working_hours * m.grid_casework - training) / WEEKS_A_YEAR
    week = grids * np.maximum(hours, 0.0) * world.scale
    cases: Any = v.cases
    kept = np.minimum(world.ground.grid_hours, np.maximum(s.carry_departments * week, 2.0 * cases.first_contact_hours))
    world.books[GRID_WORKERS] += (float(week.sum()), 0.0, float((world.ground.grid_hours - kept).sum()))
    meeting = np.minimum(world.meeting_hours[:-1] * world.scale, kept + week)
    world.ground.grid_hours[:] = kept + week - meeting
    world.ground.grid_spent[:] += meeting
    cost = float(grids.sum()) * m.grid_worker * m.grid_casework / WEEKS_A_YEAR * world.scale
    world.accounts.pay_outside("grid_work", FINANCE, STAFF, fen(cost))


def ask(world: World) -> None:
    """Let open needs be asked for or found; settle light ones at first contact, send the others on."""
    v = world.values.compiled
    link: Any = world.values.linking
    gain = link.reporting_gain * (link.training[:-1] > 0)
    ask_for_help(
        world.needs, world.open, world.people, world.bodies, world.departments, world.ground, world.listed_first,
        world.listed, world.runs, world.hubs, world.command, world.matching, link.cadre_skill, gain,
        world.in_time, v.asking, v.cases, v.service, v.activation, v.embedding, v.needs, v.trust, world.tally.week,
        world.key, world.week,
    )  # fmt: skip


def route(world: World) -> None:
    """Move cases on to the body that can close them (A3), match them with organizations (A4)."""
    v = world.values.compiled
    t: Any = v.ties
    route_cases(
        world.needs, world.open, world.bodies, world.departments, world.listed_first, world.listed, world.runs,
        world.ties, world.hubs, t.shared_work, world.matching, v.cases, v.service, v.embedding,
        world.tally.week, world.key, world.week,
    )  # fmt: skip


def serve(world: World) -> None:
    """Serve the lines, hold courses, and count who knows of the cases that are left."""
    v = world.values.compiled
    a: Any = v.asking
    served = world.served[world.week % WINDOW]
    served[:] = 0.0
    who, line = np.zeros(world.open, dtype=np.int64), np.zeros(world.open, dtype=np.int64)
    slots = world.bodies.alive.size
    count = line_up(
        world.needs, world.open, slots, world.ground, v.cases, v.embedding, world.key, world.week, who, line
    )
    hold_courses(
        world.needs, world.open, world.people, world.bodies, world.runs, world.in_time, v.service, v.needs, v.trust,
        a.own_memory, world.listed_first, world.tally.week, world.key, world.week,
    )  # fmt: skip
    serve_lines(
        world.needs, world.people, world.bodies, world.departments, world.ground, world.scale, served,
        world.in_time, who, line, count, v.cultivation, v.cases, v.service, v.needs, v.trust, a, world.tally.week,
        world.key, world.week,
    )  # fmt: skip
    world.rooms_used[:] = world.ground.room_taken
    pay_for_rooms(world)
    count_known(
        world.needs, world.open, world.bodies, world.departments, world.listed_first, world.listed, world.runs,
        world.ties, v.service, world.tally.week,
    )  # fmt: skip
