"""Building the town: dwellings in grids and communities, first residents, ties."""

from __future__ import annotations

from typing import Any

import numpy as np

from agents.codes import HOME, RESERVED
from model.columns import RESIDENT, Array, Residents, Town, columns
from model.kernels.network import kin_ties, neighbor_ties
from model.kernels.population import populate, start_lives
from model.randomness import Key
from model.settings import Values
from scenarios import Place

IDENTITIES_PER_COMMUNITY = np.uint32(1 << 20)


def dwellings(place: Place, scale: float, reserved: dict[int, tuple[int, int]]) -> tuple[Residents, Town]:
    """Return empty dwellings and the town's grids; those reserved for an influx come last in their community.

    ``reserved`` gives, by community, how many dwellings wait for an influx, and for which group.
    """
    sizes = [max(2, round(community.residents * scale)) for community in place.communities]
    grid_sizes, grid_community, kinds = [], [], []
    for c, community in enumerate(place.communities):
        grids = max(1, min(community.grids, sizes[c] // 2))
        parts = [len(part) for part in np.array_split(np.arange(sizes[c]), grids)]
        extra = reserved.get(c, (0, 0))[0]
        grid_sizes += [*parts, extra] if extra else parts
        grid_community += [c] * (grids + (extra > 0))
        kinds += [HOME] * sizes[c] + [RESERVED] * extra
    total = [sizes[c] + reserved.get(c, (0, 0))[0] for c in range(len(sizes))]
    people: Residents = columns(RESIDENT, sum(total))
    people.community[:] = np.repeat(np.arange(len(total)), total)
    people.grid[:] = np.repeat(np.arange(len(grid_sizes)), grid_sizes)
    people.present[:] = kinds
    people.organization[:] = people.placed[:] = -1
    first = np.concatenate([[0], np.cumsum(total)])
    people.identity[:] = np.arange(first[-1]) - np.repeat(first[:-1], total)
    people.identity[:] += people.community.astype(np.uint32) * IDENTITIES_PER_COMMUNITY
    for c, (extra, group) in reserved.items():
        people.group[first[c + 1] - extra : first[c + 1]] = group
    empty = np.zeros(0, dtype=np.uint32)
    town = Town(
        first.astype(np.int64),
        np.concatenate([[0], np.cumsum(grid_sizes)]).astype(np.int64),
        np.array(grid_community, dtype=np.int64),
        empty, empty, empty.astype(np.uint8), np.zeros(people.size, dtype=np.uint32),
        people.identity.copy(),
    )  # fmt: skip
    return people, town


def settle_town(people: Residents, town: Town, place: Place, values: Values, key: Key) -> Town:
    """Fill the dwellings with first residents and tie them to each other; return the town with its ties."""
    groups = np.array([community.group_shares for community in place.communities])
    populate(people, town, groups, age_shares(place), party_shares(place), values.compiled.people, key)
    start_lives(people, values.compiled.people, key)
    return town._replace(**_ties(people, town, values, key))


def age_shares(place: Place) -> Array:
    """Return shares of age bands by community."""
    return np.array([community.age_shares for community in place.communities])


def party_shares(place: Place) -> Array:
    """Return Party members' share among adults by community."""
    return np.array([community.party_share for community in place.communities])


def _ties(people: Residents, town: Town, values: Values, key: Key) -> dict[str, Array]:
    p: Any = values.people
    reach, partners = int(p.neighbor_ties) // 2, int(p.kin_ties) // 2
    room = people.size * (reach + partners)
    one, other = np.zeros(room, dtype=np.int64), np.zeros(room, dtype=np.int64)
    near = neighbor_ties(people, town, reach, p.rewired, key, one, other)
    n = kin_ties(people, town, partners, p.kin_near, p.homophily, key, one, other, near)
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
        "first_tie": begins.astype(np.int64),
        "ties": (names % people).astype(np.uint32),
        "layer": np.repeat(layer, 2)[first],
    }
