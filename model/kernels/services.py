"""Services: lines, hours, quality, courses."""

from __future__ import annotations

from typing import Any

import numpy as np

from agents.codes import (
    AT_DEPARTMENT,
    AT_ORGANIZATION,
    CHILD,
    COMPOUND,
    DUPLICATE,
    ESCALATED,
    IN_COURSE,
    JOINED,
    STAFFED,
)
from agents.rules.cases import place_in_line
from agents.rules.service import service_quality
from model.columns import Bodies, Departments, Grounds, Needs, Residents
from model.compiling import kernel
from model.kernels.matching import is_professional
from model.kernels.needs import close_escalated, meet, serve_badly
from model.kernels.taking_part import take_part
from model.randomness import LINE, SERVES, Key, draw, draws4
from model.tally import (
    FITTING,
    OUTSIDER_HOURS,
    PERSON_TIMES,
    PROFESSIONAL_QUALIFIED,
    RESPONSE_WEEKS,
    RESPONSES,
    ROOM_HOURS_LOST,
    SERVICES,
    add,
)

EDUCATION, INTEGRATION = 5, 6
LARGEST = 65535
STEPS = 8192.0


@kernel
def line_up(
    needs: Needs, size: int, slots: int, ground: Grounds, k: Any, e: Any, key: Key, week: int, who: Any, line: Any
) -> int:
    """List who waits where; ``line`` sorts by body, then by place in line, then by a draw."""
    n = 0
    for r in range(size):
        status = int(needs[r].status)
        at_department = status in (AT_DEPARTMENT, ESCALATED)
        waits = needs[r].marks & COMPOUND and not needs[r].marks & JOINED and status != ESCALATED
        if status != AT_ORGANIZATION and (not at_department or waits):
            continue
        c = int(needs[r].community)
        front = place_in_line(
            needs[r].severity,
            float(week - int(needs[r].since)),
            k.age_weight,
            ground.priority[c, needs[r].domain],
            e[c].priority_weight,
            e[c].party_committee > 0.0,
        )
        body = needs[r].body + (slots if at_department else 0)
        behind = LARGEST - min(int(front * STEPS), LARGEST)
        luck = int(draw(key, LINE, needs[r].identity, week, int(needs[r].born)) * 4294967296.0)
        who[n] = r
        line[n] = (np.int64(body) << 48) | (np.int64(behind) << 32) | luck
        n += 1
    return n


@kernel
def respond(needs: Needs, r: int, hours: float, fit: bool, served: Any, tally: Any, week: int) -> None:
    """Count a service that was given."""
    c, g, d = int(needs[r].community), int(needs[r].group), int(needs[r].domain)
    served[c, d] += hours
    add(tally, c, g, d, SERVICES, 1.0)
    add(tally, c, g, d, RESPONSES, 1.0)
    add(tally, c, g, d, RESPONSE_WEEKS, float(week - int(needs[r].asked)))
    if fit:
        add(tally, c, g, d, FITTING, 1.0)
    if g >= 2:
        add(tally, c, g, d, OUTSIDER_HOURS, hours)


@kernel
def speaks_to(bodies: Bodies, o: int, group: int, aimed: bool) -> bool:
    """Tell whether an organization's services fit a group and its language."""
    if group < 2:
        return True
    return bool((aimed and (bodies[o].target >> group) & 1) or (bodies[o].domains >> INTEGRATION) & 1)


@kernel
def take_room(ground: Grounds, c: int, hours: float, d: int, first: bool, tally: Any) -> bool:
    """Take a course's room hours from what activities left of the week's; with none left the course cannot begin.

    The last course of a week may reach into the next week's hours. A loss is counted once, when the pupil first waits.
    """
    if ground.room_left[c] <= 0.0:
        if first:
            add(tally, c, -1, d, ROOM_HOURS_LOST, hours)
        return False
    ground.room_left[c] -= hours
    ground.room_taken[c] += hours
    return True


@kernel
def serve_at_organization(
    needs: Needs, r: int, people: Residents, bodies: Bodies, ground: Grounds, scale: float, served: Any,
    in_time: Any, u: Any, s: Any, n: Any, t: Any, weight: float, tally: Any, key: Key, week: int,
) -> None:  # fmt: skip
    """Let an organization spend hours on a need, if it has them; a course takes some weeks."""
    o, d, g = int(needs[r].body), int(needs[r].domain), int(needs[r].group)
    hours = s.hours[d]
    if bodies[o].service_hours < hours:
        return
    course = d in (EDUCATION, INTEGRATION) and bodies[o].kind == STAFFED
    if course and not take_room(
        ground, needs[r].community, hours * s.course_rooms / scale, d, int(needs[r].since) == week, tally
    ):
        return
    bodies[o].service_hours -= hours
    bodies[o].hours_spent += hours
    respond(needs, r, hours, speaks_to(bodies, o, g, u[needs[r].community].aimed_purchase > 0.0), served, tally, week)
    if is_professional(d) and bodies[o].kind == STAFFED:
        add(tally, needs[r].community, g, d, PROFESSIONAL_QUALIFIED, 1.0)
    if course:
        needs[r].status = IN_COURSE
        needs[r].ready = week + int(s.course)
        return
    finish_service(needs, r, people, bodies, in_time, s, n, t, weight, tally, key, week)


