"""Sees to it that compiled code lies on disk before the work begins, and says so where that takes a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from experiments.plan import Plan, build_model
from experiments.progress import Progress


def compile_once(plan: Plan, progress: Progress) -> None:
    """Live a week in a tiny town, unless a plan brings a model of its own.

    After that nothing is left to compile: neither for several processes that would all do it at once, nor in the time
    that the progress bar counts. Where the code is on disk already this takes a moment, and nothing is said.
    """
    if plan.build is build_model:
        warm(progress)


def warm(progress: Progress) -> None:
    """Live a week in a tiny town, so that all compiled code is on disk, and say so where that takes a while."""
    with told_of_compiling(partial(progress.note, "progress.compiling")):
        build_model("classroom", "full", scale=0.05, burn_in=0).step()
    from model.timing import running

    if clock := running():
        clock.restart()


@contextmanager
def told_of_compiling(tell: Callable[[], None]) -> Iterator[None]:
    """Call a function when Numba first compiles something inside the block; code read from disk is not compiled."""
    from numba.core import event

    class FirstTime(event.Listener):  # type: ignore[misc, unused-ignore]
        told = False

        def on_start(self, _: Any) -> None:
            if not self.told:
                self.told = True
                tell()

        def on_end(self, _: Any) -> None:
            pass

    with event.install_listener("numba:compile", FirstTime()):
        yield
