"""What must always hold: every yuan, hour and need that enters is accounted for when it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from model import tally as t

if TYPE_CHECKING:
    from model.world import World

TOLERANCE = 1e-6


class Conservation:
    """A running account of needs; money and hours are held against their books."""

    def __init__(self, world: World) -> None:
        self.open = world.open

    def check(self, world: World, week: Any) -> None:
        """Raise ``ArithmeticError`` if money, hours or needs do not add up; ``week`` are the week's counters."""
        world.accounts.check()
        check_hours(world)
        arisen = int(week[t.ARISEN])
        ended = int(week[t.MET] + week[t.LAPSED] + week[t.CLOSED_ESCALATED] + week[t.LEFT])
        if world.open != self.open + arisen - ended:
            raise ArithmeticError(
                f"week {world.week}: {self.open} open needs, {arisen} new, {ended} ended, but {world.open} are left"
            )
        self.open = world.open


def check_hours(world: World) -> None:
    """Raise ``ArithmeticError`` if hours of organizations, departments or grid workers came from nowhere."""
    b, d, g = world.bodies, world.departments, world.ground
    books = {
        "organizations": (
            world.book[0] - world.book[1] - world.book[2] - float(b.hours_spent.sum()),
            b.service_hours + b.outreach_hours + b.activity_hours,
        ),
        "departments": (world.department_book[0] - world.department_book[1] - float(d.spent.sum()), d.hours),
        "grid workers": (world.grid_book[0] - world.grid_book[1] - float(g.grid_spent.sum()), g.grid_hours),
    }
    for who, (should, stock) in books.items():
        have, lowest = float(stock.sum()), float(stock.min(initial=0.0))
        if abs(should - have) > TOLERANCE * max(1.0, abs(should), float(world.book[0])):
            raise ArithmeticError(f"week {world.week}: {who} should have {should:.6f} hours left and have {have:.6f}")
        if lowest < -TOLERANCE or not np.isfinite(have):
            raise ArithmeticError(f"week {world.week}: {who} have {lowest:.6f} hours left")
