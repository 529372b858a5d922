"""Building the town: dwellings in grids and communities, first residents, ties."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np

from agents.codes import HOME, RESERVED
from model.columns import RESIDENT, Array, Residents, Town, columns
from model.kernels.network import kin_ties, neighbor_ties
from model.kernels.population import populate, start_lives
from model.own_ties import own_ties
from model.randomness import Key
from model.settings import Values
from scenarios import Place
from vocabulary.messages import RefusalError

BLOCK = 1 << 16
"""Identities are given to communities in blocks, so that one more resident here changes no identity there."""
NEWCOMERS = 1 << 31
"""Where the identities of dwellings begin that are reserved for an influx."""
MOST_GRIDS = 65_535
"""So many grids can be numbered in the two bytes that a resident has for theirs."""


class Reservation(NamedTuple):
    """Dwellings of a community that wait for the newcomers of an influx, ``event`` being its place among the shocks."""

    event: int
    community: int
    size: int
    group: int


def dwellings(place: Place, scale: float, reserved: Sequence[Reservation]) -> tuple[Residents, Town]:
    """Return empty dwellings and the town's grids; reserved ones come last in their community, in a grid of their own.

    Raises
    ------
    ValueError
        If there are more dwellings than identities, or more grids than numbers for them.
    """
    sizes, communities = _ordinary_grids(place, scale)
    ordinary = len(sizes)
    sizes += [block.size for block in reserved]
    communities += [block.community for block in reserved]
    if len(sizes) > MOST_GRIDS:
        raise RefusalError("error.grids", {"given": len(sizes), "most": MOST_GRIDS})
    order = np.argsort(communities, kind="stable")
    grid_event = np.array([-1] * ordinary + [block.event for block in reserved])[order]
    grid_sizes, grid_community = np.array(sizes)[order], np.array(communities)[order]
    first_of_grid = np.concatenate([[0], np.cumsum(grid_sizes)])
    begins = np.searchsorted(grid_community, np.arange(len(place.communities) + 1))
    rows = int(first_of_grid[-1])
    if rows + BLOCK * len(place.communities) > NEWCOMERS:
        raise ValueError(f"{rows:,} dwellings, newcomers' included: more than can be told apart")
    people: Residents = columns(RESIDENT, rows)
    people.grid[:] = np.repeat(np.arange(grid_sizes.size), grid_sizes)
    people.community[:] = np.repeat(grid_community, grid_sizes)
    people.present[:] = np.where(np.repeat(grid_event, grid_sizes) < 0, HOME, RESERVED)
    people.organization[:] = people.placed[:] = -1
    names = _names(people, len(place.communities))
    numbers = accumulate((block.size for block in reserved), initial=NEWCOMERS)
    for at, (block, number) in enumerate(zip(reserved, numbers, strict=False), start=ordinary):
        first = first_of_grid[np.flatnonzero(order == at)[0]]
        names[first : first + block.size] = number + np.arange(block.size)
        people.group[first : first + block.size] = block.group
    empty = np.zeros(0, dtype=np.uint32)
    town = Town(
        first_of_grid[begins], first_of_grid, grid_community, grid_event, empty, empty, empty, empty,
        empty.astype(np.uint8), np.zeros(people.size, dtype=np.uint64), names,
    )  # fmt: skip
    return people, with_homes_of(town, people, ())


def _ordinary_grids(place: Place, scale: float) -> tuple[list[int], list[int]]:
    """Return sizes and communities of the grids in which people live from the beginning."""
    grid_sizes, grid_community = [], []
    for c, community in enumerate(place.communities):
        size = max(2, round(community.residents * scale))
        grids = max(1, min(community.grids, size // 2))
        grid_sizes += [len(part) for part in np.array_split(np.arange(size), grids)]
        grid_community += [c] * grids
    return grid_sizes, grid_community


def _names(people: Residents, communities: int) -> Array:
    """Return the identities of the dwellings that are not reserved, numbered within each community."""
    names = np.zeros(people.size, dtype=np.uint32)
    rows = np.flatnonzero(people.present == HOME)
    homes = np.bincount(people.community[rows], minlength=communities)
    blocks = -(-homes // BLOCK)
    first_block, first_row = np.cumsum(blocks) - blocks, np.cumsum(homes) - homes
    names[rows] = np.arange(rows.size) + np.repeat(first_block * BLOCK - first_row, homes)
    return names


def with_homes_of(town: Town, people: Residents, begun: Collection[int]) -> Town:
    """Return the town in which dwellings can be found that are not reserved, or whose influx is one of some events."""
    found = (town.grid_event < 0) | np.isin(town.grid_event, list(begun))
    if found.all():
        return town._replace(first_home=town.first_of_community.copy(), homes=np.zeros(0, dtype=np.uint32))
    homes = np.flatnonzero(found[people.grid])
    first_home = np.searchsorted(homes, town.first_of_community)
    return town._replace(first_home=first_home, homes=homes.astype(np.uint32))


def settle_town(people: Residents, town: Town, place: Place, values: Values, key: Key, ties: Any = None) -> Town:
    """Fill the dwellings with first residents and tie them to each other; return the town with its ties.

    ``ties`` are tied instead of drawn ones where they are given.
    """
    groups = np.array([community.group_shares for community in place.communities])
    census = census_of(place)
    populate(people, town, groups, census.age_shares, census.party_shares, values.compiled.people, key)
    start_lives(people, town.names, values.compiled.people, key)
    if ties is not None:
        return town._replace(**compact(*own_ties(ties, people.size), people.size))
    return town._replace(**_ties(people, town, values, key))


class Census(NamedTuple):
    """What the place's tables say of communities, and of departments' hours a year, as columns.

    ``age_shares`` are shares of age bands by community, ``party_shares`` those of Party members among adults.
    """

    residents: Array
    age_shares: Array
    party_shares: Array
    grids: Array
    units: Array
    room_hours: Array
    venue_hours: Array
    committee_yuan: Array
    department_hours: Array


def census_of(place: Place) -> Census:
    """Return the columns of a place's tables."""

    def column(name: str) -> Array:
        return np.array([getattr(community, name) for community in place.communities], dtype=float)

    return Census(
        residents=column("residents"), age_shares=column("age_shares"), party_shares=column("party_share"),
        grids=column("grids"), units=column("units"), room_hours=column("room_hours"),
        venue_hours=column("venue_hours"), committee_yuan=column("committee_yuan"),
        department_hours=np.array([department.hours for department in place.departments], dtype=float),
    )  # fmt: skip


