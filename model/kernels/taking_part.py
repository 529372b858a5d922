"""Taking part: work of volunteers, wishes, places, and what becomes of people's roles."""

from __future__ import annotations

from typing import Any

import numpy as np

from agents.rules.taking_part import (
    asked_probability,
    event_probability,
    is_influenced,
    joining_probability,
    offer_score,
    rising_probability,
    tiring_probability,
)
from agents.rules.arithmetic import chance
from agents.rules.awareness import also
from agents.codes import (ALLIANCE_BIT, ATTENDS, CHILD, EVENT, HOME, INACTIVE, LEADS, MASS, MOBILIZED, OUTREACH, PARTY, VISIT, VOLUNTEERS)
from model.columns import (Bodies, Residents, Town)
from model.compiling import kernel
from model.kernels.awareness import AT_HOME, GOOSE, TAKES_PART
from model.randomness import (
    ATTENDS as ATTENDS_DRAW,
)
from model.randomness import (
    CHOOSES,
    CONSIDERS,
    MOVES,
    PLACES,
    WORKS,
    Key,
    draw,
    draws4,
    gumbel_from,
)
from model.randomness import EVENT as EVENT_DRAW
from model.tally import CROSS_TIES, PERSON_TIMES, TIES, UNPAID_HOURS, add

NOTHING, JOINS, RETURNS, VISITS_EVENT, OBEYS = 0, 1, 2, 3, 4
CULTURE = 1


@kernel
def take_part(people: Residents, i: int, domain: int, week: int) -> None:
    """Note that a resident took part of their own will."""
    if people.last[i] != week:
        people.previous[i] = people.last[i]
        people.last[i] = week
    people.last_by_domain[domain, i] = week


@kernel
def count_members(people: Residents, bodies: Bodies) -> None:
    """Count members, volunteers and leaders of each organization."""
    bodies.members[:] = 0
    bodies.volunteers[:] = 0
    bodies.leaders[:] = 0
    for i in range(people.identity.size):
        o = int(people.organization[i])
        if o >= 0 and people.state[i] > INACTIVE:
            bodies.members[o] += 1
            bodies.volunteers[o] += people.state[i] == VOLUNTEERS
            bodies.leaders[o] += people.state[i] == LEADS


@kernel
def volunteers_work(people: Residents, bodies: Bodies, runs: Any, p: Any, tally: Any, key: Key, week: int) -> None:
    """Let volunteers and leaders give their hours to their organization, if it runs."""
    bodies.workers[:] = 0
    for i in range(people.identity.size):
        o = int(people.organization[i])
        if people.state[i] < VOLUNTEERS or o < 0 or not runs[o]:
            continue
        if draw(key, WORKS, people.identity[i], week) < p.works:
            bodies.workers[o] += 1
            take_part(people, i, bodies.domain[o], week)
            people.identification[i] += p.identification_gain * (1.0 - people.identification[i])
            add(tally, people.community[i], people.group[i], bodies.domain[o], UNPAID_HOURS, p.hours)


@kernel
def see_again(people: Residents, town: Town, i: int) -> None:
    """Look once more at who of the neighbors takes part, for the variant in which it is seen as it happens."""
    active, present, goose = 0, 0, 0
    for e in range(town.first_tie[i], town.first_tie[i + 1]):
        seen = int(people.seen[town.ties[e]])
        present += (seen & AT_HOME) != 0
        active += (seen & TAKES_PART) != 0
        goose |= (seen & GOOSE) != 0
    people.near_active[i] = active
    people.near_present[i] = present
    people.near_goose[i] = goose


@kernel
def asked(people: Residents, i: int, p: Any, a: Any, e: Any) -> float:
    """Return the chance that somebody asks an inactive resident in person this week."""
    contact = int(people.contact[i])
    by = asked_probability(float(people.near_active[i]), p.asked_by_tie)
    if contact & VISIT:
        by = also(by, a.visit_asks)
    if contact & EVENT:
        by = also(by, a.event_asks)
    if contact & OUTREACH:
        by = also(by, p.asked_by_outreach)
    for k in range(4):
        if contact & (ALLIANCE_BIT << k):
            by = also(by, e.alliance_asks)
    return by


