"""What every organization goes through every week: hours, activities, embedding, skill."""

from __future__ import annotations

from typing import Any

import numpy as np

from agents.codes import ATTENDS, CHILD, HOME, INACTIVE, MASS, PARTY, STAFFED
from agents.rules.arithmetic import ROUNDING, clamp, exp
from agents.rules.organizations import (
    autonomy_of,
    closing_probability,
    legitimacy_of,
    staffed_closing_probability,
)
from agents.rules.projects import volunteers_after_crowding
from agents.rules.service import service_quality, skill_after
from agents.rules.trust import toward
from model.columns import Bodies, Residents
from model.compiling import kernel
from model.hours import EXPIRED, SPENT, SUPPLIED
from model.quantiles import rounded
from model.randomness import CLOSES, PLACES, Key, draw
from model.tally import ACTIVITIES, CASH_HOURS_LOST, ORGANIZATION_WEEKS, ROOM_HOURS_LOST, UNPAID_HOURS, add

PLACES_PART = 1 << 20
SHORT_OF_CASH, SHORT_OF_ROOM = 1, 2
"""What kept a group from holding more activities, last time: hours that expire are lost for want of it."""


@kernel
def who_runs(bodies: Bodies, e: Any, runs: Any) -> None:
    """Mark the organizations that offer and serve: alive, awake, and admitted (A5), the wide ones where most live."""
    for o in range(bodies.size):
        runs[o] = bodies[o].alive and not bodies[o].dormant and e[bodies[o].community].other_subjects >= 0.5


@kernel
def obligations(bodies: Bodies, o: int, a: Any, d: Any, meeting: Any) -> float:
    """Return the hours that Party life, appointments, meetings and training take from an organization this week."""
    c = int(bodies[o].community)
    hours = meeting[c]
    if bodies[o].party_group and a[c].party_groups > 0.0:
        hours += a[c].party_life_hours * a[c].party_groups
    if bodies[o].appointed and a[c].cross_appointment > 0.0:
        hours += a[0].appointment_hours * a[c].cross_appointment * 12.0 / 52.0
    if d[c].training > 0.0:
        workers = d[c].training_workers * bodies[o].staff
        hours += d[c].training * (workers if bodies[o].kind == STAFFED else d[c].training_backbone) / 52.0
    return float(hours)


@kernel
def supply_hours(
    bodies: Bodies, runs: Any, scale: float, p: Any, s: Any, org: Any, u: Any, a: Any, d: Any, meeting: Any, book: Any,
    tally: Any,
) -> None:  # fmt: skip
    """Give each organization the week's hours of volunteers or staff, less what embedding and training take.

    ``book`` adds up hours supplied, spent on obligations and expired.
    """
    for o in range(bodies.size):
        if not runs[o]:
            book[EXPIRED] += bodies[o].service_hours + bodies[o].activity_hours + bodies[o].outreach_hours
            bodies[o].service_hours = 0.0
            bodies[o].activity_hours = 0.0
            bodies[o].outreach_hours = 0.0
            continue
        c = int(bodies[o].community)
        duty = obligations(bodies, o, a, d, meeting) * scale
        if bodies[o].kind == STAFFED:
            hours = bodies[o].staff * s.working_hours / 52.0 * s.direct * scale * bodies[o].effort
        else:
            income = bodies[o].public_income + bodies[o].other_income
            public = bodies[o].public_income / income if income > 0.0 else 0.0
            hours = (
                bodies[o].workers
                * p.hours
                * volunteers_after_crowding(
                    int(org.volunteer_crowding), public, org.crowding_linear, org.crowding_rise, org.crowding_fall
                )
            )
            add(tally, c, -1, bodies[o].domain, UNPAID_HOURS, hours)
        book[SUPPLIED] += hours
        bodies[o].duty = toward(bodies[o].duty, min(1.0, hours / duty) if duty > 0.0 else 1.0, org.duty_memory)
        duty = min(duty, hours)
        book[SPENT] += duty
        hours -= duty
        if bodies[o].kind == STAFFED:
            book[EXPIRED] += bodies[o].outreach_hours
            share = s.outreach
            if bodies[o].target:
                share += (u[c].aimed_outreach - s.outreach) * u[c].aimed_purchase
            bodies[o].outreach_hours = hours * share
            week = hours * (1.0 - share)
            usual = week
        else:
            week = hours * org.service_share
            expected = (bodies[o].volunteers + bodies[o].leaders) * p.works * p.hours
            usual = expected * org.service_share
            stock = min(bodies[o].activity_hours, 2.0 / org.planning_pace * (expected - usual))
            expired = bodies[o].activity_hours - stock
            book[EXPIRED] += expired
            if bodies[o].short == SHORT_OF_CASH:
                add(tally, c, -1, bodies[o].domain, CASH_HOURS_LOST, expired / scale)
            elif bodies[o].short == SHORT_OF_ROOM:
                add(tally, c, -1, bodies[o].domain, ROOM_HOURS_LOST, expired / scale)
            bodies[o].activity_hours = stock + hours - week
        kept = min(bodies[o].service_hours, max(s.carry * usual, s.hours.max()))
        book[EXPIRED] += bodies[o].service_hours - kept
        bodies[o].service_hours = kept + week
        add(tally, c, -1, -1, ORGANIZATION_WEEKS, 1.0)


