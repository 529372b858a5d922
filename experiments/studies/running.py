"""Runs a study, from its beginning or where it stopped; lengthens it; lets what failed be tried again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.compiled import warm
from experiments.progress import Progress
from experiments.studies import locating, lock
from experiments.studies.database import FILE
from experiments.studies.executors import PROCESSES, open_executor
from experiments.studies.living import Live, live_task
from experiments.studies.plan import StudyPlan
from experiments.studies.results import damaged, study_digest
from experiments.studies.status import MOST_LOOKED_AT, status
from experiments.studies.stopping import look
from experiments.studies.store import PLAN, Store
from experiments.studies.supervisor import LEAVE_SECONDS, Standing, Supervisor
from scenarios.study import MOST_RUNS
from vocabulary.messages import FailureError, RefusalError, SpokenError

OURS = (lock.LOCK, lock.HOLDER, FILE, PLAN, "points.csv", "log.txt")


@dataclass(frozen=True)
class How:
    """How a study is to be run: on what, by how many, how much of it now, and whether a changed program may go on.

    With ``replicates`` so many of them are run, and the study is lengthened if it has fewer; what failed in an earlier
    sitting is tried again.
    """

    executor: str = PROCESSES
    workers: int = 1
    at_most: int | None = None
    accept_changes: bool = False
    command: str = ""
    live: Live = live_task
    shuffle: int | None = None
    replicates: int | None = None


def run(given: str, named: str | None, how: How, progress: Progress | None = None) -> dict[str, Any]:
    """Run a study until it is done, or as far as it goes, and return its status with ``ending``.

    Raises
    ------
    RefusalError
        If the study was changed since its store was made, another program runs it, or this one is of another epoch.
    FailureError
        If the store cannot be read or written.
    """
    folder = locating.folder_of(given, named)
    plan = None if (folder / PLAN).exists() and Path(given) == folder else locating.plan_of(given)
    return run_plan(plan, folder, how, progress or Progress())


def run_plan(plan: StudyPlan | None, folder: Path, how: How, progress: Progress) -> dict[str, Any]:
    """Run a plan in the store of a folder, which is made if it is not there; without a plan go on with the store's."""
    made = _make(folder)
    with lock.held(folder), _gone_if_refused(folder, made):
        if not (folder / PLAN).exists():
            assert plan is not None
            Store.create(folder, plan)
        with Store.open(folder, writing=True) as store:
            if plan is not None and how.replicates is not None:
                _lengthen(store, plan, how.replicates)
            if plan is not None:
                _refuse_changed(store, plan)
            return _sit(store, how, progress)


@contextmanager
def _gone_if_refused(folder: Path, made: list[Path]) -> Iterator[None]:
    """Take away again the folders that were made if the block ends in a refusal and nothing has been run."""
    try:
        yield
    except RefusalError:
        if folder in made and _is_empty(folder):
            shutil.rmtree(folder, ignore_errors=True)
            for path in made[1:]:
                with suppress(OSError):
                    path.rmdir()
        raise


def _is_empty(folder: Path) -> bool:
    """Tell whether nothing has been run in a store."""
    try:
        with Store.open(folder) as store:
            return not store.done_count
    except SpokenError:
        return not (folder / PLAN).exists()


def _lengthen(store: Store, plan: StudyPlan, replicates: int) -> None:
    """Let the store of a plan have as many replicates as are asked for, and what failed in it be tried again."""
    if plan.digest != store.digests["plan"]:
        return
    if replicates > store.most:
        store.note("most", replicates)
    if store.attempts():
        store.forgive()


def _make(folder: Path) -> list[Path]:
    """Make the folder of a store, and return what was made, innermost first; one with other things is refused."""
    try:
        missing = [path for path in (folder, *folder.parents) if not path.exists()]
        if folder.exists() and not folder.is_dir():
            raise RefusalError("error.study_store_taken", {"store": folder})
        folder.mkdir(parents=True, exist_ok=True)
        others = [path.name for path in folder.iterdir() if not path.name.startswith((*OURS, "."))]
    except OSError as fault:
        raise FailureError("error.study_not_written", {"store": folder, "reason": fault.strerror}) from fault
    if others and not (folder / PLAN).exists():
        raise RefusalError("error.study_store_taken", {"store": folder})
    return missing


