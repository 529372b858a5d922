"""What every organization goes through every week: hours, activities, embedding, skill."""

from __future__ import annotations

from typing import Any

from agents.codes import MASS, STAFFED
from agents.rules.organizations import (
    autonomy_of,
    closing_probability,
    legitimacy_of,
    staffed_closing_probability,
)
from agents.rules.service import skill_after
from agents.rules.trust import toward
from model.columns import Bodies
from model.compiling import kernel
from model.randomness import CLOSES, PLACES, Key, draw, rounded
from model.tally import ACTIVITIES, ORGANIZATION_WEEKS, ROOM_HOURS_LOST, add

PLACES_PART = 1 << 20


@kernel
def who_runs(bodies: Bodies, other_subjects: Any, runs: Any) -> None:
    """Mark the organizations that offer and serve: alive, awake, and admitted (A5)."""
    for o in range(bodies.alive.size):
        runs[o] = bodies.alive[o] and not bodies.dormant[o] and other_subjects[bodies.community[o]] > 0.0


@kernel
def obligations(bodies: Bodies, o: int, a: Any, d: Any, meeting: Any) -> float:
    """Return the hours that Party life, appointments, meetings and training take from an organization this week."""
    c = int(bodies.community[o])
    hours = meeting[c]
    if bodies.party_group[o] and a.party_groups[c] > 0.0:
        hours += a.party_life_hours[c]
    if bodies.appointed[o] and a.cross_appointment[c] > 0.0:
        hours += a.appointment_hours * 12.0 / 52.0
    if d.training[c] > 0.0:
        hours += (d.training_workers[c] if bodies.kind[o] == STAFFED else d.training_backbone[c]) / 52.0
    return float(hours)


@kernel
def supply_hours(
    bodies: Bodies, runs: Any, scale: float, p: Any, s: Any, org: Any, u: Any, a: Any, d: Any, meeting: Any, book: Any,
    tally: Any,
) -> None:  # fmt: skip
    """Give each organization the week's hours of volunteers or staff, less what embedding and training take.

    ``book`` adds up hours supplied, spent on obligations and expired, so that they can be accounted for.
    """
    for o in range(bodies.alive.size):
        if not runs[o]:
            book[2] += bodies.service_hours[o]
            bodies.service_hours[o] = 0.0
            bodies.activity_hours[o] = 0.0
            bodies.outreach_hours[o] = 0.0
            continue
        c = int(bodies.community[o])
        duty = obligations(bodies, o, a, d, meeting) * scale
        if bodies.kind[o] == STAFFED:
            hours = bodies.staff[o] * s.working_hours / 52.0 * s.direct * scale
        else:
            hours = bodies.workers[o] * p.hours
        book[0] += hours
        duty = min(duty, hours)
        book[1] += duty
        hours -= duty
        if bodies.kind[o] == STAFFED:
            share = u.aimed_outreach[c] if bodies.target[o] else s.outreach
            bodies.outreach_hours[o] = hours * share
            week = hours * (1.0 - share)
        else:
            week = hours * org.service_share
            bodies.activity_hours[o] = hours - week
        kept = min(bodies.service_hours[o], s.carry * week)
        book[2] += bodies.service_hours[o] - kept
        bodies.service_hours[o] = kept + week
        add(tally, c, -1, -1, ORGANIZATION_WEEKS, 1.0)


