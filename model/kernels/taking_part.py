"""Taking part: who wishes to, by themselves or asked."""

from __future__ import annotations

from typing import Any

import numpy as np

from agents.codes import (
    ALLIANCE_BIT,
    BY_THEMSELVES,
    CHILD,
    EVENT,
    HOME,
    INACTIVE,
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
)
from model.columns import Residents, Town
from model.compiling import kernel
from model.kernels.awareness import AT_HOME, GOOSE, TAKES_PART, TILE
from model.randomness import CONSIDERS, Key, draw_four

NOTHING, JOINS, RETURNS, VISITS_EVENT, OBEYS = 0, 1, 2, 3, 4


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