@kernel
def inclination(people: Residents, i: int, is_asked: bool, aware: bool, matches: bool, p: Any, a: Any) -> float:
    """Return the log-odds of joining, before the neighbors' influence."""
    x = p.intercept + p.trust_weight * (people.trust[i] - 0.5)
    x += p.identification_weight * people.identification[i]
    x -= p.age_cost[people.age[i]] + p.group_cost[people.group[i]]
    if is_asked:
        x += p.asked_weight
    if aware:
        x += p.aware_weight
    if matches:
        x += p.match_weight
    if people.flags[i] & PARTY:
        x += p.party_weight
    if people.near_goose[i]:
        x += a.goose_pull
    return float(x)


@kernel
def wants_to_join(people: Residents, i: int, offered: int, p: Any, a: Any, e: Any, rule: int, key: Key, week: int) -> bool:
    """Tell whether an inactive resident signs up this week."""
    u = draws4(key, CONSIDERS, people.identity[i], week)
    if u[0] >= p.attention:
        return False
    aware = int(people.known[i]) & offered != 0
    is_asked = u[1] < asked(people, i, p, a, e)
    if not aware and not is_asked:
        return bool(u[2] < p.spontaneous)
    matches = int(people.interest[i]) & offered != 0
    influenced = is_influenced(
        rule, float(people.near_active[i]), float(people.near_present[i]), float(people.threshold[i]), p.influence_count
    )
    x = inclination(people, i, is_asked, aware, matches, p, a)
    return bool(u[2] < joining_probability(x, influenced, p.influence, p.spontaneous))


@kernel
def decide_to_take_part(
    people: Residents, town: Town, wish: Any, order: Any, live: bool, offered: Any, events: Any,
    p: Any, a: Any, e: Any, rule: int, key: Key, week: int,
) -> None:  # fmt: skip
    """Draw what each adult wishes this week; places are not looked at yet.

    ``events[c]`` is the size of this week's brand event in places per resident, 0 where there is none.
    """
    for k in range(order.size):
        i = order[k]
        wish[i] = NOTHING
        if people.present[i] != HOME or people.age[i] == CHILD:
            continue
        c = int(people.community[i])
        if live:
            see_again(people, town, i)
        if people.state[i] == INACTIVE:
            if wants_to_join(people, i, int(offered[c]), p, a, e, rule, key, week):
                wish[i] = JOINS
                if live:
                    people.seen[i] |= TAKES_PART
        elif draw(key, ATTENDS_DRAW, people.identity[i], week) < p.attends:
            wish[i] = RETURNS
        if wish[i] == NOTHING and events[c] > 0.0:
            cost = p.age_cost[int(people.age[i])] + p.group_cost[int(people.group[i])]
            if draw(key, EVENT_DRAW, people.identity[i], week) < event_probability(events[c], cost, a.event_openness):
                wish[i] = VISITS_EVENT
        if people.contact[i] & MOBILIZED:
            wish[i] = OBEYS


@kernel
def choose_offer(people: Residents, i: int, bodies: Bodies, first: Any, listed: Any, p: Any, key: Key, week: int) -> int:
    """Return the organization with places that appeals most, or -1; chance is drawn by resident and organization."""
    best, at = -1e300, -1
    c = int(people.community[i])
    for k in range(first[c], first[c + 1]):
        o = listed[k]
        if bodies.places[o] <= 0:
            continue
        matches = (int(people.interest[i]) >> bodies.domain[o]) & 1 == 1
        score = offer_score(matches, bodies.legitimacy[o], p.interest_choice, p.legitimacy_choice)
        score += gumbel_from(draw(key, CHOOSES, people.identity[i], week, o))
        if score > best:
            best, at = score, o
    return at


