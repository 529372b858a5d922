"""Short histories and the digests of all they lead to: the same on any machine, with any Python, in either engine.

``python -m tests.reference.digests`` prints a line for each; ``few`` lives some phases only, ``walk`` lives them in the
reference engine.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from typing import Any

import numpy as np

from tests.model.towns import bits, build, live
from tests.reference.engine import walking_one_by_one
from tests.reference.lively import BUSY, LEAN, hamlet

FEW = ("move", "draw_needs", "spread", "age", "feel")
"""Phases of which little has to be compiled."""
HISTORIES: dict[str, tuple[int, dict[str, Any]]] = {
    "a town": (60, {"place": "classroom", "scale": 0.06, "policy": "full", "shocks": ["epidemic"]}),
    "a town that sees as it happens": (
        30, {"place": "classroom", "scale": 0.06, "policy": "rigid", "taking_part.sees": "as it happens"},
    ),
    "a hamlet, all of it": (30, {"place": hamlet(), "scale": 1.0, "policy": "full", **BUSY, **LEAN}),
    "four communities": (30, {"place": "jimingshan", "scale": 0.005, "policy": "standing", "shocks": ["influx"]}),
}  # fmt: skip


def digest_of(weeks: int, given: dict[str, Any]) -> str:
    """Return the SHA-256 of the state and the record that a history leads to."""
    model = live(build(seed=3, burn_in=0, **given), weeks)
    digest = hashlib.sha256(model.digest().encode())
    for name, value in sorted(bits(model).items()):
        digest.update(name.encode() + value)
    return digest.hexdigest()


def digests(few: bool = False, walk: bool = False) -> Iterator[str]:
    """Yield a line for each history."""
    phases = {"phases": FEW} if few else {}
    engine = walking_one_by_one() if walk else nullcontext()
    with engine, np.errstate(over="ignore"):  # without a compiler, words of 64 bits are seen to run over, as meant
        for name, (weeks, given) in HISTORIES.items():
            yield f"{digest_of(weeks, {**given, **phases})}  {name}"


def main(words: Sequence[str]) -> None:
    for line in digests(few="few" in words, walk="walk" in words):
        print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
