"""Helpers that compile ahead: they know what a week calls, they go when the program goes, and nobody waits for them."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model import ahead, compiling
from model.compiling import PROJECT_ROOT, kernel
from model.governance import GovernanceModel


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make this program one that has had no helpers yet, with nothing compiled."""
    monkeypatch.setattr(ahead, "_this_program", threading.Lock())
    monkeypatch.setattr(compiling, "CACHE_FOLDER", tmp_path)
    monkeypatch.setattr(ahead, "_processors", lambda: 2)
    return tmp_path


def size(thing: Any) -> int:
    return len(thing)


class Sleeper:
    """Stands for starting a helper: it starts a process that sleeps until its input ends."""

    def __init__(self) -> None:
        self.started: list[subprocess.Popen[bytes]] = []

    def __call__(self, number: int, helpers: int) -> subprocess.Popen[bytes]:
        self.started.append(
            subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
        )
        return self.started[-1]


def test_an_interpreted_week_calls_what_a_compiled_one_calls():
    GovernanceModel("classroom", "full", scale=0.05, burn_in=0).step()
    for call, kinds in ahead.calls_of_a_week():
        assert kinds in call.overloads, call.py_func.__name__


def test_looking_on_leaves_the_kernels_in_their_places():
    before = {name: thing for name, thing in vars(sys.modules["model.kernels.needs"]).items() if callable(thing)}
    assert len(ahead.calls_of_a_week()) > 50
    assert all(vars(sys.modules["model.kernels.needs"])[name] is thing for name, thing in before.items())


def test_a_kernel_s_own_calls_are_not_noted_and_numbers_are_python_s():
    inner = kernel(size)
    calls = ahead.Calls()
    stand_in: Any = ahead.Interpreted(inner, calls)
    assert stand_in([1, 2]) == 2
    calls.within = True
    assert stand_in((1,)) == 1
    assert len(calls.seen) == 1
    given = ahead._as_compiled((np.float64(1.0), np.uint64(2), np.bool_(True)))
    assert [type(thing) for thing in given] == [float, int, bool]


def test_only_the_first_program_has_helpers_and_they_end_with_it(fresh: Path, monkeypatch: pytest.MonkeyPatch):
    sleeper = Sleeper()
    at_the_end: list[Any] = []
    monkeypatch.setattr(ahead, "_start", sleeper)
    monkeypatch.setattr(atexit, "register", lambda call, *given: at_the_end.append((call, given)))
    ahead.start_helpers()
    ahead.start_helpers()
    monkeypatch.setattr(ahead, "_this_program", threading.Lock())
    ahead.start_helpers()
    assert len(sleeper.started) == len(at_the_end) == 1
    assert (fresh / ahead.CLAIM).exists()
    call, given = at_the_end[0]
    call(*given)
    assert sleeper.started[0].returncode is not None
    assert not (fresh / ahead.CLAIM).exists()


def test_where_no_process_can_be_started_the_model_is_built_all_the_same(fresh: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "executable", str(fresh / "no-such-program"))
    monkeypatch.setattr(atexit, "register", lambda *_: None)
    ahead.start_helpers()
    assert GovernanceModel("classroom", "full", scale=0.05, burn_in=0)


@pytest.mark.parametrize("without", ["a second processor", "a place to write"])
def test_no_helper_without(without: str, fresh: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ahead, "_start", lambda *_: pytest.fail("a helper was started"))
    if without == "a second processor":
        monkeypatch.setattr(ahead, "_processors", lambda: 1)
    else:
        monkeypatch.setattr(compiling, "CACHE_FOLDER", fresh / "not-there")
    ahead.start_helpers()
    assert not (fresh / ahead.CLAIM).exists()


def test_a_helper_goes_when_its_program_is_gone(tmp_path: Path):
    at_work = "import time; from model import ahead; ahead.calls_of_a_week = lambda: time.sleep(600); "
    helper = subprocess.Popen(
        [sys.executable, "-c", at_work + "ahead.help_out(0, 1)"],
        cwd=PROJECT_ROOT,
        env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)},
        stdin=subprocess.PIPE,
    )
    assert helper.stdin
    helper.stdin.close()
    assert helper.wait(timeout=120) != 0
