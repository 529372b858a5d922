"""Levers in a policy's file: values, or lists of values with dates and communities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import isfinite
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from scenarios.faults import Faults, nearest, one_of, shown
from scenarios.policy import Span
from scenarios.sentences import Phrase, phrase
from scenarios.validation import Checked, Name, read_sound_keys
from vocabulary.messages import Word
from vocabulary.parameters import Parameter, Value
from vocabulary.register import PLACE_WIDE, REGISTER
from vocabulary.rows import ROWS

MOST_WEEKS = 2_600
MOST_SPANS = 100
Communities = Annotated[list[Name], Field(min_length=1, max_length=5_000)]
Week = Annotated[int, Field(ge=1, le=MOST_WEEKS)]


class Window(Checked):
    """When and where something holds: weeks from the moment the policies compared begin, and communities."""

    start: Week = Field(default=1, alias="from")
    end: Week | None = Field(default=None, alias="until")
    communities: Communities | None = None

    def holds_together(self, faults: Faults, file: Path, where: str) -> bool:
        """Tell whether the end is not before the beginning, and note it if it is."""
        if self.end is not None and self.end < self.start:
            faults.add(file, where, "backwards", end=str(self.end), start=str(self.start))
            return False
        return True

    def places(self) -> tuple[str, ...] | None:
        """Return the communities, ``None`` for everywhere."""
        return None if self.communities is None else tuple(self.communities)


class DatedValue(Window):
    """One entry of a lever's list."""

    value: Any


def levers() -> dict[str, Parameter]:
    """Return every lever by name."""
    return {name: parameter for name, parameter in REGISTER.items() if parameter.role == "lever"}


def flat(content: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return nested tables as one, with names joined by dots; what a known parameter is given is left as it is."""
    found: dict[str, Any] = {}
    for key, value in content.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and value and name not in REGISTER and name.count(".") < 5:
            found.update(flat(value, f"{name}."))
        else:
            found[name] = value
    return found


def read_levers(
    content: Mapping[str, Any], faults: Faults, file: Path, table: str = "levers"
) -> dict[str, tuple[Span, ...]]:
    """Return the spans of the levers that a table sets, ``[levers]`` in a policy's file."""
    known, found = levers(), dict[str, tuple[Span, ...]]()
    for name, value in flat(content).items():
        where = f"{table}.{name}"
        if name in known:
            found[name] = _spans(known[name], value, faults, file, where)
        elif name in REGISTER:
            faults.add(file, where, "no_lever")
        else:
            faults.add(file, where, "unknown_here", hint=nearest(name, known))
    return found


def _spans(parameter: Parameter, value: Any, faults: Faults, file: Path, where: str) -> tuple[Span, ...]:
    entries = value if isinstance(value, list) else [value]
    if not 1 <= len(entries) <= MOST_SPANS:
        faults.add(file, where, "entries", count=len(entries), limit=MOST_SPANS)
        return ()
    dated = isinstance(value, list)
    spans = (
        _span(parameter, entry, faults, file, f"{where}.{number}" if dated else where, dated)
        for number, entry in enumerate(entries, start=1)
    )
    return tuple(span for span in spans if span is not None)


def _span(parameter: Parameter, entry: Any, faults: Faults, file: Path, where: str, dated: bool) -> Span | None:
    if dated or isinstance(entry, dict):
        window = read_sound_keys(DatedValue, entry, faults, file, where)
        if window is None:
            return None
        window.holds_together(faults, file, where)
        if window.communities is not None and parameter.name in PLACE_WIDE:
            faults.add(file, f"{where}.communities", "place_wide")
        value = None
        if "value" in window.model_fields_set:
            value = checked_value(parameter, window.value, faults, file, where)
        # After a fault the span is kept for further checks alone: of its communities, for one.
        return Span(parameter.value if value is None else value, window.start, window.end, window.places())
    value = checked_value(parameter, entry, faults, file, where)
    return None if value is None else Span(value)


def checked_value(parameter: Parameter, value: Any, faults: Faults, file: Path, where: str | Phrase) -> Value | None:
    """Return a value in its parameter's type, or ``None`` after noting what is allowed."""
    try:
        return parameter.check(value)
    except (ValueError, RecursionError):
        what = _allowed(parameter, value)
        faults.add(file, where, what if what.key == "range" else phrase("given", value=shown(value), what=what))
        return None


def _allowed(parameter: Parameter, value: Any) -> Phrase:
    if parameter.kind == "choice":
        return one_of(parameter.choices)
    if parameter.kind == "switch":
        return phrase("truth")
    whole = parameter.kind == "whole number"
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or (isinstance(value, float) and (not isfinite(value) or (whole and not value.is_integer()))):
        return phrase("whole_number" if whole else "number" if not number else "finite_number")
    unit = Word(f"unit.{parameter.unit}")
    return phrase("range", value=shown(value), low=parameter.low, high=parameter.high, unit=unit)


def read_rows(rows: Iterable[str], faults: Faults, file: Path, where: str = "rows") -> dict[str, tuple[Span, ...]]:
    """Return the switches of all rows: on for those named, by id (``"C1"``) or letter (``"C"``), off for the others."""
    named = set(rows)
    known = {row.id for row in ROWS} | {row.id[0] for row in ROWS}
    for row in sorted(named - known):
        faults.add(file, where, "unknown_row", value=shown(row), allowed=one_of(sorted(known)))
    return {row.switch: (Span(bool({row.id, row.id[0]} & named)),) for row in ROWS}


def within(spans: tuple[Span, ...], window: Window) -> tuple[Span, ...]:
    """Return what is left of some spans inside a window."""
    kept = (_cut(span, window) for span in spans)
    return tuple(span for span in kept if span is not None)


def _cut(span: Span, window: Window) -> Span | None:
    start = max(span.start, window.start)
    ends = [end for end in (span.end, window.end) if end is not None]
    end = min(ends) if ends else None
    places, others = span.communities, window.places()
    if places is None or others is None:
        both = places if others is None else others
    else:
        both = tuple(place for place in places if place in others)
    if (end is not None and end < start) or both == ():
        return None
    return replace(span, start=start, end=end, communities=both)
