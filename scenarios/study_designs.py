"""Designs of a study: how points are chosen among its uncertainties, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from scenarios.validation import Checked, refusal

MOST_POINTS = 200_000
BEYOND = 10**15
"""No count says more."""


def _power_of_two(given: int) -> int:
    if given & (given - 1):
        raise refusal("power_of_two")
    return given


def _even(given: int) -> int:
    if given % 2:
        raise refusal("even")
    return given


PowerOfTwo = Annotated[int, Field(ge=1, le=131_072), AfterValidator(_power_of_two)]
Levels = Sequence[int]
"""Of each uncertainty the number of values that it lists, 0 if it lies between bounds."""


class ListDesign(Checked):
    """Points as listed; what a point does not name is as declared."""

    kind: Literal["list"]
    points: list[dict[str, Any]] = Field(default=[{}], min_length=1, max_length=10_000)

    def count(self, levels: Levels) -> int:
        """Return the number of points."""
        return len(self.points)


class GridDesign(Checked):
    """Every combination of values; ``levels`` evenly spaced ones between bounds."""

    kind: Literal["grid"]
    levels: int = Field(default=3, ge=2, le=100)

    def count(self, levels: Levels) -> int:
        """Return the number of points."""
        return min(BEYOND, prod(own or self.levels for own in levels))


class FactorialDesign(Checked):
    """Low and high of each, in every combination; with ``generators`` a fraction of them.

    A generator sets an uncertainty high where of those that it names an even number is low.
    """

    kind: Literal["factorial"]
    generators: dict[str, Annotated[list[str], Field(min_length=1, max_length=20)]] = Field(default={}, max_length=1000)

    def count(self, levels: Levels) -> int:
        """Return the number of points."""
        return min(BEYOND, 1 << max(0, len(levels) - len(self.generators)))


class LatinHypercube(Checked):
    """A Latin hypercube."""

    kind: Literal["lhs"]
    points: int = Field(ge=1, le=MOST_POINTS)

    def count(self, levels: Levels) -> int:
        """Return the number of points."""
        return self.points


class SobolSequence(Checked):
    """A scrambled Sobol sequence."""

    kind: Literal["sobol"]
    points: PowerOfTwo

    def count(self, levels: Levels) -> int:
        """Return the number of points."""
        return self.points


class MorrisDesign(Checked):
    """Trajectories on which one uncertainty moves at a time (Morris 1991)."""

    kind: Literal["morris"]
    trajectories: int = Field(ge=2, le=1_000)
    levels: Annotated[int, Field(ge=2, le=20), AfterValidator(_even)] = 4

    def count(self, levels: Levels) -> int:
        """Return the number of points."""
        return self.trajectories * (len(levels) + 1)


class SaltelliDesign(Checked):
    """Saltelli's scheme for Sobol indices; ``base`` times (k + 2) points, (2 k + 2) with ``second_order``."""

    kind: Literal["saltelli"]
    base: PowerOfTwo
    second_order: bool = False

    def count(self, levels: Levels) -> int:
        """Return the number of points."""
        return self.base * ((2 if self.second_order else 1) * len(levels) + 2)


class CsvDesign(Checked):
    """Points of a CSV file beside the study's: a column for each uncertainty, a row for each point."""

    kind: Literal["csv"]
    file: str = Field(min_length=1, max_length=200)

    def count(self, levels: Levels) -> int:
        """Return the number of points before the file has been read."""
        return 0


Design = Annotated[
    ListDesign
    | GridDesign
    | FactorialDesign
    | LatinHypercube
    | SobolSequence
    | MorrisDesign
    | SaltelliDesign
    | CsvDesign,
    Field(discriminator="kind"),
]
