"""Who knows whom: ties of neighbors and of kin and work, drawn by identity.

Partners are looked for among dwellings that can be found. Those that wait for an influx are not among them: the ties of
all others are those of the town without it, and newcomers have theirs from draws of their own.
"""

from __future__ import annotations

from typing import Any

from model.columns import Residents, Town
from model.compiling import kernel
from model.randomness import PARTNERS, REWIRES, Key, draw, draws4

NEIGHBOR, KIN = 0, 1
TRIES = 8
ONE_MORE = 15
"""The part of a resident's draws that tells whether they make one tie more, where the number of ties is odd."""


@kernel
def ties_to_make(ties: int, luck: float) -> int:
    """Return how many ties a resident makes: each has two ends, so with an odd number one half makes one tie more."""
    return ties // 2 + int(ties % 2 == 1 and luck < 0.5)


@kernel
def home_of(town: Town, community: int, u: float) -> int:
    """Return the row of a dwelling that a draw finds in a community, or anywhere if that is -1."""
    first, last = 0, town.first_home[-1]
    if community >= 0:
        first, last = town.first_home[community], town.first_home[community + 1]
    number = first + int(u * (last - first))
    return int(town.homes[number]) if town.homes.size > 0 else number


@kernel
def neighbor_ties(people: Residents, town: Town, ties: int, rewired: float, key: Key, one: Any, other: Any) -> int:
    """Tie each resident to the next few of the grid's ring, some of them elsewhere in the community."""
    n = 0
    for g in range(town.first_of_grid.size - 1):
        first, size = town.first_of_grid[g], town.first_of_grid[g + 1] - town.first_of_grid[g]
        c = town.grid_community[g]
        for k in range(size):
            i = first + k
            reach = ties_to_make(ties, draw(key, REWIRES, town.names[i], 0, ONE_MORE))
            for step in range(1, min(reach, size - 1) + 1):
                j = first + (k + step) % size
                u = draws4(key, REWIRES, town.names[i], 0, step)
                if u[0] < rewired:
                    j = home_of(town, c, u[1])
                if i != j:
                    one[n] = i
                    other[n] = j
                    n += 1
    return n


@kernel
def kin_ties(
    people: Residents, town: Town, ties: int, near: float, homophily: float, key: Key, one: Any, other: Any, n: int
) -> int:
    """Let each resident draw partners of kin and work, near or anywhere, mostly of the own group."""
    for i in range(people.size):
        c = int(people[i].community)
        for k in range(ties_to_make(ties, draw(key, PARTNERS, town.names[i], 0, ONE_MORE))):
            u = draws4(key, PARTNERS, town.names[i], 0, 16 * k)
            where = c if u[0] < near else -1
            same = u[1] < homophily
            for attempt in range(TRIES):
                j = home_of(town, where, draw(key, PARTNERS, town.names[i], 0, 16 * k + 1 + attempt))
                fits = int(people[j].group) == int(people[i].group) or not same or attempt == TRIES - 1
                if j != i and fits:
                    one[n] = i
                    other[n] = j
                    n += 1
                    break
    return n
