"""Taking part: work of volunteers, wishes, places, and what becomes of people's roles."""

from __future__ import annotations

from typing import Any

import numpy as np

from agents.codes import (
    ALLIANCE_BIT,
    ATTENDS,
    BY_THEMSELVES,
    CHILD,
    EVENT,
    HOME,
    INACTIVE,
    MASS,
    MOBILIZED,
    NEAR_GOOSE,
    OUTREACH,
    PARTY,
    SEEN_COMING,
    VISIT,
    WHEN_ASKED,
)
from agents.rules.arithmetic import happens
from agents.rules.awareness import also
from agents.rules.taking_part import (
    asked_probability,
    event_probability,
    in_a_byte,
    is_influenced,
    joining_probability,
    offer_score,
)
from model.columns import Bodies, Residents, Town
from model.compiling import kernel
from model.kernels.awareness import AT_HOME, GOOSE, TAKES_PART, TILE
from model.quantiles import gumbel_from
from model.randomness import CHOOSES, CONSIDERS, PLACES, Key, draw, draw_four
from model.tally import CROSS_TIES, PERSON_TIMES, TIES, add

NOTHING, JOINS, RETURNS, VISITS_EVENT, OBEYS = 0, 1, 2, 3, 4
CULTURE = 1


@kernel
def take_part(people: Residents, i: int, domain: int, week: int) -> None:
    """Note that a resident took part of their own will."""
    if people[i].last != week:
        people[i].previous = people[i].last
        people[i].last = week
    people[i].last_by_domain[domain] = in_a_byte(week)


@kernel
def see_again(people: Residents, town: Town, i: int) -> None:
    """Look once more at who of the neighbors takes part, for the variant in which it is seen as it happens."""
    active, present, goose = 0, 0, 0
    for e in range(town.first_tie[i], town.first_tie[i + 1]):
        seen = int(town.seen[town.ties[e]])
        present += (seen & AT_HOME) != 0
        active += (seen & TAKES_PART) != 0
        goose |= (seen & GOOSE) != 0
    people[i].near_active = active
    people[i].near_present = present
    people[i].marks = (int(people[i].marks) & ~NEAR_GOOSE) | (NEAR_GOOSE if goose else 0)


@kernel
def asked(people: Residents, i: int, p: Any, a: Any, e: Any) -> float:
    """Return the chance that somebody asks an inactive resident in person this week."""
    contact = int(people[i].contact)
    by = asked_probability(float(people[i].near_active), p.asked_by_tie)
    if contact & VISIT:
        by = also(by, a[0].visit_asks)
    if contact & EVENT:
        by = also(by, a[0].event_asks)
    if contact & OUTREACH:
        by = also(by, p.asked_by_outreach)
    for k in range(4):
        if contact & (ALLIANCE_BIT << k):
            by = also(by, e[0].alliance_asks)
    return by


@kernel
def inclination(people: Residents, i: int, is_asked: bool, aware: bool, matches: bool, p: Any, a: Any) -> float:
    """Return the log-odds of joining, before the neighbors' influence."""
    x = p.intercept + p.trust_weight * (people[i].trust - 0.5)
    x += p.identification_weight * people[i].identification
    x += p.efficacy_weight * (people[i].efficacy - p.efficacy_neutral)
    x -= p.age_cost[int(people[i].age) - 1] + p.group_cost[people[i].group]
    if is_asked:
        x += p.asked_weight
    if aware:
        x += p.aware_weight
    if matches:
        x += p.match_weight
    if people[i].marks & PARTY and a[people[i].community].red_grid > 0.0:
        x += p.party_weight
    if people[i].marks & NEAR_GOOSE:
        x += a[0].goose_pull
    return float(x)


@kernel
def wants_to_join(
    people: Residents, i: int, asks: float, signs: float, offered: int, p: Any, a: Any, e: Any, rule: int
) -> bool:
    """Tell whether an inactive resident who thinks of it signs up, and note whether they had been asked.

    ``asks`` and ``signs`` are their draws.
    """
    aware = int(people[i].known) & offered != 0
    if people[i].contact:
        is_asked = asks < asked(people, i, p, a, e)
    else:
        is_asked = happens(people[i].near_active * p.asked_by_tie, asks)
    if not aware and not is_asked:
        return comes(people, i, signs < p.spontaneous, False)
    matches = int(people[i].interest) & offered != 0
    influenced = is_influenced(
        rule, float(people[i].near_active), float(people[i].near_present), float(people[i].threshold), p.influence_count
    )
    x = inclination(people, i, is_asked, aware, matches, p, a)
    return comes(people, i, signs < joining_probability(x, influenced, p.influence, p.spontaneous), is_asked)


