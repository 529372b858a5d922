"""Campaigns: a study is killed, poisoned, cut, flipped and interrupted over and over, and loses nothing.

``make soak`` runs them; small versions of each stand in the other files of this folder.
"""

import multiprocessing
import os
import random
import resource
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from experiments.studies import executors
from experiments.studies.database import FILE
from experiments.studies.epoch import present
from experiments.studies.living import Outcome
from experiments.studies.results import finals, history
from experiments.studies.store import Store
from tests.experiments.studies import lives
from tests.experiments.studies.made_studies import (
    ROOT,
    digest,
    done,
    hearing,
    is_alive,
    run,
    start,
    tiny,
    wait_for,
    written,
)
from vocabulary.indicators import INDICATORS
from vocabulary.messages import SpokenError

pytestmark = pytest.mark.soak
HANG_SECONDS = 30
"""Within these a run must be done after workers were killed."""
TIMES = int(os.environ.get("GONGZHI_TIMES", "100"))
"""How often something is done to a study; fewer for a trial."""


def serial(tmp_path: Path, replicates: int) -> str:
    run(tiny(tmp_path, replicates=replicates), tmp_path / "serial", executor="in-process", live=lives.quick)
    return digest(tmp_path / "serial")


def test_the_program_killed_at_random_times(tmp_path):
    """Nothing committed is lost, nothing is there twice, no orphan lives after three seconds, the digest is right."""
    right = serial(tmp_path, 300)
    file, store, ids = written(tmp_path, replicates=300), tmp_path / "s", tmp_path / "ids"
    ids.mkdir()
    draws, before, orphans = random.Random(1), 0, 0
    for _ in range(TIMES):
        program = start(file, store, f"Slow(0.05, {str(ids)!r})")
        time.sleep(draws.uniform(0.05, 9.0))
        program.kill()
        program.communicate()
        time.sleep(3)
        orphans += any(is_alive(int(name.name)) for name in ids.iterdir())
        for name in ids.iterdir():
            name.unlink()
        if (store / "plan.json").exists():
            assert done(store) >= before
            before = done(store)
            digest(store)
    assert orphans == 0
    out, err = start(file, store, "quick").communicate(timeout=600)
    assert out.split()[:3] == ["complete", "1200", "0"], err
    assert digest(store) == right


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False)
    return [int(word) for word in listed.stdout.split() if int(word) != process]


def test_workers_killed_at_random_times(tmp_path):
    """Also in their first half second: the study is complete, its digest the serial one, and it never hangs."""
    right = serial(tmp_path, 150)
    file = written(tmp_path, replicates=150, more="limits = { attempts = 20 }")
    program = start(file, tmp_path / "s", "Slow(0.2)", workers=2)
    draws, killed = random.Random(2), 0
    while killed < TIMES and program.poll() is None:
        for least, most in ((0.0, 0.5), (0.5, 4.0)):  # soon after the last ones died, and later
            time.sleep(draws.uniform(least, most))
            workers = [child for child in children(program.pid) if "spawn_main" in command_of(child)]
            if workers:
                os.kill(draws.choice(workers), signal.SIGKILL)
                killed += 1
        before = lived(tmp_path / "s")
        wait_for(lambda: lived(tmp_path / "s") > before or program.poll() is not None, HANG_SECONDS)  # noqa: B023
    out, err = program.communicate(timeout=900)
    assert out.split()[:3] == ["complete", "600", "0"], err
    assert digest(tmp_path / "s") == right
    assert killed == TIMES or program.returncode == 0


def lived(store: Path) -> int:
    """Runs that are done; none before there is a store."""
    return done(store) if (store / "plan.json").exists() else 0


