"""The epoch: which program a run was lived by. Runs of different epochs are never mixed without being told."""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from vocabulary.messages import Word

LIBRARIES = ("mesa", "numba", "llvmlite", "numpy")
"""Those that compute."""
HARVEST = ("histories.py", "equal_money.py", "studies/living.py", "studies/payload.py")
"""The files of ``experiments`` that say how a run is lived and what is kept of it."""


@dataclass(frozen=True)
class Epoch:
    """Fingerprints of sources and of how this machine reckons, and the versions of the libraries that compute."""

    sources: str
    libraries: tuple[tuple[str, str], ...]
    numerics: str

    @property
    def digest(self) -> str:
        """Fingerprint of all three."""
        return hashlib.sha256(self.as_text().encode()).hexdigest()[:16]

    def as_text(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> Epoch:
        """Return an epoch from its JSON."""
        read = json.loads(text)
        return cls(read["sources"], tuple((name, number) for name, number in read["libraries"]), read["numerics"])


@cache
def present() -> Epoch:
    """Return the epoch of this process."""
    from model.numerics import numerics

    libraries = tuple((name, version(name)) for name in LIBRARIES)
    return Epoch(sources(), libraries, numerics())


@cache
def sources() -> str:
    """Return the fingerprint of all sources on which a run and what is kept of it depend."""
    from model.saving import fingerprint

    digest = hashlib.sha256(fingerprint().encode())
    home = Path(__file__).resolve().parents[1]
    for name in HARVEST:
        digest.update((home / name).read_text(encoding="utf-8").encode())
    return digest.hexdigest()


def differences(one: Epoch, other: Epoch) -> tuple[str | Word, ...]:
    """Return what differs between two epochs, in words."""
    found: list[str | Word] = []
    if one.sources != other.sources:
        found.append(Word("study.epoch_sources"))
    before = dict(one.libraries)
    found += [f"{name} {before.get(name)} → {number}" for name, number in other.libraries if before.get(name) != number]
    if one.numerics != other.numerics:
        found.append(Word("study.epoch_numerics"))
    return tuple(found)


def surroundings() -> dict[str, str]:
    """Return what is noted of machine and interpreter; nothing depends on it."""
    return {
        "python": sys.version.split()[0],
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "processors": str(_processors()),
        "host": platform.node(),
    }


def _processors() -> int:
    from experiments.workers import available_processors

    return available_processors()
