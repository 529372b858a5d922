"""The supervisor: the same digest however a study is run, failures with their causes, and nothing lost to any."""

import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest

from experiments.studies import executors
from experiments.studies.results import finals
from experiments.studies.running import extend, retry
from experiments.studies.store import Store
from experiments.studies.supervisor import Supervisor
from tests.experiments.studies import lives
from tests.experiments.studies.made_studies import digest, done, hearing, is_alive, run, start, tiny, wait_for, written
from vocabulary.messages import FailureError, RefusalError

POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")


@pytest.fixture
def serial(tmp_path) -> str:
    """The digest of a study of sixteen runs, lived one after another in this process."""
    run(tiny(tmp_path), tmp_path / "serial", executor="in-process", live=lives.quick)
    return digest(tmp_path / "serial")


# ---- the same digest ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("executor", "workers", "shuffle"),
    [("threads", 3, None), ("in-process", 1, 5), ("threads", 2, 9), ("processes", 2, 3)],
)
def test_executors_workers_and_order_do_not_matter(tmp_path, serial, executor, workers, shuffle):
    found = run(tiny(tmp_path), tmp_path / "s", executor=executor, workers=workers, shuffle=shuffle, live=lives.quick)
    assert (found["ending"], found["done"], found["digest"]) == ("complete", 16, serial)


def test_sittings_do_not_matter(tmp_path, serial):
    plan = tiny(tmp_path)
    endings = [
        run(plan, tmp_path / "s", executor="in-process", live=lives.quick, at_most=3)["ending"] for _ in range(4)
    ]
    assert endings == ["paused"] * 4
    found = run(plan, tmp_path / "s", executor="threads", workers=2, live=lives.quick)
    assert (found["ending"], found["digest"], len(found["sittings"])) == ("complete", serial, 5)


def test_extended_is_the_same_as_at_once(tmp_path, serial):
    run(tiny(tmp_path, replicates=2), tmp_path / "s", executor="in-process", live=lives.quick)
    assert extend(str(tmp_path / "s"), None, 4)["left"] == 8
    assert run(None, tmp_path / "s", executor="in-process", live=lives.quick)["digest"] == serial


def test_what_is_done_is_not_lived_again(tmp_path):
    run(tiny(tmp_path), tmp_path / "s", executor="in-process", live=lives.quick)
    found = run(
        tiny(tmp_path), tmp_path / "s", executor="in-process", live=lives.Poisoned(dict.fromkeys(range(16), "kill"))
    )
    assert (found["ending"], found["lived"]) == ("complete", 0)


def test_the_model_gives_the_same_on_threads_and_in_process(tmp_path):
    found = [
        run(tiny(tmp_path, replicates=2), tmp_path / name, executor=name, workers=2)
        for name in ("in-process", "threads")
    ]
    assert found[0]["digest"] == found[1]["digest"]
    assert found[0]["done"] == 8


# ---- failures -------------------------------------------------------------------------------------------------------


def test_an_exception_is_the_fault_of_its_run_alone(tmp_path):
    bad = {3: "exception", 5: "unstorable"}
    found = run(tiny(tmp_path), tmp_path / "s", executor="threads", workers=2, live=lives.Poisoned(bad))
    assert (found["ending"], found["done"], found["failed"], found["left"]) == ("failed", 14, 2, 0)
    told = {one["number"]: (one["cause"], one["attempts"]) for one in found["failures"]}
    assert told == {3: ("exception", 2), 5: ("unstorable", 2)}  # twice in the same words: that is enough
    assert "ZeroDivisionError: poisoned" in found["failures"][0]["detail"]


def test_an_exception_that_says_something_else_each_time_uses_all_attempts(tmp_path):
    found = run(tiny(tmp_path), tmp_path / "s", executor="in-process", live=lives.Poisoned({3: "random"}))
    assert [(one["number"], one["attempts"]) for one in found["failures"]] == [(3, 3)]


