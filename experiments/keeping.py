"""Runs a plan as a study, through a store like any other: what is there already is read, the rest is lived."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from experiments import asked
from experiments.compiled import warm
from experiments.plan import Plan, build_model
from experiments.progress import Progress
from experiments.studies.epoch import present
from experiments.studies.executors import IN_PROCESS, PROCESSES
from experiments.studies.locating import HOME
from experiments.studies.plan import StudyPlan
from experiments.studies.running import How, run_plan
from experiments.studies.store import Store
from scenarios import Study, load_policy
from scenarios.study import MOST_REPLICATES, MOST_RUNS, Limits, Outcome, Replicates
from scenarios.study_designs import ListDesign
from vocabulary.indicators import BY_ID, HEADLINES
from vocabulary.messages import FailureError, RefusalError, Word, say
from vocabulary.parameters import Value

SHORT = 10
"""Letters of a digest in the name of a folder."""
NO_LIMIT = Limits(run_seconds=1e6)
OF_A_VERB = {"error.study_changed": "error.kept_another", "error.study_other_epoch": "error.kept_other_program"}
"""What a store of a study refuses, in the words of a verb that has no file and no further options."""


@dataclass
class Keeping:
    """Where the runs of a verb are kept.

    Attributes
    ----------
    verb
        What the folder is named for, together with digests of what is run and of the program that runs it.
    folder
        A folder to be taken instead.
    command
        The command line, as it is noted in the store.
    until_done
        Whether ``forget`` takes the folder away.
    used
        The folder, once it is known.
    """

    verb: str
    folder: str | Path | None = None
    command: str = ""
    until_done: bool = False
    used: Path | None = None

    def __post_init__(self) -> None:
        """Refuse an empty name, before any work."""
        if self.folder is not None and not str(self.folder).strip():
            raise RefusalError("error.study_store_empty")

    def folder_of(self, study: StudyPlan) -> Path:
        """Return the folder of a study's store."""
        name = f"{self.verb}-{study.digest[:SHORT]}-{present().digest[:SHORT]}"
        self.used = HOME / name if self.folder is None else Path(self.folder)
        return self.used

    def forget(self) -> None:
        """Take away the folder, and those above it that are empty then, if it was kept until all was done."""
        if self.until_done and self.used is not None:
            shutil.rmtree(self.used, ignore_errors=True)
            for path in (HOME, HOME.parent):
                with suppress(OSError):
                    path.rmdir()


def as_study(plan: Plan, verb: str, points: Sequence[Mapping[str, Value]] = ({},)) -> StudyPlan:
    """Return the study that a plan is, at one point or at several, which set values over those of the plan.

    Raises
    ------
    RefusalError
        If it would have more runs than a study may.
    ValueError
        If the plan brings a model of its own, which no store can name.
    """
    if plan.build is not build_model:
        raise ValueError("a plan with a model of its own cannot be run as a study")
    runs = len(points) * len(plan.policies) * (2 if plan.equal_money else 1)
    asked.whole_number("--replicates", plan.replicates, low=1, high=min(MOST_REPLICATES, MOST_RUNS // runs))
    policies = tuple(replace(policy, id=label) for policy, label in zip(plan.policies, plan.labels, strict=True))
    zh, en = (say(known, "study.of_a_verb", verb=verb, place=plan.place.label(known)) for known in ("zh", "en"))
    table = tuple(dict(point) for point in points)
    study = Study(
        verb, zh, en, "", "", plan.place, load_policy(plan.place.standing_policy), policies, {},
        ListDesign(kind="list", points=list(table)), Replicates(first=plan.replicates, most=plan.replicates), None,
        NO_LIMIT, _headlines() if plan.broken_down else {}, plan.settings, plan.shocks, plan.seed, plan.town_seed,
        plan.weeks, plan.burn_in, plan.scale, "weekly" if plan.broken_down else "end", table,
        money="equal" if plan.equal_money else "own", base_rates=plan.base_rates,
    )  # fmt: skip
    return StudyPlan(study, table)


def _headlines() -> dict[str, Outcome]:
    return {name: Outcome(primary=True, goal=BY_ID[name].goal) for name in HEADLINES}


@contextmanager
def kept(study: StudyPlan, workers: int, progress: Progress, keeping: Keeping | None = None) -> Iterator[Store]:
    """Run what is left of a study and give its store to read from; without ``keeping`` it is gone after the block.

    Raises
    ------
    KeyboardInterrupt
        After Ctrl-C: what was done is kept.
    FailureError
        If runs failed: all others are kept.
    RefusalError
        If another program runs it, or the folder that was named holds something else.
    """
    warm(progress)
    with _folder(study, progress, keeping) as folder:
        executor, command = IN_PROCESS if workers == 1 else PROCESSES, keeping.command if keeping else ""
        how = How(executor, workers, command=command, replicates=study.study.replicates.most)
        try:
            found = run_plan(study, folder, how, progress)
        except RefusalError as fault:
            raise RefusalError(OF_A_VERB.get(fault.key, fault.key), fault.values) from None
        if found["ending"] == "interrupted":
            raise KeyboardInterrupt
        if found["ending"] == "failed":
            first = found["failures"][0]
            values = {**found, "cause": Word(f"study.cause.{first['cause']}"), "detail": first["detail"]}
            raise FailureError("error.runs_failed_kept" if keeping else "error.runs_failed", values)
        if keeping and not found["lived"]:
            progress.note("progress.found", store=folder)
        with Store.open(folder) as store:
            yield store


@contextmanager
def _folder(study: StudyPlan, progress: Progress, keeping: Keeping | None) -> Iterator[Path]:
    """Give the folder of the store: that of ``keeping``, or one that is gone after the block."""
    if keeping is None:
        with tempfile.TemporaryDirectory(prefix="gongzhi-") as name:
            yield Path(name)
        return
    folder = keeping.folder_of(study)
    if not keeping.until_done:
        progress.note("progress.kept", store=folder)
    yield folder
