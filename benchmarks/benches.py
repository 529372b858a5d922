"""The benchmarks by name."""

from __future__ import annotations

import importlib
import time
from dataclasses import dataclass

from benchmarks.measuring import Result, machine


@dataclass(frozen=True)
class Bench:
    """A benchmark: the name to ask for it by, what it measures, and what does."""

    name: str
    line: str
    module: str
    function: str = "measure"

    def run(self, quick: bool) -> Result:
        """Measure, and say on which machine that was and how long it took."""
        begun = time.perf_counter()
        where = machine()
        found: Result = getattr(importlib.import_module(f"benchmarks.{self.module}"), self.function)(quick)
        seconds = round(time.perf_counter() - begun, 1)
        return {"name": self.name, "quick": quick, "machine": where, "seconds": seconds, **found}


BENCHES = (
    Bench("workload", "the reference workload: ours, Mesa's, AgentPy's, NumPy's, and C's, by turns", "side_by_side"),
    Bench("roofline", "what bounds the reference workload, part by part", "roofline"),
    Bench("model", "the whole model, 29,000 residents: a week, phase by phase, and its record", "whole"),
    Bench("reference", "the whole model against its one-by-one reference engine", "one_by_one"),
    Bench("memory", "state and network of a resident, column by column", "memory"),
    Bench("organizations", "what a thousand organizations more cost", "growth", "organizations"),
    Bench("subdistrict", "224,000 residents over five years", "sizes", "subdistrict"),
    Bench("million", "a million residents over a year", "sizes", "million"),
    Bench("growth", "how a week's cost grows with residents, organizations, and open needs", "growth"),
    Bench("startup", "help, a check, and the first week, compiled before and not", "startup"),
    Bench("batches", "a batch against runs started by hand, processes against threads", "batches"),
    Bench("bits", "the same bits in Python, in kernels, and in kernels for other processors", "bits"),
)
BY_NAME = {bench.name: bench for bench in BENCHES}