@kernel
def volunteers_part(a: Any, pr: Any) -> float:
    """Return which part of a funded activity's organizer hours volunteers give: more with residents' work (C6)."""
    return float(clamp(pr.volunteers_share + a.project_based * a.work_share, 0.0, 1.0))


@kernel
def plan_activities(
    bodies: Bodies, runs: Any, cash: Any, room_hours: Any, rooms_used: Any, scale: float, demand: Any, org: Any, a: Any,
    pr: Any, s: Any, room: Any, want: Any, funded: Any, tally: Any, key: Key, week: int,
) -> None:  # fmt: skip
    """Set each group's activities: volunteers' hours, cash and a room, the scarcest binds.

    What a project pays for comes first; it buys part of the organizer's hours and its own cash, and needs a room as
    any other. ``room`` adds up the claims on rooms by community, which legitimacy makes larger; ``funded`` gives how
    many of those held a project paid for. ``demand`` is what the sampled of each community wish for, as a part of what
    is wished for where luck is even: that part of the places is theirs.
    """
    room[:] = 0.0
    rooms_used[:] = 0.0
    for o in range(bodies.size):
        want[o] = 0.0
        if runs[o] and bodies[o].kind == MASS:
            hours = bodies[o].activity_hours * org.planning_pace / (org.hours_per_activity * scale)
            given = volunteers_part(a[bodies[o].community], pr)
            funded[o] = min(bodies[o].funded_activities, hours / given if given > 0.0 else bodies[o].funded_activities)
            by_hours = max(hours - funded[o] * given, 0.0)
            by_cash = max(cash[o], 0.0) * org.spending_pace / (org.yuan_per_activity * scale)
            want[o] = min(by_hours, by_cash) + funded[o]
            bodies[o].short = SHORT_OF_CASH if by_cash < by_hours else 0
            room[bodies[o].community] += want[o] * org.rooms_per_activity * (org.room_claim + bodies[o].legitimacy)
    for o in range(bodies.size):
        bodies[o].activities = 0.0
        bodies[o].places = 0
        if want[o] <= 0.0:
            funded[o] = 0.0
            continue
        c = int(bodies[o].community)
        needed = want[o] * org.rooms_per_activity
        share = (
            max(room_hours[c], 0.0) * needed * (org.room_claim + bodies[o].legitimacy) / room[c]
            if room[c] > 0.0
            else 0.0
        )
        given = min(needed, share)
        held = given / org.rooms_per_activity
        rooms_used[c] += given
        if given < needed * 0.999:
            bodies[o].short = SHORT_OF_ROOM
        add(tally, c, -1, bodies[o].domain, ACTIVITIES, held)
        bodies[o].activities = held
        places = held * org.places * scale * demand[c] + bodies[o].places_kept
        bodies[o].places = rounded(places, draw(key, PLACES, bodies[o].identity, week, PLACES_PART))
        funded[o] *= held / want[o]
        given = volunteers_part(a[c], pr)
        spent = (held - funded[o] * (1.0 - given)) * org.hours_per_activity * scale
        spent = clamp(spent, 0.0, bodies[o].activity_hours)
        bodies[o].hours_spent += spent
        bodies[o].activity_hours -= spent
        quality = clamp(
            service_quality(s.quality, s.quality_skill, bodies[o].skill, s.quality_drive, bodies[o].drive)
            + bodies[o].bonus, 0.0, 1.0,
        )  # fmt: skip
        bodies[o].week_hours += spent
        bodies[o].week_quality += spent * quality


@kernel
def offers_by_community(bodies: Bodies, first: Any, listed: Any, offered: Any) -> None:
    """Mark the domains in which each community has places this week."""
    for c in range(offered.size):
        mask = 0
        for k in range(first[c], first[c + 1]):
            if bodies[listed[k]].places > 0:
                mask |= 1 << bodies[listed[k]].domain
        offered[c] = mask


