"""How time is taken: processor time of one thread, what is compared by turns, medians; and what machine it was.

Machines are noisy: the same code moves by half between two states of one. So whatever is compared is measured by turns,
A B A B, and a ratio is the median of the ratios within a turn.
"""

from __future__ import annotations

import gc
import os
import platform
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from experiments.workers import available_processors

NANOSECONDS = 1e9
LIBRARIES = ("mesa", "numba", "numpy", "scipy")
Result = dict[str, Any]


@dataclass(frozen=True)
class Work:
    """Something to be timed: what does it, and how many units, such as resident-weeks, it does each time."""

    act: Callable[[], object]
    units: float


def cpu_seconds(act: Callable[[], object]) -> float:
    """Return the processor time that this thread takes for something."""
    begun = time.thread_time()
    act()
    return time.thread_time() - begun


def wall_seconds(act: Callable[[], object]) -> float:
    """Return the time that passes during something."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def by_turns(works: Mapping[str, Work], turns: int) -> dict[str, list[float]]:
    """Return nanoseconds of processor time per unit of each work, turn by turn: A B A B.

    What was built before is kept out of the garbage collector's way, which would charge one work for another's objects.
    """
    with no_garbage():
        taken: dict[str, list[float]] = {name: [] for name in works}
        for _ in range(turns):
            for name, work in works.items():
                taken[name].append(cpu_seconds(work.act) / work.units * NANOSECONDS)
    return taken


@contextmanager
def no_garbage() -> Any:
    """Keep all objects that there are now out of the garbage collector's rounds."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def ratio(taken: Mapping[str, list[float]], one: str, other: str) -> float:
    """Return how many times as long one work takes as another: the median of the ratios within a turn."""
    return median(a / b for a, b in zip(taken[one], taken[other], strict=True))


def summary(times: list[float]) -> dict[str, float]:
    """Return median and range of some times."""
    return {"median": median(times), "low": min(times), "high": max(times)}


def machine() -> dict[str, Any]:
    """Return what the figures depend on: processor, cores, versions, and how busy the machine was. No path, no name."""
    return {
        "processor": processor(),
        "cores": available_processors(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def processor() -> str:
    """Return what the processor calls itself."""
    listed = Path("/proc/cpuinfo")
    if listed.is_file():
        for line in listed.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def tell(sentence: str) -> None:
    """Say on standard error what is being done."""
    print(sentence, file=sys.stderr, flush=True)
