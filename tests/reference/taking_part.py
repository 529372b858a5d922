"""Taking part: wishes, the choice of an offer, places."""

from __future__ import annotations

import itertools
from typing import Any

from agents import codes
from agents.rules.awareness import also
from agents.rules.taking_part import (
    asked_probability,
    event_probability,
    is_influenced,
    joining_probability,
    mean_wait,
    offer_score,
    wait,
)
from model import randomness, tally
from model.kernels.offers import CULTURE
from model.kernels.taking_part import JOINS, NOTHING, OBEYS, RETURNS, VISITS_EVENT
from tests.reference.awareness import ALLIANCE, count_neighbors, face_of, in_order, is_goose, neighbors
from tests.reference.counting import count
from tests.reference.luck import branch, four, luck_word, one, spread_out
from tests.reference.people import is_in
from tests.reference.rows import name_of
from vocabulary.categories import GROUP_IDS

GROUPS = range(len(GROUP_IDS))
BEHIND_THE_POINT = 2**32


def note_taking_part(resident: Any, domain: int, week: int) -> None:
    """Remember the week, and the week before it in which the resident took part."""
    if resident.last != week:
        resident.previous, resident.last = resident.last, week
    resident.last_by_domain[domain] = 1 + week % 255


def identify(resident: Any, p: Any) -> None:
    resident.identification += p.identification_gain * (1.0 - resident.identification)


# ---- wishes ---------------------------------------------------------------------------------------------------------


def decide_to_take_part(now: Any) -> None:
    """Let residents decide, one after the other."""
    for number in in_order(now):
        resident = now.people[number]
        now.wish[number] = NOTHING
        if resident.present == codes.HOME and resident.age != codes.CHILD:
            if now.live:
                count_neighbors(resident, neighbors(now.town, resident))
            now.wish[number] = _wish(now, resident)
            if now.live and now.wish[number] == JOINS:
                face = face_of(int(now.town.seen[number]))
                now.town.seen[number] = face._replace(takes_part=True).word()


def _wish(now: Any, resident: Any) -> int:
    """Return what an adult wishes: to join or to come again, else to visit the event, else to obey a call."""
    luck = four(now.key, randomness.CONSIDERS, name_of(now, resident), now.week)
    if resident.state == codes.INACTIVE:
        if _joins(now, resident, luck):
            return JOINS
    elif luck[1] < now.p.attends:
        return RETURNS
    size = float(now.events[resident.community])
    if size > 0.0:
        likely = event_probability(size, now.p.event_turnout, cost_of(resident, now.p), now.a[0].event_openness)
        if luck[3] < likely:
            return VISITS_EVENT
    return OBEYS if resident.contact & codes.MOBILIZED else NOTHING


def cost_of(resident: Any, p: Any) -> float:
    """Return what taking part costs by age (of adults) and group."""
    return float(p.age_cost[resident.age - 1] + p.group_cost[resident.group])


def _joins(now: Any, resident: Any, luck: Any) -> bool:
    """Whether an inactive resident signs up. Only some consider it in a week; without an occasion few do."""
    considers, is_asked, signs, _ = luck
    if considers >= now.p.attention:
        return False
    offered = int(now.offered[resident.community])
    aware, invited = bool(resident.known & offered), is_asked < asked(now, resident)
    likely = now.p.spontaneous
    if aware or invited:
        influenced = is_influenced(
            now.rule, float(resident.near_active), float(resident.near_present), resident.threshold,
            now.p.influence_count,
        )  # fmt: skip
        log_odds = inclination(now, resident, invited, aware, bool(resident.interest & offered))
        likely = joining_probability(log_odds, influenced, now.p.influence, now.p.spontaneous)
    if signs < likely:
        note_coming(resident, invited)
        return True
    return False


def note_coming(resident: Any, invited: bool) -> None:
    how = codes.WHEN_ASKED if invited else codes.BY_THEMSELVES
    resident.marks = resident.marks - (resident.marks & codes.SEEN_COMING) + how


def asked(now: Any, resident: Any) -> float:
    """Return the chance that somebody asks in person: a neighbor, a visitor, at an event, outreach, the alliance."""
    by = asked_probability(float(resident.near_active), now.p.asked_by_tie)
    sources = (
        (codes.VISIT, now.a[0].visit_asks), (codes.EVENT, now.a[0].event_asks),
        (codes.OUTREACH, now.p.asked_by_outreach),
        *((codes.ALLIANCE_BIT << body, now.e[0].alliance_asks) for body in ALLIANCE),
    )  # fmt: skip
    for contact, likely in sources:
        if resident.contact & contact:
            by = also(by, likely)
    return by


def inclination(now: Any, resident: Any, invited: bool, aware: bool, interested: bool) -> float:
    """Return the log-odds of joining before the neighbors' influence."""
    p = now.p
    log_odds = p.intercept + p.trust_weight * (resident.trust - 0.5)
    log_odds += p.identification_weight * resident.identification
    log_odds += p.efficacy_weight * (resident.efficacy - p.efficacy_neutral)
    log_odds -= cost_of(resident, p)
    for holds, weight in (
        (invited, p.asked_weight), (aware, p.aware_weight), (interested, p.match_weight),
        (is_goose(resident, now.a), p.party_weight), (resident.marks & codes.NEAR_GOOSE, now.a[0].goose_pull),
    ):  # fmt: skip
        log_odds += weight if holds else 0.0
    return float(log_odds)


