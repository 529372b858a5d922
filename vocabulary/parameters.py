"""How a parameter is declared: once, with its value, range, unit, labels, role and the kind of its source.

A *lever* is what a policy may move; it may differ by week and community. An *uncertainty* is a state of the world.
A *constant* is a definition. Documentation, command line, sampling bounds and the records that compiled
code reads are all made from these declarations.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, Literal

import numpy as np

from vocabulary.categories import Category
from vocabulary.messages import RefusalError, Word

Role = Literal["lever", "uncertainty", "constant"]
SourceKind = Literal["measured", "calibrated", "assumed"]
Value = float | int | bool | str
Lever = np.ndarray[Any, np.dtype[np.float64]]
Table = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Source:
    """Where a value comes from: ``measured`` by a reference, ``calibrated`` to a target, ``assumed`` for a reason.

    Where a reference gives the sign or the form of an effect and not its size, the value is assumed.
    """

    kind: SourceKind
    text: str


def measured(reference: str) -> Source:
    """A value whose number itself is taken from a source."""
    return Source("measured", reference)


def calibrated(target: str) -> Source:
    """A value chosen so that a target is met under the standing policy."""
    return Source("calibrated", target)


def assumed(reason: str) -> Source:
    """A value that nobody measured, with the reason for it."""
    return Source("assumed", reason)


@dataclass(frozen=True)
class Parameter:
    """One declared number, switch or choice.

    ``row`` names the row of the brief that a lever belongs to; ``choices`` lists the words of a choice, whose
    position is what compiled code reads.
    """

    value: Value
    low: float
    high: float
    unit: str
    zh: str
    en: str
    source: Source
    role: Role
    row: str = ""
    choices: tuple[str, ...] = ()
    name: str = ""

    @property
    def kind(self) -> str:
        """``"choice"``, ``"switch"``, ``"whole number"`` or ``"number"``."""
        if self.choices:
            return "choice"
        if isinstance(self.value, bool):
            return "switch"
        return "whole number" if isinstance(self.value, int) else "number"

    def check(self, value: object) -> Value:
        """Return ``value`` in the parameter's own type.

        Raises
        ------
        RefusalError
            A ``ValueError`` in one sentence: what is wrong and what is allowed.
        """
        return CHECKS[self.kind](self, value)

    def number(self, value: Value) -> float:
        """Return the value as compiled code reads it."""
        return float(self.choices.index(str(value))) if self.choices else float(value)

    def label(self, language: str) -> str:
        """Return the label in ``"zh"`` or ``"en"``."""
        return self.zh if language == "zh" else self.en


def _check_choice(parameter: Parameter, value: object) -> Value:
    if isinstance(value, str) and value in parameter.choices:
        return value
    raise RefusalError("error.value_choice", _named(parameter, value, choices=parameter.choices))


def _check_switch(parameter: Parameter, value: object) -> Value:
    if isinstance(value, bool):
        return value
    raise RefusalError("error.value_switch", _named(parameter, value))


def _check_number(parameter: Parameter, value: object) -> Value:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RefusalError("error.value_number", _named(parameter, value))
    if not parameter.low <= value <= parameter.high:
        unit = Word(f"unit.{parameter.unit}")
        bounds = {"low": f"{parameter.low:g}", "high": f"{parameter.high:g}", "unit": unit}
        raise RefusalError("error.value_range", _named(parameter, value, **bounds))
    return float(value)


def _check_whole(parameter: Parameter, value: object) -> Value:
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if isinstance(value, bool) or not whole:
        raise RefusalError("error.value_whole_number", _named(parameter, value))
    return int(_check_number(parameter, value))


def _named(parameter: Parameter, value: object, **more: object) -> dict[str, object]:
    """Return what fills the blanks of a refusal: the parameter's name, what was given, and more."""
    return {"name": parameter.name, "given": repr(value), **more}


CHECKS = {"choice": _check_choice, "switch": _check_switch, "number": _check_number, "whole number": _check_whole}


@dataclass(frozen=True)
class ParameterTable:
    """Parameters of one meaning, one for each category (a rate by domain, a share by group)."""

    categories: tuple[Category, ...]
    parameters: tuple[Parameter, ...]

    def named(self, name: str) -> ParameterTable:
        """Return the table with its members named ``name.category``."""
        parts = zip(self.parameters, self.categories, strict=True)
        return replace(self, parameters=tuple(replace(p, name=f"{name}.{c.id}") for p, c in parts))


def _declare(role: Role, value: Value, low: float, high: float, unit: str, zh: str, en: str, **more: Any) -> Any:
    return Parameter(value, low, high, unit, zh, en, role=role, **more)


def lever(value: Value, low: float, high: float, unit: str, *, row: str, zh: str, en: str, source: Source) -> Any:
    """Declare what a policy may move."""
    return _declare("lever", value, low, high, unit, zh, en, source=source, row=row)


def switch(value: bool, *, row: str, zh: str, en: str) -> Any:
    """Declare the lever that turns a row of the brief on or off."""
    source = assumed("a switch of the brief; shipped policies set it")
    return _declare("lever", value, 0, 1, "on or off", zh, en, source=source, row=row)


