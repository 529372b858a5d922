"""Rows of the world's tables as plain objects: reading gives Python numbers, writing rounds to the column's type."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np

from model.columns import Table
from vocabulary.parameters import Record


class Single(float):
    """A number read from a float32 column. Two of them must not meet: compiled code would reckon in float32."""


def _alone(operation: str) -> Callable[[Single, Any], Any]:
    def operate(one: Single, other: Any) -> Any:
        if isinstance(other, Single):
            raise ArithmeticError("two numbers from float32 columns meet: convert one of them with np.float64(...)")
        return getattr(float, operation)(one, other)

    return operate


for _name in ("add", "sub", "mul", "truediv"):
    setattr(Single, f"__{_name}__", _alone(f"__{_name}__"))
    setattr(Single, f"__r{_name}__", _alone(f"__r{_name}__"))


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


class WatchedRow(Row):
    """A row in which numbers of single precision are known as such."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        value = super().__getattr__(name)
        return Single(value) if self._columns[name].dtype == np.float32 and isinstance(value, float) else value


class Rows(list[Row]):
    """All rows of a table."""

    def __init__(self, table: Any, kind: type[Row] = Row) -> None:
        columns = {name: getattr(table, name) for name in table.dtype.names}
        self._columns = columns
        super().__init__(kind(columns, number) for number in range(len(table)))

    @property
    def size(self) -> int:
        return len(self)

    def copy_row(self, number: int, to: int) -> None:
        for column in self._columns.values():
            column[to] = column[number]


def name_of(now: Any, resident: Any) -> int:
    """Return a resident's identity, of those that the kernel is given by themselves or with the town."""
    names = now.names if "names" in vars(now) else now.town.names
    return int(names[resident.number])


def values(record: Any) -> SimpleNamespace:
    """Return a subject's parameters as Python numbers, tables of them as arrays."""
    found = {name: record[name] for name in record.dtype.names}
    return SimpleNamespace(**{name: x.copy() if np.ndim(x) else float(x) for name, x in found.items()})


def plain(thing: Any, kind: type[Row] = Row) -> Any:
    """Return what a kernel is given as it reads without a compiler: tables as rows, parameters as numbers."""
    if isinstance(thing, Table):
        return Rows(thing, kind)
    if isinstance(thing, Record):
        return values(thing)
    if isinstance(thing, np.ndarray) and thing.dtype.type is Record:
        return [values(record) for record in thing]
    return thing