def _refuse_changed(store: Store, plan: StudyPlan) -> None:
    """Refuse a study that is not the one that the store was made for."""
    asked, kept = plan.study, store.study
    if plan.digest != store.digests["plan"]:
        raise RefusalError("error.study_changed", {"study": asked.id, "store": store.folder})
    if asked.replicates.most > store.most:
        values = {"given": asked.replicates.most, "known": store.most, "store": store.folder}
        raise RefusalError("error.study_longer", values)
    if asked.stop != kept.stop or asked.limits != kept.limits:
        raise RefusalError("error.study_rules_changed", {"store": store.folder})


def _sit(store: Store, how: How, progress: Progress) -> dict[str, Any]:
    """Live what is left of a study, and return its status."""
    limit = store.study.limits.run_memory_mb
    supervisor = Supervisor(
        store, lambda: open_executor(how.executor, how.workers, limit), how.workers, how.live, how.at_most, how.shuffle,
        Teller(store, progress).tell, how.replicates,
    )  # fmt: skip
    ending = "stopped"
    with progress, supervisor.signals():
        try:
            _prepare(store, how, progress)
            ending = supervisor.run()
        except KeyboardInterrupt:
            ending = "interrupted"
        except SpokenError as fault:
            with suppress(SpokenError):  # where nothing can be written, this cannot either
                store.log(f"stopped: {fault}")
            raise
        finally:
            with suppress(SpokenError):
                store.end_sitting(ending)
    if ending in ("complete", "failed"):
        store.note("digest", study_digest(store))
        store.note("digest_of", store.done_count)
    return {**status(store), "running": None, "ending": ending, "lived": supervisor.standing.lived}


def _prepare(store: Store, how: How, progress: Progress) -> None:
    """See to it that code is compiled, that the plan is whole, and that the runs are of this program."""
    if how.live is live_task:
        warm(progress)
    store.plan  # noqa: B018  read, and held against its fingerprint
    store.enter_epoch(accept=how.accept_changes)
    store.begin_sitting(how.command, how.executor, how.workers)


class Teller:
    """Shows how far a sitting is: runs done and failed, and now and then the present half-widths."""

    def __init__(self, store: Store, progress: Progress) -> None:
        self.store, self.progress = store, progress
        self.wanted = -1
        self.is_leaving = False

    def tell(self, standing: Standing) -> None:
        """Show it."""
        if standing.leaving and not self.is_leaving:
            self.is_leaving = True
            self.progress.end()
            self.progress.note("progress.leaving", seconds=round(LEAVE_SECONDS))
        if standing.wanted != self.wanted:
            self.wanted = standing.wanted
            self.progress.end()
            self.progress.begin(standing.wanted, "progress.runs", done=standing.done + standing.failed)
        self.progress.reach(standing.done + standing.failed, self._further(standing))

    def _further(self, standing: Standing) -> Callable[[], dict[str, str]]:
        return lambda: {"failed": str(standing.failed), **self._half_widths(standing)}

    def _half_widths(self, standing: Standing) -> dict[str, str]:
        if standing.done > MOST_LOOKED_AT:
            return {}
        widest: dict[str, float] = {}
        for one in look(self.store):
            if one.half_width is not None:
                widest[one.outcome] = max(widest.get(one.outcome, 0.0), one.half_width)
        return {name: f"±{width:.3g}" for name, width in widest.items()}


def extend(given: str, named: str | None, replicates: int) -> dict[str, Any]:
    """Let a study have more replicates; the first ones stay what they are.

    Raises
    ------
    RefusalError
        If they are not more, or too many.
    """
    with locating.opened(given, named) as read:
        folder = read.folder
    with lock.held(folder), Store.open(folder, writing=True) as store:
        most = MOST_RUNS // store.plan.runs_a_replicate
        if not store.most < replicates <= most:
            values = {"given": replicates, "known": store.most, "most": most}
            raise RefusalError("error.study_not_longer", values)
        store.note("most", replicates)
        store.log(f"extended to {replicates} replicates")
        return {**status(store), "running": None}


def retry(given: str, named: str | None) -> dict[str, Any]:
    """Let runs that were given up be tried again, and take out damaged ones; return how many there were of each."""
    with locating.opened(given, named) as read:
        folder = read.folder
    with lock.held(folder), Store.open(folder, writing=True) as store:
        broken = damaged(store)
        store.discard(broken)
        forgiven = store.forgive()
        store.log(f"to be tried again: {forgiven} that failed, {len(broken)} that were damaged")
        return {**status(store), "running": None, "forgiven": forgiven, "discarded": len(broken)}