@kernel
def comes(people: Residents, i: int, is_coming: bool, is_asked: bool) -> bool:
    """Note how a resident comes to take part, if they do; return whether they do."""
    if is_coming:
        note_coming(people, i, is_asked)
    return is_coming


@kernel
def note_coming(people: Residents, i: int, is_asked: bool) -> None:
    """Note that a resident comes by themselves or when asked."""
    people[i].marks = (int(people[i].marks) & ~SEEN_COMING) | (WHEN_ASKED if is_asked else BY_THEMSELVES)


@kernel
def decide_to_take_part(
    people: Residents, town: Town, wish: Any, order: Any, live: bool, offered: Any, events: Any,
    p: Any, a: Any, e: Any, rule: int, key: Key, week: int,
) -> None:  # fmt: skip
    """Draw what each adult wishes this week; places are not looked at yet.

    ``events[c]`` is the size of this week's brand event in places per resident, 0 where there is none.
    """
    tile = 1 if live else TILE
    luck, thinking = np.empty((4, tile)), np.empty(tile, np.int64)
    for k in range(0, people.size, tile):
        first, n = order[k] if live else k, min(tile, people.size - k)
        draw_four(key, CONSIDERS, town.names[first : first + n], week, luck)
        if live and people[first].present == HOME and people[first].age != CHILD:
            see_again(people, town, first)
        for t in range(come_again_or_think(people, wish, first, n, p.attends, p.attention, luck, thinking)):
            j = thinking[t]
            i = first + j
            if wants_to_join(people, i, luck[1, j], luck[2, j], int(offered[people[i].community]), p, a, e, rule):
                wish[i] = JOINS
                if live:
                    town.seen[i] |= TAKES_PART
        for j in range(n):
            i = first + j
            if wish[i] == NOTHING and (events[people[i].community] > 0.0 or people[i].contact & MOBILIZED):
                wish[i] = go_or_obey(people[i], events[people[i].community], luck[3, j], p, a)


@kernel
def come_again_or_think(
    people: Residents, wish: Any, first: int, n: int, attends: float, attention: float, luck: Any, thinking: Any
) -> int:
    """Note which of those who take part come again, list which of the other adults think of it; return how many do.

    Without branches, since they go by turns: the processor would guess wrong too often.
    """
    many = 0
    for j in range(n):
        me = people[first + j]
        adult = int(me.present == HOME) & int(me.age != CHILD)
        inactive = int(me.state == INACTIVE)
        wish[first + j] = RETURNS * (adult & (1 - inactive) & int(luck[1, j] < attends))
        thinking[many] = j
        many += adult & inactive & int(luck[0, j] < attention)
    return many


@kernel
def go_or_obey(me: Any, size: float, luck: float, p: Any, a: Any) -> int:
    """Return what a resident without a wish of their own does when there is a brand event or a call by order."""
    if me.present != HOME or me.age == CHILD:
        return NOTHING
    if size > 0.0:
        cost = p.age_cost[int(me.age) - 1] + p.group_cost[int(me.group)]
        if luck < event_probability(size, p.event_turnout, cost, a[0].event_openness):
            return VISITS_EVENT
    return OBEYS if me.contact & MOBILIZED else NOTHING


@kernel
def choose_offer(
    people: Residents,
    i: int,
    who: int,
    bodies: Bodies,
    places: Any,
    first: Any,
    listed: Any,
    p: Any,
    openness: float,
    key: Key,
    week: int,
) -> int:
    """Return the organization with places that appeals most, or -1; chance is drawn by resident and organization.

    Whom one would meet there counts, less for somebody who comes from a brand event (``openness``).
    """
    best, at = -1e300, -1
    c = int(people[i].community)
    company = p.company_choice * ((1.0 - openness) if people[i].contact & EVENT else 1.0)
    for k in range(first[c], first[c + 1]):
        o = listed[k]
        if places[o] <= 0:
            continue
        matches = (int(people[i].interest) >> int(bodies[o].domain)) & 1 == 1
        score = offer_score(matches, bodies[o].legitimacy, p.interest_choice, p.legitimacy_choice)
        score += company * bodies[o].company[people[i].group] + p.reputation_choice * bodies[o].reputation
        score += gumbel_from(draw(key, CHOOSES, who, week, bodies[o].identity))
        if score > best:
            best, at = score, o
    return at


