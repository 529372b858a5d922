"""What is likely to become of residents, one after the other: chances where the other walks draw."""

from __future__ import annotations

from typing import Any

from agents import codes
from agents.rules.arithmetic import chance
from agents.rules.taking_part import event_probability, is_influenced, joining_probability, rising_probability
from model.kernels.likely import INACTIVE_ADULTS, JOIN
from model.kernels.taking_part import JOINS, RETURNS
from tests.reference.awareness import is_goose
from tests.reference.roles import drive_of, likely_to_tire
from tests.reference.taking_part import asked, cost_of, inclination


def _is_adult_here(resident: Any) -> bool:
    return bool(resident.present == codes.HOME and resident.age != codes.CHILD)


def reckon_joins(now: Any) -> None:
    """Add up, for each community, how likely its inactive adults are to sign up, and count them."""
    now.joins[:] = 0.0
    for resident in now.people:
        if _is_adult_here(resident) and resident.state == codes.INACTIVE:
            now.joins[resident.community, INACTIVE_ADULTS] += 1
            now.joins[resident.community, JOIN] += now.p.attention * _likely_to_join(now, resident)


def _likely_to_join(now: Any, resident: Any) -> float:
    """Return the chance that somebody who considers it signs up; whom nothing reaches does so without occasion."""
    offered = int(now.offered[resident.community])
    aware, interested = bool(resident.known & offered), bool(resident.interest & offered)
    influenced = is_influenced(
        now.rule, float(resident.near_active), float(resident.near_present), resident.threshold, now.p.influence_count
    )

    def signs(invited: bool) -> float:
        if not (aware or invited):
            return float(now.p.spontaneous)
        log_odds = inclination(now, resident, invited, aware, interested)
        return float(joining_probability(log_odds, influenced, now.p.influence, now.p.spontaneous))

    by = asked(now, resident)
    return (1.0 - by) * signs(False) + by * signs(True)


def reckon_visits(now: Any) -> None:
    """Add up, for each community, how likely adults without another wish are to turn up at the brand event."""
    now.likely[:] = 0.0
    for resident in now.people:
        size = float(now.events[resident.community])
        free = now.wish[resident.number] not in (JOINS, RETURNS)
        if _is_adult_here(resident) and free and size > 0.0:
            cost = cost_of(resident, now.p)
            now.likely[resident.community] += event_probability(
                size, now.p.event_turnout, cost, now.a[0].event_openness
            )


def reckon_flows(now: Any) -> None:
    """Add up, for each community, how many there are in each state, and how likely they are to change it."""
    now.odds[:] = 0.0
    for resident in now.people:
        if resident.state == codes.INACTIVE:
            continue
        flows = now.odds[resident.community]
        flows[resident.state, resident.state] += 1
        if resident.state == codes.ATTENDS:
            leaves = _likely_to_leave(now, resident)
            flows[codes.ATTENDS, codes.INACTIVE] += leaves
            flows[codes.ATTENDS, codes.VOLUNTEERS] += (1.0 - leaves) * _likely_to_rise(now, resident)
            continue
        tires = likely_to_tire(now, resident)
        flows[resident.state, resident.state - 1] += tires
        if resident.state == codes.VOLUNTEERS:
            leading = now.p.leading * (now.a[0].goose_leads if is_goose(resident, now.a) else 1.0)
            flows[codes.VOLUNTEERS, codes.LEADS] += (1.0 - tires) * chance(leading)


def _likely_to_leave(now: Any, resident: Any) -> float:
    missed = now.wish[resident.number] == RETURNS and resident.placed < 0
    return float(chance(now.p.leaving + now.p.no_place_leaving if missed else now.p.leaving))


def _likely_to_rise(now: Any, resident: Any) -> float:
    """Return the chance that a member of a group begins to volunteer, asked or not."""
    p, o = now.p, resident.organization
    if o < 0 or now.bodies[o].kind != codes.MASS:
        return 0.0
    alone, when_asked = (
        rising_probability(
            p.rising, p.rising_without_trust + resident.trust, p.rising_without_drive + drive_of(now, resident),
            invited, p.asked_rising,
        )
        for invited in (False, True)
    )  # fmt: skip
    there = p.asked_at_activity if resident.placed >= 0 else 0.0
    return float((1.0 - there) * alone + there * when_asked)