def _ties(people: Residents, town: Town, values: Values, key: Key) -> dict[str, Array]:
    p: Any = values.people
    neighbors, kin = int(p.neighbor_ties), int(p.kin_ties)
    room = people.size * (-(-neighbors // 2) - (-kin // 2))
    one, other = np.zeros(room, dtype=np.int64), np.zeros(room, dtype=np.int64)
    near = neighbor_ties(people, town, neighbors, p.rewired, key, one, other)
    n = kin_ties(people, town, kin, p.kin_near, p.homophily, key, one, other, near)
    layer = np.zeros(n, dtype=np.uint8)
    layer[near:] = 1
    return compact(one[:n], other[:n], layer, people.size)


def compact(one: Array, other: Array, layer: Array, people: int) -> dict[str, Array]:
    """Return ties as compact rows, each tie once in either direction; a double one keeps its first layer."""
    # Both directions of a tie side by side, so that a double tie has the same first layer from either end.
    ends = np.column_stack([one * people + other, other * people + one]).ravel()
    names, first = np.unique(ends, return_index=True)
    begins = np.searchsorted(names, np.arange(people + 1) * people)
    return {
        "first_tie": begins.astype(np.int32),
        "ties": (names % people).astype(np.uint32),
        "kin": np.packbits(np.repeat(layer, 2)[first]),
    }
