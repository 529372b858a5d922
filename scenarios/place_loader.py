"""Reads a place: ``place.toml`` and the tables beside it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from scenarios.faults import Fault, Faults, ScenarioError, nearest
from scenarios.finding import find_place, policy_names
from scenarios.levers import checked_value, flat
from scenarios.place import Place, Provenance
from scenarios.place_checks import Lines, Read, check_tables
from scenarios.place_tables import LINES
from scenarios.policy_loader import load_policy
from scenarios.provenance import Ledger, Origins
from scenarios.reading import exists, read_table, read_toml
from scenarios.sentences import phrase
from scenarios.validation import ChineseNote, Label, Name, Note, read_cells, read_keys
from vocabulary.parameters import Value
from vocabulary.register import REGISTER


class PlaceFile(Origins):
    """What ``place.toml`` holds."""

    kind: Literal["place/1"] = Field(alias="schema")
    id: Name
    zh: Label
    en: Label
    note_zh: ChineseNote = ""
    note_en: Note = ""
    standing_policy: Label
    parameters: dict[str, Any] = Field(default={})


def load_place(name: str | Path) -> Place:
    """Read a place and check it.

    Parameters
    ----------
    name
        A shipped place's name, or the path of a folder with ``place.toml`` and its tables.

    Raises
    ------
    ScenarioError
        With every fault found: file, row, column, what is wrong and what is allowed.
    """
    folder, faults = find_place(name), Faults()
    if not exists(folder) or not folder.is_dir():
        raise ScenarioError([Fault(str(folder), "", phrase("no_folder"))])
    path = folder / "place.toml"
    content = read_toml(path, faults)
    file = None if content is None else read_keys(PlaceFile, content, faults, path)
    read = {table: lines for table in LINES if (lines := _read_lines(folder, table, faults)) is not None}
    check_tables(read)
    parameters = _own_parameters(path, content or {}, faults)
    standing = _standing(folder, content or {}, faults)
    provenance = _provenance(path, content or {}, read, parameters, faults)
    if file is None or faults.found:
        raise ScenarioError(faults.found)
    tables: dict[str, Any] = {table: tuple(line.entry() for _, line in read[table].lines) for table in LINES}
    return Place(
        file.id, file.zh, file.en, file.note_zh, file.note_en, standing,
        parameters=parameters, provenance=provenance, **tables,
    )  # fmt: skip


def _read_lines(folder: Path, name: str, faults: Faults) -> Lines | None:
    model = LINES[name]
    table = read_table(folder / f"{name}.csv", model.required(), model.optional(), faults)
    if table is None:
        return None
    read = ((row.number, read_cells(model, row.cells, faults, table.file, row.number)) for row in table.rows)
    return Lines(table, [(number, line) for number, line in read if line is not None], faults)


def _own_parameters(path: Path, content: dict[str, Any], faults: Faults) -> dict[str, Value]:
    given = content.get("parameters")
    values: dict[str, Value] = {}
    for name, value in flat(given if isinstance(given, dict) else {}).items():
        where, parameter = f"parameters.{name}", REGISTER.get(name)
        if parameter is None:
            known = [key for key, declared in REGISTER.items() if declared.role == "uncertainty"]
            faults.add(path, where, "unknown_here", hint=nearest(name, known))
        elif parameter.role != "uncertainty":
            faults.add(path, where, "is_lever" if parameter.role == "lever" else "is_constant")
        else:
            checked = checked_value(parameter, value, faults, path, where)
            values |= {} if checked is None else {name: checked}
    return values


def _provenance(
    path: Path, content: dict[str, Any], read: Read, parameters: Iterable[str], faults: Faults
) -> tuple[Provenance, ...]:
    given = {key: content[key] for key in Origins.model_fields if key in content}
    origins = read_keys(Origins, given, Faults(), path)
    if origins is None:
        return ()
    ledger, found = Ledger(path, origins, faults), list[Provenance]()
    for name, lines in read.items():
        figures = LINES[name].figures()
        found += ledger.of_columns(name, tuple(column for column in figures if column in lines.table.columns))
        for number, line in lines.lines:
            found += ledger.of_row(lines.table, name, number, line)
    found += ledger.of_columns("parameters", tuple(parameters))
    return tuple(found)


def _standing(folder: Path, content: dict[str, Any], faults: Faults) -> str:
    name, path = content.get("standing_policy"), folder / "place.toml"
    if not isinstance(name, str):
        return ""
    if name not in policy_names() and not (name.endswith(".toml") and Path(name).name == name):
        hint = nearest(name, policy_names())
        faults.add(path, "standing_policy", "standing", value=repr(name), hint=hint)
        return name
    found = name if name in policy_names() else str(folder / name)
    try:
        policy = load_policy(found)
    except ScenarioError as error:
        faults.found.extend(error.faults)
        return name
    dated = [lever for lever, spans in policy.levers.items() if not all(span.always for span in spans)]
    if dated:
        faults.add(path, "standing_policy", "standing_dated", value=repr(name), levers=tuple(dated[:3]))
    return found