@kernel
def finish_service(
    needs: Needs, r: int, people: Residents, bodies: Bodies, in_time: Any, s: Any, n: Any, t: Any, weight: float,
    tally: Any, key: Key, week: int,
) -> None:  # fmt: skip
    """End an organization's service: well, or badly."""
    o = int(needs[r].body)
    quality = service_quality(s.quality, s.quality_skill, bodies[o].skill, s.quality_drive, bodies[o].drive)
    quality += bodies[o].bonus
    bodies[o].week_served += 1
    bodies[o].week_hours += s.hours[needs[r].domain]
    if bodies[o].alive and draw(key, SERVES, needs[r].identity, week, int(needs[r].born)) < quality:
        bodies[o].week_met += 1
        bodies[o].week_quality += s.hours[needs[r].domain]
        meet(needs, r, people, True, in_time, n, t, weight, tally, week)
    else:
        serve_badly(needs, r, people, t, weight, tally)


@kernel
def serve_at_department(
    needs: Needs, r: int, people: Residents, departments: Departments, served: Any, in_time: Any, k: Any, s: Any,
    n: Any, t: Any, ask: Any, tally: Any, key: Key, week: int,
) -> bool:  # fmt: skip
    """Let a department spend hours on a case; return whether it had them. Escalated and duplicated ones take double."""
    department, d = int(needs[r].body), int(needs[r].domain)
    escalated = int(needs[r].status) == ESCALATED
    hours = s.department_hours[d] * (k.escalated_hours if escalated else 1.0)
    if needs[r].marks & DUPLICATE:
        hours *= k.duplicate_hours
    if departments.hours[department] < hours:
        return False
    departments.hours[department] -= hours
    departments.spent[department] += hours
    if escalated:
        served[needs[r].community, d] += hours
        close_escalated(needs, r, people, ask, tally)
        return True
    respond(needs, r, hours, needs[r].group < 2, served, tally, week)
    if draws4(key, SERVES, needs[r].identity, week, int(needs[r].born))[1] < s.department_quality[d]:
        meet(needs, r, people, False, in_time, n, t, ask.own_memory, tally, week)
    else:
        serve_badly(needs, r, people, t, ask.own_memory, tally)
    return True


@kernel
def serve_lines(
    needs: Needs, people: Residents, bodies: Bodies, departments: Departments, ground: Grounds, scale: float,
    served: Any, in_time: Any, who: Any, line: Any, count: int, u: Any, k: Any, s: Any, n: Any, t: Any, ask: Any,
    tally: Any, key: Key, week: int,
) -> None:  # fmt: skip
    """Serve each body's line in order, as far as its hours go; at a department nobody is overtaken."""
    order = np.argsort(line[:count], kind="mergesort")
    for o in range(bodies.size):
        bodies[o].waiting = 0.0
    for at in range(count):
        if needs[who[at]].status == AT_ORGANIZATION:
            bodies[needs[who[at]].body].waiting += s.hours[needs[who[at]].domain]
    closed = np.zeros(departments.hours.size, np.bool_)
    for at in range(count):
        r = who[order[at]]
        if needs[r].status == AT_ORGANIZATION:
            serve_at_organization(
                needs, r, people, bodies, ground, scale, served, in_time, u, s, n, t, ask.own_memory, tally, key, week
            )
        elif not closed[needs[r].body]:
            closed[needs[r].body] = not serve_at_department(
                needs, r, people, departments, served, in_time, k, s, n, t, ask, tally, key, week
            )


@kernel
def hold_courses(
    needs: Needs, size: int, people: Residents, bodies: Bodies, runs: Any, in_time: Any, s: Any, n: Any, t: Any,
    weight: float, first: Any, tally: Any, key: Key, week: int,
) -> None:  # fmt: skip
    """Let those in a course attend it this week; the need is met, or not, when the last place is taken.

    A course is broken off when its organization runs no longer, or serves that community no longer (A5).
    """
    for r in range(size):
        if needs[r].status != IN_COURSE:
            continue
        i, d = int(needs[r].who), int(needs[r].domain)
        c = int(needs[r].community)
        if not runs[needs[r].body] or first[c] == first[c + 1]:
            serve_badly(needs, r, people, t, weight, tally)
            continue
        add(tally, needs[r].community, needs[r].group, d, PERSON_TIMES, 1.0)
        if people[i].age != CHILD:
            take_part(people, i, d, week)
        if int(needs[r].ready) <= week:
            finish_service(needs, r, people, bodies, in_time, s, n, t, weight, tally, key, week)


@kernel
def count_backlog(needs: Needs, size: int, s: Any, priority: Any, e: Any, backlog: Any) -> None:
    """Add up the hours that cases at each department still need, those of the year's priorities counted more."""
    backlog[:] = 0.0
    for r in range(size):
        if needs[r].status == AT_DEPARTMENT or needs[r].status == ESCALATED:
            c, d = int(needs[r].community), int(needs[r].domain)
            backlog[needs[r].body] += s.department_hours[d] * (1.0 + e[c].priority_weight * priority[c, d])
