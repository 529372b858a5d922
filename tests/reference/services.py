"""Services: lines, hours, quality, courses."""

from __future__ import annotations

from typing import Any

from agents import codes
from agents.rules.cases import place_in_line
from agents.rules.service import service_quality
from model import randomness, tally
from tests.reference.counting import count, count_need
from tests.reference.luck import four, one
from tests.reference.matching import is_professional
from tests.reference.needs import OUTSIDERS, end_ticket, meet, remember, serve_badly
from tests.reference.people import is_in
from tests.reference.taking_part import BEHIND_THE_POINT, note_taking_part
from vocabulary.categories import DOMAINS, INTEGRATION

LAST_PLACE, STEPS = 65535, 8192.0


def line_up(now: Any) -> int:
    """Let cases stand in line at the bodies that have them; return how many do."""
    waiting = [need for need in now.needs[: now.size] if _waits_for_service(need)]
    for at, need in enumerate(waiting):
        department = 0 if need.status == codes.AT_ORGANIZATION else now.slots
        steps = min(int(_front(now, need) * STEPS), LAST_PLACE)
        luck = int(one(now.key, randomness.LINE, need.identity, now.week, need.born) * BEHIND_THE_POINT)
        place = (need.body + department) * (LAST_PLACE + 1) + LAST_PLACE - steps
        now.who[at], now.line[at] = need.number, place * BEHIND_THE_POINT + luck
    return len(waiting)


def _waits_for_service(need: Any) -> bool:
    """Whether a case is in a line; one that needs two bodies is only when they have come together, or escalated."""
    if need.status == codes.AT_DEPARTMENT:
        return not need.marks & codes.COMPOUND or bool(need.marks & codes.JOINED)
    return need.status in (codes.AT_ORGANIZATION, codes.ESCALATED)


def _front(now: Any, need: Any) -> float:
    """Return how far in front a case stands."""
    e = now.e[need.community]
    return place_in_line(
        need.severity, float(now.week - need.since), now.k.age_weight,
        float(now.ground.priority[need.community, need.domain]), e.priority_weight, e.party_committee > 0.0,
    )  # fmt: skip


def serve_lines(now: Any) -> None:
    """Serve each line in its order, as far as hours go; a department that cannot serve the next serves nobody more."""
    places, who = now.line[: now.count].tolist(), now.who[: now.count].tolist()
    for body in now.bodies:
        body.waiting = 0.0
    for need in (now.needs[number] for number in who):
        if need.status == codes.AT_ORGANIZATION:
            now.bodies[need.body].waiting += float(now.s.hours[need.domain])
    closed = set()
    for need in (now.needs[number] for _, number in sorted(zip(places, who, strict=True))):
        if need.status == codes.AT_ORGANIZATION:
            _serve_at_organization(now, need)
        elif need.body not in closed:
            department = need.body
            if not _serve_at_department(now, need):
                closed.add(department)


def _respond(now: Any, need: Any, hours: float, fit: bool) -> None:
    """Count a service."""
    now.served[need.community, need.domain] += hours
    count_need(now.tally, need, tally.SERVICES)
    count_need(now.tally, need, tally.RESPONSES)
    count_need(now.tally, need, tally.RESPONSE_WEEKS, float(now.week - need.asked))
    if fit:
        count_need(now.tally, need, tally.FITTING)
    if need.group in OUTSIDERS:
        count_need(now.tally, need, tally.OUTSIDER_HOURS, hours)


# ---- organizations --------------------------------------------------------------------------------------------------


def _serve_at_organization(now: Any, need: Any) -> None:
    """Spend an organization's hours on a need, if it has them; a staffed body's course needs a room and some weeks."""
    body, hours = now.bodies[need.body], float(now.s.hours[need.domain])
    course = bool(DOMAINS[need.domain].by_course) and body.kind == codes.STAFFED
    if body.service_hours < hours or (course and not _takes_room(now, need, hours)):
        return
    body.service_hours -= hours
    body.hours_spent += hours
    _respond(now, need, hours, _speaks_to(now, body, need))
    if is_professional(need.domain) and body.kind == codes.STAFFED:
        count_need(now.tally, need, tally.PROFESSIONAL_QUALIFIED)
    if course:
        need.status, need.ready = codes.IN_COURSE, now.week + int(now.s.course)
    else:
        _finish_service(now, need, now.ask.own_memory)


