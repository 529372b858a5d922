"""Contacts that cost somebody's hours: visits of Party members, the alliance, outreach, calls by order."""

from __future__ import annotations

from typing import Any

from agents.codes import (ALLIANCE_BIT, CHILD, HOME, MOBILIZED, OUTREACH, PARTY, PROFESSIONAL, STAFFED, VISIT, WOMAN)
from model.columns import (Bodies, Residents, Town)
from model.compiling import kernel
from model.randomness import ALLIANCE, MOBILIZES, VISITS, Key, draw, draws4, rounded
from model.randomness import OUTREACH as OUTREACH_DRAW
from model.tally import UNPAID_HOURS, add

TRIES = 24


@kernel
def visit_households(people: Residents, town: Town, a: Any, tally: Any, stock: Any, key: Key, week: int) -> int:
    """Let Party members visit dwellings of their grid (C1), as far as their time for duty goes; return the visits.

    ``stock[i]`` is the time that member i has left this week, in hours.
    """
    visits = 0
    for i in range(people.identity.size):
        c = int(people.community[i])
        if not people.flags[i] & PARTY or people.present[i] != HOME or a.red_grid[c] == 0.0:
            continue
        wanted = rounded(a.visits_per_member[c] / 52.0, draw(key, VISITS, people.identity[i], week, 0))
        first, last = town.first_of_grid[people.grid[i]], town.first_of_grid[people.grid[i] + 1]
        stock[i] = min(stock[i] + a.member_hours, 4.0 * a.member_hours + a.visit_hours)
        for k in range(wanted):
            if stock[i] < a.visit_hours:
                break
            stock[i] -= a.visit_hours
            j = first + int(draw(key, VISITS, people.identity[i], week, 1 + k) * (last - first))
            if people.present[j] == HOME:
                people.contact[j] |= VISIT
            people.mobilized[i] = week
            visits += 1
            add(tally, c, people.group[i], -1, UNPAID_HOURS, a.visit_hours)
    return visits


@kernel
def is_constituent(people: Residents, i: int, body: int) -> bool:
    """Tell whether a resident belongs to a mass organization's constituency: workers, youth, women, professionals."""
    age = int(people.age[i])
    if age == CHILD or people.present[i] != HOME:
        return False
    if body == 0:
        return bool(age < 3)
    if body == 1:
        return bool(age == 1)
    if body == 2:
        return bool(people.flags[i] & WOMAN)
    return bool(people.flags[i] & PROFESSIONAL)


@kernel
def contact_constituents(
    people: Residents, town: Town, e: Any, homes: Any, scale_hours: float, key: Key, week: int
) -> float:
    """Let the alliance's four spend their hours on contacts with their constituents (A2); return the hours spent.

    ``scale_hours`` is the share of a yearly stock that one of the four has in a week.
    """
    spent = 0.0
    for c in range(homes.size):
        if e.rainbow_alliance[c] == 0.0:
            continue
        hours = e.alliance_hours[c] * homes[c] / 1000.0 * scale_hours
        first, last = town.first_of_community[c], town.first_of_community[c + 1]
        for body in range(4):
            who = 4 * c + body
            contacts = rounded(hours * e.alliance_contacts_per_hour, draw(key, ALLIANCE, who, week, 0))
            spent += contacts / e.alliance_contacts_per_hour
            for k in range(contacts):
                for attempt in range(TRIES):
                    u = draw(key, ALLIANCE, who, week, 1 + k * TRIES + attempt)
                    i = first + int(u * (last - first))
                    if is_constituent(people, i, body):
                        people.contact[i] |= ALLIANCE_BIT << body
                        break
    return spent


@kernel
def reach_out(people: Residents, town: Town, bodies: Bodies, contacts_per_hour: float, key: Key, week: int) -> None:
    """Let staffed bodies spend their outreach hours, on their target groups if a contract names them (B3)."""
    for o in range(bodies.alive.size):
        if not bodies.alive[o] or bodies.kind[o] != STAFFED or bodies.outreach_hours[o] <= 0.0:
            continue
        contacts = rounded(bodies.outreach_hours[o] * contacts_per_hour, draw(key, OUTREACH_DRAW, o, week, 0))
        bodies.hours_spent[o] += bodies.outreach_hours[o]
        bodies.outreach_hours[o] = 0.0
        c = int(bodies.community[o])
        first, last = 0, people.identity.size
        if c >= 0:
            first, last = town.first_of_community[c], town.first_of_community[c + 1]
        domain = bodies.contract_domain[o] if bodies.contract_domain[o] >= 0 else bodies.domain[o]
        for k in range(contacts):
            for attempt in range(TRIES):
                i = first + int(draw(key, OUTREACH_DRAW, o, week, 1 + k * TRIES + attempt) * (last - first))
                wanted = bodies.target[o] == 0 or (bodies.target[o] >> people.group[i]) & 1
                if people.present[i] == HOME and wanted:
                    people.contact[i] |= OUTREACH
                    people.told[i] |= 1 << domain
                    break


@kernel
def call_up(people: Residents, share: Any, key: Key, week: int) -> None:
    """Call up a share of the adults to attend by order (a lever of A1)."""
    for i in range(people.identity.size):
        if people.present[i] == HOME and people.age[i] != CHILD and share[people.community[i]] > 0.0:
            if draws4(key, MOBILIZES, people.identity[i], week)[0] < share[people.community[i]]:
                people.contact[i] |= MOBILIZED
