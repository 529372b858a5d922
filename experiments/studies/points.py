"""Points as a CSV file, a column for each uncertainty, and back from there, to the bit."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from experiments.studies.plan import Point
from vocabulary.register import REGISTER


def points_as_text(points: Iterable[Point]) -> str:
    """Return points as CSV, a column for each uncertainty; an empty cell is as declared."""
    points = list(points)
    names = list(dict.fromkeys(name for point in points for name in point))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["point", *names])
    for number, point in enumerate(points):
        writer.writerow([number, *(_cell(point[name]) if name in point else "" for name in names)])
    return text.getvalue()


def points_from_text(text: str) -> list[Point]:
    """Return the points that were written as CSV, to the bit."""
    header, *rows = csv.reader(io.StringIO(text))
    return [{name: _value(name, cell) for name, cell in zip(header[1:], row[1:], strict=True) if cell} for row in rows]


def _cell(value: object) -> str:
    return str(value) if isinstance(value, str) else json.dumps(value)


def _value(name: str, cell: str) -> Any:
    return cell if REGISTER[name].kind == "choice" else REGISTER[name].check(json.loads(cell))
