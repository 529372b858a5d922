"""The reference workload as this project writes a model: rules, draws, kernels, and a compact network, in one file.

``benchmarks/peers/spec.py`` states it. A rule is one decision of one resident, in plain Python. A kernel carries rules
over columns, a tile of residents at a time, in short loops of one purpose each, so that the compiler takes several
residents at once. What others may see of a resident is packed into one word, and neighbors' words are added up along
the list of all ties: a sum for each resident is then the difference of two running totals, and no loop of a few turns
stands in the way. Loops run from 0 over slices of columns: the compiler then sees that no index is negative. There is
no fast-math: the bits are those of plain Python.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from agents.rules.arithmetic import exp, log, logistic, rule
from benchmarks.peers.spec import (
    ARISES,
    CAPACITY,
    DOMAINS,
    FORGETS,
    INDICATORS,
    INTERCEPT,
    PER_QUALITY,
    PER_SHARE,
    PER_TRUST,
    START_QUALITY,
    TELLS,
    Array,
    Run,
    members_by_organization,
)
from benchmarks.peers.spec import Town as Start
from model.compiling import kernel
from model.randomness import Key, draw, draws4, history_key
from model.town import compact

NAME = "Gongzhi"
LINE = "rules in kernels, tiles of residents, double precision, the same bits as plain Python"

LIVES, STARTS = 1, 2
"""What draws are for: a resident's week, and where an organization's week begins."""
TILE = 256
ROOM = 64 * TILE
MOST_KNOWN = 255
AWARE, TAKES_PART, PART_SHIFT = 1, 256, 8
"""A resident's word: the low byte counts the aware, the high byte those taking part, when words are added up."""
MISSES = float(log(1.0 - TELLS))


# ---- rules ----------------------------------------------------------------------------------------------------------


@rule
def told_probability(aware_neighbors: float) -> float:
    """Return the chance that at least one of the aware neighbors tells."""
    return 1.0 - exp(aware_neighbors * MISSES)


@rule
def stays_aware(aware: bool, told: float, luck: float) -> bool:
    """Tell whether a resident is aware after this week."""
    if aware:
        return luck >= FORGETS
    return luck < told


@rule
def joining_probability(trust: float, share: float, quality: float) -> float:
    """Return the chance that an aware resident takes part this week."""
    return logistic(INTERCEPT + PER_TRUST * trust + PER_SHARE * share + PER_QUALITY * quality)


@rule
def need_after(need: int, luck: float) -> int:
    """Return the domain of the open need, -1 for none; a new one takes its domain from the draw that brought it."""
    if need >= 0:
        return need
    if luck >= ARISES:
        return -1
    return int(luck * DOMAINS / ARISES)


@rule
def capacity_of(members: int, quality: float) -> int:
    """Return how many needs an organization meets in a week."""
    return int(CAPACITY * members * (0.5 + quality))


@rule
def trust_after(trust: float, served: bool, quality: float) -> float:
    """Return the trust of a resident who asked."""
    if served:
        return trust + 0.2 * (quality - trust)
    return trust - 0.05 * trust


@rule
def one_if(condition: bool) -> int:
    """Return 1 or 0: what counting without a branch adds."""
    return 1 if condition else 0


@rule
def quality_after(quality: float, active: float) -> float:
    """Return an organization's quality after a week in which a share of its members took part."""
    return quality + 0.1 * (0.2 + 0.8 * min(1.0, 2.0 * active) - quality)


# ---- columns --------------------------------------------------------------------------------------------------------


class Town(NamedTuple):
    """Columns of residents and organizations, and who knows whom and belongs where.

    ``seen`` is what others see of a resident this week, ``shown`` what they will see next week; ``turn`` is the first
    member whom an organization serves, ``left`` how many it can still serve; ``line`` and ``later`` hold those who ask.
    """

    first_tie: Array
    ties: Array
    seen: Array
    shown: Array
    trust: Array
    need: Array
    organization: Array
    first_member: Array
    members: Array
    quality: Array
    turn: Array
    left: Array
    line: Array
    later: Array