@kernel
def plan_activities(
    bodies: Bodies, runs: Any, cash: Any, room_hours: Any, rooms_used: Any, scale: float, org: Any, room: Any, want: Any,
    book: Any, tally: Any, key: Key, week: int,
) -> None:  # fmt: skip
    """Set each group's activities: volunteers' hours, cash and a room, the scarcest binds.

    ``room`` adds up the claims on rooms by community, which legitimacy makes larger.
    """
    room[:] = 0.0
    rooms_used[:] = 0.0
    for o in range(bodies.alive.size):
        want[o] = 0.0
        if runs[o] and bodies.kind[o] == MASS:
            by_hours = bodies.activity_hours[o] / (org.hours_per_activity * scale)
            by_cash = max(cash[o], 0.0) * org.spending_pace / (org.yuan_per_activity * scale)
            want[o] = min(by_hours, by_cash)
            room[bodies.community[o]] += want[o] * org.rooms_per_activity * (0.5 + bodies.legitimacy[o])
    for o in range(bodies.alive.size):
        bodies.activities[o] = 0.0
        bodies.places[o] = 0
        if want[o] <= 0.0:
            book[2] += bodies.activity_hours[o]
            bodies.activity_hours[o] = 0.0
            continue
        c = int(bodies.community[o])
        needed = want[o] * org.rooms_per_activity
        share = room_hours[c] * needed * (0.5 + bodies.legitimacy[o]) / room[c] if room[c] > 0.0 else 0.0
        given = min(needed, share)
        held = given / org.rooms_per_activity
        rooms_used[c] += given
        add(tally, c, -1, bodies.domain[o], ROOM_HOURS_LOST, needed - given)
        add(tally, c, -1, bodies.domain[o], ACTIVITIES, held)
        bodies.activities[o] = held
        bodies.places[o] = rounded(held * org.places * scale, draw(key, PLACES, o, week, PLACES_PART))
        spent = held * org.hours_per_activity * scale
        bodies.hours_spent[o] += spent
        book[2] += bodies.activity_hours[o] - spent
        bodies.activity_hours[o] = 0.0


@kernel
def offers_by_community(bodies: Bodies, first: Any, listed: Any, offered: Any) -> None:
    """Mark the domains in which each community has places this week."""
    for c in range(offered.size):
        mask = 0
        for k in range(first[c], first[c + 1]):
            if bodies.places[listed[k]] > 0:
                mask |= 1 << bodies.domain[listed[k]]
        offered[c] = mask


@kernel
def embed(bodies: Bodies, e: Any, a: Any, d: Any) -> None:
    """Let depth, legitimacy, autonomy, drive and professionalism follow their causes."""
    for o in range(bodies.alive.size):
        if not bodies.alive[o]:
            continue
        c = int(bodies.community[o])
        goal = 0.0
        if bodies.party_group[o] and a.party_groups[c] > 0.0:
            goal += a.depth_of_party_group
        if bodies.appointed[o] and a.cross_appointment[c] > 0.0:
            goal += a.depth_of_appointment
        if bodies.kind[o] == MASS and e.rainbow_alliance[c] > 0.0:
            goal += e.depth_of_alliance
        if bodies.led_by_party[o] and a.red_grid[c] > 0.0:
            goal += a.depth_of_leader
        bodies.depth[o] = toward(bodies.depth[o], goal, e.depth_speed)
        bodies.legitimacy[o] = legitimacy_of(bodies.depth[o], e.legitimacy_slope)
        rigidity = e.rigidity_rigid + (e.rigidity_flexible - e.rigidity_rigid) * e.flexible_style[c]
        bodies.autonomy[o] = autonomy_of(bodies.depth[o], rigidity)
        bodies.drive[o] = toward(bodies.drive[o], bodies.autonomy[o], e.drive_speed)
        hours, wear = 0.0, d.skill_decay
        if d.training[c] > 0.0:
            hours = (d.training_workers[c] if bodies.kind[o] == STAFFED else d.training_backbone[c]) / 52.0
            if bodies.kind[o] == STAFFED:
                wear *= 1.0 - d.retention
        bodies.skill[o] = skill_after(bodies.skill[o], hours, d.training_gain, bodies.start_skill[o], wear)


@kernel
def draw_closings(bodies: Bodies, scale: float, org: Any, key: Key, week: int, closing: Any) -> int:
    """List the organizations that close this week; return how many."""
    n = 0
    for o in range(bodies.alive.size):
        if not bodies.alive[o]:
            continue
        if bodies.kind[o] == STAFFED:
            likely = staffed_closing_probability(
                org.closing_staffed, org.closing_unpaid, float(bodies.unpaid_weeks[o]), org.unpaid_weeks
            )
        else:
            young = week - bodies.founded[o] < 52
            members = bodies.members[o] / scale
            likely = closing_probability(
                org.closing, 0.0 if bodies.dormant[o] else org.closing_small, members, org.small, org.closing_new, young
            )
        if draw(key, CLOSES, o, week) < likely:
            closing[n] = o
            n += 1
    return n

