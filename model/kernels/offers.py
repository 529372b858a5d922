"""Offers of organizations: which one a resident chooses, and who gets its places."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from agents.codes import ATTENDS, EVENT, INACTIVE, MASS
from agents.rules.taking_part import mean_wait, offer_score, wait, wait_at_least
from model.columns import Array, Bodies, Residents
from model.compiling import kernel
from model.kernels.taking_part import NOTHING, OBEYS, VISITS_EVENT, take_part
from model.randomness import CHOOSES, PLACES, Key, branch, draw, luck_word, numbered
from model.tally import CROSS_TIES, PERSON_TIMES, TIES, add

CULTURE = 1
GROUPS = 4


class Offers(NamedTuple):
    """What residents can choose from, the offers of community c together from ``first[c]`` to ``first[c + 1]``.

    ``body`` offers it, ``name`` is the word of that one's identity and ``domain`` a bit. ``mean`` has a row for each
    group with the mean wait of those whom an offer does not interest, and four more for those who come from a brand
    event; interest makes it so many times as long as ``interested`` says. ``lowest`` is room for a chooser's bounds.
    """

    first: Array
    body: Array
    name: Array
    domain: Array
    mean: Array
    interested: float
    lowest: Array


@kernel
def mean_waits(
    bodies: Bodies, places: Any, p: Any, by_legitimacy: float, by_reputation: float, by_company: float, mean: Any
) -> None:
    """Write, by group, how long on average one waits for an organization that has places: how little it appeals."""
    for o in range(bodies.size):
        if places[o] > 0:
            known, seen = bodies[o].legitimacy, bodies[o].reputation
            for g in range(GROUPS):
                met = np.float64(bodies[o].company[g])
                mean[g, o] = mean_wait(offer_score(known, seen, met, by_legitimacy, by_reputation, by_company))


@kernel
def list_offers(bodies: Bodies, places: Any, first: Any, listed: Any, p: Any, means: Any) -> Offers:
    """Return the offers that have places left, and how much they appeal to whom: a column of ``means`` for each."""
    begins, body = np.zeros_like(first), np.empty_like(listed)
    n = 0
    for c in range(first.size - 1):
        for k in range(first[c], first[c + 1]):
            body[n] = listed[k]
            n += places[listed[k]] > 0
        begins[c + 1] = n
    name, domain, mean = np.empty(n, np.uint64), np.empty(n, np.int64), np.empty((means.shape[0], n))
    for k in range(n):
        name[k], domain[k] = numbered(bodies[body[k]].identity), 1 << int(bodies[body[k]].domain)
    for g in range(means.shape[0]):
        for k in range(n):
            mean[g, k] = means[g, body[k]]
    return Offers(begins, body[:n], name, domain, mean, mean_wait(p.interest_choice), np.empty(n))


@kernel
def where_lowest(numbers: Any) -> int:
    """Return where the lowest of some positive numbers stands.

    Their bits are in the same order, and the lowest of whole numbers is found for several at once.
    """
    bits = numbers.view(np.int64)
    lowest = bits[0]
    for k in range(bits.size):
        lowest = min(lowest, bits[k])
    at = 0
    while bits[at] != lowest:
        at += 1
    return at


@kernel
def choose_offer(me: Any, who: int, offers: Offers, key: Key, week: int) -> int:
    """Return the organization whose offer attracts a resident first, or -1; each has its own chance with everybody.

    First the bounds of all, in a loop that does several at once, then the wait of the one with the lowest, and of the
    few that can be shorter still.
    """
    first, end = offers.first[me.community], offers.first[me.community + 1]
    if first == end:
        return -1
    lowest, name, domain = offers.lowest[: end - first], offers.name[first:end], offers.domain[first:end]
    mean = offers.mean[int(me.group) + (GROUPS if me.contact & EVENT else 0), first:end]
    word, interest = luck_word(key, CHOOSES, who, week), int(me.interest)
    for k in range(lowest.size):
        interested = offers.interested if interest & domain[k] else 1.0
        lowest[k] = wait_at_least(branch(word, name[k]), mean[k] * interested)
    at = where_lowest(lowest)
    shortest = wait(branch(word, name[at]), mean[at] * (offers.interested if interest & domain[at] else 1.0))
    for k in range(lowest.size):
        if lowest[k] < shortest and k != at:
            found = wait(branch(word, name[k]), mean[k] * (offers.interested if interest & domain[k] else 1.0))
            if found < shortest:
                shortest, at = found, k
    return int(offers.body[first + at])


@kernel
def join_first(people: Residents, names: Any, bodies: Bodies, first: Any, listed: Any, p: Any, key: Key) -> None:
    """Let those who take part when the burn-in begins belong to a running group of their community.

    Its standing does not count yet.
    """
    runs = np.zeros(bodies.size, np.int64)
    for o in range(bodies.size):
        runs[o] = bodies[o].kind == MASS and not bodies[o].dormant
    means = np.empty((GROUPS, bodies.size))
    mean_waits(bodies, runs, p, 0.0, 0.0, p.company_choice, means)
    offers = list_offers(bodies, runs, first, listed, p, means)
    for i in range(people.size):
        if people[i].state != INACTIVE:
            people[i].organization = choose_offer(people[i], names[i], offers, key, 0)
            if people[i].organization < 0:
                people[i].state = INACTIVE


@kernel
def list_wishes(people: Residents, wish: Any) -> Any:
    """Return the rows of those who wish for a place."""
    who = np.empty(people.size, np.int64)
    n = 0
    for i in range(people.size):
        who[n] = i
        n += int(wish[i] != NOTHING)
    return who[:n].copy()


@kernel
def collect_wishes(
    people: Residents, names: Any, wish: Any, bodies: Bodies, offers: Offers, turn: int, key: Key, week: int, who: Any,
    line: Any, many: int,
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
            o = choose_offer(people[i], names[i], offers, key, week)
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
def queue_up(line: Any, places: Any) -> tuple[Any, Any]:
    """Return where each offer's queue begins, and who stands there, by their draws where places are too few."""
    begins = np.zeros(places.size + 1, np.int64)
    for ticket in line:
        begins[(ticket >> 32) + 1] += 1
    for o in range(places.size):
        begins[o + 1] += begins[o]
    order, ends = np.empty(line.size, np.int64), begins.copy()
    for k in range(line.size):
        o = line[k] >> 32
        order[ends[o]] = k
        ends[o] += 1
    for o in range(places.size):
        queue = order[begins[o] : begins[o + 1]]
        if 0 < places[o] < queue.size:
            queue[:] = queue[np.argsort(line[queue], kind="mergesort")]
    return begins, order


