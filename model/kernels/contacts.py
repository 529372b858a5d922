"""Contacts that cost somebody's hours: visits of Party members, the alliance, outreach, calls by order."""

from __future__ import annotations

from typing import Any

import numpy as np

from agents.codes import ALLIANCE_BIT, CHILD, HOME, MOBILIZED, OUTREACH, PARTY, PROFESSIONAL, VISIT, WOMAN
from model.columns import Bodies, Duty, Grounds, Residents, Town
from model.compiling import kernel
from model.hours import EXPIRED, SPENT, SUPPLIED
from model.kernels.network import home_of
from model.quantiles import rounded
from model.randomness import ALLIANCE, MOBILIZES, VISITS, Key, draw
from model.randomness import OUTREACH as OUTREACH_DRAW
from model.tally import UNPAID_HOURS, add

TRIES = 24


@kernel
def visit_households(
    people: Residents, town: Town, a: Any, tally: Any, duty: Duty, book: Any, key: Key, week: int
) -> Duty:  # fmt: skip
    """Let Party members visit dwellings of their grid (C1), as far as their time for duty goes; return what is left.

    ``duty`` is what was left before; ``book`` adds up what came in and went out.
    """
    who, hours = np.empty(people.size, np.uint32), np.empty(people.size)
    n, k = 0, 0
    for i in range(people.size):
        if not people[i].marks & PARTY or people[i].present != HOME or a[people[i].community].red_grid == 0.0:
            continue
        while k < duty.who.size and duty.who[k] < i:  # who cannot visit now keeps what they have
            who[n], hours[n] = duty.who[k], duty.hours[k]
            n, k = n + 1, k + 1
        stock = 0.0
        if k < duty.who.size and duty.who[k] == i:
            stock = duty.hours[k]
            k += 1
        kept = 0.0 if people[i].since == week else min(stock, a[0].member_weeks * a[0].member_hours + a[0].visit_hours)
        book[SUPPLIED] += a[0].member_hours
        book[EXPIRED] += stock - kept
        left = visit(people, town, i, kept + a[0].member_hours, a, tally, book, key, week)
        if left > 0.0:
            who[n], hours[n] = i, left
            n += 1
    for rest in range(k, duty.who.size):
        who[n], hours[n] = duty.who[rest], duty.hours[rest]
        n += 1
    return Duty(who[:n].copy(), hours[:n].copy())


@kernel
def visit(
    people: Residents, town: Town, i: int, hours: float, a: Any, tally: Any, book: Any, key: Key, week: int
) -> float:
    """Let a Party member visit as many dwellings of the grid as they want to and have time for; return what is left."""
    c = int(people[i].community)
    first, last = town.first_of_grid[people[i].grid], town.first_of_grid[people[i].grid + 1]
    for k in range(rounded(a[c].visits_per_member / 52.0, draw(key, VISITS, town.names[i], week, 0))):
        if hours < a[0].visit_hours:
            break
        hours -= a[0].visit_hours
        book[SPENT] += a[0].visit_hours
        j = first + int(draw(key, VISITS, town.names[i], week, 1 + k) * (last - first))
        if people[j].present == HOME:
            people[j].contact |= VISIT
        people[i].mobilized = week
        add(tally, c, people[i].group, -1, UNPAID_HOURS, a[0].visit_hours)
    return hours


@kernel
def is_constituent(people: Residents, i: int, body: int) -> bool:
    """Tell whether a resident belongs to a mass organization's constituency: workers, youth, women, professionals."""
    age = int(people[i].age)
    if age == CHILD or people[i].present != HOME:
        return False
    if body == 0:
        return bool(age < 3)
    if body == 1:
        return bool(age == 1)
    if body == 2:
        return bool(people[i].marks & WOMAN)
    return bool(people[i].marks & PROFESSIONAL)


@kernel
def constituencies_of(me: Any) -> int:
    """Return to how many of the four's constituencies an adult belongs."""
    age, marks = int(me.age), int(me.marks)
    return int(age < 3) + int(age == 1) + int(marks & WOMAN > 0) + int(marks & PROFESSIONAL > 0)


@kernel
def contact_constituents(people: Residents, town: Town, e: Any, stock: Any, key: Key, week: int) -> float:
    """Let the alliance's four spend their hours on contacts with their constituents (A2); return the hours spent.

    ``stock[c, k]`` are the hours that one of the four has left in a community.
    """
    spent = 0.0
    for c in range(stock.shape[0]):
        for body in range(4):
            who = 4 * c + body
            contacts = int(stock[c, body] * e[0].alliance_contacts_per_hour)
            stock[c, body] -= contacts / e[0].alliance_contacts_per_hour
            spent += contacts / e[0].alliance_contacts_per_hour
            for k in range(contacts):
                for attempt in range(TRIES):
                    i = home_of(town, c, draw(key, ALLIANCE, who, week, 1 + k * TRIES + attempt))
                    if is_constituent(people, i, body):
                        people[i].contact |= ALLIANCE_BIT << body
                        break
    return spent


@kernel
def reach_out(
    people: Residents, town: Town, bodies: Bodies, e: Any, u: Any, contacts_per_hour: float, key: Key, week: int
) -> None:
    """Let bodies spend their outreach hours, on the target groups that a contract (B3) or a project (D2) names.

    A body of the whole subdistrict reaches out where others than departments serve (A5).
    """
    for o in range(bodies.size):
        if not bodies[o].alive:
            continue
        b = bodies[o]
        b.hours_spent += b.outreach_hours + b.venture_hours
        many = b.outreach_hours * contacts_per_hour
        meet_people(people, town, b, many, int(b.target), int(b.outreach_domain), True, e, u, 0, key, week)
        many = b.venture_hours * contacts_per_hour
        meet_people(
            people, town, b, many, int(b.venture_target), int(b.venture_domain), False, e, u, 1 << 24, key, week
        )
        b.outreach_hours = 0.0
        b.venture_hours = 0.0


@kernel
def meet_people(
    people: Residents, town: Town, b: Any, many: float, target: int, domain: int, bought: bool, e: Any, u: Any,
    part: int, key: Key, week: int,
) -> None:  # fmt: skip
    """Meet as many residents as outreach hours allow and tell them of a domain; ``part`` keeps draws of kinds apart.

    What a department has ``bought`` is aimed only where purchases are (B3); a venture project reaches its target.
    """
    if many <= 0.0:
        return
    contacts = rounded(many, draw(key, OUTREACH_DRAW, b.identity, week, part))
    for k in range(contacts):
        for attempt in range(TRIES):
            i = home_of(
                town, int(b.community), draw(key, OUTREACH_DRAW, b.identity, week, part + 1 + k * TRIES + attempt)
            )
            at = int(people[i].community)
            aims = target != 0 and (not bought or u[at].aimed_purchase > 0.0)
            wanted = not aims or (target >> people[i].group) & 1
            if people[i].present == HOME and wanted and e[at].other_subjects > 0.0:
                people[i].contact |= OUTREACH
                people[i].told |= 1 << domain
                break


@kernel
def call_up(people: Residents, names: Any, ground: Grounds, share: Any, hours: float, key: Key, week: int) -> None:
    """Call up a share of the adults to attend by order (a lever of A1), as far as grid workers' hours go."""
    for i in range(people.size):
        adult = people[i].present == HOME and people[i].age != CHILD
        c = int(people[i].community)
        called = adult and draw(key, MOBILIZES, names[i], week) < share[c]
        if called and ground.grid_hours[c] >= hours:
            ground.grid_hours[c] -= hours
            ground.grid_spent[c] += hours
            people[i].contact |= MOBILIZED