def test_what_is_refused_leaves_nothing(tmp_path):
    with pytest.raises(RefusalError, match="must be one of"):
        run(tiny(tmp_path), tmp_path / "new" / "s", executor="nowhere", live=lives.quick)
    assert not (tmp_path / "new").exists()
    run(tiny(tmp_path), tmp_path / "s", executor="in-process", live=lives.quick)
    with pytest.raises(RefusalError, match="not the study any more"):
        run(tiny(tmp_path, points=3), tmp_path / "s", executor="in-process", live=lives.quick)
    assert done(tmp_path / "s") == 16


def test_retry_lets_them_be_tried_again(tmp_path, serial):
    run(tiny(tmp_path), tmp_path / "s", executor="in-process", live=lives.Poisoned({3: "exception"}))
    again = run(None, tmp_path / "s", executor="in-process", live=lives.quick)
    assert (again["ending"], again["lived"]) == ("failed", 0)
    assert retry(str(tmp_path / "s"), None)["forgiven"] == 1
    assert run(None, tmp_path / "s", executor="in-process", live=lives.quick)["digest"] == serial


@POSIX
@pytest.mark.slow
def test_poison_kills_only_its_own_run(tmp_path, monkeypatch):
    monkeypatch.setattr(executors, "START_SECONDS", 12.0)
    monkeypatch.setattr(executors, "GRACE_SECONDS", 2.0)
    bad = {2: "exit", 7: "kill", 8: "loop", 13: "memory", 14: "exception"}
    limits = "limits = { run_seconds = 3.0, run_memory_mb = 1000, attempts = 1 }"
    found = run(tiny(tmp_path, more=limits), tmp_path / "s", workers=2, live=lives.Poisoned(bad))
    assert (found["done"], found["failed"], found["left"]) == (11, 5, 0)
    assert {one["number"]: one["cause"] for one in found["failures"]} == {
        at: lives.CAUSES[how] for at, how in bad.items()
    }


@POSIX
@pytest.mark.slow
def test_suspects_of_a_plain_pool_are_tried_one_at_a_time(tmp_path):
    plan = tiny(tmp_path, more="limits = { attempts = 2 }")
    Store.create(tmp_path / "s", plan)
    with Store.open(tmp_path / "s", writing=True) as store:
        store.enter_epoch(accept=False)
        store.begin_sitting("", "pool", 2)

        def pool():
            return ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))

        assert Supervisor(store, pool, 2, lives.Poisoned({5: "kill"})).run() == "failed"
        assert store.done_count == 15
        assert [(one["number"], one["cause"]) for one in store.failures()] == [(5, "lost")]


# ---- stopping rule --------------------------------------------------------------------------------------------------


def test_it_stops_when_the_half_width_is_reached(tmp_path):
    more = 'stop = { on = "mean", half_width = 0.25, confidence = 0.95 }'
    counts = "{ first = 4, batch = 3, most = 60 }"
    found = run(tiny(tmp_path, counts, more=more), tmp_path / "s", executor="in-process", live=lives.quick)
    assert found["ending"] == "complete"
    assert 4 < found["replicates"] < 60
    assert (found["replicates"] - 4) % 3 == 0
    assert all(one["half_width"] <= 0.25 for one in found["half_widths"])
    with Store.open(tmp_path / "s") as store:
        looked = [number for (number,) in store.all("SELECT DISTINCT replicates FROM looks ORDER BY replicates")]
        values = [row.values[0] for row in finals(store)]
    assert looked == list(range(4, found["replicates"] + 1, 3))
    assert len(values) == found["replicates"] * 4 and np.isfinite(values).all()


def test_where_it_stops_does_not_depend_on_how_it_is_run(tmp_path):
    more = 'stop = { half_width = 0.3, baseline = "full" }'
    counts = "{ first = 3, batch = 2, most = 40 }"
    plan = tiny(tmp_path, counts, more=more)
    one = run(plan, tmp_path / "a", executor="in-process", live=lives.quick)
    for at_most in (5, 7, 200):
        other = run(plan, tmp_path / "b", executor="threads", workers=3, live=lives.quick, at_most=at_most)
    assert (one["replicates"], one["digest"]) == (other["replicates"], other["digest"])


# ---- killed, interrupted, full --------------------------------------------------------------------------------------


