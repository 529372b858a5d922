"""A study's results as tables for other programs: CSV or Parquet, made from its store and replaced all at once."""

from __future__ import annotations

import csv
import json
import math
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from experiments.records import COLUMNS, lines_of
from experiments.studies import database, results
from experiments.studies.status import status
from experiments.studies.store import Store
from vocabulary.indicators import INDICATORS
from vocabulary.messages import RefusalError
from vocabulary.register import REGISTER

FORMATS = ("csv", "parquet")
OF_RUN = ("key", "replicate", "point", "policy", "epoch", "digest", "seconds", "host", "finished")
TEXTS = {"key", "policy", "digest", "host", "finished", "indicator", "community", "group", "domain"}
WHOLE = {"replicate", "point", "epoch", "week"}
BATCH = 20_000
Line = Sequence[Any]


def export(store: Store, out: Path, form: str, *, weekly: bool, accept_changes: bool) -> dict[str, Any]:
    """Write a study's tables into a folder.

    ``runs`` has a row for each run with the states of the world that it met and all indicators at its end; with
    ``weekly`` there is ``record`` too, one value a line, as ``run --out`` writes it. ``study.json`` says what was run,
    by whom, on what.

    Raises
    ------
    RefusalError
        If the runs are of different programs and that is not accepted, or Parquet is asked for and not installed.
    FailureError
        If the folder cannot be written, or a run is damaged.
    """
    epochs = {row.epoch for row in results.finals(store)}
    if len(epochs) > 1 and not accept_changes:
        raise RefusalError("error.study_mixed", {"store": store.folder, "epochs": len(epochs)})
    written = [_table(out / f"runs.{form}", form, *_runs(store))]
    if weekly:
        written.append(_table(out / f"record.{form}", form, *_record(store)))
    found = status(store)
    with _replaced(store.folder, out / "study.json") as draft:
        draft.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return {"study": store.study.id, "written": [str(path) for path in (*written, out / "study.json")], **found}


def _runs(store: Store) -> tuple[list[str], Iterator[Line]]:
    """Return the columns and the lines of the table of runs."""
    points = store.plan.points
    names = list(dict.fromkeys(name for point in points for name in point))
    measures = _measures(store)
    columns = [*OF_RUN, *names, *(indicator.id for indicator in INDICATORS), *measures]
    return columns, _run_lines(store, names, measures)


def _measures(store: Store) -> list[str]:
    """Return the measures of base rates that are kept with each run; none in most studies."""
    first = next(results.finals(store), None) if store.study.base_rates else None
    return [] if first is None else list(results.history(store, first).measures)


def _run_lines(store: Store, names: list[str], measures: list[str]) -> Iterator[Line]:
    own, points = store.study.place.parameters, store.plan.points
    for row in results.finals(store):
        point = {**store.study.settings, **points[row.point]}
        met = (point.get(name, own.get(name, REGISTER[name].value)) for name in names)
        values = (None if math.isnan(value) else value for value in row.values.tolist())
        measured = results.history(store, row).measures if measures else {}
        yield [*(getattr(row, name) for name in OF_RUN), *met, *values, *(measured[name] for name in measures)]


def _record(store: Store) -> tuple[list[str], Iterator[Line]]:
    """Return the columns and the lines of the record of all runs."""
    return ["key", "point", *COLUMNS], _record_lines(store)


def _record_lines(store: Store) -> Iterator[Line]:
    for row in results.finals(store):
        history = results.history(store, row)
        last = len(history.totals) - 1
        first = store.study.weeks - last
        for week, *what, value in lines_of(history, range(last + 1)):
            number = float(value) if value else None
            yield [row.key, row.point, row.policy, row.replicate, int(week) + first, *what, number]


# ---- files ----------------------------------------------------------------------------------------------------------


def _table(path: Path, form: str, columns: list[str], lines: Iterable[Line]) -> Path:
    write: Callable[[Path, list[str], Iterable[Line]], None] = _write_parquet if form == "parquet" else _write_csv
    with _replaced(path.parent, path) as draft:
        write(draft, columns, lines)
    return path


@contextmanager
def _replaced(folder: Path, path: Path) -> Iterator[Path]:
    """Give a name to write to; the file takes the place of ``path`` when the block ends well."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with database.spoken(folder):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield draft
            draft.replace(path)
        finally:
            with suppress(FileNotFoundError):
                draft.unlink()


def _write_csv(path: Path, columns: list[str], lines: Iterable[Line]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(value) for value in line] for line in lines)


def _cell(value: Any) -> Any:
    """Return a value as text that can be read back to the bit; nothing where it is not defined."""
    return "" if value is None else repr(value) if isinstance(value, float) else value


def _write_parquet(path: Path, columns: list[str], lines: Iterable[Line]) -> None:
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError:
        raise RefusalError("error.study_no_parquet") from None
    schema = arrow.schema([(name, _arrow_type(arrow, name)) for name in columns])
    with parquet.ParquetWriter(path, schema) as writer:
        for batch in _batches(lines):
            columns_of = {name: [line[at] for line in batch] for at, name in enumerate(columns)}
            writer.write_table(arrow.table(columns_of, schema=schema))


def _arrow_type(arrow: Any, name: str) -> Any:
    if name in WHOLE:
        return arrow.int64()
    kind = REGISTER[name].kind if name in REGISTER else ""
    if name in TEXTS or kind == "choice":
        return arrow.string()
    return arrow.bool_() if kind == "switch" else arrow.float64()


def _batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    batch: list[Line] = []
    for line in lines:
        batch.append(line)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
