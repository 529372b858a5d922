"""Sees to it that compiled code lies on disk before the work begins, and says so where that takes a while."""

from __future__ import annotations

from threading import Timer

from experiments.plan import Plan, build_model
from experiments.progress import Progress

SILENT_SECONDS = 3.0


def compile_once(plan: Plan, progress: Progress) -> None:
    """Live a week in a tiny town.

    After that nothing is left to compile: neither for several processes that would all do it at once, nor in the time
    that the progress bar counts. Where the code is on disk already this takes a moment, and nothing is said.
    """
    if plan.build is not build_model:
        return
    notice = Timer(SILENT_SECONDS, progress.note, ("progress.compiling",))
    notice.daemon = True
    notice.start()
    try:
        build_model("classroom", "full", scale=0.05, burn_in=0).step()
    finally:
        notice.cancel()
