"""Where each figure of a place comes from: sources are listed once, columns name them, rows may name their own.

In ``place.toml``, ``[sources.KEY]`` holds ``text`` and ``confidence`` (A official, B research, C press, D doubtful, or
``"assumed"``); ``[columns.TABLE]`` names a source for each column of a table, ``[columns] default`` for all that are
not named. A table's column ``source`` lists ``KEY`` for all of the row's figures and ``COLUMN=KEY`` for one of them;
blanks separate them, and later ones override earlier ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from scenarios.faults import Faults, nearest, one_of
from scenarios.place import Confidence, Provenance
from scenarios.place_tables import Line, words
from scenarios.reading import Table
from scenarios.sentences import Phrase, phrase
from scenarios.validation import Checked, Note


class SourceText(Checked):
    """A source: what it is, and how far it can be trusted."""

    text: Note = Field(min_length=1)
    confidence: Confidence


class Columns(Checked):
    """Which source each column has."""

    default: str = ""
    communities: dict[str, str] = Field(default={})
    organizations: dict[str, str] = Field(default={})
    departments: dict[str, str] = Field(default={})
    purchases: dict[str, str] = Field(default={})
    panel: dict[str, str] = Field(default={})
    parameters: dict[str, str] = Field(default={})

    def named(self, table: str) -> dict[str, str]:
        """Return the sources that a table's columns name."""
        return {str(column): str(key) for column, key in getattr(self, table).items()}


class Origins(Checked):
    """Sources, and which of them each column has."""

    sources: dict[str, SourceText]
    columns: Columns


class Ledger:
    """Gives each column and row its provenance, and notes what lacks one."""

    def __init__(self, file: Path, origins: Origins, faults: Faults) -> None:
        self.file, self.sources, self.columns, self.faults = file, origins.sources, origins.columns, faults

    def of_columns(self, table: str, columns: tuple[str, ...]) -> Iterator[Provenance]:
        """Yield the provenance of a table's columns."""
        named = self.columns.named(table)
        for column in named:
            if column not in columns:
                hint, where = nearest(column, columns), f"columns.{table}.{column}"
                self.faults.add(self.file, where, "unknown", hint=hint, allowed=one_of(columns))
        for column in columns:
            where = f"columns.{table}.{column}" if column in named else "columns.default"
            yield from self._one(table, column, "", named.get(column, self.columns.default), self.file, where)

    def of_row(self, table: Table, name: str, number: int, line: Line) -> Iterator[Provenance]:
        """Yield the provenance that a row gives to its own figures."""
        where, chosen = phrase("cell", row=number, column="source"), dict[str, str]()
        for word in words(line.source):
            column, _, key = word.rpartition("=")
            if column and column not in line.figures():
                hint = nearest(column, line.figures())
                self.faults.add(table.file, where, "source_column", value=repr(column), hint=hint)
                continue
            chosen |= dict.fromkeys((column,) if column else _present(table, line), key)
        for column, key in chosen.items():
            yield from self._one(name, column, line.key, key, table.file, where)

    def _one(
        self, table: str, column: str, row: str, key: str, file: Path, where: str | Phrase
    ) -> Iterator[Provenance]:
        if not key:
            self.faults.add(file, phrase("column_of", column=column, table=table), "no_source", table=table)
        elif key not in self.sources:
            hint = nearest(key, self.sources)
            self.faults.add(file, where, "unknown_source", value=repr(key), hint=hint, allowed=one_of(self.sources))
        else:
            source = self.sources[key]
            yield Provenance(table, column, row, source.text, source.confidence)


def _present(table: Table, line: Line) -> tuple[str, ...]:
    return tuple(column for column in line.figures() if column in table.columns)
