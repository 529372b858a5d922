"""Whether Python, kernels, and kernels for other processors give the same bits: short histories and the workload.

What takes minutes is in ``make test-long`` (other processors, all phases) and ``make emulated`` (arm64).
"""

from __future__ import annotations

import os
import subprocess
import sys
import zlib

import numpy as np

from benchmarks import workload
from benchmarks.failing import FailedError
from benchmarks.measuring import Result
from benchmarks.peers.spec import INDICATORS, make_town
from benchmarks.table import OTHER, SAME
from model.randomness import history_key
from tests.reference.interpreted import interpreted

SURROUNDINGS = {
    "kernels for this processor": ([], {}),
    "kernels for any processor of the kind": ([], {"NUMBA_CPU_NAME": "generic"}),
    "plain Python, one resident at a time": (["walk"], {"NUMBA_DISABLE_JIT": "1"}),
}
RESIDENTS, WEEKS = 300, 10


def measure(quick: bool) -> Result:
    """Return whether all digests are equal."""
    found = {name: digests(words, environment) for name, (words, environment) in SURROUNDINGS.items()}
    compiled, plain = of_workload(workload.live_weeks), of_workload(interpreted(workload.live_weeks))
    is_same = len(set(found.values())) == 1 and compiled == plain
    return {"rows": {"bits": SAME if is_same else OTHER}, "digests": found, "workload": [compiled, plain]}


def digests(words: list[str], environment: dict[str, str]) -> str:
    """Return a checksum of the digests of short histories of few phases, lived in some surroundings.

    Raises
    ------
    FailedError
        If they could not be lived.
    """
    command = [sys.executable, "-m", "tests.reference.digests", "few", *words]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise FailedError(f"the short histories could not be lived: {done.stderr.strip().splitlines()[-1]}")
    return f"{zlib.crc32(done.stdout.encode()):08x}"


def of_workload(live_weeks: object) -> str:
    """Return a checksum of the state and the indicators to which the workload leads."""
    town, rows = workload.settle(make_town(RESIDENTS, seed=1, aware=0.3)), np.zeros((WEEKS, len(INDICATORS)))
    with np.errstate(over="ignore"):  # words of 64 bits are meant to run over
        live_weeks(town, history_key(1), 0, rows)  # type: ignore[operator]
    return f"{zlib.crc32(b''.join(column.tobytes() for column in (*town, rows))):08x}"
