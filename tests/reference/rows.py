"""Rows of the world's tables as plain objects: reading gives Python numbers, writing rounds to the column's type."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from model.columns import Table


class Cells:
    """The few numbers that a row holds in one column."""

    __slots__ = ("_row",)

    def __init__(self, row: Any) -> None:
        self._row = row

    def __getitem__(self, at: int) -> Any:
        return self._row.item(at)

    def __setitem__(self, at: int, value: Any) -> None:
        self._row[at] = value


class Row:
    """One resident, organization or need. A number that its column cannot hold is refused."""

    __slots__ = ("_columns", "number")
    number: int

    def __init__(self, columns: dict[str, Any], number: int) -> None:
        object.__setattr__(self, "_columns", columns)
        object.__setattr__(self, "number", number)

    def __getattr__(self, name: str) -> Any:
        try:
            column = self._columns[name]
        except KeyError:
            raise AttributeError(name) from None
        return column.item(self.number) if column.ndim == 1 else Cells(column[self.number])

    def __setattr__(self, name: str, value: Any) -> None:
        self._columns[name][self.number] = value


class Rows(list[Row]):
    """All rows of a table."""

    def __init__(self, table: Any) -> None:
        columns = {name: getattr(table, name) for name in table.dtype.names}
        self._columns = columns
        super().__init__(Row(columns, number) for number in range(len(table)))

    @property
    def size(self) -> int:
        return len(self)

    def copy_row(self, number: int, to: int) -> None:
        for column in self._columns.values():
            column[to] = column[number]


def values(record: Any) -> SimpleNamespace:
    """Return a subject's parameters as Python numbers, tables of them as arrays."""
    found = {name: record[name] for name in record.dtype.names}
    return SimpleNamespace(**{name: x.copy() if np.ndim(x) else float(x) for name, x in found.items()})


def plain(thing: Any) -> Any:
    """Return what a kernel is given as it reads without a compiler: tables as rows, parameters as numbers."""
    if isinstance(thing, Table):
        return Rows(thing)
    if isinstance(thing, np.recarray):
        return [values(record) for record in thing]
    if isinstance(thing, np.record):
        return values(thing)
    return thing
