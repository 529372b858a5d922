"""Contacts that cost somebody's hours."""

from __future__ import annotations

from typing import Any

import numpy as np

from agents import codes
from model import hours, randomness, tally
from model.columns import Duty
from model.kernels.contacts import TRIES
from model.quantiles import rounded
from tests.reference.awareness import ALLIANCE
from tests.reference.counting import count
from tests.reference.luck import one
from tests.reference.rows import name_of
from tests.reference.ties import home_in
from vocabulary.categories import AGE_IDS

VENTURE_PART = 1 << 24
"""Where the draws begin of contacts that a project pays for."""


def visit_households(now: Any) -> Duty:
    """Let Party members visit dwellings of their grid while they have time; return what they have left."""
    left = dict(zip(now.duty.who.tolist(), now.duty.hours.tolist(), strict=True))
    for member in now.people:
        settings = now.a[member.community]
        if member.marks & codes.PARTY and member.present == codes.HOME and settings.red_grid > 0.0:
            _give_time(now, member, left)
            luck = one(now.key, randomness.VISITS, name_of(now, member), now.week)
            for number in range(rounded(settings.visits_per_member / 52.0, luck)):
                _visit(now, member, number, left)
    rows = sorted(row for row, rest in left.items() if rest > 0.0)
    return Duty(np.array(rows, dtype=np.uint32), np.array([left[row] for row in rows], dtype=float))


def _give_time(now: Any, member: Any, left: dict[int, float]) -> None:
    """Give a member the week's time for duty; what is left of some weeks is kept, unless the member has just come."""
    a, before = now.a[0], left.get(member.number, 0.0)
    kept = min(before, a.member_weeks * a.member_hours + a.visit_hours) if member.since != now.week else 0.0
    now.book[hours.EXPIRED] += before - kept
    now.book[hours.SUPPLIED] += a.member_hours
    left[member.number] = kept + a.member_hours


def _visit(now: Any, member: Any, number: int, left: dict[int, float]) -> None:
    """Visit one dwelling of the grid, whoever is at home, if there is time for it."""
    cost = now.a[0].visit_hours
    if left[member.number] < cost:
        return
    left[member.number] -= cost
    now.book[hours.SPENT] += cost
    first, last = (int(end) for end in now.town.first_of_grid[member.grid : member.grid + 2])
    luck = one(now.key, randomness.VISITS, name_of(now, member), now.week, 1 + number)
    visited = now.people[first + int(luck * (last - first))]
    if visited.present == codes.HOME:
        visited.contact |= codes.VISIT
    member.mobilized = now.week
    count(now.tally, member.community, member.group, -1, tally.UNPAID_HOURS, cost)


def is_constituent(resident: Any, body: int) -> bool:
    """Workers of working age, the young, women, professionals: adults who are at home."""
    age = AGE_IDS[resident.age]
    if age == "child" or resident.present != codes.HOME:
        return False
    belongs = (age != "old", age == "young", resident.marks & codes.WOMAN, resident.marks & codes.PROFESSIONAL)
    return bool(belongs[body])


def contact_constituents(now: Any) -> float:
    """Let each of the alliance's four meet constituents of each community, as far as its hours go."""
    spent = 0.0
    for c, row in enumerate(now.stock):
        for body in ALLIANCE:
            contacts = int(float(row[body]) * now.e[0].alliance_contacts_per_hour)
            used = contacts / now.e[0].alliance_contacts_per_hour
            row[body] -= used
            spent += used
            for contact in range(contacts):
                _meet_constituent(now, c, body, contact)
    return spent


def _meet_constituent(now: Any, c: int, body: int, contact: int) -> None:
    for attempt in range(TRIES):
        part = 1 + contact * TRIES + attempt
        luck = one(now.key, randomness.ALLIANCE, len(ALLIANCE) * c + body, now.week, part)
        resident = now.people[home_in(now.town, c, luck)]
        if is_constituent(resident, body):
            resident.contact |= codes.ALLIANCE_BIT << body
            return


def reach_out(now: Any) -> None:
    """Let bodies spend the hours for outreach that contracts and projects give them."""
    for body in now.bodies:
        if body.alive:
            body.hours_spent += body.outreach_hours + body.venture_hours
            _meet_people(now, body, body.outreach_hours, body.target, body.outreach_domain, True, 0)
            _meet_people(now, body, body.venture_hours, body.venture_target, body.venture_domain, False, VENTURE_PART)
            body.outreach_hours = body.venture_hours = 0.0


def _meet_people(now: Any, body: Any, time: float, target: int, domain: int, bought: bool, part: int) -> None:
    many = time * now.contacts_per_hour
    if many > 0.0:
        for contact in range(rounded(many, one(now.key, randomness.OUTREACH, body.identity, now.week, part))):
            _meet_one(now, body, target, domain, bought, part + 1 + contact * TRIES)


def _meet_one(now: Any, body: Any, target: int, domain: int, bought: bool, part: int) -> None:
    """Look for somebody of a target group, where others serve (A5): what was bought aims only where B3 is on."""
    for attempt in range(TRIES):
        luck = one(now.key, randomness.OUTREACH, body.identity, now.week, part + attempt)
        resident = now.people[home_in(now.town, body.community, luck)]
        aims = target and (not bought or now.u[resident.community].aimed_purchase > 0.0)
        wanted = not aims or target & 1 << resident.group
        if wanted and resident.present == codes.HOME and now.e[resident.community].other_subjects > 0.0:
            resident.contact |= codes.OUTREACH
            resident.told |= 1 << domain
            return


def call_up(now: Any) -> None:
    """Call up adults by order while grid workers have the hours."""
    for resident in now.people:
        if resident.present != codes.HOME or resident.age == codes.CHILD:
            continue
        c, luck = resident.community, one(now.key, randomness.MOBILIZES, name_of(now, resident), now.week)
        if luck < now.share[c] and now.ground.grid_hours[c] >= now.hours:
            now.ground.grid_hours[c] -= now.hours
            now.ground.grid_spent[c] += now.hours
            resident.contact |= codes.MOBILIZED
