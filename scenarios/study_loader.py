"""Reads a study and checks it, all faults at once. Names lead to shipped files, or to files beside the study's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from scenarios.combinations import refuse_combinations
from scenarios.faults import Faults, ScenarioError, nearest, one_of
from scenarios.finding import HOME, find_study, place_names, policy_names, shock_names
from scenarios.levers import read_levers, read_rows, within
from scenarios.place import Place
from scenarios.place_loader import load_place
from scenarios.policy import Policy, Shock
from scenarios.policy_loader import check_policy_for_place, load_policy
from scenarios.reading import read_text, read_toml
from scenarios.shock_loader import check_shock_for_place, load_shock
from scenarios.study import PolicyTable, Study, StudyFile
from scenarios.study_checks import check_money, check_numbers, check_stop, outcomes_of
from scenarios.study_points import check_design, read_points, read_settings, read_spreads
from scenarios.validation import read_sound_keys
from vocabulary.calendar import WEEKS_A_YEAR

STANDING = "standing"
INSTEAD: dict[str, Any] = {"schema": "study/1", "id": "study", "place": "classroom", "policies": {STANDING: {}}}
"""What stands in for required keys that are faulty, so that all others can be checked."""
Loaded = TypeVar("Loaded")


def load_study(name: str | Path) -> Study:
    """Read a study and check it.

    Parameters
    ----------
    name
        A shipped study's name, or the path of a file.

    Raises
    ------
    ScenarioError
        With every fault found.
    """
    faults = Faults()
    path = find_study(name)
    content = read_toml(path, faults)
    file = None if content is None else read_sound_keys(StudyFile, content, faults, path, instead=INSTEAD)
    if file is None:
        raise ScenarioError(faults.found)
    place = _place(path, file, faults)
    standing = None if place is None else _attempt(faults, path, "place", lambda: load_policy(place.standing_policy))
    policies = _policies(path, file, place, standing, faults)
    shocks = _shocks(path, file, place, faults)
    spreads = read_spreads(file, faults, path)
    settings = read_settings(file, faults, path)
    table = read_points(file, spreads, faults, path)
    check_design(file, spreads, faults, path)
    check_stop(file, policies, faults, path)
    check_money(file, policies, faults, path)
    outcomes = outcomes_of(file, faults, path)
    check_numbers(file, place, len(policies) * (2 if file.money == "equal" else 1), table, spreads, faults, path)
    faults.raise_if_any()
    assert place is not None and standing is not None
    most = file.replicates.most or file.replicates.first
    return Study(
        file.id, file.zh or file.id, file.en or file.id, file.note_zh, file.note_en, place, standing,
        tuple(policies.values()), spreads, file.design, file.replicates.model_copy(update={"most": most}), file.stop,
        file.limits, outcomes, settings, tuple(shocks), file.seed, file.town_seed,
        max(1, round(file.years * WEEKS_A_YEAR)), file.burn_in, file.scale, file.record, table,
        read_text(path, faults) or "", file.money, file.base_rates,
    )  # fmt: skip


def _attempt(faults: Faults, path: Path, where: str, act: Callable[[], Loaded]) -> Loaded | None:
    """Return what a loader or check of ours gives, or ``None`` after noting its faults under a key of the study."""
    try:
        return act()
    except ScenarioError as error:
        for fault in error.faults:
            if fault.file and isinstance(fault.file, str):
                faults.found.append(fault)
            else:
                faults.add(path, where, fault.what)
        return None


def _place(path: Path, file: StudyFile, faults: Faults) -> Place | None:
    if "place" not in file.model_fields_set:
        return None
    name = file.place
    beside = path.with_name(name)
    if not (beside / "place.toml").is_file() and name not in place_names():
        hint, allowed = nearest(name, place_names()), one_of(place_names())
        faults.add(path, "place", "study_place", value=repr(name), hint=hint, allowed=allowed)
        return None
    return _attempt(faults, path, "place", lambda: load_place(beside if (beside / "place.toml").is_file() else name))


def _shocks(path: Path, file: StudyFile, place: Place | None, faults: Faults) -> Iterable[Shock]:
    found: list[Shock] = []
    for number, name in enumerate(file.shocks, start=1):
        where, beside = f"shocks.{number}", path.with_name(f"{name}.toml")
        known = shock_names()
        if not beside.is_file() and name not in known:
            hint = nearest(name, known)
            faults.add(path, where, "study_shock", value=repr(name), hint=hint, allowed=one_of(known))
            continue
        if name in file.shocks[: number - 1]:
            faults.add(path, where, "twice")
            continue
        shock = _attempt(faults, path, where, lambda file=beside, name=name: _shock(file, name, place))  # type: ignore[misc]
        found += [] if shock is None else [shock]
    return found


def _shock(beside: Path, name: str, place: Place | None) -> Shock:
    shock = load_shock(beside if beside.is_file() else name)
    if place is not None:
        check_shock_for_place(shock, place)
    return shock


def _policies(
    path: Path, file: StudyFile, place: Place | None, standing: Policy | None, faults: Faults
) -> dict[str, Policy]:
    found: dict[str, Policy] = {}
    tables = file.policies if "policies" in file.model_fields_set else {}
    for label, table in tables.items():
        before = len(faults)
        policy = _policy(path, label, table, standing, faults)
        if policy is not None and len(faults) == before and place is not None and standing is not None:
            _attempt(faults, path, f"policies.{label}", lambda p=policy: check_policy_for_place(p, place))  # type: ignore[misc]
            _attempt(
                faults, path, f"policies.{label}", lambda p=policy: refuse_combinations(p, {}, standing, place)  # type: ignore[misc]
            )  # fmt: skip
        if policy is not None:
            found[label] = policy
    return found


def _policy(path: Path, label: str, table: PolicyTable, standing: Policy | None, faults: Faults) -> Policy | None:
    """Return a policy of the study: the one that its table extends, or that has its name, with what the table sets."""
    where = f"policies.{label}"
    parent = _parent(path, label, table, standing, faults)
    if parent is None:
        return None
    spans = dict(parent.levers)
    if table.rows is not None:
        spans |= read_rows(table.rows, faults, path, f"{where}.rows")
    spans |= read_levers(table.model_extra or {}, faults, path, where)
    if table.holds_together(faults, path, f"{where}.from, until"):
        spans = {lever: within(given, table) for lever, given in spans.items()}
    same = spans == parent.levers
    zh, en = table.zh or (parent.zh if same else label), table.en or (parent.en if same else label)
    return replace(parent, id=label, zh=zh, en=en, levers=spans)


def _parent(path: Path, label: str, table: PolicyTable, standing: Policy | None, faults: Faults) -> Policy | None:
    name = table.extends or label
    where = f"policies.{label}" + (".extends" if table.extends else "")
    if name == STANDING:
        return standing
    beside = path.with_name(f"{name}.toml")
    shipped = HOME / "policies" / f"{name}.toml"
    if beside.is_file() and beside.resolve() != path.resolve():
        return _attempt(faults, path, where, lambda: load_policy(beside))
    if shipped.is_file():
        return _attempt(faults, path, where, lambda: load_policy(name))
    faults.add(path, where, "unknown_policy", value=repr(name), hint=nearest(name, policy_names()))
    return None
