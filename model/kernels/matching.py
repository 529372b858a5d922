"""Finding an organization that fits a request."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from model.columns import Array, Bodies, Needs
from model.compiling import kernel
from model.quantiles import gumbel_from
from model.randomness import MATCHES, ROTATES, Key, draw


@kernel
def is_professional(domain: int) -> bool:
    """Tell whether a domain is one of the four professional ones: mental health, safety, legal aid, education."""
    return 2 <= domain <= 5


@kernel
def fits(bodies: Bodies, o: int, domain: int, s: Any, runs: Any) -> bool:
    """Tell whether an organization runs, has the domain and is professional enough for it."""
    return bool(runs[o] and (bodies[o].domains >> domain) & 1 and bodies[o].skill >= s.minimum_skill[domain])


class Able(NamedTuple):
    """Which organizations fit: for domain d of community c those of ``body`` from ``first[9 * c + d]`` on."""

    first: Array
    body: Array


@kernel
def list_able(bodies: Bodies, first: Any, listed: Any, runs: Any, s: Any) -> Able:
    """Return which organizations fit, community by community and domain by domain, in the order of the list.

    Counted first, then written: most have a domain or two of the nine.
    """
    domains = np.zeros(bodies.size, np.int64)
    for o in range(bodies.size):
        if runs[o]:
            for d in range(9):
                domains[o] |= int(fits(bodies, o, d, s, runs)) << d
    begins = np.zeros(9 * (first.size - 1) + 1, np.int64)
    for c in range(first.size - 1):
        for k in range(first[c], first[c + 1]):
            d, left = 0, domains[listed[k]]
            while left:
                begins[9 * c + d + 1] += left & 1
                d, left = d + 1, left >> 1
    for cell in range(begins.size - 1):
        begins[cell + 1] += begins[cell]
    ends, body = begins.copy(), np.empty(begins[-1], np.int64)
    for c in range(first.size - 1):
        for k in range(first[c], first[c + 1]):
            cell, left = 9 * c, domains[listed[k]]
            while left:
                if left & 1:
                    body[ends[cell]] = listed[k]
                    ends[cell] += 1
                cell, left = cell + 1, left >> 1
    return Able(begins, body)


@kernel
def find_organization(
    bodies: Bodies, able: Able, c: int, d: int, free: bool, s: Any, who: int, born: int, key: Key, week: int
) -> int:
    """Return a fitting organization, with free hours if asked for, or -1; chance is drawn by need and body."""
    best, at = -1e300, -1
    for o in able.body[able.first[9 * c + d] : able.first[9 * c + d + 1]]:
        if free and bodies[o].service_hours < s.hours[d]:
            continue
        score = bodies[o].legitimacy + gumbel_from(draw(key, MATCHES, who, week + 65536 * born, bodies[o].identity))
        if score > best:
            best, at = score, o
    return at


@kernel
def take_hours(stock: Any, c: int, hours: float) -> bool:
    """Take hours from a community's stock of a center, if there are enough; the second row counts them."""
    if stock[0, c] < hours:
        return False
    stock[0, c] -= hours
    stock[1, c] += hours
    return True


@kernel
def order_by_luck(needs: Needs, rows: Any, key: Key, week: int) -> Any:
    """Return rows of the ledger in an order drawn by need, never by position."""
    luck = np.empty(rows.size)
    for k in range(rows.size):
        need = needs[rows[k]]
        luck[k] = draw(key, ROTATES, need.identity, week, int(need.born))
    return rows[np.argsort(luck, kind="mergesort")]


@kernel
def rows_with(needs: Needs, size: int, lowest: int, highest: int) -> Any:
    """Return the rows of the ledger with a status from ``lowest`` to ``highest``."""
    rows = np.empty(size, np.int64)
    n = 0
    for r in range(size):
        if lowest <= needs[r].status <= highest:
            rows[n] = r
            n += 1
    return rows[:n]
