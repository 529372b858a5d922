"""The peers that are on this machine, and why the others are not."""

from __future__ import annotations

import importlib
from typing import cast

from benchmarks.peers.skipping import SkippedError
from benchmarks.peers.spec import Peer

MODULES = ("mesa_plain", "mesa_cached", "agentpy_lists", "arrays", "c_kernel")
PLAIN, FLOOR = "Mesa", "C"
"""What rows of the table are measured against."""
NOT_HERE = {
    "mesa-frames": "mesa-frames is left out: it asks for NumPy below 2, and this project for 2.2 or newer",
}
"""Peers that cannot be installed beside the project's own libraries."""


def peers() -> tuple[dict[str, Peer], list[str]]:
    """Return the peers that can be run, by name, and a sentence for each that cannot."""
    found: dict[str, Peer] = {}
    skipped = [*NOT_HERE.values()]
    for name in MODULES:
        try:
            peer = cast(Peer, importlib.import_module(f"benchmarks.peers.{name}"))
            prepare = getattr(peer, "library", None)
            if prepare is not None:
                prepare()
        except ImportError as error:
            skipped.append(f"{name} is skipped: {error.name} is not installed; make bench installs it")
        except SkippedError as error:
            skipped.append(f"{name} is skipped: {error}")
        else:
            found[peer.NAME] = peer
    return found, skipped
