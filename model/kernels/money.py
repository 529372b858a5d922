"""Money that is shared among groups."""

from __future__ import annotations

from typing import Any

import numpy as np

from agents.codes import MASS
from model.columns import Bodies
from model.compiling import kernel


@kernel
def is_sharing(bodies: Bodies, o: int, runs: Any) -> bool:
    """Tell whether an organization is a running group of a community."""
    return bool(bodies[o].community >= 0 and runs[o] > 0 and bodies[o].kind == MASS)


@kernel
def part_of(bodies: Bodies, o: int, favor: Any, scale: float) -> float:
    """Return what a group's part in its community's money goes by: its volunteers, and favor for its domain."""
    weight = bodies[o].volunteers + bodies[o].leaders + scale
    return float(weight * favor[bodies[o].community, bodies[o].domain])


@kernel
def share_among_groups(bodies: Bodies, runs: Any, scale: float, yuan: Any, favor: Any, amounts: Any) -> None:
    """Share each community's ``yuan`` among its groups; write the fen of each into ``amounts``.

    ``favor[c, d]`` weighs groups of a domain further.
    """
    sums = np.zeros(yuan.size)
    for o in range(bodies.size):
        if is_sharing(bodies, o, runs):
            sums[bodies[o].community] += part_of(bodies, o, favor, scale)
    for o in range(bodies.size):
        amounts[o] = 0
        if is_sharing(bodies, o, runs):
            c = bodies[o].community
            amounts[o] = int(np.rint(yuan[c] * part_of(bodies, o, favor, scale) / sums[c] * 100.0))
