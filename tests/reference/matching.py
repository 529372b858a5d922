"""Finding an organization that fits, and the order in which needs have their turn."""

from __future__ import annotations

from typing import Any

from agents import codes
from model import randomness, tally
from model.quantiles import gumbel_from
from tests.reference.counting import count_need
from tests.reference.luck import by_luck, one
from tests.reference.people import is_in
from tests.reference.taking_part import listed_in
from vocabulary.categories import DOMAINS

BIRTHS = 65536


def is_professional(domain: int) -> bool:
    """Whether a domain needs professional knowledge."""
    return bool(DOMAINS[domain].professional)


def fits(now: Any, o: int, domain: int) -> bool:
    """Whether an organization runs, has the domain and is professional enough for it."""
    body = now.bodies[o]
    return bool(now.runs[o]) and is_in(domain, body.domains) and body.skill >= now.s.minimum_skill[domain]


def find_organization(now: Any, need: Any, free: bool) -> int:
    """Return a fitting organization of the community's list, with free hours if asked for, or -1.

    The better its standing, the likelier it is found.
    """
    best, score = -1, -1e300
    for o in listed_in(now, need.community):
        body = now.bodies[o]
        busy = free and body.service_hours < now.s.hours[need.domain]
        if fits(now, o, need.domain) and not busy:
            week = now.week + BIRTHS * need.born
            luck = one(now.key, randomness.MATCHES, need.identity, week, body.identity)
            found = body.legitimacy + gumbel_from(luck)
            if found > score:
                best, score = o, found
    return best


def note_request(now: Any, need: Any, body: Any, able: bool) -> None:
    """Count a request that came to an organization, and whether it could be served there now."""
    need.marks |= codes.TRIED
    count_need(now.tally, need, tally.ORGANIZATION_REQUESTS)
    if able and body.service_hours >= now.s.hours[need.domain]:
        count_need(now.tally, need, tally.ORGANIZATION_FITS)


def spend_center_hours(stock: Any, c: int, hours: float) -> bool:
    """Take hours of a community's center, if there are enough; the second row counts what was taken."""
    if stock[0, c] < hours:
        return False
    stock[0, c] -= hours
    stock[1, c] += hours
    return True


def in_drawn_order(now: Any, needs: list[Any]) -> list[Any]:
    """Return needs in this week's order."""
    draws = [one(now.key, randomness.ROTATES, need.identity, now.week, need.born) for need in needs]
    return by_luck(needs, draws)
