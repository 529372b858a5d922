"""What a study's parts must be together: its stopping rule, its outcomes, its size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scenarios.faults import Faults, nearest, one_of
from scenarios.place import Place
from scenarios.sentences import phrase
from scenarios.study import MOST_RUNS, Outcome, Spread, StudyFile
from scenarios.study_designs import MOST_POINTS
from vocabulary.indicators import BY_ID, HEADLINES

FEWEST_RESIDENTS = 20


def outcomes_of(file: StudyFile, faults: Faults, path: Path) -> dict[str, Outcome]:
    """Return the outcomes with their goals; the headline indicators, as primary ones, where none are named."""
    given = file.outcomes or {
        name: Outcome(primary=True, smallest_that_matters=BY_ID[name].matters) for name in HEADLINES
    }
    found = {}
    for name, outcome in given.items():
        if name not in BY_ID:
            faults.add(path, f"outcomes.{name}", "no_indicator", value=repr(name), hint=nearest(name, BY_ID))
            continue
        goal = BY_ID[name].goal if outcome.goal is None else outcome.goal
        found[name] = outcome.model_copy(update={"goal": goal})
    if file.stop is not None and not any(outcome.primary for outcome in given.values()):
        faults.add(path, "outcomes", "no_primary")
    return found


def check_stop(file: StudyFile, policies: Mapping[str, Any], faults: Faults, path: Path) -> None:
    """Note what a stopping rule lacks."""
    replicates, stop = file.replicates, file.stop
    if replicates.most and replicates.most < replicates.first:
        faults.add(path, "replicates", "most_below_first", most=str(replicates.most), first=str(replicates.first))
    if stop is None:
        return
    if replicates.most <= replicates.first:
        faults.add(path, "stop", "stop_without_more")
    if replicates.first < 2:
        faults.add(
            path, "replicates.first", "given", value=replicates.first, what=phrase("greater_than_equal", limit=2)
        )
    if stop.on == "paired difference" and "policies" in file.model_fields_set:
        _check_baseline(stop.baseline, policies, faults, path)


def _check_baseline(baseline: str | None, policies: Mapping[str, Any], faults: Faults, path: Path) -> None:
    if baseline is None:
        faults.add(path, "stop.baseline", "stop_needs_baseline", allowed=one_of(policies))
    elif baseline not in policies:
        hint = nearest(baseline, policies)
        faults.add(
            path, "stop.baseline", "no_policy_of_study", value=repr(baseline), hint=hint, allowed=one_of(policies)
        )
    elif len(policies) < 2:
        faults.add(path, "stop", "stop_needs_two")


def check_money(file: StudyFile, policies: Mapping[str, Any], faults: Faults, path: Path) -> None:
    """Note that a single policy has nothing to be made equal to."""
    if file.money == "equal" and "policies" in file.model_fields_set and len(policies) < 2:
        faults.add(path, "money", "equal_needs_two")


def check_numbers(
    file: StudyFile, place: Place | None, policies: int, table: Sequence[Any], spreads: Mapping[str, Spread],
    faults: Faults, path: Path,
) -> None:  # fmt: skip
    """Note a study that is too large, or a place that is too small for its scale."""
    points = len(table) or file.design.count([len(spread.values or ()) for spread in spreads.values()])
    replicates = max(file.replicates.most, file.replicates.first)
    runs = points * policies * replicates
    if points > MOST_POINTS:
        faults.add(path, "design", "too_many_points", points=points, limit=MOST_POINTS)
    elif runs > MOST_RUNS:
        sizes = {"points": points, "policies": policies, "replicates": replicates}
        faults.add(path, "replicates", "too_many_runs", runs=runs, limit=MOST_RUNS, **sizes)
    if place is not None and file.scale < 1 and place.residents * file.scale < FEWEST_RESIDENTS:
        values = {"value": file.scale, "residents": place.residents, "fewest": FEWEST_RESIDENTS}
        faults.add(path, "scale", "scale_of_study", **values)