@kernel
def join_first(people: Residents, names: Any, bodies: Bodies, first: Any, listed: Any, p: Any, key: Key) -> None:
    """Let those who take part when the burn-in begins belong to a running group of their community."""
    for i in range(people.size):
        if people[i].state == INACTIVE:
            continue
        best, at = -1e300, -1
        c = people[i].community
        for k in range(first[c], first[c + 1]):
            o = listed[k]
            if bodies[o].kind == MASS and not bodies[o].dormant:
                matches = (int(people[i].interest) >> int(bodies[o].domain)) & 1 == 1
                score = offer_score(matches, 0.0, p.interest_choice, p.legitimacy_choice)
                score += p.company_choice * bodies[o].company[people[i].group]
                score += gumbel_from(draw(key, CHOOSES, names[i], 0, bodies[o].identity))
                if score > best:
                    best, at = score, o
        people[i].organization = at
        if at < 0:
            people[i].state = INACTIVE


@kernel
def list_wishes(people: Residents, wish: Any) -> Any:
    """Return the rows of those who wish for a place."""
    who = np.empty(people.size, np.int64)
    n = 0
    for i in range(people.size):
        if wish[i] != NOTHING:
            who[n] = i
            n += 1
    return who[:n].copy()


@kernel
def collect_wishes(
    people: Residents, names: Any, wish: Any, bodies: Bodies, places: Any, turn: int, first: Any, listed: Any, p: Any,
    openness: float, key: Key, week: int, who: Any, line: Any, many: int,
) -> int:  # fmt: skip
    """Keep in the list ``who`` whoever wants a place somewhere, where there may be one; return how many.

    ``line`` sorts them by offer and by a draw, never by index. In the first turn regulars go to their own group, others
    choose. In each later turn those who found an offer full look for one that has places left; when it returns 0, all
    have a place or none is left for them.
    """
    n = 0
    slots = bodies.size
    for k in range(many):
        i = who[k]
        if turn > 0 and (people[i].placed >= 0 or wish[i] == VISITS_EVENT):
            continue
        o = int(people[i].organization)
        if wish[i] == VISITS_EVENT:
            o = slots + int(people[i].community)
        elif turn > 0 or o < 0 or wish[i] == OBEYS or not bodies[o].alive:
            o = choose_offer(people, i, int(names[i]), bodies, places, first, listed, p, openness, key, week)
        if o >= 0:
            who[n] = i
            line[n] = o << 32
            n += 1
    named = np.empty(n, np.int64)
    for k in range(n):
        named[k] = names[who[k]]
    for k in range(n):
        line[k] |= int(draw(key, PLACES, named[k], week, turn) * 4294967296.0)
    return n


@kernel
def forget_event(people: Residents) -> None:
    """End what a brand event of the week before made easier."""
    for i in range(people.size):
        if people[i].contact & EVENT:
            people[i].contact ^= EVENT


@kernel
def give_places(
    people: Residents,
    wish: Any,
    bodies: Bodies,
    places: Any,
    who: Any,
    line: Any,
    n: int,
    crowd: Any,
    p: Any,
    tally: Any,
    week: int,
) -> None:
    """Give each offer's places to the first in line; ``crowd`` counts them by group."""
    order = np.argsort(line[:n], kind="mergesort")
    slots = bodies.size
    for k in range(n):
        i = who[order[k]]
        o = line[order[k]] >> 32
        if places[o] <= 0:
            continue
        places[o] -= 1
        domain = CULTURE if o >= slots else bodies[o].domain
        people[i].placed = domain
        add(tally, people[i].community, people[i].group, domain, PERSON_TIMES, 1.0)
        crowd[o, people[i].group] += 1
        if o < slots:
            bodies[o].week_times += 1
        if wish[i] == OBEYS:
            people[i].mobilized = week
            continue
        take_part(people, i, domain, week)
        people[i].identification += p.identification_gain * (1.0 - people[i].identification)
        if wish[i] == VISITS_EVENT:
            people[i].contact |= EVENT
        else:
            if people[i].organization < 0:
                people[i].organization = o
            if people[i].state == INACTIVE:
                people[i].state = ATTENDS


@kernel
def count_crossings(bodies: Bodies, crowd: Any, community_of: Any, speed: float, tally: Any) -> None:
    """Count ties of taking part together, and those that join two groups; note whom one meets where."""
    for o in range(crowd.shape[0]):
        total = 0
        for g in range(4):
            total += crowd[o, g]
        if total < 2:
            continue
        if o < bodies.size:
            for g in range(4):
                bodies[o].company[g] += speed * (crowd[o, g] / total - bodies[o].company[g])
        across = 0.0
        for g in range(4):
            across += crowd[o, g] * (total - crowd[o, g]) / (total - 1.0)
        add(tally, community_of[o], -1, -1, TIES, float(total))
        add(tally, community_of[o], -1, -1, CROSS_TIES, across)