class Tile(NamedTuple):
    """What is reckoned of a tile of residents: ``total`` runs along their ties, ``luck`` has three draws of each."""

    total: Array
    told: Array
    share: Array
    quality: Array
    luck: Array


def settle(start: Start) -> Town:
    """Lay a town out as columns.

    Raises
    ------
    ValueError
        If somebody knows more others than a word can count.
    """
    n, count = start.residents, start.organizations
    ties = compact(start.one, start.other, np.zeros(start.one.size, np.uint8), n)
    first = ties["first_tie"]
    if np.diff(first).max() > MOST_KNOWN or np.diff(first[np.r_[0:n:TILE, n]]).max() > ROOM:
        raise ValueError(f"residents know up to {np.diff(first).max()} others: more than can be counted in a byte")
    members = members_by_organization(start)
    shown = start.aware.astype(np.uint16)
    return Town(
        first.astype(np.uint32), ties["ties"], shown.copy(), shown, start.trust.astype(np.float32),
        np.full(n, -1, np.int8), start.organization.astype(np.uint16), members.first.astype(np.uint32),
        members.entries.astype(np.uint32), np.full(count, START_QUALITY, np.float32), np.zeros(count, np.uint32),
        np.zeros(count, np.int32), np.zeros(n + 1, np.uint32), np.zeros(n + 1, np.uint32),
    )  # fmt: skip


# ---- kernels --------------------------------------------------------------------------------------------------------


@kernel
def look(town: Town, low: int, high: int, tile: Tile, by_count: Array) -> None:
    """Let a tile's residents see their neighbors: the difference of two totals holds what each of them sees."""
    seen, first_tie, total = town.seen, town.first_tie[low : high + 1], tile.total
    first, so_far = first_tie[0], np.uint32(0)
    others = town.ties[first : first_tie[high - low]]
    total[0] = so_far
    for e in range(others.size):
        so_far += np.uint32(seen[others[e]])
        total[e + 1] = so_far
    for j in range(high - low):
        words = total[first_tie[j + 1] - first] - total[first_tie[j] - first]
        tile.told[j] = by_count[words & MOST_KNOWN]
        tile.share[j] = (words >> PART_SHIFT) / (first_tie[j + 1] - first_tie[j])


@kernel
def draw_luck(key: Key, week: int, low: int, high: int, luck: Array) -> None:
    """Draw the week's luck of a tile's residents."""
    for j in range(high - low):
        luck[0, j], luck[1, j], luck[2, j], _ = draws4(key, LIVES, low + j, week)


@kernel
def decide(town: Town, low: int, high: int, tile: Tile) -> None:
    """Let a tile's residents hear, take part, and have needs."""
    luck, told, share, quality, m = tile.luck, tile.told, tile.share, tile.quality, high - low
    seen, shown = town.seen[low:high], town.shown[low:high]
    trust, need, organization = town.trust[low:high], town.need[low:high], town.organization[low:high]
    for j in range(m):
        quality[j] = town.quality[organization[j]]
    for j in range(m):
        share[j] = joining_probability(np.float64(trust[j]), share[j], quality[j])
    for j in range(m):
        aware = stays_aware(seen[j] & AWARE == 1, told[j], luck[0, j])
        takes_part = aware & (luck[1, j] < share[j])
        shown[j] = aware * AWARE + takes_part * TAKES_PART
    for j in range(m):
        need[j] = need_after(need[j], luck[2, j])


@kernel
def live(town: Town, key: Key, week: int) -> None:
    """Let all residents live a week, a tile at a time."""
    by_count = np.empty(MOST_KNOWN + 1)
    for count in range(by_count.size):
        by_count[count] = told_probability(float(count))
    tile = Tile(np.empty(ROOM + 1, np.uint32), np.empty(TILE), np.empty(TILE), np.empty(TILE), np.empty((3, TILE)))
    n = town.need.size
    for low in range(0, n, TILE):
        high = min(low + TILE, n)
        look(town, low, high, tile, by_count)
        draw_luck(key, week, low, high, tile.luck)
        decide(town, low, high, tile)


