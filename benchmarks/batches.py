"""Batches: processes against threads, a batch against the same runs started by hand, and how both grow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from statistics import median
from typing import Any

from benchmarks.alone import alone, finish, start
from benchmarks.failing import FailedError
from benchmarks.measuring import Result, tell, wall_seconds
from experiments.workers import available_processors

PLAN: dict[str, Any] = {"place": "jimingshan", "policies": "standing,full", "years": 3, "scale": 1.0}
SHORT: dict[str, Any] = {**PLAN, "years": 1, "scale": 0.1}
SECONDS_WANTED = 25.0
"""How long a batch should take with two workers: long enough for a share of a percent to be seen."""
WORKERS = 2


def measure(quick: bool) -> Result:
    """Return seconds as they pass; that all ways lead to the same bits is asked on the way."""
    plan = {**SHORT, "scale": 0.05} if quick else PLAN
    rows, by_hand = against_hand(plan, 2 if quick else replicates_for(plan), 1 if quick else 3)
    short = {**SHORT, "scale": 0.05} if quick else SHORT
    tell("  processes and threads")
    return {
        "rows": {} if quick else rows,
        "by_hand": by_hand,
        "ways": ways({**short, "replicates": 2 if quick else 4}, 1 if quick else 3),
        "workers": workers({**short, "replicates": 2 if quick else 8}, available_processors() + (0 if quick else 1)),
        "replicates": replicates(short, (1, 2) if quick else (1, 2, 4, 8)),
    }


def seconds(act: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long something takes, and what it gave."""
    given: list[Any] = []
    return wall_seconds(lambda: given.append(act())), given[0]


def replicates_for(plan: dict[str, Any]) -> int:
    """Return how many replicates make a batch as long as is wanted: an even number, for two workers."""
    nothing, _ = seconds(lambda: alone("replicates", which=[], **plan))
    one, _ = seconds(lambda: alone("replicates", which=[0], **plan))
    return max(2, 2 * round(SECONDS_WANTED / max(one - nothing, 0.1)))


def against_hand(plan: dict[str, Any], replicates: int, turns: int) -> tuple[dict[str, float], Result]:
    """Run a batch, and the same runs in two processes started by hand, by turns.

    Both begin with nothing loaded and end when the last process has ended.
    """
    halves = [list(range(first, replicates, WORKERS)) for first in range(WORKERS)]

    def started_by_hand() -> list[Result]:
        return [finish(one) for one in [start("replicates", which=half, **plan) for half in halves]]

    taken: dict[str, list[float]] = {"batch": [], "by hand": []}
    for turn in range(turns):
        tell(f"  {replicates} replicates, turn {turn + 1} of {turns}")
        passed, batch = seconds(lambda: alone("batch", workers=WORKERS, **plan, replicates=replicates))
        taken["batch"].append(passed)
        passed, hands = seconds(started_by_hand)
        taken["by hand"].append(passed)
        same([batch["digests"], {name: each for hand in hands for name, each in hand["digests"].items()}])
    over = median(one / other for one, other in zip(taken["batch"], taken["by hand"], strict=True)) - 1.0
    return {"batch": 100.0 * over}, {"replicates": replicates, "seconds": taken}


def ways(plan: dict[str, Any], turns: int) -> dict[str, list[float]]:
    """Run a batch in one process, in two, and in two threads of one, by turns."""
    tasks = {"one process": ("batch", 1), "two processes": ("batch", WORKERS), "two threads": ("threads", WORKERS)}
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(turns):
        found = []
        for name, (task, count) in tasks.items():
            passed, result = seconds(partial(alone, task, workers=count, **plan))
            taken[name].append(passed)
            found.append(result["digests"])
        same(found)
    return taken


def workers(plan: dict[str, Any], most: int) -> list[dict[str, float]]:
    """Return seconds by the number of workers."""
    counts = range(1, most + 1)
    return [{"workers": n, "seconds": seconds(partial(alone, "batch", workers=n, **plan))[0]} for n in counts]


def replicates(plan: dict[str, Any], counts: Sequence[int]) -> list[dict[str, float]]:
    """Return seconds by the number of replicates, all in one process."""
    run = partial(alone, "batch", workers=1, **plan)
    return [{"replicates": n, "seconds": seconds(partial(run, replicates=n))[0]} for n in counts]


def same(digests: list[Any]) -> None:
    """Refuse results that differ between ways of running.

    Raises
    ------
    FailedError
        If they do.
    """
    if any(one != digests[0] for one in digests):
        raise FailedError("the same runs gave other bits when they were run in another way")
