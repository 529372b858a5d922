"""The whole model against its own reference engine, which lives the same weeks one resident at a time in Python."""

from __future__ import annotations

from benchmarks.failing import FailedError
from benchmarks.lived import lived, residents_of, step
from benchmarks.measuring import NANOSECONDS, Result, cpu_seconds, no_garbage, summary, tell
from benchmarks.whole import PLACE
from tests.reference import walking_one_by_one


def measure(quick: bool) -> Result:
    """Let both engines live the same weeks of the same town by turns."""
    compiled = lived(PLACE, scale=0.05 if quick else 1.0)
    walked = compiled.fork("full")
    units = residents_of(compiled)
    taken: dict[str, list[float]] = {"kernels": [], "reference engine": []}
    with no_garbage():
        for turn in range(2 if quick else 4):
            tell(f"  week {turn + 1} of {2 if quick else 4}")
            taken["kernels"].append(cpu_seconds(lambda: step(compiled, 1)) / units * NANOSECONDS)
            with walking_one_by_one():
                taken["reference engine"].append(cpu_seconds(lambda: step(walked, 1)) / units * NANOSECONDS)
    if compiled.digest() != walked.digest():
        raise FailedError("the kernels and the reference engine lead to different records")
    # The same weeks on both sides: all of them together, since weeks differ in what happens in them.
    times = sum(taken["reference engine"]) / sum(taken["kernels"])
    return {
        "rows": {"reference": times},
        "residents": units,
        "nanoseconds": {name: summary(each) for name, each in taken.items()},
    }
