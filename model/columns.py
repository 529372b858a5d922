"""The state of the world as columns: one named tuple of arrays for residents, organizations, needs and the town.

Only the phase that owns a column writes it. Weeks are counted from the start of the burn-in; ``NEVER`` stands for a
week long before.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from agents.codes import NEVER

Array = np.ndarray[Any, Any]


class Residents(NamedTuple):
    """One row a dwelling's resident; rows of a community, and in it of a grid, lie together."""

    identity: Array
    community: Array
    grid: Array
    group: Array
    age: Array
    flags: Array
    present: Array
    since: Array
    interest: Array
    threshold: Array
    proneness: Array
    propensity: Array
    base_trust: Array
    trust: Array
    memory: Array
    identification: Array
    known: Array
    told: Array
    contact: Array
    state: Array
    organization: Array
    placed: Array
    last: Array
    previous: Array
    mobilized: Array
    last_by_domain: Array
    gain: Array
    happiness: Array
    near_active: Array
    near_present: Array
    near_goose: Array
    near_memory: Array
    near_gain: Array
    seen: Array


RESIDENT_TYPES = Residents(
    identity="u4", community="i2", grid="i4", group="u1", age="u1", flags="u1", present="u1", since="i2", interest="u2",
    threshold="f4", proneness="f4", propensity="f4", base_trust="f4", trust="f4", memory="f4", identification="f4",
    known="u2", told="u2", contact="u1", state="i1", organization="i2", placed="i1", last="i2", previous="i2",
    mobilized="i2", last_by_domain="i2", gain="f4", happiness="f4", near_active="u1", near_present="u1",
    near_goose="u1", near_memory="f4", near_gain="f4", seen="u4",
)  # fmt: skip


class Town(NamedTuple):
    """Who lives where and knows whom; fixed after building.

    ``first_of_community`` and ``first_of_grid`` have one entry more than there are; ``ties`` are the ends of resident
    i's ties from ``first_tie[i]`` to ``first_tie[i + 1]``; ``layer`` is 0 for neighbors, 1 for kin and work.
    """

    first_of_community: Array
    first_of_grid: Array
    grid_community: Array
    first_tie: Array
    ties: Array
    layer: Array


class Bodies(NamedTuple):
    """Columns of social organizations, one slot each, never used twice."""

    alive: Array
    kind: Array
    community: Array
    domain: Array
    domains: Array
    registered: Array
    dormant: Array
    party_group: Array
    appointed: Array
    led_by_party: Array
    founded: Array
    closed: Array
    staff: Array
    skill: Array
    start_skill: Array
    depth: Array
    legitimacy: Array
    autonomy: Array
    drive: Array
    members: Array
    volunteers: Array
    leaders: Array
    workers: Array
    activity_hours: Array
    service_hours: Array
    outreach_hours: Array
    hours_spent: Array
    activities: Array
    places: Array
    unpaid_weeks: Array
    contract: Array
    contract_domain: Array
    target: Array
    public_income: Array
    other_income: Array


BODY_TYPES = Bodies(
    alive="u1", kind="u1", community="i2", domain="i1", domains="u2", registered="u1", dormant="u1", party_group="u1",
    appointed="u1", led_by_party="u1", founded="i2", closed="i2", staff="f8", skill="f8", start_skill="f8", depth="f8",
    legitimacy="f8", autonomy="f8", drive="f8", members="i4", volunteers="i4", leaders="i4", workers="i4",
    activity_hours="f8", service_hours="f8", outreach_hours="f8", hours_spent="f8", activities="f8", places="i4",
    unpaid_weeks="i4", contract="i8", contract_domain="i1", target="u1", public_income="f8", other_income="f8",
)  # fmt: skip


class Needs(NamedTuple):
    """The ledger: a row for each open need. A need is named by its resident's row and the week in which it arose."""

    who: Array
    identity: Array
    domain: Array
    group: Array
    community: Array
    severity: Array
    born: Array
    status: Array
    body: Array
    since: Array
    ready: Array
    asked: Array
    flags: Array


NEED_TYPES = Needs(
    who="i4", identity="u4", domain="i1", group="u1", community="i2", severity="f4", born="i2", status="i1", body="i2",
    since="i2", ready="i2", asked="i2", flags="u1",
)  # fmt: skip


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


def columns(types: Any, rows: int, kind: Any) -> Any:
    """Return a named tuple of empty columns; ``last_by_domain`` has a row for each of nine domains."""
    made = {
        name: np.full((9, rows), NEVER, code) if name == "last_by_domain" else np.zeros(rows, code)
        for name, code in types._asdict().items()
    }
    return kind(**made)


def longer(table: Any, rows: int) -> Any:
    """Return the same columns with room for more rows."""
    return type(table)(*(_longer(column, rows) for column in table))


def _longer(column: Array, rows: int) -> Array:
    grown = np.zeros(rows, column.dtype)
    grown[: column.size] = column
    return grown


def copied(table: Any) -> Any:
    """Return a copy of every column."""
    return type(table)(*(column.copy() for column in table))
