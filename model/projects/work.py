"""Executing and supervising (做、督): what project money buys, with how much effort, and what was delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from agents.codes import MASS, STAFFED
from agents.project import EXECUTE, PURCHASE, SELECT, SUPERVISE, VENTURE
from agents.rules.projects import effort_of
from agents.rules.service import service_quality
from model.accounts import FINANCE, STAFF, SUPPLIERS, fen
from model.columns import Array, total
from model.hours import ADVISERS, ORGANIZATIONS, SUPPLIED
from model.projects.time import come_to_watch, residents_time, spend_hours
from model.randomness import WATCHES, draw_each
from model.settings import is_on
from model.tally import PROJECT_CONTACTS, PROJECT_HOURS, PROJECT_PLACES
from vocabulary.calendar import WEEKS_A_YEAR
from vocabulary.categories import CULTURE

if TYPE_CHECKING:
    from model.world import World


def running(world: World) -> Array:
    """Return the rows of the projects that are worked at this week."""
    t, n = world.projects, world.project_count
    at_work = (t.phase[:n] == EXECUTE) & (t.start[:n] <= world.week) & (t.ends[:n] >= world.week)
    return np.flatnonzero(at_work & (world.bodies.alive[t.body[:n]] > 0))


def execute_projects(world: World) -> None:
    """Let organizations work at their projects: effort, and what the fund's money buys this week."""
    b = world.bodies
    b.effort[:], b.bonus[:] = 1.0, _circumstances(world)
    b.funded_activities[:] = 0.0
    t, n = world.projects, world.project_count
    for row in np.flatnonzero((t.phase[:n] == SELECT) & (t.start[:n] <= world.week)):
        world.project_agent(int(row)).move_to(EXECUTE)
    _advise(world)
    for row in running(world):
        _make_effort(world, int(row))
        if world.projects.kind[row] == VENTURE:
            _spend(world, int(row))


def _circumstances(world: World) -> Array:
    """Return what venues add to the quality of services, and what a full load takes from it."""
    p: Any = world.values.projects
    link: Any = world.values.linking
    b = world.bodies
    venue = p.quality_venue * np.minimum(1.0, link.venues * link.venue_share)[b.community]
    hours = b.service_hours * p.load_weeks
    load = np.divide(b.waiting, hours, out=(b.waiting > 0).astype(float), where=hours > 0)
    return np.asarray(venue - p.quality_load * np.minimum(1.0, load))


def covered_share(world: World, row: int) -> float:
    """Return which part of an organization's paid work a project stands for: its share of the payroll."""
    t, b = world.projects, world.bodies
    m: Any = world.values.money
    o = int(t.body[row])
    if b.kind[o] == MASS or b.staff[o] <= 0:
        return 0.0
    weeks = int(t.ends[row]) - int(t.start[row]) + 1
    payroll = float(b.staff[o]) * m.wage * world.scale * 100.0 * weeks / WEEKS_A_YEAR
    return float(min(1.0, float(t.budget[row]) / payroll))


def _make_effort(world: World, row: int) -> None:
    """Set a project's effort, and what it does to paid hours and to quality."""
    t, b = world.projects, world.bodies
    p: Any = world.values.projects
    o = int(t.body[row])
    t.effort[row] = effort = project_effort(world, row)
    covered = covered_share(world, row)
    b.effort[o] = max(0.0, b.effort[o] - covered * (1.0 - min(1.0, effort / p.effort_norm)))
    b.bonus[o] += p.quality_effort * (effort - p.effort_norm) + p.quality_adviser * advice(world, row)


def advice(world: World, row: int) -> float:
    """Return how much of an adviser a project has, 0 to 1 (D4): hours given against those of a full following."""
    t = world.projects
    link: Any = world.values.linking
    p: Any = world.values.projects
    if t.adviser[row] < 0 or not is_on(link.think_tank, t.community[row]):
        return 0.0
    return float(min(1.0, float(t.advised[row]) / p.adviser_full))


def project_effort(world: World, row: int) -> float:
    """Return the effort of a project: supervised by residents (C6), paid by milestone, rewarded by stars (C8)."""
    t = world.projects
    p: Any = world.values.projects
    a: Any = world.values.activation
    c = int(t.community[row])
    budget = max(1, int(t.budget[row]))
    rewarded = 0.0
    if is_on(a.star_rating, c):
        rewarded = float(t.reward[row]) / budget + (p.effort_renewal if a.star_credit[c] > 0 else 0.0)
    return effort_of(
        p.effort_base, p.effort_supervision, float(t.watched[row]) + p.departments_watch * unwatched(world, c),
        p.effort_milestone,
        float(t.purchase[row]) / budget, p.effort_reward, min(1.0, rewarded), p.effort_drive,
        float(world.bodies.drive[t.body[row]]), p.effort_least,
    )  # fmt: skip