@kernel
def collect_wishes(
    people: Residents, wish: Any, bodies: Bodies, first: Any, listed: Any, p: Any, key: Key, week: int, who: Any, line: Any
) -> int:
    """List who wants a place where; ``line`` sorts them by offer and by a draw, never by index."""
    n = 0
    slots = bodies.alive.size
    for i in range(people.identity.size):
        if wish[i] == NOTHING:
            continue
        o = int(people.organization[i])
        if wish[i] == VISITS_EVENT:
            o = slots + int(people.community[i])
        elif o < 0 or wish[i] == OBEYS or not bodies.alive[o]:
            o = choose_offer(people, i, bodies, first, listed, p, key, week)
        luck = int(draw(key, PLACES, people.identity[i], week) * 4294967296.0)
        if o >= 0:
            who[n] = i
            line[n] = (o << 32) | luck
            n += 1
    return n


@kernel
def give_places(
    people: Residents, wish: Any, bodies: Bodies, places: Any, who: Any, line: Any, n: int, crowd: Any, p: Any, tally: Any, week: int
) -> None:
    """Give each offer's places to the first in line; ``crowd`` counts them by group."""
    order = np.argsort(line[:n])
    slots = bodies.alive.size
    for k in range(n):
        i = who[order[k]]
        o = line[order[k]] >> 32
        if places[o] <= 0:
            continue
        places[o] -= 1
        domain = CULTURE if o >= slots else bodies.domain[o]
        people.placed[i] = domain
        add(tally, people.community[i], people.group[i], domain, PERSON_TIMES, 1.0)
        crowd[o, people.group[i]] += 1
        if wish[i] == OBEYS:
            people.mobilized[i] = week
            continue
        take_part(people, i, domain, week)
        people.identification[i] += p.identification_gain * (1.0 - people.identification[i])
        if wish[i] == VISITS_EVENT:
            people.contact[i] |= EVENT
        else:
            people.organization[i] = o
            if people.state[i] == INACTIVE:
                people.state[i] = ATTENDS


@kernel
def count_crossings(bodies: Bodies, crowd: Any, community_of: Any, tally: Any) -> None:
    """Count ties of taking part together, and those that join two groups."""
    for o in range(crowd.shape[0]):
        total = 0
        for g in range(4):
            total += crowd[o, g]
        if total < 2:
            continue
        across = 0.0
        for g in range(4):
            across += crowd[o, g] * (total - crowd[o, g]) / (total - 1.0)
        add(tally, community_of[o], -1, -1, TIES, float(total))
        add(tally, community_of[o], -1, -1, CROSS_TIES, across)


@kernel
def change_roles(
    people: Residents, wish: Any, bodies: Bodies, spans: Any, p: Any, a: Any, key: Key, week: int
) -> None:
    """Let people rise, tire and leave; ``spans[o]`` is how many more volunteers an organization's leaders can guide."""
    for i in range(people.identity.size):
        state = int(people.state[i])
        if state == INACTIVE:
            continue
        o = int(people.organization[i])
        u = draws4(key, MOVES, people.identity[i], week)
        drive = bodies.drive[o] if o >= 0 else 0.5
        if state == ATTENDS:
            missed = wish[i] == RETURNS and people.placed[i] < 0
            if u[0] < chance(p.leaving + (p.no_place_leaving if missed else 0.0)):
                people.state[i] = INACTIVE
                people.organization[i] = -1
                continue
            is_asked = people.placed[i] >= 0 and u[1] < p.asked_at_activity
            rises = u[2] < rising_probability(p.rising, people.trust[i], drive, is_asked, p.asked_rising)
            if rises and o >= 0 and bodies.kind[o] == MASS and spans[o] >= 1.0:
                spans[o] -= 1.0
                people.state[i] = VOLUNTEERS
        elif u[0] < tiring_probability(p.tiring, drive):
            people.state[i] = state - 1
        elif state == VOLUNTEERS:
            leads = p.leading
            if people.flags[i] & PARTY and a.red_grid[people.community[i]] > 0.0:
                leads *= a.goose_leads
            if u[3] < chance(leads):
                people.state[i] = LEADS


@kernel
def end_week(people: Residents, loss: float) -> None:
    """Clear what lasts one week only; an event's contact works on in the next."""
    for i in range(people.identity.size):
        people.placed[i] = -1
        people.told[i] = 0
        people.identification[i] -= loss * people.identification[i]
