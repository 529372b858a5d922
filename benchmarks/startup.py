"""What starting costs: help, a check, and the first week with nothing compiled and with everything compiled before."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from statistics import median

from benchmarks.alone import alone
from benchmarks.measuring import Result, tell, wall_seconds

COMMANDS = {"help": ["--help"], "check": ["check", "scenarios/places/classroom"], "week": ["week"]}
PLACE = "jimingshan"


def measure(quick: bool) -> Result:
    """Return seconds as they pass for whoever waits."""
    times = 3 if quick else 9
    commands = {
        name: median(wall_seconds(partial(command, words)) for _ in range(times)) for name, words in COMMANDS.items()
    }
    rows: dict[str, float] = {"help": commands["help"]}
    found: Result = {"rows": rows, "commands": commands}
    tell("  the first week, compiled before")
    alone("first_week", place=PLACE)  # which compiles what is not compiled yet
    warm = [alone("first_week", place=PLACE) for _ in range(1 if quick else 5)]
    found["warm"] = {name: median(one[name] for one in warm) for name in warm[0]}
    rows["first_warm"] = found["warm"]["build"] + found["warm"]["week"]
    if not quick:
        tell("  the first week, nothing compiled yet")
        with tempfile.TemporaryDirectory(prefix="gongzhi-bench-") as folder:
            found["cold"] = alone("first_week", {"NUMBA_CACHE_DIR": folder}, place=PLACE)
        rows["first_cold"] = found["cold"]["build"] + found["cold"]["week"]
    return found


def command(words: Sequence[str]) -> None:
    """Run a command of the program."""
    subprocess.run([sys.executable, "run.py", *words], check=True, capture_output=True)
