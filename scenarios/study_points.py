"""The uncertainties of a study's file: where they may lie, what is set for all runs, and points that are listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from scenarios.faults import Faults, nearest, one_of
from scenarios.levers import checked_value, flat
from scenarios.reading import read_table
from scenarios.sentences import phrase
from scenarios.study import Spread, StudyFile
from scenarios.study_designs import CsvDesign, FactorialDesign, ListDesign
from vocabulary.parameters import Parameter, Value
from vocabulary.register import REGISTER

Point = dict[str, Value]
SWITCH_WORDS = {"true": True, "false": False}


def world_parameter(name: str, faults: Faults, file: Path, where: str) -> Parameter | None:
    """Return a state of the world by name, or ``None`` after noting that there is none of that name."""
    known = {name: parameter for name, parameter in REGISTER.items() if parameter.role == "uncertainty"}
    if name in known:
        return known[name]
    if name not in REGISTER:
        faults.add(file, where, "unknown_here", hint=nearest(name, known))
    else:
        faults.add(file, where, "study_lever" if REGISTER[name].role == "lever" else "study_constant")
    return None


def read_settings(file: StudyFile, faults: Faults, path: Path) -> Point:
    """Return the states of the world that are the same in all runs."""
    return _point(file.settings, faults, path, "settings")


def _point(content: Mapping[str, Any], faults: Faults, path: Path, where: str) -> Point:
    found: Point = {}
    for name, value in flat(content).items():
        parameter = world_parameter(name, faults, path, f"{where}.{name}")
        checked = None if parameter is None else checked_value(parameter, value, faults, path, f"{where}.{name}")
        if checked is not None:
            found[name] = checked
    return found


def read_spreads(file: StudyFile, faults: Faults, path: Path) -> dict[str, Spread]:
    """Return where each uncertainty may lie: two bounds, or values in the parameter's own type."""
    found: dict[str, Spread] = {}
    for name, spread in _each(file.uncertainties, faults, path):
        where = f"uncertainties.{name}"
        parameter = world_parameter(name, faults, path, where)
        if parameter is None:
            continue
        read = _values(parameter, spread, faults, path, where) or _bounds(parameter, spread, faults, path, where)
        if read is not None:
            found[name] = read
        if name in flat(file.settings):
            faults.add(path, f"settings.{name}", "twice")
    return found


def _each(given: Mapping[str, Spread], faults: Faults, path: Path) -> Iterator[tuple[str, Spread]]:
    """Yield what is given by name, and under a pattern such as ``activation.*`` all that no other key gives."""
    known = [name for name, parameter in REGISTER.items() if parameter.role == "uncertainty"]
    for name, spread in given.items():
        if "*" not in name:
            yield name, spread
            continue
        matching = [one for one in known if fnmatchcase(one, name)]
        if spread != Spread():
            faults.add(path, f"uncertainties.{name}", "pattern_as_declared")
        elif not matching:
            faults.add(path, f"uncertainties.{name}", "pattern_matches_none")
        else:
            yield from ((one, spread) for one in matching if one not in given)


def _values(parameter: Parameter, spread: Spread, faults: Faults, path: Path, where: str) -> Spread | None:
    """Return listed values, checked; all of a choice where nothing is given."""
    given = spread.values
    if given is None and spread.low is None and spread.high is None:
        given = list(parameter.choices) or ([False, True] if parameter.kind == "switch" else None)
    if given is None:
        return None
    if spread.low is not None or spread.high is not None:
        faults.add(path, where, "bounds_or_values")
    checked = [
        checked_value(parameter, value, faults, path, f"{where}.values.{number}")
        for number, value in enumerate(given, 1)
    ]
    kept = [value for value in checked if value is not None]
    for number, value in enumerate(kept):
        if value in kept[:number]:
            faults.add(path, f"{where}.values", "value_twice", value=repr(value))
    return Spread(values=kept or list(given))


def _bounds(parameter: Parameter, spread: Spread, faults: Faults, path: Path, where: str) -> Spread | None:
    if parameter.kind in ("choice", "switch"):
        names = parameter.choices or ("true", "false")
        faults.add(path, where, "bounds_choice", allowed=one_of(names))
        return None
    low = parameter.low if spread.low is None else spread.low
    high = parameter.high if spread.high is None else spread.high
    for key, value in (("low", low), ("high", high)):
        checked_value(parameter, value, faults, path, f"{where}.{key}")
    if not low < high:
        faults.add(path, where, "bounds_backwards", low=low, high=high)
    return Spread(low=float(low), high=float(high))


def read_points(file: StudyFile, spreads: Mapping[str, Spread], faults: Faults, path: Path) -> tuple[Point, ...]:
    """Return the points of a list or of a CSV file, checked; none for other designs."""
    if isinstance(file.design, ListDesign):
        points = [
            _point(point, faults, path, f"design.points.{number}")
            for number, point in enumerate(file.design.points, start=1)
        ]
        for name in spreads:
            if not any(name in point for point in points):
                faults.add(path, f"uncertainties.{name}", "list_and_spread")
        return tuple(points)
    return _csv_points(file.design.file, faults, path) if isinstance(file.design, CsvDesign) else ()


def _csv_points(name: str, faults: Faults, path: Path) -> tuple[Point, ...]:
    if Path(name).name != name or name in ("", ".", ".."):
        faults.add(path, "design.file", "inside_folder", value=repr(name))
        return ()
    known = {name: parameter for name, parameter in REGISTER.items() if parameter.role == "uncertainty"}
    source = path.with_name(name)
    table = read_table(source, (), tuple(known), faults)
    if table is None:
        return ()
    if not table.rows:
        faults.add(source, "", "no_points")
    return tuple(
        {
            column: value
            for column, text in row.cells.items()
            if (value := _cell(known[column], text, faults, source, row.number, column)) is not None
        }
        for row in table.rows
    )


def _cell(parameter: Parameter, text: str, faults: Faults, file: Path, row: int, column: str) -> Value | None:
    """Return a cell as its parameter's value."""
    value: Any = SWITCH_WORDS.get(text.lower(), text) if parameter.kind == "switch" else text
    if parameter.kind in ("number", "whole number"):
        try:
            value = float(text)
        except ValueError:
            value = text
    where = phrase("cell", row=row, column=column)
    return checked_value(parameter, value, faults, file, where)


def check_design(file: StudyFile, spreads: Mapping[str, Spread], faults: Faults, path: Path) -> None:
    """Note what a design cannot do with the uncertainties that there are."""
    design = file.design
    if isinstance(design, ListDesign | CsvDesign):
        return
    if not file.uncertainties:
        faults.add(path, "design", "no_uncertainties")
    for name, spread in spreads.items():
        if isinstance(design, FactorialDesign) and spread.values is not None and len(spread.values) != 2:
            faults.add(path, f"uncertainties.{name}", "two_values", count=len(spread.values))
    if isinstance(design, FactorialDesign):
        _check_generators(design, file, faults, path)


def _check_generators(design: FactorialDesign, file: StudyFile, faults: Faults, path: Path) -> None:
    free = [name for name in file.uncertainties if name not in design.generators]
    for name, words in design.generators.items():
        where = f"design.generators.{name}"
        if name not in file.uncertainties:
            faults.add(path, where, "unknown_here", hint=nearest(name, file.uncertainties))
        if len(set(words)) != len(words) or not set(words) <= set(free):
            faults.add(path, where, "generator_names")
