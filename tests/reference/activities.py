"""Activities of groups: volunteers' hours, cash and a room."""

from __future__ import annotations

from typing import Any, NamedTuple

from agents import codes
from agents.rules.arithmetic import clamp
from agents.rules.service import service_quality
from model import randomness, tally
from model.kernels.organizations import PLACES_PART, SHORT_OF_CASH, SHORT_OF_ROOM
from model.quantiles import rounded
from tests.reference.counting import count
from tests.reference.luck import one
from tests.reference.people import set_of
from tests.reference.taking_part import listed_in


class Plan(NamedTuple):
    """The activities a group wants to hold, how many of them a project pays for, and its claim on rooms."""

    wanted: float
    funded: float
    claim: float


def plan_activities(now: Any) -> None:
    """Let groups plan, then divide each community's rooms by their claims."""
    now.room[:] = now.rooms_used[:] = 0.0
    plans = [_plan(now, body) for body in now.bodies]
    for body, plan in zip(now.bodies, plans, strict=True):
        now.want[body.number] = plan.wanted if plan else 0.0
        if plan:
            now.room[body.community] += plan.claim
    for body, plan in zip(now.bodies, plans, strict=True):
        body.activities, body.places = 0.0, 0
        now.funded[body.number] = _hold(now, body, plan) if plan and plan.wanted > 0.0 else 0.0


def _by_volunteers(now: Any, body: Any) -> float:
    """Return which part of a funded activity's hours volunteers give: more where residents work at projects (C6)."""
    a = now.a[body.community]
    return clamp(now.pr.volunteers_share + a.project_based * a.work_share, 0.0, 1.0)


def _plan(now: Any, body: Any) -> Plan | None:
    """Return what a running group plans; what a project pays for comes first."""
    if not now.runs[body.number] or body.kind != codes.MASS:
        return None
    org, part = now.org, _by_volunteers(now, body)
    possible = body.activity_hours * org.planning_pace / (org.hours_per_activity * now.scale)
    funded = body.funded_activities
    if part > 0.0:
        funded = min(funded, possible / part)
    by_hours = max(possible - funded * part, 0.0)
    cash = max(float(now.cash[body.number]), 0.0)
    by_cash = cash * org.spending_pace / (org.yuan_per_activity * now.scale)
    body.short = SHORT_OF_CASH if by_cash < by_hours else 0
    wanted = min(by_hours, by_cash) + funded
    return Plan(wanted, funded, wanted * org.rooms_per_activity * (org.room_claim + body.legitimacy))


def _hold(now: Any, body: Any, plan: Plan) -> float:
    """Hold what there is room for; return how many activities a project pays for."""
    org, c = now.org, body.community
    needed = plan.wanted * org.rooms_per_activity
    room = min(needed, _share_of_rooms(now, body, needed))
    now.rooms_used[c] += room
    if room < needed * 0.999:
        body.short = SHORT_OF_ROOM
    held = room / org.rooms_per_activity
    count(now.tally, c, -1, body.domain, tally.ACTIVITIES, held)
    luck = one(now.key, randomness.PLACES, body.identity, now.week, PLACES_PART)
    offered = held * org.places * now.scale * float(now.demand[c]) + body.places_kept
    body.activities, body.places = held, rounded(offered, luck)
    funded = plan.funded * (held / plan.wanted)
    _spend(now, body, (held - funded * (1.0 - _by_volunteers(now, body))) * org.hours_per_activity * now.scale)
    return float(funded)


def _share_of_rooms(now: Any, body: Any, needed: float) -> float:
    """Return a group's share of its community's rooms; standing makes its claim larger."""
    claims = float(now.room[body.community])
    if claims <= 0.0:
        return 0.0
    there = max(float(now.room_hours[body.community]), 0.0)
    return float(there * needed * (now.org.room_claim + body.legitimacy) / claims)


def _spend(now: Any, body: Any, hours: float) -> None:
    """Spend volunteers' hours; how good the activities are is measured by skill and drive."""
    hours, s = clamp(hours, 0.0, body.activity_hours), now.s
    quality = service_quality(s.quality, s.quality_skill, body.skill, s.quality_drive, body.drive) + body.bonus
    body.hours_spent += hours
    body.activity_hours -= hours
    body.week_hours += hours
    body.week_quality += hours * clamp(quality, 0.0, 1.0)


def offers_by_community(now: Any) -> None:
    """Mark the domains in which a community has places."""
    for c in range(len(now.offered)):
        bodies = [now.bodies[o] for o in listed_in(now, c)]
        now.offered[c] = set_of({body.domain for body in bodies if body.places > 0})