def unwatched(world: World, c: int) -> float:
    """Return the share of supervision that is not residents' (C6): departments look there, from further away."""
    a: Any = world.values.activation
    return 1.0 - float(a.project_based[c] * a.supervision_share[c])


def _spend(world: World, row: int) -> None:
    """Spend this week's money of a venture project: outreach, hours, and activities that are still to be held.

    It can spend what it was paid and has not spent, and carries a little with its own free cash.
    """
    t, b = world.projects, world.bodies
    p: Any = world.values.projects
    o = int(t.body[row])
    weeks = int(t.ends[row]) - int(t.start[row]) + 1
    plan = int(t.budget[row]) / weeks * min(1.0, float(t.effort[row]) / p.effort_norm)
    free = max(0, int(world.accounts.cash[o]) - int(b.held[o]))
    week = int(min(plan, int(b.held[o]) + p.own_pace * free, int(world.accounts.cash[o])))
    if week <= 0:
        return
    overhead = int(week * p.overhead)
    reach = int(week * p.outreach)
    _note_spending(world, row, overhead)
    _reach_out(world, row, reach)
    work = week - overhead - reach
    places = work if b.kind[o] == MASS and b.domain[o] == CULTURE else int(work * p.places_share)
    if b.kind[o] == STAFFED:
        places = 0
    _buy_hours(world, row, work - places)
    organizations: Any = world.values.organizations
    b.funded_activities[o] = places / 100.0 / (organizations.places * p.yuan_per_place * world.scale)


def _note_spending(world: World, row: int, amount: int) -> None:
    """Count project money as spent: it is not held any more."""
    t, b = world.projects, world.bodies
    o = int(t.body[row])
    t.spent[row] += amount
    b.held[o] = max(0, int(b.held[o]) - amount)


def _pay(world: World, row: int, purpose: str, payee: int, amount: int) -> None:
    o = int(world.projects.body[row])
    _note_spending(world, row, amount)
    world.accounts.pay_one(purpose, payee, o, amount)


def _reach_out(world: World, row: int, amount: int) -> None:
    """Buy hours of outreach to the project's target."""
    t, b = world.projects, world.bodies
    p: Any = world.values.projects
    s: Any = world.values.service
    o = int(t.body[row])
    contacts = amount / 100.0 / p.yuan_per_contact
    hours = contacts / s.contacts_per_hour
    b.venture_hours[o] += hours
    b.venture_target[o] = t.target[row]
    b.venture_domain[o] = t.domain[row]
    world.books[ORGANIZATIONS, SUPPLIED] += hours
    world.tally.week[0, PROJECT_CONTACTS] += contacts
    _pay(world, row, "project_outreach", STAFF, amount)


def _buy_hours(world: World, row: int, amount: int) -> None:
    """Buy hours of service; residents who do their share of the work (C6) make the money go further."""
    t, b = world.projects, world.bodies
    p: Any = world.values.projects
    a: Any = world.values.activation
    o, c = int(t.body[row]), int(t.community[row])
    staffed = b.kind[o] == STAFFED
    paid = amount / 100.0 / (p.yuan_per_skilled_hour if staffed else p.yuan_per_hour)
    share = float(a.project_based[c] * a.work_share[c])
    given = 0.0 if staffed else min(float(b.activity_hours[o]), paid * share / max(1e-9, 1.0 - share))
    b.activity_hours[o] -= given
    b.service_hours[o] += paid + given
    _note_work(world, row, paid + given, given)
    world.books[ORGANIZATIONS, SUPPLIED] += paid
    world.tally.week[0, PROJECT_HOURS] += paid + given
    _pay(world, row, "project_hours", STAFF, amount)


def _note_work(world: World, row: int, hours: float, given: float) -> None:
    """Count hours worked at a project, and those of them that residents gave (C6)."""
    world.projects.work[row] += hours
    world.projects.residents_work[row] += given


def residents_share(world: World, row: int) -> float:
    """Return the share of the work at a project that residents gave."""
    t = world.projects
    return float(t.residents_work[row] / t.work[row]) if t.work[row] > 0 else 0.0


