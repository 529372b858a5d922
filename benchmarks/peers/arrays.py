"""NumPy with scipy.sparse: every rule on whole columns, neighbors summed by a product with the matrix of ties."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from benchmarks.peers import spec
from benchmarks.peers.spec import Array, Rows, Run, Town, members_by_organization, ties_by_resident

NAME = "NumPy"
LINE = "whole columns in NumPy, neighbors summed by scipy.sparse, single precision"


class Columns:
    """The workload's state."""

    def __init__(self, town: Town, seed: int) -> None:
        ties = ties_by_resident(town)
        shape = (town.residents, town.residents)
        self.ties = sp.csr_matrix((np.ones(ties.entries.size, np.float32), ties.entries, ties.first), shape=shape)
        self.known = np.diff(ties.first).astype(np.float32)
        self.organization = town.organization
        self.members: Rows = members_by_organization(town)
        self.size = np.diff(self.members.first)
        self.served_by = town.organization[self.members.entries]
        self.seen = np.zeros((town.residents, 2), np.float32)  # aware, taking part
        self.seen[:, 0] = town.aware
        self.trust = town.trust.astype(np.float32)
        self.need = np.full(town.residents, -1, np.int8)
        self.quality = np.full(town.organizations, spec.START_QUALITY, np.float32)
        self.draws = np.random.Generator(np.random.SFC64(seed))

    def decide(self) -> None:
        """Hear, take part, and have needs."""
        n, draws = self.trust.size, self.draws
        around = self.ties @ self.seen
        aware = self.seen[:, 0] > 0
        changes = np.where(aware, spec.FORGETS, 1 - np.float32(1 - spec.TELLS) ** around[:, 0])
        aware ^= draws.random(n, dtype=np.float32) < changes
        log_odds = spec.INTERCEPT + spec.PER_TRUST * self.trust + spec.PER_SHARE * around[:, 1] / self.known
        log_odds += spec.PER_QUALITY * self.quality[self.organization]
        self.seen[:, 1] = aware & (draws.random(n, dtype=np.float32) < 1 / (1 + np.exp(-log_odds)))
        self.seen[:, 0] = aware
        new = (self.need < 0) & (draws.random(n, dtype=np.float32) < spec.ARISES)
        self.need[new] = draws.integers(0, spec.DOMAINS, np.count_nonzero(new))

    def serve(self) -> tuple[int, int]:
        """Serve those whose rank, counted from each organization's random start, is within its capacity."""
        asks = self.need[self.members.entries] >= 0
        before = np.concatenate([[0], np.cumsum(asks)])
        low, high = before[self.members.first[:-1]], before[self.members.first[1:]]
        start = self.members.first[:-1] + (self.draws.random(self.size.size) * self.size).astype(np.int32)
        skipped = before[start] - low
        capacity = (spec.CAPACITY * self.size * (0.5 + self.quality)).astype(np.int32)
        asking = np.flatnonzero(asks)
        o, who = self.served_by[asking], self.members.entries[asking]
        served = (before[asking] - low[o] - skipped[o]) % (high - low)[o] < capacity[o]
        trust = self.trust[who]
        gain, loss = np.float32(0.2) * (self.quality[o] - trust), np.float32(-0.05) * trust
        self.trust[who] = trust + np.where(served, gain, loss)
        self.need[who[served]] = -1
        active = np.bincount(self.organization, self.seen[:, 1], self.size.size) / np.maximum(self.size, 1)
        self.quality += (0.1 * (0.2 + 0.8 * np.minimum(1, 2 * active) - self.quality)).astype(np.float32)
        return asking.size, int(np.count_nonzero(served))

    def week(self) -> tuple[float, ...]:
        """Live a week and return its indicators."""
        self.decide()
        asked, served = self.serve()
        aware, active = self.seen.mean(axis=0, dtype=np.float64)
        trust = self.trust.mean(dtype=np.float64)
        return aware, active, trust, (asked - served) / self.trust.size, served / max(1, asked)


def begin(town: Town, seed: int) -> Run:
    """Lay the columns out and return what lives their weeks."""
    columns = Columns(town, seed)

    def live(weeks: int) -> Array:
        return np.array([columns.week() for _ in range(weeks)])

    return live