def _takes_room(now: Any, need: Any, hours: float) -> bool:
    """Take room hours of what activities left; the last course may overdraw them. A loss is counted in its week."""
    c, hours = need.community, hours * now.s.course_rooms / now.scale
    if now.ground.room_left[c] > 0.0:
        now.ground.room_left[c] -= hours
        now.ground.room_taken[c] += hours
        return True
    if need.since == now.week:
        count(now.tally, c, -1, need.domain, tally.ROOM_HOURS_LOST, hours)
    return False


def _speaks_to(now: Any, body: Any, need: Any) -> bool:
    """Whether services fit a group: locals and migrants always, others if aimed at, or where integration is offered."""
    aimed = now.u[need.community].aimed_purchase > 0.0 and is_in(need.group, body.target)
    return need.group not in OUTSIDERS or aimed or is_in(INTEGRATION, body.domains)


def _finish_service(now: Any, need: Any, weight: float) -> None:
    """End a service: well, by the organization's quality, or badly; for sure badly if it is gone."""
    s, body, hours = now.s, now.bodies[need.body], float(now.s.hours[need.domain])
    quality = service_quality(s.quality, s.quality_skill, body.skill, s.quality_drive, body.drive) + body.bonus
    body.week_served += 1
    body.week_hours += hours
    if body.alive and one(now.key, randomness.SERVES, need.identity, now.week, need.born) < quality:
        body.week_met += 1
        body.week_quality += hours
        meet(now, need, True, weight)
    else:
        serve_badly(now, need, weight)


def hold_courses(now: Any) -> None:
    """Let pupils attend; a course that nobody gives any longer is broken off."""
    for need in [need for need in now.needs[: now.size] if need.status == codes.IN_COURSE]:
        if not now.runs[need.body] or not _is_served(now, need):
            serve_badly(now, need, now.weight)
            continue
        pupil = now.people[need.who]
        count_need(now.tally, need, tally.PERSON_TIMES)
        if pupil.age != codes.CHILD:
            note_taking_part(pupil, need.domain, now.week)
        if need.ready <= now.week:
            _finish_service(now, need, now.weight)


def _is_served(now: Any, need: Any) -> bool:
    return bool(now.first[need.community] < now.first[need.community + 1])


# ---- departments ----------------------------------------------------------------------------------------------------


def _serve_at_department(now: Any, need: Any) -> bool:
    """Spend a department's hours on a case; return whether it had them."""
    department, escalated = need.body, need.status == codes.ESCALATED
    hours = _hours_at_department(now, need)
    if now.departments.hours[department] < hours:
        return False
    now.departments.hours[department] -= hours
    now.departments.spent[department] += hours
    if escalated:
        now.served[need.community, need.domain] += hours
        _close_escalated(now, need)
        return True
    _respond(now, need, hours, need.group not in OUTSIDERS)
    luck = four(now.key, randomness.SERVES, need.identity, now.week, need.born)[1]
    if luck < now.s.department_quality[need.domain]:
        meet(now, need, False, now.ask.own_memory)
    else:
        serve_badly(now, need, now.ask.own_memory)
    return True


def _hours_at_department(now: Any, need: Any) -> float:
    """Return what a case takes there; escalated and duplicated ones take more."""
    hours = float(now.s.department_hours[need.domain])
    hours *= now.k.escalated_hours if need.status == codes.ESCALATED else 1.0
    return hours * now.k.duplicate_hours if need.marks & codes.DUPLICATE else hours


def _close_escalated(now: Any, need: Any) -> None:
    """Close an escalated case: it is not met, and not forgotten."""
    count_need(now.tally, need, tally.CLOSED_ESCALATED)
    end_ticket(now, need)
    remember(now.people[need.who], now.ask.memory_of_escalation, now.ask.own_memory)
    need.status = codes.GONE


def count_backlog(now: Any) -> None:
    """Add up what departments' cases still need, those of the priorities counted more."""
    now.backlog[:] = 0.0
    for need in now.needs[: now.size]:
        if need.status in (codes.AT_DEPARTMENT, codes.ESCALATED):
            priority = float(now.priority[need.community, need.domain])
            weight = 1.0 + now.e[need.community].priority_weight * priority
            now.backlog[need.body] += float(now.s.department_hours[need.domain]) * weight
