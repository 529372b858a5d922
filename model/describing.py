"""What a model is made of, as plain data: JSON and arrays, and back from there, to the bit.

A value that JSON knows stands for itself, a list too. Everything else is an object with one key that says what it is:
``array``, ``table`` (rows with named columns), ``number`` (one of NumPy's), ``tuple``, ``dict``, ``names`` (a set of
them), or the name of a kind.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from model.accounts import Accounts
from model.columns import BODY, NEED, PROJECT, RESIDENT, Departments, Duty, Grounds, Table, Town, columns
from model.randomness import Key
from model.tally import Tally
from model.town import Census
from scenarios import (
    Community,
    DepartmentEntry,
    OrganizationEntry,
    PanelEntry,
    Place,
    Policy,
    Purchase,
    Shock,
    ShockEvent,
    Span,
)
from scenarios.place import Provenance

TABLES = {"residents": RESIDENT, "bodies": BODY, "needs": NEED, "projects": PROJECT}
TUPLES: tuple[Any, ...] = (Town, Census, Grounds, Departments, Duty, Key)
OBJECTS: tuple[Any, ...] = (
    Place, Community, OrganizationEntry, DepartmentEntry, Purchase, PanelEntry, Provenance, Policy, Span, Shock,
    ShockEvent, Accounts, Tally,
)  # fmt: skip
KINDS = {kind.__name__: kind for kind in (*TUPLES, *OBJECTS)}


class Describing:
    """Describes values; the arrays that they hold are collected in ``arrays``, each under its place in the model."""

    def __init__(self) -> None:
        self.arrays: dict[str, Any] = {}

    def __call__(self, name: str, value: Any) -> Any:
        """Return a value as JSON has it.

        Raises
        ------
        TypeError
            If it is of a kind that is not described here.
        """
        if isinstance(value, np.generic):
            return {"number": [value.dtype.str, value.item()]}
        if value is None or isinstance(value, bool | int | float | str):
            return value
        if isinstance(value, Table):
            return self._table(name, value)
        if isinstance(value, np.ndarray):
            return {"array": self._keep(name, value)}
        return self._composed(name, value)

    def _composed(self, name: str, value: Any) -> Any:
        kind = type(value)
        if kind is list:
            return [self(f"{name}.{at}", part) for at, part in enumerate(value)]
        if kind is tuple:
            return {"tuple": [self(f"{name}.{at}", part) for at, part in enumerate(value)]}
        if kind is frozenset and all(isinstance(part, str) for part in value):
            return {"names": sorted(value)}
        if kind is dict and all(isinstance(key, str) for key in value):
            return {"dict": self._parts(name, value)}
        if kind in TUPLES:
            return {kind.__name__: self._parts(name, value._asdict())}
        if kind in OBJECTS:
            return {kind.__name__: self._parts(name, vars(value))}
        raise TypeError(f"{name} cannot be saved: it is of the kind {kind.__name__}")

    def _parts(self, name: str, parts: dict[str, Any]) -> dict[str, Any]:
        return {key: self(f"{name}.{key}", part) for key, part in parts.items()}

    def _table(self, name: str, value: Table) -> dict[str, Any]:
        kind = next(key for key, columns_of in TABLES.items() if columns_of.names == value.dtype.names)
        for column in value.dtype.names or ():
            self._keep(f"{name}.{column}", getattr(value, column))
        return {"table": [kind, name, int(value.size)]}

    def _keep(self, name: str, value: Any) -> str:
        if name in self.arrays or value.dtype.hasobject:
            raise TypeError(f"{name} cannot be saved: there are two of that name, or it is no array of numbers")
        self.arrays[name] = np.ascontiguousarray(value)
        return name


class Restoring:
    """Makes values again of what was described; ``arrays`` are those that were collected."""

    def __init__(self, arrays: dict[str, Any]) -> None:
        self.arrays = arrays

    def __call__(self, described: Any) -> Any:
        """Return the value that was described."""
        if isinstance(described, list):
            return [self(part) for part in described]
        if not isinstance(described, dict):
            return described
        ((kind, of),) = described.items()
        if kind == "array":
            return self.arrays[of]
        if kind == "number":
            return np.dtype(of[0]).type(of[1])
        if kind == "table":
            return self._table(*of)
        if kind == "tuple":
            return tuple(self(part) for part in of)
        if kind == "names":
            return frozenset(of)
        parts = {key: self(part) for key, part in of.items()}
        return parts if kind == "dict" else self._made(KINDS[kind], parts)

    def _table(self, kind: str, name: str, rows: int) -> Any:
        table = columns(TABLES[kind], rows)
        for column in TABLES[kind].names or ():
            getattr(table, column)[:] = self.arrays[f"{name}.{column}"]
        return table

    def _made(self, kind: Any, parts: dict[str, Any]) -> Any:
        if kind in TUPLES or dataclasses.is_dataclass(kind):
            return kind(**parts)
        made = kind.__new__(kind)
        vars(made).update(parts)
        return made
