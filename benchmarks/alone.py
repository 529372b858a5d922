"""What is measured in a process of its own, in which nothing has been loaded or lived before.

``python -m benchmarks.alone TASK JSON`` does a task and prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.failing import FailedError

Result = dict[str, Any]
MEGABYTE = 2.0**20


def first_week(place: str) -> Result:
    """Import the model, build a town, and live its first week."""
    begun = time.perf_counter()
    from model.governance import GovernanceModel

    imported = time.perf_counter()
    model = GovernanceModel(place, "full", burn_in=0)
    built = time.perf_counter()
    model.step()
    lived = time.perf_counter()
    for _ in range(51):
        model.step()
    year = time.perf_counter()
    return {"import": imported - begun, "build": built - imported, "week": lived - built, "year": year - built}


def town(residents: int, weeks: int) -> Result:
    """Build a place like Jiangdong of any size and live some weeks in it; say how much memory that takes at most."""
    from benchmarks.places import place_of
    from experiments.plan import build_model

    build_model("classroom", "full", scale=0.05, burn_in=0).step()
    place, before = place_of(residents), memory_held()
    begun = time.thread_time()
    model = build_model(place, "full", seed=1, burn_in=0)
    built = time.thread_time()
    for _ in range(weeks):
        model.step()
    lived = time.thread_time()
    return {
        "residents": int(model.world.people.size), "weeks": weeks, "build": built - begun, "weeks_lived": lived - built,
        "before": before, "most": memory_held("VmHWM"),
    }  # fmt: skip


def memory_held(what: str = "VmRSS") -> float | None:
    """Return the megabytes that this process holds, or has held at most (``VmHWM``), where the system tells."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return None
    line = next(line for line in status.read_text("utf-8").splitlines() if line.startswith(what))
    return int(line.split()[1]) * 1024 / MEGABYTE


def replicates(which: list[int], **plan: Any) -> Result:
    """Live some replicates of a plan, one after the other: what one would start by hand."""
    from experiments.histories import live_replicate
    from experiments.plan import make_plan

    made = make_plan(**{**plan, "replicates": max(which, default=0) + 1})
    return {"digests": {str(r): [h.digest for h in live_replicate(made, r)] for r in which}}


def batch(workers: int, **plan: Any) -> Result:
    """Live all replicates of a plan with some workers, as ``run.py compare`` does."""
    from experiments.compare import execute
    from experiments.plan import make_plan
    from experiments.progress import Progress

    histories = execute(make_plan(**plan), workers, Progress()).histories
    return {"digests": {str(r): [h.digest for h in each] for r, each in enumerate(histories)}}


def threads(workers: int, **plan: Any) -> Result:
    """Live all replicates of a plan in threads of one process."""
    from concurrent.futures import ThreadPoolExecutor

    from experiments.histories import live_replicate
    from experiments.plan import make_plan

    made = make_plan(**plan)
    with ThreadPoolExecutor(workers) as pool:
        lived = list(pool.map(lambda r: live_replicate(made, r), range(made.replicates)))
    return {"digests": {str(r): [h.digest for h in each] for r, each in enumerate(lived)}}


TASKS: Mapping[str, Callable[..., Result]] = {
    task.__name__: task for task in (first_week, town, replicates, batch, threads)
}


def start(task: str, environment: Mapping[str, str] | None = None, **given: Any) -> subprocess.Popen[str]:
    """Start a task in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.alone", task, json.dumps(given)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})})


def finish(process: subprocess.Popen[str]) -> Result:
    """Wait for a task and return what it found.

    Raises
    ------
    FailedError
        If it could not be done; why stands on standard error.
    """
    printed, _ = process.communicate()
    if process.returncode:
        raise FailedError(f"a process of its own ended with code {process.returncode}")
    found: Result = json.loads(printed.splitlines()[-1])
    return found


def alone(task: str, environment: Mapping[str, str] | None = None, **given: Any) -> Result:
    """Do a task in a process of its own and return what it found."""
    return finish(start(task, environment, **given))


if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](**json.loads(sys.argv[2]))))
