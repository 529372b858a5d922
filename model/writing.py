"""What may be written into a resident's columns from outside: each column's range, in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from agents.codes import CHILD, HOME, INACTIVE, MASS, NEVER, PARTY, TRAITS, VOLUNTEERS
from scenarios.faults import shown
from vocabulary.categories import AGE_IDS, DOMAIN_IDS, GROUP_IDS, STATES
from vocabulary.messages import RefusalError

if TYPE_CHECKING:
    from model.world import World

LARGEST = float(np.finfo(np.float32).max)


class Range(NamedTuple):
    """Numbers from ``low`` to ``high``, and how a sentence names them."""

    low: float
    high: float
    whole: bool
    words: str


Allowed: TypeAlias = "Range | Callable[[World], Range]"


def _whole(low: int, high: int) -> Range:
    return Range(low, high, True, f"a whole number from {low} to {high}")


def _weeks(world: World) -> Range:
    """Return the weeks that may have been: from long before up to the present one."""
    return _whole(NEVER, world.week)


def _slots(world: World) -> Range:
    """Return the slots of organizations; that an organization lives is asked besides."""
    return Range(-1, world.slots_used - 1, True, "the slot of a living organization, or -1 for none")


SHARE = Range(0.0, 1.0, False, "a number from 0 to 1")
FACTOR = Range(0.0, LARGEST, False, "a finite number, 0 or more")
ANY = Range(-LARGEST, LARGEST, False, "a finite number")
DOMAINS = _whole(0, (1 << len(DOMAIN_IDS)) - 1)

WRITABLE: dict[str, Allowed] = {
    "group": _whole(0, len(GROUP_IDS) - 1),
    "age": _whole(0, len(AGE_IDS) - 1),
    "marks": _whole(0, TRAITS),
    "since": _weeks,
    "interest": DOMAINS,
    "threshold": ANY,
    "proneness": FACTOR,
    "propensity": FACTOR,
    "base_trust": SHARE,
    "trust": SHARE,
    "memory": SHARE,
    "identification": SHARE,
    "known": DOMAINS,
    "told": DOMAINS,
    "state": _whole(0, len(STATES) - 1),
    "organization": _slots,
    "last": _weeks,
    "previous": _weeks,
    "mobilized": _weeks,
    "gain": SHARE,
    "happiness": SHARE,
    "efficacy": SHARE,
}
"""Every column that may be written, with what it may hold."""

OWNED = (
    "requests", "rose",
    "community", "grid", "present", "contact", "placed", "last_by_domain", "near_active", "near_present",
    "near_memory", "near_gain", "proposed",
)  # fmt: skip
"""Columns that the town or a phase of the week sets, and nobody else."""


def check_written(world: World, column: str, row: int, value: object) -> None:
    """Refuse what may not be written.

    Raises
    ------
    ValueError
        In a sentence that names the column, the value and what is allowed.
    """
    people = world.people
    if column not in people.dtype.names:
        raise ValueError(f"{column}: residents have no column of this name; can be written: {', '.join(WRITABLE)}")
    if not _is_whole(row) or not 0 <= row < people.size:
        raise ValueError(f"{column}: there is no resident {row!r}; residents are numbered from 0 to {people.size - 1}")
    if column in OWNED:
        free = ", ".join(WRITABLE)
        raise ValueError(f"{column} = {value!r}: the town and the week alone set this column; can be written: {free}")
    if people.present[row] != HOME:
        raise ValueError(f"{column} = {value!r}: nobody lives in dwelling {row} now; write where somebody does")
    allowed = WRITABLE[column]
    span = allowed(world) if callable(allowed) else allowed
    if not _holds(span, value) or (column == "organization" and not _lives(world, value)):
        raise ValueError(f"{column} = {value!r}: must be {span.words}")


def check_child(world: World, column: str, row: int, value: Any) -> None:
    """Refuse to write a child who takes part.

    Raises
    ------
    ValueError
        With what to write first.
    """
    state, age = int(world.people.state[row]), int(world.people.age[row])
    if column == "state" and value > INACTIVE and age == CHILD:
        raise ValueError(f"state = {value!r}: resident {row} is a child, and children take part in nothing")
    if column == "age" and value == CHILD and state > INACTIVE:
        raise ValueError(
            f"age = {value!r}: resident {row} takes part, and children do not; write their state as 0 first"
        )


def write_checked(world: World, column: str, row: int, value: Any) -> None:
    """Write what was checked; of the marks only traits are given, the others stay as they are."""
    people = world.people
    if column == "marks":
        value = int(value) | (int(people.marks[row]) & ~TRAITS)
    if column == "age":
        world.ground.adults[people.community[row]] += int(value != CHILD) - int(people.age[row] != CHILD)
    getattr(people, column)[row] = value


def starting_values(world: World, initial: Mapping[str, Any] | None) -> Iterator[tuple[str, int, Any]]:
    """Yield column, resident and value of what residents are to begin with; nothing is checked here but the form.

    Ages come first: a state for all is one for all adults.

    Raises
    ------
    RefusalError
        If there are not columns with values, or not as many values as residents.
    """
    if initial is not None and not isinstance(initial, Mapping):
        raise RefusalError("error.initial", {"given": shown(initial)})
    for column in sorted(initial or {}, key=lambda name: name != "age"):
        for row, value in _by_resident(world, column, (initial or {})[column]):
            yield column, row, value


def _by_resident(world: World, column: str, given: Any) -> Iterator[tuple[int, Any]]:
    """Yield residents and their values; what is given for all, or as a list, goes to those who live here now.

    Children take part in nothing, whatever the state for all is.
    """
    people = world.people
    here = np.flatnonzero(people.present == HOME)
    if isinstance(given, Mapping):
        yield from given.items()
    elif isinstance(given, str) or not isinstance(given, Sequence | np.ndarray):
        for row in here.tolist():
            yield row, INACTIVE if column == "state" and people.age[row] == CHILD else given
    elif len(given) != people.size:
        raise RefusalError("error.initial_length", {"column": column, "given": len(given), "residents": people.size})
    else:
        yield from ((int(row), given[int(row)]) for row in here)


def check_start(world: World) -> None:
    """Refuse initial states that do not go together.

    Raises
    ------
    RefusalError
        In a sentence that names the first resident of whom that is so, and what to give instead.
    """
    p, b = world.people, world.bodies
    member, active = p.organization >= 0, p.state > INACTIVE
    home = b.community[p.organization]
    for key, wrong in (
        ("error.start_child", active & (p.age == CHILD)),
        ("error.start_party", (p.marks & PARTY > 0) & (p.age == CHILD)),
        ("error.start_inactive", member & ~active),
        ("error.start_worker", (p.state >= VOLUNTEERS) & ~(member & (b.kind[p.organization] == MASS))),
        ("error.start_elsewhere", member & (home >= 0) & (home != p.community)),
    ):
        found = np.flatnonzero(wrong & (p.present == HOME))
        if found.size:
            raise RefusalError(key, {"resident": int(found[0]), "state": int(p.state[found[0]])})


def _is_whole(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _holds(span: Range, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        return False
    return bool(span.low <= value <= span.high) and (not span.whole or value == int(value))


def _lives(world: World, slot: Any) -> bool:
    return slot == -1 or bool(world.bodies.alive[int(slot)])