@POSIX
@pytest.mark.slow
def test_a_killed_program_loses_nothing_and_leaves_no_orphan(tmp_path, serial):
    file, store = written(tmp_path), tmp_path / "s"
    ids = tmp_path / "ids"
    ids.mkdir()
    life = f"Slow(0.1, {str(ids)!r})"
    program = start(file, store, life)
    wait_for(lambda: (store / "plan.json").exists() and done(store))
    program.kill()
    program.communicate()
    assert 0 < done(store) < 16
    time.sleep(3)
    assert not [name for name in ids.iterdir() if is_alive(int(name.name))]
    out, err = start(file, store, "quick").communicate(timeout=120)
    assert out.split()[:3] == ["complete", "16", "0"], err
    assert digest(store) == serial


@POSIX
@pytest.mark.slow
def test_killed_workers_cost_nothing_but_time(tmp_path, serial):
    ids = tmp_path / "ids"
    ids.mkdir()
    more = "limits = { attempts = 20 }"
    killed = []

    def kill():
        for _ in range(4):
            wait_for(lambda: [name for name in ids.iterdir() if is_alive(int(name.name))])
            worker = next(int(name.name) for name in ids.iterdir() if is_alive(int(name.name)))
            os.kill(worker, signal.SIGKILL)
            killed.append(worker)
            time.sleep(0.5)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    found = run(tiny(tmp_path, more=more), tmp_path / "s", workers=2, live=lives.Slow(0.4, str(ids)))
    assert (found["ending"], found["digest"]) == ("complete", serial)
    assert killed


@POSIX
@pytest.mark.slow
@pytest.mark.parametrize("times", [1, 2])
def test_an_interrupt_ends_in_good_order_and_a_second_at_once(tmp_path, serial, times):
    file, store = written(tmp_path), tmp_path / "s"
    ids = tmp_path / "ids"
    ids.mkdir()
    program = start(file, store, f"Slow({0.5 if times == 1 else 15}, {str(ids)!r})", preexec_fn=hearing)
    wait_for(lambda: done(store) if times == 1 and (store / "plan.json").exists() else any(ids.iterdir()))
    began = time.monotonic()
    for _ in range(times):
        program.send_signal(signal.SIGINT)
        time.sleep(0.3)
    out, err = program.communicate(timeout=60)
    assert time.monotonic() - began < (30 if times == 1 else 5)
    assert out.startswith("interrupted"), err
    assert run(None, store, executor="in-process", live=lives.quick)["digest"] == serial


@POSIX
def test_an_interrupt_before_anything_runs_ends_it(tmp_path):
    file, store = written(tmp_path), tmp_path / "s"
    program = start(file, store, "Slow(5)", preexec_fn=hearing)
    wait_for(lambda: (store / "holder.json").exists())
    program.send_signal(signal.SIGINT)
    program.communicate(timeout=30)
    assert not (store / "holder.json").exists()


@POSIX
def test_a_limit_of_the_file_size_is_told_and_what_was_committed_is_kept(tmp_path, serial):
    import resource

    file, store = written(tmp_path), tmp_path / "s"
    run(tiny(tmp_path), store, executor="in-process", live=lives.quick, at_most=4)
    size = max(path.stat().st_size for path in store.iterdir()) + 4096
    program = start(file, store, "quick", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
    _, err = program.communicate(timeout=120)
    assert program.returncode == 2
    assert "cannot be read or written" in err and "Traceback" not in err
    assert 4 <= done(store) < 16
    assert run(None, store, executor="in-process", live=lives.quick)["digest"] == serial


def test_a_full_disk_is_told_and_what_was_committed_is_kept(tmp_path, serial, monkeypatch):
    plan, store = tiny(tmp_path), tmp_path / "s"
    run(plan, store, executor="in-process", live=lives.quick, at_most=4)
    keep = Store._keep_result
    kept: list[object] = []

    def full(self: Store, outcome: object) -> None:
        if len(kept) == 3:
            self.connection.execute("PRAGMA max_page_count = 1")
        kept.append(outcome)
        keep(self, outcome)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "_keep_result", full)
    with pytest.raises(FailureError, match="cannot be read or written"):
        run(plan, store, executor="in-process", live=lives.quick)
    monkeypatch.undo()
    assert done(store) >= 4
    assert run(plan, store, executor="in-process", live=lives.quick)["digest"] == serial