@kernel
def settle_in(people: Residents, i: int, wish: int, o: int, domain: int, p: Any, week: int) -> None:
    """Let a resident take a place; who only obeys a call does not take part of their own will."""
    people[i].placed = domain
    if wish == OBEYS:
        people[i].mobilized = week
        return
    take_part(people, i, domain, week)
    people[i].identification += p.identification_gain * (1.0 - people[i].identification)
    if wish == VISITS_EVENT:
        people[i].contact |= EVENT
        return
    if people[i].organization < 0:
        people[i].organization = o
    if people[i].state == INACTIVE:
        people[i].state = ATTENDS


@kernel
def give_places(
    people: Residents, wish: Any, bodies: Bodies, places: Any, who: Any, line: Any, n: int, crowd: Any, p: Any,
    tally: Any, week: int,
) -> None:  # fmt: skip
    """Give each offer's places to the first in line; ``crowd`` counts them by group."""
    begins, order = queue_up(line[:n], places)
    slots = bodies.size
    for o in range(places.size):
        given = max(0, min(places[o], begins[o + 1] - begins[o]))
        places[o] -= given
        domain = CULTURE if o >= slots else bodies[o].domain
        if o < slots:
            bodies[o].week_times += given
        for k in order[begins[o] : begins[o] + given]:
            i = who[k]
            add(tally, people[i].community, people[i].group, domain, PERSON_TIMES, 1.0)
            crowd[o, people[i].group] += 1
            settle_in(people, i, wish[i], o, domain, p, week)


@kernel
def find_places(
    people: Residents, names: Any, wish: Any, bodies: Bodies, places: Any, first: Any, listed: Any, p: Any,
    openness: float, after_event: bool, crowd: Any, tally: Any, key: Key, week: int,
) -> None:  # fmt: skip
    """Let all who wish for a place look for one, turn by turn, until they have one or none is left for them.

    ``places`` and ``crowd`` go by offer: first those of organizations, then brand events by community. Whom one would
    meet counts, less (``openness``) in the week ``after_event`` for those who were at one.
    """
    means = np.empty((2 * GROUPS if after_event else GROUPS, bodies.size))
    mean_waits(bodies, places, p, p.legitimacy_choice, p.reputation_choice, p.company_choice, means[:GROUPS])
    if after_event:
        less = p.company_choice * (1.0 - openness)
        mean_waits(bodies, places, p, p.legitimacy_choice, p.reputation_choice, less, means[GROUPS:])
    who = list_wishes(people, wish)
    line, many, turn = np.zeros(who.size, np.int64), who.size, 0
    while many > 0:
        offers = list_offers(bodies, places, first, listed, p, means)
        many = collect_wishes(people, names, wish, bodies, offers, turn, key, week, who, line, many)
        if turn == 0 and after_event:
            forget_event(people)
        give_places(people, wish, bodies, places, who, line, many, crowd, p, tally, week)
        turn += 1
    if turn == 0 and after_event:
        forget_event(people)


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
