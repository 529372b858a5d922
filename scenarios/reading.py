"""Files as they come: text, TOML and CSV tables, read without ever failing on their content."""

from __future__ import annotations

import csv
import errno
import io
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenarios.faults import Faults, nearest, one_of
from scenarios.sentences import phrase
from vocabulary.messages import Word

MOST_BYTES = 8_000_000
MOST_ROWS = 20_000
REASONS = {
    errno.ENOENT: "nothing_there",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.ENOTDIR: "no_folder",
    errno.EISDIR: "a_folder",
    errno.EIO: "disk_fails",
    errno.ENAMETOOLONG: "name_too_long",
}
"""What the system's usual refusals to read are called in the catalogue of sentences."""


@dataclass(frozen=True)
class Row:
    """A row of a table: its number as a spreadsheet shows it (the header is 1) and its cells that are not blank."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A table: the file it came from, its columns, and its rows."""

    file: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def exists(path: Path) -> bool:
    """Tell whether there is a file or folder; a path that cannot be one is none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def why(fault: OSError | ValueError) -> Word:
    """Return why something cannot be read, to be said in either language."""
    return Word(f"reason.{REASONS.get(getattr(fault, 'errno', None) or 0, 'unusual')}")


def read_text(path: Path, faults: Faults) -> str | None:
    """Return a file's text (UTF-8, with or without byte order mark), or ``None`` after noting what is wrong."""
    try:
        if not path.is_file():
            faults.add(path, "", "no_plain_file" if exists(path) else "no_file")
            return None
        if path.stat().st_size > MOST_BYTES:
            faults.add(path, "", "too_large", limit=MOST_BYTES // 1_000_000)
            return None
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        faults.add(path, "", "unreadable", reason=why(error))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.add(path, "", "not_utf8", byte=error.start + 1)
        return None


def read_toml(path: Path, faults: Faults) -> dict[str, Any] | None:
    """Return the content of a TOML file, or ``None`` after noting what is wrong."""
    text = read_text(path, faults)
    if text is None:
        return None
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        faults.add(path, "", "not_toml", reason=str(error)[:200])
        return None
    if not content:
        faults.add(path, "", "nothing_in_it")
        return None
    return content


def read_table(path: Path, required: tuple[str, ...], optional: tuple[str, ...], faults: Faults) -> Table | None:
    """Return a CSV table with a header row, or ``None`` after noting what is wrong.

    Parameters
    ----------
    path
        The file. Commas separate the cells.
    required, optional
        Columns that must, and that may be there, in any order.
    faults
        Takes what is wrong with the table as such: its header, or rows with too many cells.
    """
    text = read_text(path, faults)
    if text is None:
        return None
    records = _records(path, text, faults)
    if records is None:
        return None
    if not records or not any(cell.strip() for cell in records[0]):
        faults.add(path, phrase("row", row=1), "no_header", columns=tuple(required))
        return None
    columns = tuple(cell.strip() for cell in records[0])
    if not _header_holds(path, columns, required, optional, faults):
        return None
    rows = (_row(path, columns, number, record, faults) for number, record in enumerate(records[1:], start=2))
    return Table(path, columns, tuple(row for row in rows if row.cells))


def _records(path: Path, text: str, faults: Faults) -> list[list[str]] | None:
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), strict=True):
            records.append(record)
            if len(records) > MOST_ROWS:
                faults.add(path, "", "too_many_rows", limit=MOST_ROWS)
                return None
    except csv.Error as error:
        faults.add(path, phrase("row", row=len(records) + 1), "not_csv", reason=error)
        return None
    return records


def _header_holds(
    path: Path, columns: tuple[str, ...], required: tuple[str, ...], optional: tuple[str, ...], faults: Faults
) -> bool:
    before = len(faults)
    if len(columns) == 1 and any(mark in columns[0] for mark in ";\t"):
        faults.add(path, phrase("row", row=1), "commas")
        return False
    known = required + optional
    for position, column in enumerate(columns, start=1):
        if not column:
            if any(columns[position:]):
                faults.add(path, phrase("cell", row=1, column=position), "nameless")
        elif column not in known:
            hint = nearest(column, known)
            faults.add(path, phrase("column", column=column[:40]), "unknown", hint=hint, allowed=one_of(known))
        elif column in columns[: position - 1]:
            faults.add(path, phrase("column", column=column), "twice")
    for column in required:
        if column not in columns:
            faults.add(path, phrase("column", column=column), "missing")
    return len(faults) == before


def _row(path: Path, columns: tuple[str, ...], number: int, record: list[str], faults: Faults) -> Row:
    cells = [cell.strip() for cell in record]
    beyond = [
        cell for position, cell in enumerate(cells) if cell and (position >= len(columns) or not columns[position])
    ]
    if beyond:
        faults.add(path, phrase("row", row=number), "too_many_cells", cells=len(cells), columns=len(columns))
    return Row(number, {column: cell for column, cell in zip(columns, cells, strict=False) if column and cell})