def command_of(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""


def test_poison_among_three_hundred(tmp_path, monkeypatch):
    """Exactly the poisoned ones fail, each with its cause."""
    monkeypatch.setattr(executors, "START_SECONDS", 15.0)
    kinds = list(lives.CAUSES)
    bad = {number: kinds[number % len(kinds)] for number in range(7, 300, 24)}
    limits = "limits = { run_seconds = 3.0, run_memory_mb = 1000, attempts = 1 }"
    found = run(tiny(tmp_path, replicates=75, more=limits), tmp_path / "s", workers=2, live=lives.Poisoned(bad))
    assert (found["done"], found["failed"], found["left"]) == (300 - len(bad), len(bad), 0)
    assert {one["number"]: one["cause"] for one in found["failures"]} == {
        at: lives.CAUSES[how] for at, how in bad.items()
    }


def test_interrupted_at_random_times(tmp_path):
    """Out within thirty seconds, or two after a second Ctrl-C, and it goes on."""
    right = serial(tmp_path, 300)
    file, store = written(tmp_path, replicates=300), tmp_path / "s"
    draws = random.Random(3)
    for turn in range(max(2, TIMES // 2)):
        program = start(file, store, "Slow(0.1)", preexec_fn=hearing)
        wait_for(lambda: (store / "holder.json").exists())
        time.sleep(draws.uniform(0.5, 5.0))
        program.send_signal(signal.SIGINT)
        if turn % 2:
            time.sleep(0.05)
            program.send_signal(signal.SIGINT)
        began = time.monotonic()
        program.communicate(timeout=60)
        assert time.monotonic() - began < (30 if turn % 2 == 0 else 4)
    assert run(None, store, executor="in-process", live=lives.quick)["digest"] == right


def test_cut_and_flipped_databases_never_give_a_wrong_number(tmp_path):
    """A file that was cut anywhere, or had any bits flipped, opens with right numbers or says what is wrong."""
    run(tiny(tmp_path, replicates=8), tmp_path / "s", executor="in-process", live=lives.quick)
    with Store.open(tmp_path / "s") as store:
        right = {row.key: (row.digest, row.finals, history(store, row).totals.tobytes()) for row in finals(store)}
    whole, draws = (tmp_path / "s" / FILE).read_bytes(), random.Random(4)
    for turn in range(10 * TIMES):
        raw = bytearray(whole)
        if turn % 2:
            raw = raw[: draws.randrange(len(raw))]
        else:
            for _ in range(draws.randrange(1, 4)):
                raw[draws.randrange(len(raw))] ^= 1 << draws.randrange(8)
        (tmp_path / "s" / FILE).write_bytes(raw)
        for beside in ("-wal", "-shm"):
            (tmp_path / "s" / f"{FILE}{beside}").unlink(missing_ok=True)
        try:
            with Store.open(tmp_path / "s") as store:
                for row in finals(store):
                    assert right[row.key] == (row.digest, row.finals, history(store, row).totals.tobytes())
        except SpokenError:
            continue


def test_a_hundred_thousand_runs(tmp_path):
    """The memory of the program grows by less than 200 MB; status answers within a second."""
    present()
    plan, store = tiny(tmp_path, replicates=100, points=500), tmp_path / "s"
    Store.create(store, plan)
    draws = np.random.default_rng(1)
    with Store.open(store, writing=True) as opened:
        opened.enter_epoch(accept=False)
        opened.begin_sitting("", "", 1)
        for replicate in range(98):
            values = draws.random(len(INDICATORS)).tobytes()
            runs = plan.runs([replicate])
            opened.keep([Outcome(one, 0.1, b"x" * 50, values, one.key, epoch=present().digest) for one in runs])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert run(None, store, executor="in-process", live=lives.quick)["done"] == 100_000
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1e3 < 200
    used = processor_seconds()
    command = [sys.executable, str(ROOT / "run.py"), "study", "status", str(store)]
    assert "100,000 of 100,000" in subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert processor_seconds() - used < 1


def processor_seconds() -> float:
    """What ended children have taken of a processor: a loaded machine does not count."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_the_supervisor_costs_little(tmp_path):
    """At half a second a run, two workers: at most 3 % more than the same runs by hand, with 2 % for the machine."""
    plan = tiny(tmp_path, replicates=40, points=1)
    began = time.monotonic()
    run(plan, tmp_path / "s", workers=2, live=lives.Slow(0.5))
    supervised = time.monotonic() - began
    tasks = list(plan.tasks(range(40), lambda _: True))
    began = time.monotonic()
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(lives.Slow(0.5), tasks))
    assert supervised / (time.monotonic() - began) < 1.05


def test_two_programs_on_one_study(tmp_path):
    """The second leaves within a second, naming the first, and takes over when that is dead."""
    file, store = written(tmp_path, replicates=50), tmp_path / "s"
    first = start(file, store, "Slow(0.2)")
    wait_for(lambda: (store / "holder.json").exists() and (store / "log.txt").exists())
    for _ in range(3):
        began = time.monotonic()
        with pytest.raises(SpokenError, match=f"process {first.pid} on"):
            run(tiny(tmp_path, replicates=50), store, live=lives.quick)
        assert time.monotonic() - began < 1
    first.kill()
    first.communicate()
    assert run(tiny(tmp_path, replicates=50), store, executor="in-process", live=lives.quick)["ending"] == "complete"
