"""What bounds the reference workload: how fast this machine reads neighbors, draws, and takes decisions, each alone."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import numba
import numpy as np

from benchmarks import workload
from benchmarks.measuring import Result, Work, by_turns, summary
from benchmarks.peers import c_kernel
from benchmarks.peers.skipping import SkippedError
from benchmarks.peers.spec import make_town, ties_by_resident
from model.randomness import history_key

SIZES = (10_000, 100_000, 1_000_000)
LOOK, DRAW, DECIDE, SERVE = 1, 2, 4, 8
PARTS = {"look at neighbors": LOOK, "draw": DRAW, "decide": DECIDE, "organizations, indicators": SERVE}


@numba.njit(nogil=True, error_model="numpy")  # not kept on disk, where an edit of the workload would be overlooked
def live_parts(town: workload.Town, key: Any, weeks: int, parts: int, tile: Any, row: Any) -> None:
    """Do some parts of a week only, over and over: what the others leave behind stays as it was."""
    n = town.need.size
    for week in range(weeks):
        for low in range(0, n, workload.TILE):
            high = min(low + workload.TILE, n)
            if parts & LOOK:
                workload.look(town, low, high, tile, row)
            if parts & DRAW:
                workload.draw_luck(key, week, low, high, tile.luck)
            if parts & DECIDE:
                workload.decide(town, low, high, tile)
        if parts & SERVE:
            workload.open_week(town, key, week)
            asked = workload.queue(town)
            served = workload.serve(town, asked)
            workload.improve(town)
            workload.close_week(town, asked, served, row)


def measure(quick: bool) -> Result:
    """Return nanoseconds per resident-week of each part alone, and of C for the neighbors alone."""
    found = {}
    for residents in SIZES[: 1 if quick else None]:
        taken = by_turns(works(residents), 3 if quick else 7)
        found[str(residents)] = {name: summary(times) for name, times in taken.items()}
    return {"rows": {}, "parts": found}


def works(residents: int) -> dict[str, Work]:
    """Return the whole week, each part of it alone, and the neighbors' pass in C."""
    start = make_town(residents, seed=1)
    weeks = max(4, 1_000_000 // residents)
    run = workload.begin(start, 1)
    run(30)
    found = {"whole week": Work(lambda: run(weeks), residents * weeks)}
    town, key = workload.settle(start), history_key(1)
    tile = workload.Tile(
        np.zeros(workload.ROOM + 1, np.uint32), np.zeros(workload.TILE), np.zeros(workload.TILE),
        np.zeros(workload.TILE), np.full((3, workload.TILE), 0.5),
    )  # fmt: skip
    row = np.zeros(workload.MOST_KNOWN + 1)
    for name, part in PARTS.items():
        act = alone_with(lambda part=part: live_parts(town, key, weeks, part, tile, row))  # type: ignore[misc]
        found[name] = Work(act, residents * weeks)
    return {**found, **in_c(start, weeks)}


def alone_with(act: Callable[[], None]) -> Callable[[], None]:
    """Return what does something, done once already."""
    act()
    return act


def in_c(start: Any, weeks: int) -> dict[str, Work]:
    """Return the neighbors' pass in C, if there is a compiler."""
    try:
        gather = c_kernel.library().gather
    except SkippedError:
        return {}
    ties, flags = ties_by_resident(start), start.aware.astype(np.uint8)

    def act() -> None:
        for _ in range(weeks):
            arrays = (c_kernel.at(array) for array in (ties.first, ties.entries, flags))
            gather(ctypes.c_long(start.residents), *arrays)

    return {"look at neighbors, in C": Work(act, start.residents * weeks)}
