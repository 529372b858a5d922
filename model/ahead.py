"""Kernels compiled ahead of the run, by helpers: processes of their own that begin at the week's other end.

The first program after an edit has everything to compile, and compiles each kernel where the week first needs it.
Helpers fill the same folder of compiled code from the last kernel backward, so that the program finds there what they
have done. It never waits for them: without helpers, or when they fail, it compiles everything itself.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numba.core.dispatcher import Dispatcher

from model import compiling
from model.compiling import COMPILED_SOURCES, PROJECT_ROOT

MOST_HELPERS = 3
"""More would mostly compile the same kernels."""

CLAIM = "helped"
"""A file in the folder of compiled code: some program has helpers at work, or they have done their work."""

_this_program = threading.Lock()
"""Taken for good by the first model that a program builds, and by helpers, which are not to have helpers."""


def start_helpers() -> None:
    """Let helpers compile ahead of this program, if no program before has had them and a processor is free."""
    if not _this_program.acquire(blocking=False) or compiling.is_off():
        return
    helpers = min(MOST_HELPERS, _processors() - 1)
    claim = compiling.CACHE_FOLDER / CLAIM
    if helpers < 1 or not sys.executable or claim.exists():
        return
    try:
        claim.touch(exist_ok=False)
    except OSError:  # another program was quicker, or nothing can be written
        return
    started: list[subprocess.Popen[bytes]] = []
    atexit.register(_end, os.getpid(), started, claim)
    with suppress(OSError):
        for number in range(helpers):
            started.append(_start(number, helpers))


def _processors() -> int:
    """Return how many processors this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _start(number: int, helpers: int) -> subprocess.Popen[bytes]:
    """Start a helper; it ends when its input does, so at the latest with this program."""
    program = f"from model import ahead; ahead.help_out({number}, {helpers})"
    return subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=PROJECT_ROOT,
        env={**os.environ, "NUMBA_CACHE_DIR": str(compiling.CACHE_FOLDER.parent)},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _end(owner: int, helpers: Sequence[subprocess.Popen[bytes]], claim: Path) -> None:
    """End the helpers with the program; what is left to do, the next program's may do."""
    if os.getpid() != owner:
        return
    unfinished = [helper for helper in helpers if helper.poll() != 0]
    for helper in unfinished:
        helper.kill()
        helper.wait()
    if unfinished or not helpers:
        claim.unlink(missing_ok=True)


def help_out(number: int, helpers: int) -> None:
    """Compile the kernels of a week from its end backward, the first of several helpers from the very end."""
    _this_program.acquire(blocking=False)
    threading.Thread(target=_leave_with_the_program, daemon=True).start()
    calls = calls_of_a_week()[::-1]
    first = len(calls) * number // (helpers + 1)
    for kernel, kinds in calls[first:] + calls[:first]:
        kernel.compile(kinds)


def _leave_with_the_program() -> None:
    """End this helper when the program that started it is gone."""
    sys.stdin.buffer.read()
    os._exit(1)


Call = tuple[Dispatcher, tuple[Any, ...]]


@dataclass
class Calls:
    """Which kernels were called from Python, in order, and with what kinds of arguments."""

    seen: dict[Call, None] = field(default_factory=dict)
    within: bool = False


@dataclass
class Interpreted:
    """Stands for a kernel: notes the call and runs the kernel's source, with the same outcome."""

    kernel: Any
    calls: Calls

    def __call__(self, *given: Any) -> Any:
        """Note the call unless a kernel makes it, since a kernel compiles those that it calls."""
        if self.calls.within:
            return self.kernel.py_func(*given)
        self.calls.seen[self.kernel, tuple(self.kernel.typeof_pyval(thing) for thing in given)] = None
        self.calls.within = True
        try:
            return _as_compiled(self.kernel.py_func(*given))
        finally:
            self.calls.within = False


def _as_compiled(given: Any) -> Any:
    """Return what a compiled kernel returns: numbers of Python, not of NumPy."""
    if type(given) is tuple:
        return tuple(_as_compiled(thing) for thing in given)
    return given.item() if isinstance(given, np.number | np.bool_) else given


def calls_of_a_week() -> list[Call]:
    """Live a week of a tiny town without compiling, and return the calls of kernels that it makes, each once."""
    from model.governance import GovernanceModel

    calls = Calls()
    with _all_interpreted(calls), np.errstate(all="ignore"), suppress(Exception):
        GovernanceModel("classroom", "full", scale=0.05, burn_in=0).step()
    return list(calls.seen)


@contextmanager
def _all_interpreted(calls: Calls) -> Iterator[None]:
    """Put stand-ins in the place of the kernels wherever a module of the model names them."""
    ours = [module for name, module in sys.modules.items() if name.partition(".")[0] in COMPILED_SOURCES]
    places = [(vars(m), name, thing) for m in ours for name, thing in vars(m).items() if isinstance(thing, Dispatcher)]
    for names, name, kernel in places:
        names[name] = Interpreted(kernel, calls)
    try:
        yield
    finally:
        for names, name, kernel in places:
            names[name] = kernel
