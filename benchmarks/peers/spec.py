"""The reference workload: its rules, its parameters, and the town that all who run it are given.

Residents on a network of acquaintances (Watts and Strogatz) hear of what there is by word of mouth, decide to take
part, have needs, and are served by organizations of limited capacity. One step is a week:

1. *Awareness.* Who is unaware becomes aware with probability 1 - (1 - TELLS)^(aware neighbors); who is aware forgets
   with probability FORGETS.
2. *Taking part.* Who is aware now takes part with log-odds INTERCEPT + PER_TRUST trust + PER_SHARE (share of neighbors
   who took part) + PER_QUALITY (quality of the own organization). Neighbors are seen as they were last week.
3. *Needs.* Who has no open need gets one with probability ARISES, in one of DOMAINS domains.
4. *Service.* An organization meets at most int(CAPACITY members (0.5 + quality)) needs of its members, going round the
   list of them from a random start. Who is served gains 0.2 (quality - trust) of trust and has no open need any more;
   who asked in vain loses 0.05 of it.
5. *Quality* moves by 0.1 towards 0.2 + 0.8 min(1, 2 (share of members taking part)).
6. *Five indicators* are written down: shares of aware residents and of those taking part, mean trust, share with a
   need left open, and needs met among needs asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import numpy as np

Array = np.ndarray[Any, Any]

NEIGHBORS, REWIRED = 10, 0.1
TELLS, FORGETS = 0.02, 0.02
INTERCEPT, PER_TRUST, PER_SHARE, PER_QUALITY = -4.0, 2.0, 3.0, 1.0
ARISES, DOMAINS, CAPACITY = 0.05, 5, 0.05
LEAST_TRUST, MOST_TRUST, START_QUALITY = 0.3, 0.7, 0.5
RESIDENTS_AN_ORGANIZATION = 500

INDICATORS = ("aware", "taking part", "trust", "open needs", "needs met")
STEADY = 0.85
"""Share of aware residents at the start where time is taken: about that of later weeks, so that all cost alike."""


class Town(NamedTuple):
    """What everybody starts from: residents, whom they know, and to which organization they belong.

    ``one`` and ``other`` are the two ends of each tie, each tie once.
    """

    one: Array
    other: Array
    organization: Array
    aware: Array
    trust: Array

    @property
    def residents(self) -> int:
        """How many live here."""
        return int(self.trust.size)

    @property
    def organizations(self) -> int:
        """How many organizations there are."""
        return organizations_for(self.residents)


Run = Callable[[int], Array]
"""Lives some more weeks and returns their indicators: a row a week, a column for each of ``INDICATORS``."""


class Peer(Protocol):
    """A module that runs the workload: ``NAME`` in a table, ``LINE`` on how it does it, and how it begins."""

    NAME: str
    LINE: str

    def begin(self, town: Town, seed: int) -> Run:
        """Make a model of a town and return what lives its weeks."""


def organizations_for(residents: int) -> int:
    """Return how many organizations serve so many residents."""
    return max(2, residents // RESIDENTS_AN_ORGANIZATION)


def make_town(residents: int, seed: int, aware: float = STEADY) -> Town:
    """Draw a town.

    Parameters
    ----------
    residents
        How many, more than ``NEIGHBORS``.
    seed
        Of the town: the same seed gives the same town to every peer.
    aware
        Share of residents who are aware at the start.
    """
    draws = np.random.default_rng(seed)
    one = np.repeat(np.arange(residents), NEIGHBORS // 2)
    step = np.tile(np.arange(1, NEIGHBORS // 2 + 1), residents)
    elsewhere = draws.random(one.size) < REWIRED
    # A step of 1 to residents - 1 around the ring leads to anybody but oneself.
    step[elsewhere] = draws.integers(1, residents, np.count_nonzero(elsewhere))
    other = (one + step) % residents
    names = np.unique(np.minimum(one, other) * residents + np.maximum(one, other))
    return Town(
        one=names // residents,
        other=names % residents,
        organization=draws.integers(0, organizations_for(residents), residents),
        aware=draws.random(residents) < aware,
        trust=draws.uniform(LEAST_TRUST, MOST_TRUST, residents),
    )


class Rows(NamedTuple):
    """A compact form of something that each of some rows has several of: those of row i from ``first[i]`` on."""

    first: Array
    entries: Array


def ties_by_resident(town: Town) -> Rows:
    """Return, for each resident, the other ends of their ties, in order."""
    ends = np.concatenate([town.one, town.other])
    others = np.concatenate([town.other, town.one])
    order = np.lexsort((others, ends))
    return Rows(_firsts(ends, town.residents), others[order].astype(np.int32))


def members_by_organization(town: Town) -> Rows:
    """Return, for each organization, its members in order."""
    order = np.argsort(town.organization, kind="stable")
    return Rows(_firsts(town.organization, town.organizations), order.astype(np.int32))


def _firsts(owners: Array, rows: int) -> Array:
    return np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=rows))]).astype(np.int32)
