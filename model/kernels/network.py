"""Who knows whom: ties of neighbors and of kin and work, drawn by identity."""

from __future__ import annotations

from typing import Any

from agents.codes import RESERVED
from model.columns import Residents, Town
from model.compiling import kernel
from model.randomness import PARTNERS, REWIRES, Key, draw, draws4

NEIGHBOR, KIN = 0, 1
TRIES = 8


@kernel
def neighbor_ties(people: Residents, town: Town, reach: int, rewired: float, key: Key, one: Any, other: Any) -> int:
    """Tie each resident to the next ``reach`` of the grid's ring, some of them elsewhere in the community."""
    n = 0
    for g in range(town.first_of_grid.size - 1):
        first, size = town.first_of_grid[g], town.first_of_grid[g + 1] - town.first_of_grid[g]
        c = town.grid_community[g]
        start, homes = town.first_of_community[c], town.first_of_community[c + 1] - town.first_of_community[c]
        for k in range(size):
            i = first + k
            for step in range(1, min(reach, size - 1) + 1):
                j = first + (k + step) % size
                u = draws4(key, REWIRES, people[i].identity, 0, step)
                if u[0] < rewired and people[i].present != RESERVED:
                    far = start + int(u[1] * homes)
                    if people[far].present != RESERVED:
                        j = far
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
    everybody = people.size
    for i in range(everybody):
        c = int(people[i].community)
        start, homes = town.first_of_community[c], town.first_of_community[c + 1] - town.first_of_community[c]
        for k in range(ties):
            u = draws4(key, PARTNERS, people[i].identity, 0, 16 * k)
            first, size = (start, homes) if u[0] < near else (0, everybody)
            same = u[1] < homophily
            for attempt in range(TRIES):
                j = first + int(draw(key, PARTNERS, people[i].identity, 0, 16 * k + 1 + attempt) * size)
                fits = int(people[j].group) == int(people[i].group) or not same or attempt == TRIES - 1
                if j != i and fits and people[j].present != RESERVED:
                    one[n] = i
                    other[n] = j
                    n += 1
                    break
    return n
