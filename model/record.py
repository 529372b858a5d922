"""The record: totals of every indicator every week, and breakdowns each quarter and at the end."""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING

import numpy as np

from model.columns import Array
from model.indicators import FORMULAS, ORDER, ORDERED, Due, View
from model.kernels.survey import MEASURES, survey, survey_cells, survey_domains
from model.tally import PUBLIC_YUAN, WINDOW
from vocabulary.calendar import WEEKS_A_QUARTER
from vocabulary.categories import DOMAIN_IDS, GROUP_IDS
from vocabulary.indicators import BY_ID, HEADLINES

if TYPE_CHECKING:
    from model.world import World

Line = tuple[str, str, str, float | None]
"""An indicator, a dimension, a category of it, and the value, ``None`` where it is not defined."""


class Record:
    """What a run reported. ``totals`` has a row for week 0 and for each week after it, a column for each indicator."""

    def __init__(self) -> None:
        self._rows: list[Array] = []
        self.shown: dict[str, float | None] = {}
        """Every indicator as written down last, ``None`` where it is not defined."""
        self.public_yuan: list[float] = []  # paid by the public in week 1, 2, …, for the residents that are simulated
        self.quarters: list[tuple[int, str, str, str, float | None]] = []

    @property
    def totals(self) -> Array:
        """Weeks by indicators; NaN where an indicator is not defined."""
        return np.array(self._rows) if self._rows else np.zeros((0, len(ORDER)))

    @property
    def last(self) -> Array:
        """The totals written down last."""
        return self._rows[-1]

    def take_over(self, rows: list[Array]) -> None:
        """Go on from the totals of weeks that another record wrote down."""
        self._rows = rows
        self._show()

    def _show(self) -> None:
        self.shown = dict(zip(ORDER, map(defined, self.last.tolist()), strict=True))

    def take(self, world: World, week: int) -> None:
        """Write down the totals of a week, and each quarter the headline indicators' breakdowns."""
        if week > 0:
            self.public_yuan.append(world.tally.last(PUBLIC_YUAN))
        quarter = week > 0 and week % WEEKS_A_QUARTER == 0
        people = surveyed(world, detail=quarter)
        view = View(world, world.tally.sums().tolist(), people[0].tolist(), "", 0, world.tally.counted, Due.of(world))
        self._rows.append(np.array([formula(view) for formula in ORDERED]))
        self._show()
        if quarter:
            lines = broken_down(world, HEADLINES, people)
            self.quarters.extend((week, *line) for line in lines)

    def digest(self, world: World) -> str:
        """Return the SHA-256 of everything recorded, and of the present breakdown of every indicator."""
        digest = hashlib.sha256(self.totals.tobytes())
        for quarter in self.quarters:
            digest.update(_packed(*quarter))
        for line in breakdown(world):
            digest.update(_packed(-1, *line))
        return digest.hexdigest()


def _packed(week: int, indicator: str, dimension: str, category: str, value: float | None) -> bytes:
    number = struct.pack("<d", float("nan") if value is None else value)
    return f"{week}|{indicator}|{dimension}|{category}|".encode() + number


def surveyed(world: World, detail: bool) -> Array:
    """Return the survey of residents: a row for the total; in detail also for communities, groups and domains."""
    opened = max(0, world.week - WINDOW + 1)
    first, trust = world.town.first_of_community, world.values.compiled.trust
    total = np.zeros((1, len(MEASURES)))
    survey(world.people, first, world.bodies, world.ground, world.week, opened, trust, total[0])
    if not detail:
        return total
    cells = np.zeros((world.communities, len(GROUP_IDS), len(MEASURES)))
    survey_cells(world.people, first, world.bodies, world.ground, world.week, opened, trust, cells)
    domains = np.zeros((len(DOMAIN_IDS), len(MEASURES)))
    survey_domains(world.people, world.week, opened, domains)
    return np.concatenate([total, np.add.reduce(cells, axis=1), np.add.reduce(cells, axis=0), domains])


def close_week(world: World) -> None:
    """Close the week's counters; what the public paid this week is counted with them."""
    world.tally.week[0, PUBLIC_YUAN] += world.accounts.public_this_week / 100.0
    world.tally.close_week()


def totals(world: World) -> dict[str, float | None]:
    """Return every indicator now, ``None`` where it is not defined."""
    people = surveyed(world, detail=False)
    view = View(world, world.tally.sums().tolist(), people[0].tolist(), "", 0, world.tally.counted, Due.of(world))
    return {name: defined(FORMULAS[name](view)) for name in ORDER}


def defined(value: float) -> float | None:
    """Return a value, or ``None`` for one that is not defined."""
    return None if value != value else value


def breakdown(world: World) -> list[Line]:
    """Return every indicator that is broken down, now, by community, group and domain."""
    return broken_down(world, ORDER, surveyed(world, detail=True))


def broken_down(world: World, names: tuple[str, ...], people: Array) -> list[Line]:
    """Return the breakdowns of some indicators, one dimension at a time."""
    counted = world.tally.sums(slice(None))
    communities = [community.id for community in world.place.communities]
    dimensions = {"community": communities, "group": list(GROUP_IDS), "domain": list(DOMAIN_IDS)}
    starts = {"community": 1, "group": 1 + len(communities), "domain": 1 + len(communities) + len(GROUP_IDS)}
    due = Due.of(world)
    lines: list[Line] = []
    for dimension, categories in dimensions.items():
        chosen = [name for name in names if dimension in BY_ID[name].by]
        for at, category in enumerate(categories):
            row = starts[dimension] + at
            view = View(world, counted[row].tolist(), people[row].tolist(), dimension, at, world.tally.counted, due)
            lines += [(name, dimension, category, defined(FORMULAS[name](view))) for name in chosen]
    return lines
