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


RESIDENT = np.dtype([
    ("identity", "u4"),
    ("community", "i2"),
    ("grid", "i4"),
    ("group", "u1"),
    ("age", "u1"),
    ("marks", "u1"),
    ("present", "u1"),
    ("since", "i2"),
    ("interest", "u2"),
    ("threshold", "f4"),
    ("proneness", "f4"),
    ("propensity", "f4"),
    ("base_trust", "f4"),
    ("trust", "f4"),
    ("memory", "f4"),
    ("identification", "f4"),
    ("known", "u2"),
    ("told", "u2"),
    ("contact", "u1"),
    ("state", "i1"),
    ("organization", "i2"),
    ("placed", "i1"),
    ("last", "i2"),
    ("previous", "i2"),
    ("mobilized", "i2"),
    ("last_by_domain", "i2", 9),
    ("gain", "f4"),
    ("happiness", "f4"),
    ("near_active", "u1"),
    ("near_present", "u1"),
    ("near_goose", "u1"),
    ("near_memory", "f4"),
    ("near_gain", "f4"),
], align=True)  # fmt: skip
"""A dwelling's resident; rows of a community, and in it of a grid, lie together."""


class Town(NamedTuple):
    """Who lives where and knows whom; fixed after building.

    ``first_of_community`` and ``first_of_grid`` have one entry more than there are; ``ties`` are the ends of resident
    i's ties from ``first_tie[i]`` to ``first_tie[i + 1]``; ``layer`` is 0 for neighbors, 1 for kin and work.
    ``names`` are the residents' identities. ``grid_event`` is the influx for which a grid's dwellings are reserved, -1
    for none. ``homes`` are the rows of the dwellings that can be found, those of a community from ``first_home[c]`` to
    ``first_home[c + 1]``: a reserved one can once its influx has begun. Besides these, ``seen`` alone changes: what
    others can see of each, packed into a word.
    """

    first_of_community: Array
    first_of_grid: Array
    grid_community: Array
    grid_event: Array
    first_home: Array
    homes: Array
    first_tie: Array
    ties: Array
    layer: Array
    seen: Array
    names: Array


BODY = np.dtype([
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
    ("led_by_party", "u1"),
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
    ("volunteers", "i4"),
    ("leaders", "i4"),
    ("workers", "i4"),
    ("activity_hours", "f8"),
    ("service_hours", "f8"),
    ("outreach_hours", "f8"),
    ("hours_spent", "f8"),
    ("activities", "f8"),
    ("places", "i4"),
    ("unpaid_weeks", "i4"),
    ("contract", "i8"),
    ("contract_domain", "i1"),
    ("aim", "u1"),
    ("target", "u1"),
    ("public_income", "f8"),
    ("other_income", "f8"),
    ("company", "f4", 4),
], align=True)  # fmt: skip
"""A social organization's slot, never used twice."""

NEED = np.dtype([
    ("who", "i4"),
    ("identity", "u4"),
    ("domain", "i1"),
    ("group", "u1"),
    ("community", "i2"),
    ("severity", "f4"),
    ("born", "i2"),
    ("status", "i1"),
    ("body", "i2"),
    ("since", "i2"),
    ("ready", "i2"),
    ("asked", "i2"),
    ("marks", "u1"),
], align=True)  # fmt: skip
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


def columns(kind: Any, rows: int) -> Any:
    """Return rows of a kind, all zero; a column is reached by its name."""
    return np.zeros(rows, dtype=kind).view(np.recarray)


def longer(table: Any, rows: int) -> Any:
    """Return the same rows with room for more."""
    grown = columns(table.dtype, rows)
    grown[: table.size] = table
    return grown
