"""Studies for tests: tiny ones, and what is asked of their stores."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from experiments.progress import Progress
from experiments.studies.designs import points_of
from experiments.studies.plan import StudyPlan
from experiments.studies.results import study_digest
from experiments.studies.running import How, run_plan
from experiments.studies.store import Store
from scenarios import load_study

ROOT = Path(__file__).parents[3]
TINY = """schema = "study/1"
id = "tiny"
place = "classroom"
scale = 0.1
years = 0.06
burn_in = 2
replicates = {replicates}
policies = ["full", "fragmented"]
design = {{ kind = "lhs", points = {points} }}
{more}
[uncertainties]
"activation.goose_pull" = {{}}
"taking_part.sees" = {{}}
"""


def written(folder: Path, replicates: object = 4, points: int = 2, more: str = "") -> Path:
    """Write a study's file and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "tiny.toml"
    file.write_text(TINY.format(replicates=replicates, points=points, more=more), "utf-8")
    return file


def tiny(folder: Path, replicates: object = 4, points: int = 2, more: str = "") -> StudyPlan:
    """Return the plan of a tiny study: ``replicates`` × ``points`` × 2 runs."""
    study = load_study(written(folder, replicates, points, more))
    return StudyPlan(study, points_of(study))


def run(plan: StudyPlan | None, folder: Path, **how: Any) -> dict[str, Any]:
    """Run a plan in the store of a folder."""
    return run_plan(plan, folder, How(**how), Progress())


def digest(folder: Path) -> str:
    with Store.open(folder) as store:
        return study_digest(store)


def done(folder: Path) -> int:
    with Store.open(folder) as store:
        return store.done_count


def start(file: Path, store: Path, live: str, workers: int = 2, **more: Any) -> subprocess.Popen[str]:
    """Start a program of its own that runs a study with a life of ``lives``, written as Python."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from tests.experiments.studies import lives\n"
        "from tests.experiments.studies.made_studies import again\n"
        f"if __name__ == '__main__': sys.exit(again(sys.argv[2], sys.argv[3], lives.{live}, {workers}))\n"
    )
    script = file.with_name("program.py")
    script.write_text(code, "utf-8")
    command = [sys.executable, str(script), str(ROOT), str(file), str(store)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def hearing() -> None:
    """Let a program that is started in the background hear Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def again(file: str, store: str, live: Any, workers: int) -> int:
    """Run a study as ``run.py`` does, with another life; return the exit code."""
    from vocabulary.messages import SpokenError

    study = load_study(file)
    try:
        found = run(StudyPlan(study, points_of(study)), Path(store), live=live, workers=workers)
    except SpokenError as fault:
        print(fault, file=sys.stderr)
        return 2
    print(found["ending"], found["done"], found["failed"], found["digest"], flush=True)
    return 0


def wait_for(condition: Callable[[], object], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    try:
        return state.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return not Path("/proc").exists()
