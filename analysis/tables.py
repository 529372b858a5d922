"""Reads the folder that a comparison leaves behind into tables: totals in time, and what is broken down, at the end."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.wording import capital

Number = float | None
DIMENSIONS = ("community", "group", "domain")
ALL = "all"
TOTAL = "total"

Key = tuple[str, str, str, str, int]
"""Policy, indicator, dimension (or ``total``), category (or ``all``), week."""


@dataclass(frozen=True)
class Tables:
    """A comparison as it lies in its folder.

    Attributes
    ----------
    result
        What ``result.json`` holds.
    values
        One value a replicate, in the order of the replicates, by policy, indicator, dimension, category and week.
    pictures
        Communities, bodies and ties at the end of the first replicate, by policy.
    """

    result: dict[str, Any]
    values: dict[Key, list[Number]]
    pictures: dict[str, Any]

    @property
    def policies(self) -> tuple[str, ...]:
        """The policies, the baseline first."""
        return tuple(self.result["policies"])

    @property
    def baseline(self) -> str:
        """The policy that the others are held against."""
        return self.policies[0]

    @cached_property
    def weeks(self) -> tuple[int, ...]:
        """Weeks of which the totals are kept."""
        return tuple(sorted({week for _, _, dimension, _, week in self.values if dimension == TOTAL}))

    def histories(self, policy: str, indicator: str) -> list[list[Number]]:
        """Return the totals in time, one sequence a replicate."""
        columns = [self.values[policy, indicator, TOTAL, ALL, week] for week in self.weeks]
        return [list(history) for history in zip(*columns, strict=True)]

    def final(self, policy: str, indicator: str, dimension: str = TOTAL, category: str = ALL) -> list[Number]:
        """Return the values at the end, one a replicate; empty if there are none."""
        return self.values.get((policy, indicator, dimension, category, self.weeks[-1]), [])

    def name(self, policy: str, language: str) -> str:
        """Return a policy's name in ``"zh"`` or ``"en"``."""
        return capital(str(self.result["names"]["policies"][policy][language]))

    def place(self, language: str) -> str:
        """Return the place's name in ``"zh"`` or ``"en"``."""
        return str(self.result["names"]["place"][language])


def read_tables(folder: Path) -> Tables:
    """Read what ``compare --out`` wrote."""
    return Tables(
        _read_json(folder / "result.json"), read_record(folder / "record.csv"), _read_json(folder / "pictures.json")
    )


def read_record(path: Path) -> dict[Key, list[Number]]:
    """Read a record; replicates follow each other in it in their order."""
    values: dict[Key, list[Number]] = {}
    for key, value in _lines(path):
        values.setdefault(key, []).append(value)
    return values


def _lines(path: Path) -> Iterator[tuple[Key, Number]]:
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        for policy, _, week, indicator, community, group, domain, value in lines:
            dimension, category = _category(community, group, domain)
            yield (policy, indicator, dimension, category, int(week)), float(value) if value else None


def _category(*categories: str) -> tuple[str, str]:
    for dimension, category in zip(DIMENSIONS, categories, strict=True):
        if category != ALL:
            return dimension, category
    return TOTAL, ALL


def _read_json(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
