"""The actions of ``run.py study``: each takes the command line and returns its result and the exit code."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from experiments import asked as asking
from experiments.progress import Progress
from experiments.studies import locating
from experiments.studies.executors import DASK, NAMES
from experiments.workers import worker_count
from vocabulary.messages import RefusalError

Answer = tuple[dict[str, Any], int]
DONE, FAILED, INTERRUPTED = 0, 1, 130
CODES = {"complete": DONE, "paused": DONE, "failed": FAILED, "interrupted": INTERRUPTED}
MOST = 1_000_000


def plan(asked: Namespace, progress: Progress) -> Answer:
    """Tell what a study would take."""
    from experiments.studies.pilot import pilot

    workers = worker_count(asked.workers)
    return pilot(locating.plan_of(asked.study), workers, progress), DONE


def run(asked: Namespace, progress: Progress) -> Answer:
    """Run a study, or go on with it."""
    from experiments.studies import running

    if asked.executor not in NAMES and not asked.executor.startswith(f"{DASK}:"):
        raise RefusalError("error.study_executor", {"given": asked.executor, "known": NAMES})
    most = None if asked.at_most is None else asking.whole_number("--at-most", asked.at_most, low=1, high=MOST)
    how = running.How(asked.executor, worker_count(asked.workers), most, asked.accept_changes, asked.words)
    result = running.run(asked.study, asked.store, how, progress)
    return result, CODES[result["ending"]]


def status(asked: Namespace, _: Progress) -> Answer:
    """Tell how far a study is."""
    from experiments.studies.status import status as found

    with locating.opened(asked.study, asked.store) as store:
        return found(store), DONE


def extend(asked: Namespace, _: Progress) -> Answer:
    """Let a study have more replicates."""
    from experiments.studies import running

    if asked.replicates is None:
        raise RefusalError("error.required", {"option": "--replicates"})
    replicates = asking.whole_number("--replicates", asked.replicates, low=1)
    return running.extend(asked.study, asked.store, replicates), DONE


def retry(asked: Namespace, _: Progress) -> Answer:
    """Let what failed or was damaged be tried again."""
    from experiments.studies import running

    return running.retry(asked.study, asked.store), DONE


def replay(asked: Namespace, progress: Progress) -> Answer:
    """Live a run again."""
    from experiments.studies import replaying

    with locating.opened(asked.study, asked.store) as store:
        result = replaying.replay(store, replaying.chosen(store, asked.one), progress)
    return result, FAILED if result["same"] is False else DONE


def verify(asked: Namespace, progress: Progress) -> Answer:
    """Hold a store against itself, and some of its runs against lives lived again."""
    from experiments.studies import replaying

    runs = asking.whole_number("--runs", asked.runs, low=0, high=MOST)
    seed = asking.whole_number("--seed", asked.seed, low=0)
    with locating.opened(asked.study, asked.store) as store:
        result = replaying.verify(store, runs, seed, progress)
    return result, DONE if result["sound"] else FAILED


def diff(asked: Namespace, progress: Progress) -> Answer:
    """Tell where two runs part."""
    from experiments.studies import replaying

    with locating.opened(asked.study, asked.store) as store:
        one, other = replaying.chosen(store, asked.one), replaying.chosen(store, asked.other)
        return replaying.diff(store, one, other, progress), DONE


def export(asked: Namespace, _: Progress) -> Answer:
    """Write a study's tables."""
    from experiments.studies import export as exporting

    if asked.format not in exporting.FORMATS:
        raise RefusalError("error.study_format", {"given": asked.format, "known": exporting.FORMATS})
    if asked.out is not None and not asked.out.strip():
        raise RefusalError("error.out_empty")
    with locating.opened(asked.study, asked.store) as store:
        out = store.folder / "tables" if asked.out is None else Path(asked.out)
        weekly, accepted = asked.weekly, asked.accept_changes
        return exporting.export(store, out, asked.format, weekly=weekly, accept_changes=accepted), DONE


def listing(_: Namespace, __: Progress) -> Answer:
    """List studies and stores."""
    from experiments.studies.status import listing as found

    return found(), DONE


ACTIONS: dict[str, Callable[[Namespace, Progress], Answer]] = {
    **{act.__name__: act for act in (plan, run, status, extend, retry, replay, verify, diff, export)},
    "list": listing,
}
