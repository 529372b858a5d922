"""The state of the world as columns: one named tuple of arrays for residents, organizations, needs and the town.

Only the phase that owns a column writes it. Weeks are counted from the start of the burn-in; ``NEVER`` stands for a
week long before.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple, TypeAlias

import numpy as np

Array = np.ndarray[Any, Any]
Residents: TypeAlias = Any
Bodies: TypeAlias = Any
Needs: TypeAlias = Any
"""Record arrays of the kinds below: ``people[i].trust`` in a kernel, ``people.trust`` as a column."""


def _kind_of_row(columns: list[Any]) -> np.dtype[Any]:
    """Return a kind of rows: one object for all tables, since kernels compare the kinds of two tables at length."""
    return np.dtype((np.record, np.dtype(columns, align=True)))


UNHEARD = 0.5
"""What ``near_memory`` says where nobody tells how they were handled: neither well nor badly."""

RESIDENT = _kind_of_row([
    ("threshold", "f4"),
    ("proneness", "f4"),
    ("propensity", "f4"),
    ("base_trust", "f4"),
    ("trust", "f4"),
    ("memory", "f4"),
    ("identification", "f4"),
    ("gain", "f4"),
    ("happiness", "f4"),
    ("near_memory", "f4"),
    ("near_gain", "f4"),
    ("efficacy", "f4"),
    ("grid", "u2"),
    ("near_active", "u2"),
    ("near_present", "u2"),
    ("community", "i2"),
    ("since", "i2"),
    ("interest", "u2"),
    ("known", "u2"),
    ("told", "u2"),
    ("organization", "i2"),
    ("last", "i2"),
    ("previous", "i2"),
    ("mobilized", "i2"),
    ("rose", "i2"),
    ("last_by_domain", "u1", 9),
    ("requests", "u1"),
    ("group", "u1"),
    ("age", "u1"),
    ("marks", "u1"),
    ("present", "u1"),
    ("contact", "u1"),
    ("state", "i1"),
    ("placed", "i1"),
    ("proposed", "i1"),
])  # fmt: skip
"""A dwelling's resident; rows of a community, and in it of a grid, lie together. Wide columns come first, so that
nothing is padded. ``last_by_domain`` holds weeks in a byte each, as the rule ``in_a_byte`` has them: 0 for never, or
for too long ago to be asked for.

``marks`` hold what somebody is, whether a Party member among the neighbors leads the way, and how somebody last came to
take part or to volunteer. Nothing depends on the last of these, which only count, as do two columns: ``requests`` are
the times that the resident asked for help, up to 255, ``rose`` is the week in which they last began to volunteer.
"""


class Town(NamedTuple):
    """Who lives where and knows whom; fixed after building.

    ``first_of_community`` and ``first_of_grid`` have one entry more than there are; ``ties`` are the ends of resident
    i's ties from ``first_tie[i]`` to ``first_tie[i + 1]``; ``kin`` has a bit for each, set for those of kin and work.
    ``names`` are the residents' identities, which key their luck. ``grid_event`` is the influx for which a grid's
    dwellings are reserved, -1 for none. Dwellings that can be found are numbered, those of a community from
    ``first_home[c]`` to ``first_home[c + 1]``: a reserved one can once its influx has begun. ``homes`` are their rows;
    it is empty where all can be found, since their numbers are their rows then. Besides these, ``seen`` alone changes:
    what others can see of each, packed into a word.
    """

    first_of_community: Array
    first_of_grid: Array
    grid_community: Array
    grid_event: Array
    first_home: Array
    homes: Array
    first_tie: Array
    ties: Array
    kin: Array
    seen: Array
    names: Array

    @property
    def layers(self) -> Array:
        """The layer of each tie: 0 for neighbors, 1 for kin and work."""
        return np.unpackbits(self.kin, count=self.ties.size)


class Duty(NamedTuple):
    """Hours for visits that Party members have left: the rows of those who have some, in order, and how many."""

    who: Array
    hours: Array

    def of(self, row: int) -> float:
        """Return what a resident has left."""
        return float(self.hours[self.who == row].sum())


BODY = _kind_of_row([
    ("identity", "u4"),
    ("alive", "u1"),
    ("kind", "u1"),
    ("community", "i2"),
    ("domain", "i1"),
    ("domains", "u2"),
    ("registered", "u1"),
    ("dormant", "u1"),
    ("party_group", "u1"),
    ("appointed", "u1"),
    ("founded", "i2"),
    ("closed", "i2"),
    ("staff", "f8"),
    ("skill", "f8"),
    ("start_skill", "f8"),
    ("depth", "f8"),
    ("legitimacy", "f8"),
    ("autonomy", "f8"),
    ("drive", "f8"),
    ("members", "i4"),
    ("standing", "f8"),
    ("reckoned", "f8"),
    ("led_by_party", "f8"),
    ("geese", "f8"),
    ("volunteers", "f8"),
    ("leaders", "f8"),
    ("workers", "f8"),
    ("activity_hours", "f8"),
    ("service_hours", "f8"),
    ("outreach_hours", "f8"),
    ("hours_spent", "f8"),
    ("activities", "f8"),
    ("places", "i4"),
    ("places_kept", "f8"),
    ("unpaid_weeks", "i4"),
    ("contract", "i8"),
    ("contract_domain", "i1"),
    ("contract_project", "i4"),
    ("venture_project", "i4"),
    ("target", "u1"),
    ("outreach_domain", "i1"),
    ("venture_hours", "f8"),
    ("venture_target", "u1"),
    ("venture_domain", "i1"),
    ("short", "u1"),
    ("duty", "f8"),
    ("held", "i8"),
    ("funded_activities", "f8"),
    ("effort", "f8"),
    ("bonus", "f8"),
    ("waiting", "f8"),
    ("reputation", "f8"),
    ("stars", "i1"),
    ("choice", "f8"),
    ("public_income", "f8"),
    ("other_income", "f8"),
    ("week_hours", "f8"),
    ("week_quality", "f8"),
    ("week_times", "i4"),
    ("week_served", "i4"),
    ("week_met", "i4"),
    ("company", "f4", 4),
])  # fmt: skip
"""A social organization's slot, never used twice. ``held`` is project money, in fen, that is not spent yet; ``effort``
is the factor of paid hours that effort leaves; columns of the ``week`` count what was delivered in it."""

PROJECT = _kind_of_row([
    ("identity", "u4"),
    ("kind", "u1"),
    ("body", "i4"),
    ("community", "i2"),
    ("domain", "i1"),
    ("target", "u1"),
    ("phase", "u1"),
    ("start", "i2"),
    ("ends", "i2"),
    ("budget", "i8"),
    ("subsidy", "i8"),
    ("purchase", "i8"),
    ("reward", "i8"),
    ("earned", "i8"),
    ("claimed", "i8"),
    ("paid", "i8"),
    ("refused", "i8"),
    ("spent", "i8"),
    ("staff", "f8"),
    ("weeks", "i2"),
    ("progress", "f8"),
    ("effort", "f8"),
    ("work", "f8"),
    ("residents_work", "f8"),
    ("watched", "f8"),
    ("supervised", "f8"),
    ("appraised", "f8"),
    ("hours", "f8"),
    ("quality_hours", "f8"),
    ("times", "i8"),
    ("served", "i8"),
    ("met", "i8"),
    ("adviser", "i2"),
    ("advised", "f8"),
    ("merit", "f8"),
    ("criteria", "f8", 5),
    ("award_score", "f8"),
    ("score", "f8"),
    ("quality", "f8"),
    ("stars", "i1"),
    ("rated", "i2"),
    ("followed", "u1"),
])  # fmt: skip
"""A project's row, never used twice. Sums of money in fen: ``budget`` is split into ``subsidy``, ``purchase`` and
``reward``; ``earned`` counts what the payer owes or has paid, ``claimed`` what has been claimed of it. ``work`` counts
hours worked at what a venture's money pays for, ``residents_work`` those of them that residents gave (C6)."""

