"""From a case to the body that serves it."""

from __future__ import annotations

from typing import Any

from agents import codes
from agents.rules.cases import joining_bodies_probability, match_probability
from agents.rules.trust import raised
from model import randomness, tally
from model.kernels.routing import COMPOUND_WEEKS
from tests.reference.counting import count, count_need
from tests.reference.luck import four, one
from tests.reference.matching import find_organization, fits, in_drawn_order, note_request, spend_center_hours
from tests.reference.taking_part import listed_in

UNDER_WAY = (codes.INTAKE, codes.AT_ORGANIZATION, codes.AT_DEPARTMENT)
THIRD_PART = 131072
"""Where the draws of a third block about a need begin; its week of birth comes on top."""


def route_cases(now: Any) -> None:
    """Move each case on by a step, in a drawn order."""
    for need in in_drawn_order(now, [need for need in now.needs[: now.size] if need.status in UNDER_WAY]):
        luck = four(now.key, randomness.TRANSFERS, need.identity, now.week, need.born)
        compound = bool(need.marks & codes.COMPOUND)
        if compound and need.status != codes.AT_ORGANIZATION:
            _join_bodies(now, need, luck[0])
        if need.status == codes.INTAKE:
            if need.ready <= now.week:
                _hand_over(now, need)
        elif need.status == codes.AT_ORGANIZATION:
            _give_up_waiting(now, need)
        elif need.since < now.week and not compound:
            _pass_on(now, need, luck[1])


def _department_of(now: Any, need: Any) -> int:
    return int(now.departments.mandate[need.domain])


def _join_bodies(now: Any, need: Any, luck: float) -> None:
    """Let the second body join, the sooner the closer the two are; count whether it did within some weeks."""
    joined = bool(need.marks & codes.JOINED)
    if not joined:
        one_body = _department_of(now, need)
        other = int(now.departments.partner[one_body])
        tie = float(now.hubs[one_body, other])
        joined = luck < joining_bodies_probability(now.k.join, now.k.join_tie, tie)
        if joined:
            need.marks |= codes.JOINED
            now.hubs[one_body, other] = now.hubs[other, one_body] = raised(tie, now.shared_work)
    decided = joined or now.week - need.asked >= COMPOUND_WEEKS
    if decided and not need.marks & codes.COUNTED:
        need.marks |= codes.COUNTED
        count_need(now.tally, need, tally.COMPOUND_CASES)
        if joined:
            count_need(now.tally, need, tally.COMPOUND_JOINED)


def _go_to_department(now: Any, need: Any) -> None:
    need.status, need.body, need.since = codes.AT_DEPARTMENT, _department_of(now, need), now.week


def _hand_over(now: Any, need: Any) -> None:
    """Bring a case through: to an organization, if one fits and the two come together, else to the department."""
    count_need(now.tally, need, tally.ROUTED)
    count_need(now.tally, need, tally.ROUTING_WEEKS, float(now.week - need.asked))
    _go_to_department(now, need)
    if need.marks & codes.COMPOUND:
        return
    has_center = spend_center_hours(now.matching, need.community, now.e[0].hours_per_match)
    o = find_organization(now, need, free=has_center)
    if o >= 0:
        luck = one(now.key, randomness.ROUTES, need.identity, now.week, need.born + THIRD_PART)
        if luck < _match(now, need, o, has_center):
            _hand_to_organization(now, need, o)


def _match(now: Any, need: Any, o: int, has_center: bool) -> float:
    """Return the chance that a case reaches an organization."""
    k, tie = now.k, float(now.ties[o, _department_of(now, need)])
    return match_probability(
        k.match, k.match_tie, tie, k.match_center, has_center, k.match_legitimacy, now.bodies[o].legitimacy
    )


def _hand_to_organization(now: Any, need: Any, o: int) -> None:
    """Working together ties the two closer; a request that was counted before is not counted again."""
    at = _department_of(now, need)
    now.ties[o, at] = raised(float(now.ties[o, at]), now.shared_work)
    need.status, need.body = codes.AT_ORGANIZATION, o
    if not need.marks & codes.TRIED:
        note_request(now, need, now.bodies[o], able=True)


def _give_up_waiting(now: Any, need: Any) -> None:
    """Let a case go to the department that waited long, or whose organization can serve it no longer."""
    waited = now.week - need.since >= now.k.wait
    served = listed_in(now, need.community) and fits(now, need.body, need.domain)
    if waited or not served:
        _go_to_department(now, need)


def _pass_on(now: Any, need: Any, luck: float) -> None:
    """Let a department pass a case to an organization with free hours that it knows."""
    o = find_organization(now, need, free=True)
    if o >= 0 and luck < now.ties[o, _department_of(now, need)]:
        need.status, need.body, need.since = codes.AT_ORGANIZATION, o, now.week


def count_known(now: Any) -> None:
    """Count open cases, and how well an organization that could serve them knows of them."""
    for need in now.needs[: now.size]:
        if need.status in UNDER_WAY:
            there = need.status == codes.AT_ORGANIZATION
            able = [o for o in listed_in(now, need.community) if fits(now, o, need.domain)]
            known = [1.0 if there else float(now.ties[o, _department_of(now, need)]) for o in able]
            count(now.tally, need.community, -1, need.domain, tally.OPEN_CASES)
            count(now.tally, need.community, -1, need.domain, tally.OPEN_CASES_KNOWN, max(known, default=0.0))
