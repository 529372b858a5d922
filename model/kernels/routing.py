"""From a case to the body that serves it: joining of two bodies, matching, passing on."""

from __future__ import annotations

from typing import Any

from agents.codes import AT_DEPARTMENT, AT_ORGANIZATION, COMPOUND, COUNTED, INTAKE, JOINED, TRIED
from agents.rules.cases import joining_bodies_probability, match_probability
from agents.rules.trust import raised
from model.columns import Bodies, Departments, Needs
from model.compiling import kernel
from model.kernels.matching import Able, find_organization, fits, list_able, order_by_luck, rows_with, take_hours
from model.randomness import ROUTES, TRANSFERS, Key, draw, draws4
from model.tally import (
    COMPOUND_CASES,
    COMPOUND_JOINED,
    OPEN_CASES,
    OPEN_CASES_KNOWN,
    ORGANIZATION_FITS,
    ORGANIZATION_REQUESTS,
    ROUTED,
    ROUTING_WEEKS,
    add,
)

COMPOUND_WEEKS = 8


@kernel
def join_bodies(
    needs: Needs,
    r: int,
    departments: Departments,
    hubs: Any,
    shared_work: float,
    k: Any,
    tally: Any,
    u: float,
    week: int,
) -> None:
    """Let the second body of a compound case join, the sooner the closer the tie between the two."""
    c, g, d = int(needs[r].community), int(needs[r].group), int(needs[r].domain)
    waited = week - int(needs[r].asked)
    if not needs[r].marks & JOINED:
        one = int(departments.mandate[d])
        other = int(departments.partner[one])
        if u < joining_bodies_probability(k.join, k.join_tie, float(hubs[one, other])):
            needs[r].marks |= JOINED
            hubs[one, other] = raised(hubs[one, other], shared_work)
            hubs[other, one] = hubs[one, other]
    if needs[r].marks & COUNTED or (waited < COMPOUND_WEEKS and not needs[r].marks & JOINED):
        return
    needs[r].marks |= COUNTED
    add(tally, c, g, d, COMPOUND_CASES, 1.0)
    if needs[r].marks & JOINED:
        add(tally, c, g, d, COMPOUND_JOINED, 1.0)


@kernel
def hand_over(
    needs: Needs, r: int, bodies: Bodies, departments: Departments, able: Able, ties: Any,
    shared_work: float, matching: Any, k: Any, s: Any, e: Any, tally: Any, key: Key, week: int,
) -> None:  # fmt: skip
    """Bring a routed case to an organization that fits, by service center or own ties, else to the department."""
    c, g, d = int(needs[r].community), int(needs[r].group), int(needs[r].domain)
    add(tally, c, g, d, ROUTED, 1.0)
    add(tally, c, g, d, ROUTING_WEEKS, float(week - int(needs[r].asked)))
    needs[r].status = AT_DEPARTMENT
    needs[r].body = departments.mandate[d]
    needs[r].since = week
    if needs[r].marks & COMPOUND:
        return
    has_center = take_hours(matching, c, e[0].hours_per_match)
    o = find_organization(bodies, able, c, d, has_center, s, needs[r].identity, int(needs[r].born), key, week)
    if o < 0:
        return
    tie = float(ties[o, departments.mandate[d]])
    likely = match_probability(
        k.match, k.match_tie, tie, k.match_center, has_center, k.match_legitimacy, float(bodies[o].legitimacy)
    )
    if draw(key, ROUTES, needs[r].identity, week, int(needs[r].born) + 131072) < likely:
        needs[r].status = AT_ORGANIZATION
        needs[r].body = o
        ties[o, departments.mandate[d]] = raised(tie, shared_work)
        if needs[r].marks & TRIED:
            return
        needs[r].marks |= TRIED
        add(tally, c, g, d, ORGANIZATION_REQUESTS, 1.0)
        if bodies[o].service_hours >= s.hours[d]:
            add(tally, c, g, d, ORGANIZATION_FITS, 1.0)


@kernel
def pass_on(
    needs: Needs, r: int, bodies: Bodies, departments: Departments, able: Able, ties: Any, s: Any, u: float, key: Key,
    week: int,
) -> None:  # fmt: skip
    """Let a case that waits at a department pass to an organization with free hours that the department knows."""
    c, d = int(needs[r].community), int(needs[r].domain)
    o = find_organization(bodies, able, c, d, True, s, needs[r].identity, int(needs[r].born), key, week)
    if o >= 0 and u < ties[o, departments.mandate[d]]:
        needs[r].status = AT_ORGANIZATION
        needs[r].body = o
        needs[r].since = week


@kernel
def route_cases(
    needs: Needs, size: int, bodies: Bodies, departments: Departments, first: Any, listed: Any, runs: Any, ties: Any,
    hubs: Any, shared_work: float, matching: Any, k: Any, s: Any, e: Any, tally: Any, key: Key, week: int,
) -> None:  # fmt: skip
    """Move cases on: to the right body when they are through, to the department after waiting, on by ties."""
    able = list_able(bodies, first, listed, runs, s)
    for r in order_by_luck(needs, rows_with(needs, size, INTAKE, AT_DEPARTMENT), key, week):
        status = int(needs[r].status)
        if status < INTAKE or status > AT_DEPARTMENT:
            continue
        u = draws4(key, TRANSFERS, needs[r].identity, week, int(needs[r].born))
        if needs[r].marks & COMPOUND and status != AT_ORGANIZATION:
            join_bodies(needs, r, departments, hubs, shared_work, k, tally, u[0], week)
        if status == INTAKE and int(needs[r].ready) <= week:
            hand_over(
                needs, r, bodies, departments, able, ties, shared_work, matching, k, s, e, tally, key, week
            )  # fmt: skip
        elif status == AT_ORGANIZATION:
            o = int(needs[r].body)
            c = int(needs[r].community)
            waited = week - int(needs[r].since) >= k.wait
            if waited or first[c] == first[c + 1] or not fits(bodies, o, needs[r].domain, s, runs):
                needs[r].status = AT_DEPARTMENT
                needs[r].body = departments.mandate[needs[r].domain]
                needs[r].since = week
        elif status == AT_DEPARTMENT and int(needs[r].since) < week and not needs[r].marks & COMPOUND:
            pass_on(needs, r, bodies, departments, able, ties, s, u[1], key, week)


@kernel
def count_known(
    needs: Needs, size: int, bodies: Bodies, departments: Departments, first: Any, listed: Any, runs: Any, ties: Any,
    s: Any, tally: Any,
) -> None:  # fmt: skip
    """Count open cases after the week's services, and how far an organization that could serve them knows of them."""
    able = list_able(bodies, first, listed, runs, s)
    for r in range(size):
        status = int(needs[r].status)
        if status < INTAKE or status > AT_DEPARTMENT:
            continue
        c, d = int(needs[r].community), int(needs[r].domain)
        known = 0.0
        for o in able.body[able.first[9 * c + d] : able.first[9 * c + d + 1]]:
            known = max(known, 1.0 if status == AT_ORGANIZATION else ties[o, departments.mandate[d]])
        add(tally, c, -1, d, OPEN_CASES, 1.0)
        add(tally, c, -1, d, OPEN_CASES_KNOWN, known)
