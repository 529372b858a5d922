"""What must always hold: every yuan, hour and need that enters is accounted for when it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from model import tally as t
from model.hours import ROOMS, STOCKS

if TYPE_CHECKING:
    from model.world import World

TOLERANCE = 1e-6
NOTHING = np.zeros(1)
"""What advisers have left: their time lasts a week."""


class Conservation:
    """A running account of needs; money and hours are held against their books."""

    def __init__(self, world: World) -> None:
        self.open = world.open

    def check(self, world: World, week: Any) -> None:
        """Raise ``ArithmeticError`` if money, hours or needs do not add up; ``week`` are the week's counters."""
        world.accounts.check()
        check_hours(world)
        check_fund(world)
        arisen = int(week[t.ARISEN])
        ended = int(week[t.MET] + week[t.LAPSED] + week[t.CLOSED_ESCALATED] + week[t.LEFT])
        if world.open != self.open + arisen - ended:
            raise ArithmeticError(
                f"week {world.week}: {self.open} open needs, {arisen} new, {ended} ended, but {world.open} are left"
            )
        self.open = world.open


def check_fund(world: World) -> None:
    """Raise ``ArithmeticError`` if the venture fund's budget is not what was granted and returned less what went."""
    book = world.fund_book
    should = book["granted"] + book["returned"] - book["awarded"] - book["casework"]
    if should != world.fund + world.casework_fund:
        raise ArithmeticError(
            f"week {world.week}: the fund should hold {should} fen and holds {world.fund + world.casework_fund}"
        )


def check_hours(world: World) -> None:
    """Raise ``ArithmeticError`` if hours of somebody's stock came from nowhere or went nowhere."""
    for book, (spent, left) in enumerate(_spent_and_left(world)):
        supplied, noted, expired = world.books[book].tolist()
        should, have, lowest = supplied - noted - expired - spent, float(left.sum()), float(left.min(initial=0.0))
        if abs(should - have) > TOLERANCE * max(1.0, supplied):
            raise ArithmeticError(
                f"week {world.week}: {STOCKS[book]} should have {should:.6f} hours left and have {have:.6f}"
            )
        if (lowest < -TOLERANCE and book != ROOMS) or not np.isfinite(have):
            raise ArithmeticError(f"week {world.week}: {STOCKS[book]} have {lowest:.6f} hours left")


def _spent_and_left(world: World) -> tuple[tuple[float, Any], ...]:
    """Return, for each stock, the hours spent that its book does not hold yet, and what is left of it.

    A course may reach into the next week's rooms, which is why theirs may lie below zero.
    """
    b, d, g = world.bodies, world.departments, world.ground
    return (
        (float(b.hours_spent.sum()), b.service_hours + b.outreach_hours + b.venture_hours + b.activity_hours),
        (float(d.spent.sum()), d.hours),
        (float(g.grid_spent.sum()), g.grid_hours),
        (float(world.command[1].sum()), world.command[0]),
        (float(world.matching[1].sum()), world.matching[0]),
        (0.0, world.alliance_hours),
        (0.0, world.duty.hours),
        (float(g.room_taken.sum()), g.room_left),
        (0.0, np.concatenate(world.judges_left) * world.scale),
        (0.0, np.array([world.advisers_left])),
        (0.0, world.watching),
    )
