"""Reads a policy: what it extends, which rows it switches on, and the levers that it sets, with dates and communities.

What a file says of a lever replaces what it inherits; its ``rows`` set every switch, so that of switches nothing is
inherited. ``from``, ``until`` and ``communities`` at the top of a file
date the whole policy, what it inherits included: outside them the place's standing policy holds.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from scenarios.combinations import check_levers
from scenarios.faults import Faults, ScenarioError, nearest, one_of
from scenarios.finding import HOME, find_policy, policy_names
from scenarios.levers import Window, flat, levers, read_levers, read_rows, within
from scenarios.place import Place
from scenarios.policy import Policy, Span
from scenarios.reading import read_toml
from scenarios.sentences import Phrase, phrase
from scenarios.validation import ChineseNote, Label, Name, Note, read_sound_keys
from vocabulary.register import PLACE_WIDE

MOST_LEVELS = 8
Spans = dict[str, tuple[Span, ...]]


class PolicyFile(Window):
    """What a policy's file holds."""

    kind: Literal["policy/1"] = Field(alias="schema")
    id: Name
    zh: Label
    en: Label
    note_zh: ChineseNote = ""
    note_en: Note = ""
    extends: Name | None = None
    rows: Annotated[list[str], Field(max_length=100)] | None = None
    levers: dict[str, Any] = Field(default={})


def load_policy(name: str | Path) -> Policy:
    """Read a policy and check it.

    Parameters
    ----------
    name
        A shipped policy's name, or the path of a file.

    Raises
    ------
    ScenarioError
        With every fault found.
    """
    faults = Faults()
    path = find_policy(name)
    file, spans = _resolved(path, (), faults)
    if file is None:
        raise ScenarioError(faults.found)
    texts = {key: getattr(file, key, "") for key in ("id", "zh", "en", "note_zh", "note_en")}
    policy = Policy(**texts, levers=spans)
    misread = any(f"{fault.where}.".startswith(f"levers.{lever}.") for fault in faults.found for lever in spans)
    found = [*faults.found, *([] if misread else check_levers(spans, file=str(path)))]
    if found:
        raise ScenarioError(found, policy)
    return policy


def _resolved(path: Path, below: tuple[Path, ...], faults: Faults) -> tuple[PolicyFile | None, Spans]:
    content = read_toml(path, faults)
    file = None if content is None else read_sound_keys(PolicyFile, content, faults, path)
    if file is None:
        return None, {}
    spans: Spans = {lever: (Span(parameter.value),) for lever, parameter in levers().items()}
    spans |= _inherited(path, file, (*below, path.resolve()), faults)
    if file.rows is not None:
        spans |= read_rows(file.rows, faults, path)
    elif isinstance(content, dict) and isinstance(content.get("rows"), list):  # of which something is no text
        read_rows([row for row in content["rows"] if isinstance(row, str)], faults, path)
    spans |= read_levers(file.levers, faults, path)
    for name in PLACE_WIDE if file.communities is not None else ():
        if name in flat(file.levers):
            faults.add(path, f"levers.{name}", "place_wide")
    if file.holds_together(faults, path, "from, until"):
        spans = {lever: within(given, file) for lever, given in spans.items()}
    return file, spans


def _inherited(path: Path, file: PolicyFile, below: tuple[Path, ...], faults: Faults) -> Spans:
    if file.extends is None:
        return {}
    parent = _parent(path, file.extends)
    if parent is None:
        hint, value = nearest(file.extends, policy_names()), repr(file.extends)
        faults.add(path, "extends", "unknown_policy", value=value, hint=hint)
        return {}
    if parent.resolve() in below:
        faults.add(path, "extends", "circle", value=repr(file.extends))
        return {}
    if len(below) >= MOST_LEVELS:
        faults.add(path, "extends", "too_deep", limit=MOST_LEVELS)
        return {}
    return _resolved(parent, below, faults)[1]


def _parent(path: Path, name: str) -> Path | None:
    sibling, shipped = path.with_name(f"{name}.toml"), HOME / "policies" / f"{name}.toml"
    if sibling.is_file() and sibling.resolve() != path.resolve():
        return sibling
    return shipped if shipped.is_file() else None


def check_policy_for_place(policy: Policy, place: Place) -> None:
    """Check that a place has the communities that a policy names.

    Raises
    ------
    ScenarioError
        With each community that is missing.
    """
    faults, named = Faults(), phrase("policy_named", name=policy.id)
    groups = {span.communities: name for name, spans in reversed(policy.levers.items()) for span in spans}
    for communities, name in groups.items():
        check_communities(communities, place, faults, named, name)
    faults.raise_if_any()


def check_communities(
    named: tuple[str, ...] | None, place: Place, faults: Faults, file: Phrase, where: str | Phrase
) -> None:
    """Note each named community that a place does not have."""
    known = tuple(community.id for community in place.communities)
    for community in named or ():
        if community not in known:
            hint = nearest(community, known)
            allowed = one_of(known)
            faults.add(
                file, where, "place_community", place=place.id, value=repr(community), hint=hint, allowed=allowed
            )
