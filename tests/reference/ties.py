"""Who knows whom, drawn resident by resident."""

from __future__ import annotations

from typing import Any

from model import randomness
from model.kernels.network import ONE_MORE, TRIES
from tests.reference.luck import four, one
from tests.reference.rows import name_of

PARTS_EACH = 16
"""Draws that are kept for each tie of kin and work."""


def home_in(town: Any, community: int, luck: float) -> int:
    """Return the dwelling that a draw finds in a community, or anywhere if that is -1."""
    rows = town.homes if len(town.homes) else range(len(town.names))
    if community >= 0:
        rows = rows[int(town.first_home[community]) : int(town.first_home[community + 1])]
    return int(rows[int(luck * len(rows))])


def _ties_of(now: Any, resident: Any, purpose: int) -> int:
    """Each makes half of the ties, as a tie has two ends; of an odd number a drawn half makes the one more."""
    odd = now.ties % 2 == 1 and one(now.key, purpose, name_of(now, resident), 0, ONE_MORE) < 0.5
    return int(now.ties // 2 + odd)


def neighbor_ties(now: Any) -> int:
    """Tie each resident to those who follow in the ring of the grid; some of these ties lead elsewhere."""
    ends = []
    for resident in now.people:
        first, last = (int(end) for end in now.town.first_of_grid[resident.grid : resident.grid + 2])
        size = last - first
        for step in range(1, min(_ties_of(now, resident, randomness.REWIRES), size - 1) + 1):
            luck = four(now.key, randomness.REWIRES, name_of(now, resident), 0, step)
            other = first + (resident.number - first + step) % size
            if luck[0] < now.rewired:
                other = home_in(now.town, resident.community, luck[1])
            if other != resident.number:
                ends.append((resident.number, other))
    return _write(now, 0, ends)


def kin_ties(now: Any) -> int:
    """Let each resident find partners of kin and work, near or anywhere, mostly of the own group."""
    ends = []
    for resident in now.people:
        for number in range(_ties_of(now, resident, randomness.PARTNERS)):
            other = _partner(now, resident, number * PARTS_EACH)
            if other is not None:
                ends.append((resident.number, other))
    return _write(now, now.n, ends)


def _partner(now: Any, resident: Any, part: int) -> int | None:
    """Look up to eight times for somebody of the own group, where that is asked for; the last time anybody will do."""
    luck = four(now.key, randomness.PARTNERS, name_of(now, resident), 0, part)
    where = resident.community if luck[0] < now.near else -1
    for attempt in range(1, TRIES + 1):
        other = home_in(now.town, where, one(now.key, randomness.PARTNERS, name_of(now, resident), 0, part + attempt))
        any_group = luck[1] >= now.homophily or attempt == TRIES
        if other != resident.number and (any_group or now.people[other].group == resident.group):
            return other
    return None


def _write(now: Any, start: int, ends: list[tuple[int, int]]) -> int:
    for at, (resident, other) in enumerate(ends, start=start):
        now.one[at], now.other[at] = resident, other
    return start + len(ends)
