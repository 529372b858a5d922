"""Reads a shock: events with dates."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from scenarios.faults import Faults, ScenarioError, nearest, one_of, shown
from scenarios.finding import find_shock
from scenarios.levers import Window
from scenarios.place import Place
from scenarios.policy import Shock, ShockEvent
from scenarios.policy_loader import check_communities
from scenarios.reading import read_toml
from scenarios.sentences import phrase
from scenarios.validation import Checked, ChineseNote, Label, Name, Note, check_words, read_sound_keys
from vocabulary.categories import DOMAIN_IDS, GROUP_IDS


def _domains(given: list[str]) -> list[str]:
    check_words(given, DOMAIN_IDS)
    return given


def _group(given: str) -> str:
    check_words((given,), GROUP_IDS)
    return given


Domains = Annotated[list[str], AfterValidator(_domains)]
Group = Annotated[str, AfterValidator(_group)]
Less = Annotated[float, Field(ge=0, le=1)]


class Influx(Window):
    """Newcomers; without ``until`` all come in the first week."""

    kind: Literal["influx"]
    share: float = Field(gt=0, le=1)
    group: Group = "migrant"


class NeedSurge(Window):
    """Rates of need multiplied."""

    kind: Literal["need_surge"]
    factor: float = Field(ge=0, le=20)
    domains: Domains = Field(default=[])


class BudgetCut(Window):
    """Purchase and activity money multiplied."""

    kind: Literal["budget_cut"]
    factor: Less


class CapacityLoss(Window):
    """A department's hours multiplied; without a department all departments'."""

    kind: Literal["capacity_loss"]
    factor: Less
    department: Name | Literal[""] = ""


class ShockFile(Checked):
    """What a shock's file holds."""

    kind: Literal["shock/1"] = Field(alias="schema")
    id: Name
    zh: Label
    en: Label
    note_zh: ChineseNote = ""
    note_en: Note = ""
    events: list[Any] = Field(min_length=1, max_length=100)


KINDS: dict[str, type[Influx | NeedSurge | BudgetCut | CapacityLoss]] = {
    "influx": Influx,
    "need_surge": NeedSurge,
    "budget_cut": BudgetCut,
    "capacity_loss": CapacityLoss,
}


def load_shock(name: str | Path) -> Shock:
    """Read a shock and check it.

    Parameters
    ----------
    name
        A shipped shock's name, or the path of a file.

    Raises
    ------
    ScenarioError
        With every fault found.
    """
    faults = Faults()
    path = find_shock(name)
    content = read_toml(path, faults)
    file = None if content is None else read_sound_keys(ShockFile, content, faults, path)
    if file is None:
        raise ScenarioError(faults.found)
    entries = file.events if "events" in file.model_fields_set else ()
    events = [_event(entry, faults, path, f"events.{number}") for number, entry in enumerate(entries, start=1)]
    faults.raise_if_any()
    kept = tuple(event for event in events if event is not None)
    return Shock(file.id, file.zh, file.en, file.note_zh, file.note_en, kept)


def _event(entry: Any, faults: Faults, path: Path, where: str) -> ShockEvent | None:
    if not isinstance(entry, dict):
        faults.add(path, where, "given", value=shown(entry), what=phrase("table"))
        return None
    kind = entry.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        faults.add(path, f"{where}.kind", "given", value=shown(kind), what=one_of(KINDS))
        return None
    event = read_sound_keys(KINDS[kind], entry, faults, path, where)
    if event is None or not event.holds_together(faults, path, where):
        return None
    end = event.start if isinstance(event, Influx) and event.end is None else event.end
    effect = event.model_dump(include={"kind", "share", "group", "factor", "department"})
    domains = tuple(event.domains) if isinstance(event, NeedSurge) else ()
    return ShockEvent(start=event.start, end=end, communities=event.places(), domains=domains, **effect)


def check_shock_for_place(shock: Shock, place: Place) -> None:
    """Check that a place has the communities and departments that a shock names.

    Raises
    ------
    ScenarioError
        With each that is missing.
    """
    faults, named = Faults(), phrase("shock_named", name=shock.id)
    known = tuple(department.id for department in place.departments)
    for number, event in enumerate(shock.events, start=1):
        check_communities(event.communities, place, faults, named, phrase("event", number=number))
        if event.department and event.department not in known:
            where, hint = phrase("event", number=number), nearest(event.department, known)
            value, allowed = repr(event.department), one_of(known)
            faults.add(named, where, "place_department", place=place.id, value=value, hint=hint, allowed=allowed)
    faults.raise_if_any()
