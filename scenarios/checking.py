"""Tells of files and folders what they are (places, policies, shocks, studies) and everything that is wrong in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from scenarios.faults import Fault, Faults, ScenarioError, one_of, shown
from scenarios.place import Place
from scenarios.place_loader import load_place
from scenarios.policy_loader import check_policy_for_place, load_policy
from scenarios.reading import exists, read_toml, why
from scenarios.sentences import phrase
from scenarios.shock_loader import check_shock_for_place, load_shock
from scenarios.study_loader import load_study

Kind = Literal["place", "policy", "shock", "study", "unknown"]
LEVELS = 3


@dataclass(frozen=True)
class Report:
    """What was found at a path; ``notes`` tell how something sound is taken that might be meant otherwise."""

    path: str
    kind: Kind
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


@dataclass(frozen=True)
class Found:
    """What lies at a path, what is wrong with it, and what was loaded from it if nothing is."""

    path: Path | str
    kind: Kind
    faults: tuple[Fault, ...] = ()
    loaded: Any = None
    notes: tuple[Fault, ...] = ()


LOADERS: dict[Kind, Callable[[Path], Any]] = {
    "place": load_place, "policy": load_policy, "shock": load_shock, "study": load_study,
}  # fmt: skip
SCHEMAS: dict[str, Kind] = {"place/1": "place", "policy/1": "policy", "shock/1": "shock", "study/1": "study"}
FITTERS: dict[Kind, Callable[[Any, Place], None]] = {"policy": check_policy_for_place, "shock": check_shock_for_place}


def check_paths(paths: Iterable[str | Path], language: str = "en") -> list[Report]:
    """Check files and folders, and report in ``"zh"`` or ``"en"``.

    A folder with ``place.toml`` is a place; of another folder each TOML file and each place in it, some levels deep,
    is checked. A file tells its kind by its key ``schema``. Nothing that a file holds raises an error. Policies and
    shocks must fit each place that is named beside them; what only lies in a folder need not fit each other.
    """
    found = [(one, Path(path) == one.path) for path in paths for one in _given(path)]
    places = [one.loaded for one, named in found if named and isinstance(one.loaded, Place)]
    return [_report(one, places if named else [], language) for one, named in found]


def _report(one: Found, places: Iterable[Place], language: str) -> Report:
    sentences = (fault.say(language) for fault in (*one.faults, *_misfits(one, places)))
    notes = tuple(note.say(language) for note in one.notes)
    return Report(str(one.path), one.kind, tuple(dict.fromkeys(sentences)), notes)


def _misfits(one: Found, places: Iterable[Place]) -> Iterator[Fault]:
    """Yield what a policy or shock names and a place does not have."""
    if one.kind not in FITTERS or one.loaded is None:
        return
    for place in places:
        try:
            FITTERS[one.kind](one.loaded, place)
        except ScenarioError as error:
            yield from (replace(fault, file=str(one.path)) for fault in error.faults)


def _given(given: str | Path) -> Iterator[Found]:
    path = Path(given)
    try:
        yield from list(_found(path, given))
    except OSError as fault:
        yield _unknown(str(given), "unreadable", reason=why(fault))


def _found(path: Path, given: str | Path) -> Iterator[Found]:
    if not exists(path):
        yield _unknown(str(given), "no_path")
    elif not path.is_dir():
        yield _file(path)
    else:
        yield from list(_folder(path, LEVELS)) or [_unknown(path, "nothing_to_check")]


def _unknown(path: Path | str, key: str, **values: object) -> Found:
    return Found(path, "unknown", (Fault(str(path), "", phrase(key, **values)),))


def _folder(path: Path, levels: int) -> Iterator[Found]:
    try:
        yield from list(_inside(path, levels))
    except OSError as fault:
        yield _unknown(path, "unreadable", reason=why(fault))


def _inside(path: Path, levels: int) -> Iterator[Found]:
    if (path / "place.toml").exists():
        yield _checked(path, "place")
        return
    for entry in sorted(path.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and levels > 0:
            yield from _folder(entry, levels - 1)
        elif entry.suffix == ".toml":
            yield _file(entry)


def _file(path: Path) -> Found:
    if path.suffix == ".csv":
        return _unknown(path, "is_table")
    faults = Faults()
    content = read_toml(path, faults)
    if content is None:
        return Found(path, "unknown", tuple(faults.found))
    schema = content.get("schema")
    if isinstance(schema, str) and schema in SCHEMAS:
        return replace(_checked(path, SCHEMAS[schema]), notes=tuple(_notes(path, content)))
    if schema is None:
        return Found(path, "unknown", (Fault(str(path), "schema", phrase("missing")),))
    what = phrase("given", value=shown(schema), what=one_of(SCHEMAS))
    return Found(path, "unknown", (Fault(str(path), "schema", what),))


def _notes(path: Path, content: dict[str, Any]) -> Iterator[Fault]:
    """Yield how a policy is taken that both extends another one and lists rows."""
    if "extends" in content and "rows" in content:
        yield Fault(str(path), "rows", phrase("extends_and_rows", parent=shown(content["extends"])))


def _checked(path: Path, kind: Kind) -> Found:
    try:
        return Found(path, kind, loaded=LOADERS[kind](path))
    except ScenarioError as error:
        return Found(path, kind, error.faults, error.loaded)
