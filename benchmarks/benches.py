"""The benchmarks by name."""

from __future__ import annotations

import importlib
import time
from dataclasses import dataclass

from benchmarks.measuring import Result, machine


@dataclass(frozen=True)
class Bench:
    """A benchmark: the name to ask for it by, what it measures, and the module that does."""

    name: str
    line: str
    module: str

    def run(self, quick: bool) -> Result:
        """Measure, and say on which machine that was and how long it took."""
        begun = time.perf_counter()
        where = machine()
        found: Result = importlib.import_module(f"benchmarks.{self.module}").measure(quick)
        seconds = round(time.perf_counter() - begun, 1)
        return {"name": self.name, "quick": quick, "machine": where, "seconds": seconds, **found}


BENCHES = (
    Bench("workload", "the reference workload: ours, Mesa's, AgentPy's, NumPy's, and C's, by turns", "side_by_side"),
)
BY_NAME = {bench.name: bench for bench in BENCHES}