NEED = _kind_of_row([
    ("who", "i4"),
    ("identity", "u4"),
    ("severity", "f4"),
    ("community", "i2"),
    ("born", "i2"),
    ("body", "i2"),
    ("since", "i2"),
    ("ready", "i2"),
    ("asked", "i2"),
    ("domain", "i1"),
    ("group", "u1"),
    ("status", "i1"),
    ("marks", "u1"),
])  # fmt: skip
"""An open need, named by its resident and the week in which it arose."""


class Departments(NamedTuple):
    """Columns of departments, and which department answers for a domain and which one is its partner."""

    hours: Array
    carried: Array
    spent: Array
    backlog: Array
    mandate: Array
    partner: Array


class Grounds(NamedTuple):
    """What a community has this week: hours of rooms and of grid workers, skill of cadres, priorities, safety."""

    room_hours: Array
    room_left: Array
    room_taken: Array
    room_owed: Array
    grid_hours: Array
    grid_spent: Array
    cadre_skill: Array
    priority: Array
    offered: Array
    homes: Array
    adults: Array
    grid_incidents: Array
    grid_homes: Array
    grid_safety: Array


def total(column: Array) -> float:
    """Return the sum of floats with one rounding; sums of NumPy's and of Python's own depend on their versions."""
    return math.fsum(column.ravel().tolist())


class Column:
    """A column of tables by its name: a view of their rows, which a table keeps when it was asked for it once."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, table: Any, kind: type | None = None) -> Any:
        """Return the column of a table."""
        if table is None or self.name not in (table.dtype.names or ()):
            raise AttributeError(f"there is no column {self.name!r}")
        plain = table.view(np.ndarray)
        column = plain[self.name]
        if plain.base is not table:
            table.__dict__[self.name] = column
        return column


class Table(np.ndarray[Any, Any]):
    """Rows of a kind, whose columns are reached by name: ``people.trust``. NumPy's own recarray is ten times slower.

    A table is a view of a plain array. It keeps its columns at hand, which are views of that array and not of the
    table: an array that held what holds it could never be freed. A part of a table, or a copy of one, keeps none.
    Its columns are attributes of the class, not found by a ``__getattr__``: kernels ask a table for attributes that
    it has not, which must be quick.
    """

    def __deepcopy__(self, memo: dict[int, Any] | None, /) -> Table:
        return _as_table(self.view(np.ndarray).copy())

    def __reduce__(self) -> tuple[Any, ...]:
        return _as_table, (self.view(np.ndarray).copy(),)


for _name in {name for kind in (RESIDENT, BODY, PROJECT, NEED) for name in kind.names or ()}:
    setattr(Table, _name, Column(_name))


def _as_table(rows: Array) -> Table:
    return rows.view(Table)


def columns(kind: Any, rows: int) -> Any:
    """Return rows of a kind, all zero."""
    return np.zeros(rows, dtype=kind).view(Table)


def longer(table: Any, rows: int) -> Any:
    """Return the same rows with room for more."""
    grown = columns(table.dtype, rows)
    grown[: table.size] = table
    return grown
