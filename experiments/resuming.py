"""A run that is saved in a file, and one that goes on from there: under its policy, or forked under another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments import asked
from experiments.compiled import compile_once
from experiments.histories import harvest
from experiments.plan import STANDING, Plan
from experiments.progress import Progress
from experiments.single import Single
from scenarios import load_policy
from vocabulary.calendar import WEEKS_A_YEAR
from vocabulary.messages import FailureError, RefusalError
from vocabulary.register import LEVERS

if TYPE_CHECKING:
    from model.governance import GovernanceModel

FIXED = ("--place", "--seed", "--town-seed", "--scale", "--shock")
"""Options that a saved run has answered once and for all."""


def refuse_fixed(given: Iterable[str]) -> None:
    """Refuse options that say what the saved run says itself."""
    for option in given:
        if option in FIXED:
            raise RefusalError("error.resume_option", {"option": option})


def resume(file: str, years: float | str, policy: str | None = None, settings: Iterable[str] = ()) -> GovernanceModel:
    """Return the model that a file holds, forked if a policy or levers are given.

    Raises
    ------
    RefusalError
        If the file is none of ours, or the policy, the levers or the years cannot be.
    """
    from model.governance import GovernanceModel

    asked.years(years)
    chosen: dict[str, Any] = dict(asked.settings(settings))
    for name in chosen:
        if name not in LEVERS:
            raise RefusalError("error.resume_set", {"name": name})
    with asked.refused():
        model = GovernanceModel.load(file)
        if policy is None and not chosen:
            return model
        if policy == STANDING:
            return model.fork(replace(load_policy(model.place.standing_policy), id=STANDING), **chosen)
        return model.fork(policy or model.policy, **chosen)


def plan_of(model: GovernanceModel, years: float | str) -> Plan:
    """Return the plan of a run that has lived as far as a model has, and goes on for some years."""
    weeks = model.steps + max(1, round(asked.years(years) * WEEKS_A_YEAR))
    if weeks > asked.LONGEST_YEARS * WEEKS_A_YEAR:
        raise RefusalError("error.resume_years", {"given": years, "lived": model.steps, "weeks": weeks})
    world = model.world
    return Plan(
        model.place, (model.policy,), (model.policy.id,), replicates=1, years=weeks / WEEKS_A_YEAR, seed=model.seed,
        town_seed=model.town_seed, scale=world.scale, settings=world.settings.asked, shocks=model.shocks,
        burn_in=world.burn_in,
    )  # fmt: skip


def go_on(model: GovernanceModel, plan: Plan, progress: Progress | None = None) -> Single:
    """Live on to the end of the plan."""
    progress = progress or Progress()
    compile_once(plan, progress)
    with progress:
        progress.begin(plan.weeks - model.steps, "progress.weeks")
        for _ in range(plan.weeks - model.steps):
            model.step()
            progress.advance()
    return Single(plan, model, harvest(model, plan, with_picture=False))


def refuse_save(file: str) -> None:
    """Refuse a file that is there already, or that has no folder to stand in, before any work."""
    target = Path(file)
    if not file.strip() or target.is_dir() or target.exists() or target.is_symlink():
        raise RefusalError("error.save_taken", {"file": file})
    if not target.absolute().parent.is_dir():
        raise RefusalError("error.save_no_folder", {"file": file})


def save(single: Single, file: str) -> None:
    """Save a run as it stands at its end."""
    try:
        single.model.save(file)
    except OSError as fault:
        raise FailureError("error.save_not_written", {"file": file}) from fault
