"""Models that are built, run, and dropped leave nothing behind: memory is level after the tenth.

Mesa 3.3 keeps every model through a table of ids on its agent class; ours has none (``agents/base.py``).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from model.compiling import PROJECT_ROOT

SCRIPT = """
import gc, json, sys, tracemalloc
from model.governance import GovernanceModel

def life(seed):
    model = GovernanceModel(policy="full", seed=seed, scale=0.05, burn_in=0)
    for _ in range(3):
        model.step()
    list(model.agents)
    model.fork("fragmented").step()
    return tracemalloc.get_traced_memory()[0]

try:
    from resource import RUSAGE_SELF, getrusage
    peak = lambda: getrusage(RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "darwin" else 1)
except ImportError:
    peak = lambda: 0
life(0)
tracemalloc.start()
levels, peaks, alive = [], [], []
for seed in range(int(sys.argv[1])):
    alive.append(life(seed))
    gc.collect()
    levels.append(tracemalloc.get_traced_memory()[0])
    peaks.append(peak())
print(json.dumps({"levels": levels, "peaks": peaks, "alive": alive}))
"""
TENTH = 9
SLACK = 0.25
"""Of one model's size: far less than a model kept of each hundred would take."""


def measured(models: int) -> dict[str, list[float]]:
    surroundings = {**os.environ, "PYTHONPATH": str(PROJECT_ROOT)}
    command = [sys.executable, "-c", SCRIPT, str(models)]
    done = subprocess.run(command, env=surroundings, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[float]] = json.loads(done.stdout)
    return found


def holds_its_level(models: int) -> None:
    found = measured(models)
    level = found["levels"][TENTH]
    one = found["alive"][TENTH] - found["levels"][TENTH - 1]
    assert one > 100_000, "a model is seen while it lives"
    assert max(found["levels"][TENTH:]) - level < SLACK * one
    assert found["peaks"][-1] <= found["peaks"][TENTH] * 1.05, "nor does what the system counts rise"


def test_memory_is_level_after_the_tenth_model():
    holds_its_level(40)


@pytest.mark.soak
def test_memory_is_level_after_the_tenth_model_of_two_hundred():
    holds_its_level(200)
