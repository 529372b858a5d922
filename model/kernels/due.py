"""Needs that were due, and those of them met in time."""

from __future__ import annotations

from typing import Any

from model.compiling import kernel


@kernel
def add_up_due(in_time: Any, arisen: Any, time_to_meet: Any, week: int, window: int, met: Any, due: Any) -> None:
    """Add up, by cell and domain, needs that arose in the window and were due by now, and those met in time.

    The last weeks of birth, ``week`` included, stand in ``in_time`` and ``arisen`` as in a ring.
    """
    ring, domains, cells = arisen.shape
    for d in range(domains):
        for born in range(max(0, week - window + 1), week - int(time_to_meet[d]) + 1):
            for cell in range(cells):
                met[cell, d] += in_time[born % ring, d, cell]
                due[cell, d] += arisen[born % ring, d, cell]