@kernel
def embed(bodies: Bodies, runs: Any, e: Any, a: Any, d: Any, pr: Any) -> None:
    """Let depth, legitimacy, autonomy, drive and professionalism follow their causes."""
    for o in range(bodies.size):
        if not bodies[o].alive:
            continue
        c = int(bodies[o].community)
        goal = 0.0
        bodies[o].choice -= pr.choice_fading * bodies[o].choice
        if bodies[o].party_group and a[c].party_groups > 0.0:
            goal += a[0].depth_of_party_group * a[c].party_groups * bodies[o].duty
        if bodies[o].appointed and a[c].cross_appointment > 0.0:
            goal += a[0].depth_of_appointment * a[c].cross_appointment * bodies[o].duty
        if bodies[o].kind == MASS and e[c].rainbow_alliance > 0.0:
            goal += e[0].depth_of_alliance
        if a[c].red_grid > 0.0:
            goal += a[0].depth_of_leader * bodies[o].led_by_party
        bodies[o].depth = toward(bodies[o].depth, goal, e[0].depth_speed)
        bodies[o].legitimacy = legitimacy_of(
            bodies[o].depth + pr.choice_lends * bodies[o].choice, e[0].legitimacy_slope
        )
        rigidity = e[0].rigidity_rigid + (e[0].rigidity_flexible - e[0].rigidity_rigid) * e[c].flexible_style
        bodies[o].autonomy = autonomy_of(bodies[o].depth, rigidity, int(e[0].autonomy_loss))
        bodies[o].drive = toward(bodies[o].drive, bodies[o].autonomy, e[0].drive_speed)
        hours, wear = 0.0, d[0].skill_decay
        if d[c].training > 0.0 and runs[o]:
            hours = (
                d[c].training * (d[c].training_workers if bodies[o].kind == STAFFED else d[c].training_backbone) / 52.0
            )
            hours *= bodies[o].duty
            if bodies[o].kind == STAFFED:
                wear *= 1.0 - d[0].retention
        bodies[o].skill = skill_after(bodies[o].skill, hours, d[0].training_gain, bodies[o].start_skill, wear)


@kernel
def guess_geese(bodies: Bodies, scale: float) -> None:
    """Guess how likely a Party member is among a group's leaders, of whom a sample has few or none."""
    for o in range(bodies.size):
        unseen = 1.0 - exp(-bodies[o].geese / scale)
        bodies[o].led_by_party = scale * bodies[o].led_by_party + (1.0 - scale) * unseen


@kernel
def form_and_decay(ties: Any, chance: float, decay: float) -> None:
    """Let ties between bodies form by chance and decay."""
    for o in range(ties.shape[0]):
        for hub in range(ties.shape[1]):
            tie = ties[o, hub]
            ties[o, hub] = tie + (chance * (1.0 - tie) - decay * tie)


@kernel
def draw_closings(bodies: Bodies, scale: float, org: Any, key: Key, week: int, closing: Any) -> int:
    """List the organizations that close this week; return how many.

    A chance is never above the sum of its hazards, so that most need no exponential.
    """
    n = 0
    luck = np.empty(bodies.size)
    for o in range(bodies.size):
        luck[o] = draw(key, CLOSES, bodies[o].identity, week)
    most = max(org.closing + org.closing_small + org.closing_new, org.closing_staffed + org.closing_unpaid)
    for o in range(bodies.size):
        if not bodies[o].alive or luck[o] > most + ROUNDING:
            continue
        if bodies[o].kind == STAFFED:
            likely = staffed_closing_probability(
                org.closing_staffed, org.closing_unpaid, float(bodies[o].unpaid_weeks), org.unpaid_weeks
            )
        else:
            young = week - bodies[o].founded < 52
            members = bodies[o].standing / scale
            likely = closing_probability(
                org.closing, 0.0 if bodies[o].dormant else org.closing_small, members, org.small, org.closing_new, young
            )
        if luck[o] < likely:
            closing[n] = o
            n += 1
    return n


@kernel
def count_interested(people: Residents, bodies: Bodies, a: Any, counts: Any) -> None:
    """Count, by community and domain, active residents with an interest that their organization does not serve.

    Where the red grid works (C1) Party members who are not active yet count too.
    """
    for i in range(people.size):
        goose = people[i].marks & PARTY and people[i].state == INACTIVE and a[people[i].community].red_grid > 0.0
        if people[i].present != HOME or people[i].age == CHILD or (people[i].state != ATTENDS and not goose):
            continue
        o = int(people[i].organization)
        main = int(bodies[o].domain) if o >= 0 else -1
        for d in range(9):
            if (int(people[i].interest) >> d) & 1 and d != main:
                counts[people[i].community, d] += 1
