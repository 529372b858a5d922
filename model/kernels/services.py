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
from model.kernels.cases import is_professional
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
    SERVICES,
    add,
)

EDUCATION, INTEGRATION = 5, 6
LARGEST = 65535
STEPS = 8192.0
ESCALATED_FACTOR = 2.0


@kernel
def line_up(
    needs: Needs, size: int, slots: int, ground: Grounds, e: Any, key: Key, week: int, who: Any, line: Any
) -> int:
    """List who waits where; ``line`` sorts by body, then by place in line, then by a draw."""
    n = 0
    for r in range(size):
        status = int(needs.status[r])
        at_department = status == AT_DEPARTMENT or status == ESCALATED
        waits = needs.flags[r] & COMPOUND and not needs.flags[r] & JOINED and status != ESCALATED
        if status != AT_ORGANIZATION and (not at_department or waits):
            continue
        c = int(needs.community[r])
        front = place_in_line(
            needs.severity[r],
            float(week - int(needs.since[r])),
            ground.priority[c, needs.domain[r]],
            e.priority_weight[c],
            e.party_committee[c] > 0.0,
        )
        body = needs.body[r] + (slots if at_department else 0)
        behind = LARGEST - min(int(front * STEPS), LARGEST)
        luck = int(draw(key, LINE, needs.identity[r], week, int(needs.born[r])) * 4294967296.0)
        who[n] = r
        line[n] = (np.int64(body) << 48) | (np.int64(behind) << 32) | luck
        n += 1
    return n


@kernel
def respond(needs: Needs, r: int, hours: float, fit: bool, served: Any, tally: Any, week: int) -> None:
    """Count a service that was given."""
    c, g, d = int(needs.community[r]), int(needs.group[r]), int(needs.domain[r])
    served[c, d] += hours
    add(tally, c, g, d, SERVICES, 1.0)
    add(tally, c, g, d, RESPONSES, 1.0)
    add(tally, c, g, d, RESPONSE_WEEKS, float(week - int(needs.asked[r])))
    if fit:
        add(tally, c, g, d, FITTING, 1.0)
    if g >= 2:
        add(tally, c, g, d, OUTSIDER_HOURS, hours)


@kernel
def speaks_to(bodies: Bodies, o: int, group: int) -> bool:
    """Tell whether an organization's services fit a group and its language."""
    if group < 2:
        return True
    return bool((bodies.target[o] >> group) & 1 or (bodies.domains[o] >> INTEGRATION) & 1)


@kernel
def serve_at_organization(
    needs: Needs, r: int, people: Residents, bodies: Bodies, served: Any, in_time: Any, s: Any, n: Any, t: Any,
    weight: float, tally: Any, key: Key, week: int,
) -> None:  # fmt: skip
    """Let an organization spend hours on a need, if it has them; a course takes some weeks."""
    o, d, g = int(needs.body[r]), int(needs.domain[r]), int(needs.group[r])
    hours = s.hours[d]
    if bodies.service_hours[o] < hours:
        return
    bodies.service_hours[o] -= hours
    bodies.hours_spent[o] += hours
    respond(needs, r, hours, speaks_to(bodies, o, g), served, tally, week)
    if is_professional(d) and bodies.kind[o] == STAFFED:
        add(tally, needs.community[r], g, d, PROFESSIONAL_QUALIFIED, 1.0)
    if (d == EDUCATION or d == INTEGRATION) and bodies.kind[o] == STAFFED:
        needs.status[r] = IN_COURSE
        needs.ready[r] = week + int(s.course)
        return
    finish_service(needs, r, people, bodies, in_time, s, n, t, weight, tally, key, week)


@kernel
def finish_service(
    needs: Needs, r: int, people: Residents, bodies: Bodies, in_time: Any, s: Any, n: Any, t: Any, weight: float,
    tally: Any, key: Key, week: int,
) -> None:  # fmt: skip
    """End an organization's service: well, or badly."""
    o = int(needs.body[r])
    quality = service_quality(s.quality, s.quality_skill, bodies.skill[o], s.quality_drive, bodies.drive[o])
    if bodies.alive[o] and draw(key, SERVES, needs.identity[r], week, int(needs.born[r])) < quality:
        meet(needs, r, people, True, in_time, n, t, weight, tally, week)
    else:
        serve_badly(needs, r, people, t, weight, tally)


@kernel
def serve_at_department(
    needs: Needs, r: int, people: Residents, departments: Departments, served: Any, in_time: Any, s: Any, n: Any, t: Any,
    weight: float, tally: Any, key: Key, week: int,
) -> None:  # fmt: skip
    """Let a department spend hours on a case, if it has them; escalated and duplicated ones take twice as many."""
    department, d = int(needs.body[r]), int(needs.domain[r])
    escalated = int(needs.status[r]) == ESCALATED
    hours = s.department_hours[d] * (ESCALATED_FACTOR if escalated else 1.0)
    if needs.flags[r] & DUPLICATE:
        hours *= 2.0
    if departments.hours[department] < hours:
        return
    departments.hours[department] -= hours
    departments.spent[department] += hours
    if escalated:
        served[needs.community[r], d] += hours
        close_escalated(needs, r, people, weight, tally)
        return
    respond(needs, r, hours, needs.group[r] < 2, served, tally, week)
    if draws4(key, SERVES, needs.identity[r], week, int(needs.born[r]))[1] < s.department_quality[d]:
        meet(needs, r, people, False, in_time, n, t, weight, tally, week)
    else:
        serve_badly(needs, r, people, t, weight, tally)


@kernel
def serve_lines(
    needs: Needs, people: Residents, bodies: Bodies, departments: Departments, served: Any, in_time: Any, who: Any,
    line: Any, count: int, s: Any, n: Any, t: Any, weight: float, tally: Any, key: Key, week: int,
) -> None:  # fmt: skip
    """Serve each body's line in order, as far as its hours go."""
    order = np.argsort(line[:count])
    for k in range(count):
        r = who[order[k]]
        if needs.status[r] == AT_ORGANIZATION:
            serve_at_organization(needs, r, people, bodies, served, in_time, s, n, t, weight, tally, key, week)
        else:
            serve_at_department(needs, r, people, departments, served, in_time, s, n, t, weight, tally, key, week)


@kernel
def hold_courses(
    needs: Needs, size: int, people: Residents, bodies: Bodies, in_time: Any, s: Any, n: Any, t: Any, weight: float,
    tally: Any, key: Key, week: int,
) -> None:  # fmt: skip
    """Let those in a course attend it this week; the need is met, or not, when the last place is taken."""
    for r in range(size):
        if needs.status[r] != IN_COURSE:
            continue
        i, d = int(needs.who[r]), int(needs.domain[r])
        if bodies.alive[needs.body[r]]:
            add(tally, needs.community[r], needs.group[r], d, PERSON_TIMES, 1.0)
            if people.age[i] != CHILD:
                take_part(people, i, d, week)
        if int(needs.ready[r]) <= week:
            finish_service(needs, r, people, bodies, in_time, s, n, t, weight, tally, key, week)


@kernel
def count_backlog(needs: Needs, size: int, s: Any, priority: Any, e: Any, backlog: Any) -> None:
    """Add up the hours that cases at each department still need, those of the year's priorities counted more."""
    backlog[:] = 0.0
    for r in range(size):
        if needs.status[r] == AT_DEPARTMENT or needs.status[r] == ESCALATED:
            c, d = int(needs.community[r]), int(needs.domain[r])
            backlog[needs.body[r]] += s.department_hours[d] * (1.0 + e.priority_weight[c] * priority[c, d])