def pay_for_funded(world: World, held: Array) -> None:
    """Pay for the funded activities that were held: ``held`` by organization, in activities.

    Residents gave their share of the organizers' hours (C6): without it the activities would not have been held.
    """
    p: Any = world.values.projects
    a: Any = world.values.activation
    organizations: Any = world.values.organizations
    for o in np.flatnonzero(held > 0):
        row = int(world.bodies.venture_project[o])
        places = float(held[o]) * organizations.places * world.scale
        amount = min(int(fen(places * p.yuan_per_place)), int(world.accounts.cash[o]))
        hours, c = float(held[o]) * organizations.hours_per_activity * world.scale, int(world.projects.community[row])
        given = min(float(a.project_based[c] * a.work_share[c]), 1.0 - p.volunteers_share)
        _note_work(world, row, hours, hours * given)
        world.tally.week[0, PROJECT_PLACES] += places
        _pay(world, row, "project_activities", SUPPLIERS, amount)


def _advise(world: World) -> None:
    """Let advisers follow their projects (D4): paid hours from which organizations learn."""
    link: Any = world.values.linking
    p: Any = world.values.projects
    m: Any = world.values.money
    t, b = world.projects, world.bodies
    rows = running(world)
    rows = rows[(t.adviser[rows] >= 0) & is_on(link.think_tank, t.community[rows])]
    hours = t.advised[rows] * world.scale
    for row, each in zip(rows, hours / world.scale, strict=True):
        o = int(t.body[row])
        b.skill[o] += min(1.0, p.adviser_gain * float(each)) * (1.0 - float(b.skill[o]))
    on = bool(is_on(link.think_tank, slice(None)).any())
    supply = sum(entry.count for entry in world.place.panel if entry.kind == "adviser") * p.adviser_capacity * on
    spent = total(hours)
    world.books[ADVISERS] += (supply * world.scale, spent, world.advisers_left)
    world.advisers_left = supply * world.scale - spent
    world.accounts.pay_outside("advisers", FINANCE, STAFF, fen(spent * m.adviser_hour))


def supervise_projects(world: World) -> None:
    """Let residents look at the work and hold it to account (C6), and note what each project delivered this week."""
    come_to_watch(world)
    rows = running(world)
    luck = draw_each(world.key, WATCHES, world.projects.identity[rows].astype(np.int64), world.week, 0)
    for row in rows[np.argsort(luck, kind="stable")]:
        world.project_agent(int(row)).move_to(SUPERVISE)
        _hold_to_account(world, int(row))
        _keep_in_touch(world, int(row))
        _note_delivery(world, int(row))
        world.project_agent(int(row)).move_to(EXECUTE)
    b = world.bodies
    for column in (b.week_hours, b.week_quality, b.week_times, b.week_served, b.week_met):
        column[:] = 0


def _hold_to_account(world: World, row: int) -> None:
    """Take an organization's time for being supervised; residents give as much of theirs, as far as it goes."""
    a: Any = world.values.activation
    p: Any = world.values.projects
    t = world.projects
    c = int(t.community[row])
    share = float(a.project_based[c] * a.supervision_share[c])
    world.judging_hours += p.departments_watch * (1.0 - share) * p.supervision_hours * world.scale
    hours = min(p.supervision_hours * share * world.scale, float(world.watching[c]))
    t.watched[row] = 0.0
    if hours > 0 and spend_hours(world, int(t.body[row]), hours):
        residents_time(world, c, hours)
        t.watched[row] = hours / (p.supervision_hours * world.scale)


def _keep_in_touch(world: World, row: int) -> None:
    """Tie an organization to the department of its project's domain: both have a part in it."""
    p: Any = world.values.projects
    o, at = int(world.projects.body[row]), int(world.departments.mandate[world.projects.domain[row]])
    world.ties[o, at] += p.project_tie * (1.0 - world.ties[o, at])


def _note_delivery(world: World, row: int) -> None:
    """Add to a project what its organization did this week; where nobody came, judges see the quality on offer."""
    t, b = world.projects, world.bodies
    s: Any = world.values.service
    o = int(t.body[row])
    t.weeks[row] += 1
    t.supervised[row] += t.watched[row]
    t.hours[row] += b.week_hours[o]
    t.quality_hours[row] += b.week_quality[o]
    t.times[row] += b.week_times[o]
    t.served[row] += b.week_served[o]
    t.met[row] += b.week_met[o]
    if t.kind[row] == PURCHASE:
        staff = float(b.staff[o] / t.staff[row]) if t.staff[row] > 0 else 0.0
        t.progress[row] += min(1.0, staff * float(b.effort[o]))
    if t.hours[row] == 0.0:
        offered = service_quality(s.quality, s.quality_skill, float(b.skill[o]), s.quality_drive, float(b.drive[o]))
        t.quality[row] = offered


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