def uncertainty(value: Value, low: float, high: float, unit: str, *, zh: str, en: str, source: Source) -> Any:
    """Declare a state of the world."""
    return _declare("uncertainty", value, low, high, unit, zh, en, source=source)


def constant(value: Value, low: float, high: float, unit: str, *, zh: str, en: str, source: Source) -> Any:
    """Declare a definition."""
    return _declare("constant", value, low, high, unit, zh, en, source=source)


def choice(value: str, choices: tuple[str, ...], *, zh: str, en: str, source: Source) -> Any:
    """Declare an assumption with named variants."""
    return _declare("uncertainty", value, 0, len(choices) - 1, "variant", zh, en, source=source, choices=choices)


def by_category(
    categories: tuple[Category, ...],
    values: tuple[float, ...],
    low: float,
    high: float,
    unit: str,
    *,
    zh: str,
    en: str,
    source: Source,
    role: Role = "uncertainty",
) -> Any:
    """Declare a parameter for each category; where one value has a fraction, all may have."""
    whole = all(isinstance(value, int) for value in values)
    members = (
        _declare(
            role, value if whole else float(value), low, high, unit, f"{zh}·{c.zh}", f"{en}: {c.en}", source=source
        )
        for value, c in zip(values, categories, strict=True)
    )
    return ParameterTable(categories, tuple(members))


_named_tuple: Any = namedtuple
# A record whose fields are known only when a subject has been declared.

REGISTER: dict[str, Parameter] = {}


class Record(np.void):  # type: ignore[misc,unused-ignore]
    """A subject's parameters as compiled code reads them, by way of ``data``; NumPy's own record is slow at it."""

    @cached_property
    def data(self) -> Any:
        """The bytes, which a record of NumPy's own describes anew each time that a kernel is called with it."""
        return super().data

    def __getattr__(self, name: str) -> Any:
        """Return a parameter."""
        try:
            return self[name]
        except (KeyError, ValueError):
            raise AttributeError(f"there is no parameter {name!r}") from None


class Parameters:
    """A subject's parameters. Subclassing it with a ``subject`` enters its declarations into the register.

    ``Values`` is the named tuple of one moment's values: a float for a number, an array over categories for a table,
    an array over communities for a lever. ``record`` makes of it what kernels read.
    """

    subject: ClassVar[str]
    zh: ClassVar[str]
    en: ClassVar[str]
    Values: ClassVar[Any]
    declared: ClassVar[dict[str, Parameter | ParameterTable]]
    kind: ClassVar[np.dtype[Any]]
    """The kind of its records: one object, since kernels compare the kinds of two records at length."""

    def __init_subclass__(cls, subject: str, zh: str, en: str) -> None:
        cls.subject, cls.zh, cls.en, cls.declared = subject, zh, en, {}
        for field in list(vars(cls)):
            declaration = vars(cls)[field]
            if isinstance(declaration, Parameter):
                cls.declared[field] = replace(declaration, name=f"{subject}.{field}")
            elif isinstance(declaration, ParameterTable):
                cls.declared[field] = declaration.named(f"{subject}.{field}")
        cls.Values = _named_tuple("Values", list(cls.declared))
        cls.kind = np.dtype((Record, [
            (name, "f8", len(declared.parameters)) if isinstance(declared, ParameterTable) else (name, "f8")
            for name, declared in cls.declared.items()
        ]))  # fmt: skip
        REGISTER.update({parameter.name: parameter for parameter in cls.all()})

    @classmethod
    def all(cls) -> Iterator[Parameter]:
        """Yield every parameter of the subject, tables member by member."""
        for declaration in cls.declared.values():
            yield from declaration.parameters if isinstance(declaration, ParameterTable) else (declaration,)

    @classmethod
    def values(cls, given: Mapping[str, float], levers: Mapping[str, np.ndarray[Any, Any]]) -> Any:
        """Return the ``Values`` of this subject.

        Parameters
        ----------
        given
            Value of each uncertainty and constant, by full name.
        levers
            Value of each lever by full name: an array over communities.
        """
        fields: list[Any] = []
        for declaration in cls.declared.values():
            if isinstance(declaration, ParameterTable):
                fields.append(np.array([given[p.name] for p in declaration.parameters]))
            elif declaration.role == "lever":
                fields.append(levers[declaration.name])
            else:
                fields.append(given[declaration.name])
        return cls.Values(*fields)

    @classmethod
    def record(cls, values: Any, places: int) -> Any:
        """Return ``Values`` as compiled code reads them.

        A record with a field for each parameter. For a subject with levers, an array of them, one for each community
        and one for bodies of the whole subdistrict, ``places`` in all, in which the same uncertainties stand.
        """
        levers = any(getattr(declared, "role", "") == "lever" for declared in cls.declared.values())
        table = np.zeros(places if levers else 1, dtype=cls.kind)
        for name in cls.declared:
            table[name] = getattr(values, name)
        return table if levers else table[0]
