"""Reads the runs of a store, each held against its checksum: what has changed by a bit is told, never handed on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.histories import History
from experiments.studies.payload import decode
from experiments.studies.store import Store, checksum
from vocabulary.messages import FailureError

COLUMNS = "key, replicate, point, policy, epoch, digest, payload_digest, checksum, finals, seconds, host, finished"


@dataclass(frozen=True)
class Row:
    """A run that is done: what it is of, its digest, and all indicators at its end."""

    key: str
    replicate: int
    point: int
    policy: str
    epoch: int
    digest: str
    payload_digest: str
    checksum: str
    finals: bytes
    seconds: float
    host: str
    finished: str

    @property
    def values(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """All indicators at the end; NaN where not defined."""
        return np.frombuffer(self.finals, dtype="<f8")

    @property
    def sound(self) -> bool:
        """Whether the row is as it was written; of its payload this says nothing."""
        parts = (self.key, self.replicate, self.point, self.policy, self.epoch, self.digest, self.payload_digest)
        try:
            return checksum(parts, self.finals) == self.checksum
        except (TypeError, ValueError):
            return False


def rows(store: Store) -> Iterator[Row]:
    """Yield the rows of all runs that are done, sound or not, replicate by replicate."""
    order = "replicate, point, policy"
    for found in store.each(f"SELECT {COLUMNS} FROM runs ORDER BY {order}"):
        yield Row(*found)


def finals(store: Store) -> Iterator[Row]:
    """Yield the rows of all runs that are done.

    Raises
    ------
    FailureError
        At the first that has changed since it was written.
    """
    for row in rows(store):
        if not row.sound:
            raise _damaged(store, row.key)
        yield row


def row_of(store: Store, key: str) -> Row | None:
    """Return the row of a run, ``None`` if it is not done."""
    found = store.all(f"SELECT {COLUMNS} FROM runs WHERE key = ?", key)
    if found and not Row(*found[0]).sound:
        raise _damaged(store, key)
    return Row(*found[0]) if found else None


def history(store: Store, row: Row) -> History:
    """Return what a run left behind.

    Raises
    ------
    FailureError
        If it has changed since it was written.
    """
    payload = payload_of(store, row)
    if payload is None or not row.sound:
        raise _damaged(store, row.key)
    return decode(payload)


def payload_of(store: Store, row: Row) -> bytes | None:
    """Return the bytes of a run's history, ``None`` if they have changed since they were written."""
    ((payload,),) = store.all("SELECT payload FROM runs WHERE key = ?", row.key) or [(None,)]
    if not isinstance(payload, bytes) or hashlib.sha256(payload).hexdigest() != row.payload_digest:
        return None
    return payload


def damaged(store: Store) -> list[str]:
    """Return the keys of runs of which anything has changed since they were written, their histories included."""
    return [row.key for row in rows(store) if not row.sound or payload_of(store, row) is None]


def study_digest(store: Store) -> str:
    """Return the fingerprint of a study's results: of keys and digests of its runs, in whatever order they came."""
    lines = sorted(f"{row.key} {row.digest}" for row in finals(store))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _damaged(store: Store, key: str) -> FailureError:
    return FailureError("error.study_run_damaged", {"store": store.folder, "short": str(key)[:12]})
