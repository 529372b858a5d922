"""Writes what a run leaves behind: ``result.json``, and ``record.csv``, one value a line."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from experiments.compare import Comparison
from experiments.folder import RESULT
from experiments.histories import History, Number
from experiments.single import Single
from vocabulary.calendar import WEEKS_A_QUARTER
from vocabulary.indicators import INDICATORS

RECORD, PICTURES, NETWORK = "record.csv", "pictures.json", "network.graphml"
COLUMNS = ("policy", "replicate", "week", "indicator", "community", "group", "domain", "value")
DIMENSIONS = ("community", "group", "domain")
ALL = "all"

Line = tuple[int, str, str, str, str, str]


def write_single(folder: Path, single: Single) -> None:
    """Write the result and the complete weekly record of one history."""
    weeks = range(single.plan.weeks + 1)
    _write_json(folder / RESULT, single.result())
    lines = lines_of(single.history, weeks)
    _write_record(folder / RECORD, ((single.label(line[0]), 0, iter([line])) for line in lines))


def write_network(folder: Path, single: Single) -> None:
    """Write the town's network at the end as GraphML: residents and bodies, all layers of ties."""
    import networkx as nx

    from model.graph import as_networkx

    nx.write_graphml(as_networkx(single.model), folder / NETWORK)


def write_comparison(folder: Path, comparison: Comparison) -> None:
    """Write the result of a comparison, its record by the quarter, and the pictures of the first replicate."""
    plan = comparison.plan
    weeks = sorted({*range(0, plan.weeks + 1, WEEKS_A_QUARTER), plan.weeks})
    _write_json(folder / RESULT, comparison.result())
    _write_record(
        folder / RECORD,
        (
            (label, replicate, lines_of(history, weeks))
            for replicate, histories in enumerate(comparison.histories)
            for label, history in zip(plan.labels, histories, strict=True)
        ),
    )
    pictures = {label: history.picture for label, history in zip(plan.labels, comparison.histories[0], strict=True)}
    _write_json(folder / PICTURES, pictures)


def dumps(result: Any) -> str:
    """Return a result as JSON text; NaN and infinity are no JSON and are refused."""
    return json.dumps(result, ensure_ascii=False, indent=2, allow_nan=False)


def _write_json(path: Path, result: Any) -> None:
    path.write_text(dumps(result) + "\n", encoding="utf-8")


def _write_record(path: Path, parts: Iterable[tuple[str, int, Iterator[Line]]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for label, replicate, lines in parts:
            writer.writerows((label, replicate, *line) for line in lines)


def lines_of(history: History, weeks: Iterable[int]) -> Iterator[Line]:
    """Yield totals of some weeks, the headline indicators broken down by the quarter, and all of them at the end."""
    last = len(history.totals) - 1
    for week in weeks:
        for indicator, value in zip(INDICATORS, history.totals[week], strict=True):
            yield week, indicator.id, ALL, ALL, ALL, _text(float(value))
    for week, indicator_id, dimension, category, value in history.quarters:
        if week < last:
            yield _broken(week, indicator_id, dimension, category, value)
    for indicator_id, dimension, category, value in history.breakdown:
        yield _broken(last, indicator_id, dimension, category, value)


def _broken(week: int, indicator: str, dimension: str, category: str, value: Number) -> Line:
    place = [category if dimension == name else ALL for name in DIMENSIONS]
    return week, indicator, place[0], place[1], place[2], _text(value)


def _text(value: Number) -> str:
    """Return a number so that it can be read back to the bit; nothing where it is not defined."""
    return "" if value is None or math.isnan(value) else repr(float(value))