# ---- places ---------------------------------------------------------------------------------------------------------


def first_to_attract(now: Any, resident: Any, offers: list[int], week: int, weights: tuple[float, ...]) -> int:
    """Return the organization whose offer attracts a resident first: by its standing, company, interest and chance."""
    found, shortest = -1, float("inf")
    word = luck_word(now.key, randomness.CHOOSES, name_of(now, resident), week)
    for o in offers:
        body = now.bodies[o]
        mean = mean_wait(offer_score(body.legitimacy, body.reputation, body.company[resident.group], *weights))
        if is_in(body.domain, resident.interest):
            mean *= mean_wait(now.p.interest_choice)
        waits = wait(branch(word, spread_out(body.identity)), mean)
        if waits < shortest:
            found, shortest = o, waits
    return found


def listed_in(now: Any, community: int) -> list[int]:
    """Return the organizations that serve a community."""
    return [int(o) for o in now.listed[now.first[community] : now.first[community + 1]]]


def join_first(now: Any) -> None:
    """Let those who take part at the start belong to an awake group of their community; without one they do not."""
    for resident in now.people:
        if resident.state != codes.INACTIVE:
            listed = [(o, now.bodies[o]) for o in listed_in(now, resident.community)]
            groups = [o for o, body in listed if body.kind == codes.MASS and not body.dormant]
            resident.organization = first_to_attract(now, resident, groups, 0, (0.0, 0.0, now.p.company_choice))
            if resident.organization < 0:
                resident.state = codes.INACTIVE


def find_places(now: Any) -> None:
    """Let everybody who wishes for a place stand in a line, then those who got none in another one, to the end.

    What a brand event of the week before made easier ends when all stand in their first line.
    """
    looking = [number for number, wish in enumerate(now.wish.tolist()) if wish != NOTHING]
    for turn in itertools.count():
        line = _line(now, looking, turn)
        if turn == 0:
            for resident in now.people:
                resident.contact &= ~codes.EVENT
        if not line:
            return
        for at, _, number in sorted(line):
            if now.places[at] > 0:
                now.places[at] -= 1
                _place(now, now.people[number], at)
        looking = [number for at, _, number in line if now.people[number].placed < 0 and at < now.bodies.size]


def _line(now: Any, looking: list[int], turn: int) -> list[tuple[int, float, int]]:
    """Return which offer each of those who look for one takes up, with their draw."""
    found = []
    for number in looking:
        resident = now.people[number]
        at = _where(now, resident, int(now.wish[number]), turn)
        if at >= 0:
            found.append((at, one(now.key, randomness.PLACES, name_of(now, resident), now.week, turn), number))
    return found


def _where(now: Any, resident: Any, wish: int, turn: int) -> int:
    """Members go to their own organization, others to the best offer; events come after all organizations."""
    if wish == VISITS_EVENT:
        return int(now.bodies.size + resident.community)
    own = resident.organization
    if wish != OBEYS and turn == 0 and own >= 0 and now.bodies[own].alive:
        return int(own)
    offers = [o for o in listed_in(now, resident.community) if now.places[o] > 0]
    company = now.p.company_choice * (1.0 - now.openness if resident.contact & codes.EVENT else 1.0)
    weights = (now.p.legitimacy_choice, now.p.reputation_choice, company)
    return first_to_attract(now, resident, offers, now.week, weights)


def _place(now: Any, resident: Any, at: int) -> None:
    """Let a resident take a place; who only obeys a call does not take part of their own will."""
    wish = int(now.wish[resident.number])
    at_event = at >= now.bodies.size
    domain = CULTURE if at_event else now.bodies[at].domain
    resident.placed = domain
    count(now.tally, resident.community, resident.group, domain, tally.PERSON_TIMES)
    now.crowd[at, resident.group] += 1
    if not at_event:
        now.bodies[at].week_times += 1
    if wish == OBEYS:
        resident.mobilized = now.week
        return
    note_taking_part(resident, domain, now.week)
    identify(resident, now.p)
    if wish == VISITS_EVENT:
        resident.contact |= codes.EVENT
        return
    if resident.organization < 0:
        resident.organization = at
    if resident.state == codes.INACTIVE:
        resident.state = codes.ATTENDS


def count_crossings(now: Any) -> None:
    """Count ties of taking part together, a person's share each, and how many of them join two groups."""
    for at, row in enumerate(now.crowd.tolist()):
        together = sum(row)
        if together < 2:
            continue
        if at < now.bodies.size:
            company = now.bodies[at].company
            for g in GROUPS:
                company[g] += now.speed * (row[g] / together - company[g])
        across = 0.0
        for many in row:
            across += many * (together - many) / (together - 1.0)
        home = int(now.community_of[at])
        count(now.tally, home, -1, -1, tally.TIES, float(together))
        count(now.tally, home, -1, -1, tally.CROSS_TIES, across)
