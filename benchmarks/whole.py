"""The whole model with all mechanisms on: a resident-week, phase by phase, and what recording takes of a step."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from benchmarks.lived import by_phase, lived, quarter_of, residents_of, step
from benchmarks.measuring import Result, Work, by_turns, cpu_seconds, ratio, summary
from benchmarks.peers import c_kernel
from benchmarks.peers.skipping import SkippedError
from benchmarks.peers.spec import make_town
from model.governance import GovernanceModel

PLACE = "jimingshan"


def measure(quick: bool) -> Result:
    """Return what a resident-week costs, in nanoseconds and in resident-weeks of the C kernel."""
    model = lived(PLACE, 26)
    works = {"model": quarter_of(model), **floor(residents_of(model))}
    taken = by_turns(works, 3 if quick else 9)
    phases = by_phase(model, 13 if quick else 52)
    recorded = recording(model, 13 if quick else 52)
    return {
        "rows": {"whole": summary(taken["model"])["median"], "recording": 100.0 * sum(recorded.values())},
        "residents": residents_of(model),
        "organizations": int((model.world.bodies.alive > 0).sum()),
        "nanoseconds": {name: summary(times) for name, times in taken.items()},
        "in_c_kernels": ratio(taken, "model", "C") if "C" in taken else None,
        "phases": phases,
        "recording": recorded,
    }


def floor(residents: int) -> dict[str, Work]:
    """Return the reference workload in C for as many residents, if there is a compiler."""
    try:
        live = c_kernel.begin(make_town(residents, seed=1), 1)
    except SkippedError:
        return {}
    live(30)
    return {"C": Work(lambda: live(40), 40 * residents)}


def recording(model: GovernanceModel, weeks: int) -> dict[str, float]:
    """Return the shares of a step's processor time in which it is recorded, and in which Mesa collects the record."""
    taken = {"record": 0.0, "collect": 0.0}

    def timed(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            begun = time.thread_time()
            found = act(*given)
            taken[name] += time.thread_time() - begun
            return found

        return call

    whole: Any = model
    whole.record.take = timed("record", whole.record.take)
    whole.datacollector.collect = timed("collect", whole.datacollector.collect)
    seconds = cpu_seconds(lambda: step(model, weeks))
    del whole.record.take, whole.datacollector.collect
    return {name: part / seconds for name, part in taken.items()}