@kernel
def open_week(town: Town, key: Key, week: int) -> None:
    """Let organizations find out how many they can serve, and with whom they begin."""
    for o in range(town.quality.size):
        first, last = town.first_member[o], town.first_member[o + 1]
        town.left[o] = capacity_of(last - first, np.float64(town.quality[o]))
        start = first + np.uint32(draw(key, STARTS, o, week) * (last - first))
        town.turn[o] = town.members[start] if last > first else 0


@kernel
def queue(town: Town) -> int:
    """Line up who asks: round each organization's members from whom it begins with. Return how many ask."""
    need, line, later = town.need, town.line, town.later
    asked = 0
    for i in range(need.size):  # written without a branch: whether somebody asks cannot be foreseen
        later[asked] = i
        asked += one_if(need[i] >= 0)
    ahead, behind = 0, 0
    for k in range(asked):
        i = later[k]
        waits = i < town.turn[town.organization[i]]
        line[ahead] = i
        later[behind] = i
        ahead += one_if(not waits)
        behind += one_if(waits)
    for k in range(behind):
        line[ahead + k] = later[k]
    return asked


@kernel
def serve(town: Town, asked: int) -> int:
    """Let organizations serve those in the line as far as they can; return how many are served."""
    need, trust, left, served = town.need, town.trust, town.left, 0
    for k in range(asked):
        i = town.line[k]
        o = town.organization[i]
        is_served = left[o] > 0
        left[o] -= one_if(is_served)
        trust[i] = trust_after(np.float64(trust[i]), is_served, np.float64(town.quality[o]))
        need[i] = -1 if is_served else need[i]
        served += one_if(is_served)
    return served


@kernel
def improve(town: Town) -> None:
    """Move each organization's quality by the share of its members who take part."""
    for o in range(town.quality.size):
        first, last, active = town.first_member[o], town.first_member[o + 1], 0
        for k in range(first, last):
            active += one_if(town.shown[town.members[k]] >= TAKES_PART)
        if last > first:
            town.quality[o] = quality_after(np.float64(town.quality[o]), active / (last - first))


@kernel
def mean_of(column: Array) -> float:
    """Return a column's mean: eight sums side by side, since one alone waits for each addition."""
    sums, whole, total = np.zeros(8), column.size - column.size % 8, 0.0
    for i in range(0, whole, 8):
        for lane in range(8):
            sums[lane] += np.float64(column[i + lane])
    for i in range(whole, column.size):
        total += np.float64(column[i])
    for lane in range(8):
        total += sums[lane]
    return total / column.size


@kernel
def close_week(town: Town, asked: int, served: int, row: Array) -> None:
    """Write the week's indicators down, and let everybody be seen as they are now."""
    n, aware, active = town.need.size, 0, 0
    for i in range(n):
        town.seen[i] = town.shown[i]
        aware += one_if(town.shown[i] & AWARE == AWARE)
        active += one_if(town.shown[i] >= TAKES_PART)
    row[0] = aware / n
    row[1] = active / n
    row[2] = mean_of(town.trust)
    row[3] = (asked - served) / n
    row[4] = served / max(1, asked)


@kernel
def live_weeks(town: Town, key: Key, week: int, rows: Array) -> None:
    """Live a week for each row, and fill the row with its indicators."""
    for w in range(len(rows)):
        live(town, key, week + w)
        open_week(town, key, week + w)
        asked = queue(town)
        served = serve(town, asked)
        improve(town)
        close_week(town, asked, served, rows[w])


def begin(start: Start, seed: int) -> Run:
    """Settle the town and return what lives its weeks."""
    town, key, lived = settle(start), history_key(seed), 0

    def live_on(weeks: int) -> Array:
        nonlocal lived
        rows = np.zeros((weeks, len(INDICATORS)))
        live_weeks(town, key, lived, rows)
        lived += weeks
        return rows

    return live_on
