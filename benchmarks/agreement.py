"""Whether peers live the same model: their mean curves are held against ours before any time is taken."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import stats

from benchmarks.peers.spec import INDICATORS, Array, Peer, make_town

AT_WEEKS = (10, 30, 60)
START = 0.2
"""Share of aware residents at the start: low enough for awareness to spread while it is looked at."""
SURE = 1e-3
"""Curves differ if luck alone would part them as far in fewer than this share of all such comparisons."""


class Agreement(NamedTuple):
    """How far a peer's mean curves are from ours.

    ``p`` is the chance that luck alone leads to a gap as sure as the surest of those looked at, all of them counted.
    """

    gap: float
    where: str
    p: float

    @property
    def holds(self) -> bool:
        """Whether the curves are the same within sampling error."""
        return self.p >= SURE


def curves(peer: Peer, residents: int, runs: int) -> Array:
    """Return indicators at some weeks, run by run, each run in a town of its own."""
    at = [week - 1 for week in AT_WEEKS]
    return np.array(
        [peer.begin(make_town(residents, seed, START), 1000 + seed)(max(AT_WEEKS))[at] for seed in range(runs)]
    )


def compare(ours: Array, theirs: Array) -> Agreement:
    """Hold the curves of two peers against each other, town by town."""
    differences = theirs - ours
    chances = stats.ttest_1samp(differences, 0.0, axis=0).pvalue
    surest = np.unravel_index(np.argmin(chances), chances.shape)
    week, indicator = AT_WEEKS[int(surest[0])], INDICATORS[int(surest[1])]
    gap = float(differences.mean(axis=0)[surest])
    return Agreement(gap, f"{indicator} in week {week}", min(1.0, float(chances[surest]) * chances.size))
