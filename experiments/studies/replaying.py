"""Lives runs again: to look at one, to hold a few at random against what was kept, to see where two of them part."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from experiments.compiled import warm
from experiments.progress import Progress
from experiments.studies import database, results
from experiments.studies.epoch import differences, present
from experiments.studies.living import Outcome, last_line, live_task
from experiments.studies.parting import Parting, where_two_part
from experiments.studies.plan import Run
from experiments.studies.store import Store
from vocabulary.indicators import INDICATORS
from vocabulary.messages import FailureError, RefusalError

LONGEST_NUMBER, SHORTEST_KEY = 9, 6


def chosen(store: Store, given: str) -> Run:
    """Return the run of a number, or of the first letters of its key.

    Raises
    ------
    RefusalError
        If there is none, or there are several.
    """
    most = store.most * store.plan.runs_a_replicate
    if given.isascii() and given.isdigit() and len(given) <= LONGEST_NUMBER:
        if int(given) < most:
            return store.plan.run(int(given))
    elif len(given) >= SHORTEST_KEY and all(letter in "0123456789abcdef" for letter in given):
        text = "SELECT replicate, point, policy FROM runs WHERE key >= ? AND key < ?"
        found = store.all(text, given, given + "g")
        if len(found) == 1:
            return store.plan.at(*found[0])
    raise RefusalError("error.study_no_run", {"given": given, "most": most - 1})


def replay(store: Store, run: Run, progress: Progress | None = None) -> dict[str, Any]:
    """Live a run again and return its indicators, and whether its digest is what was kept."""
    warm(progress or Progress())
    row, outcome = results.row_of(store, run.key), _lived(store, run)
    values = np.frombuffer(outcome.finals, dtype="<f8").tolist()
    return {
        **described(store, run),
        "digest": outcome.digest,
        "kept": None if row is None else row.digest,
        "same": None if row is None else row.digest == outcome.digest,
        "seconds": outcome.seconds,
        "indicators": {
            indicator.id: None if math.isnan(value) else value
            for indicator, value in zip(INDICATORS, values, strict=True)
        },
    }


def described(store: Store, run: Run) -> dict[str, Any]:
    """Return what a run is of."""
    point = {**store.study.settings, **store.plan.points[run.point]}
    return {
        "number": run.number,
        "key": run.key,
        "replicate": run.replicate,
        "point": run.point,
        "policy": run.policy,
        "values": point,
    }


def _lived(store: Store, run: Run) -> Outcome:
    (outcome,) = live_task(store.plan.task([run]))
    if outcome.cause:
        reason = last_line(outcome.detail) or outcome.cause
        raise FailureError("error.study_run_failed", {"number": run.number, "reason": reason})
    return outcome


def verify(store: Store, runs: int, seed: int, progress: Progress | None = None) -> dict[str, Any]:
    """Hold a store against itself, and some runs, drawn from a seed, against lives lived again.

    Returns
    -------
    dict
        ``sound`` if nothing is wrong; ``damaged`` keys, and ``replayed`` runs, each with ``same``.
    """
    progress = progress or Progress()
    with database.spoken(store.folder):
        problems = [str(line) for (line,) in store.connection.execute("PRAGMA integrity_check") if line != "ok"]
    broken = results.damaged(store)
    whole = [row for row in results.rows(store) if row.key not in set(broken)]
    misplaced = [row.key for row in whole if store.plan.at(row.replicate, row.point, row.policy).key != row.key]
    picked = np.random.default_rng(seed).permutation(len(whole))[:runs]
    replayed = []
    warm(progress)
    with progress:
        progress.begin(len(picked), "progress.runs")
        for at in sorted(picked.tolist()):
            row = whole[at]
            run = store.plan.at(row.replicate, row.point, row.policy)
            replayed.append({**described(store, run), "same": _lived(store, run).digest == row.digest})
            progress.advance()
    return {
        "study": store.study.id,
        "store": str(store.folder),
        "done": store.done_count,
        "digest": "" if broken else results.study_digest(store),
        "problems": problems,
        "damaged": broken,
        "misplaced": misplaced,
        "replayed": replayed,
        "changes": _changes(store),
        "sound": not (problems or broken or misplaced) and all(one["same"] for one in replayed),
    }


def _changes(store: Store) -> list[str]:
    """Return what has changed since the runs were lived: keys of the catalogue, or versions of libraries."""
    known = store.epochs
    found = () if not known or present() in known else differences(known[-1], present())
    return [one if isinstance(one, str) else one.key for one in found]


def diff(store: Store, one: Run, other: Run, progress: Progress | None = None) -> dict[str, Any]:
    """Live two runs side by side and return where they part: the first week, and in it the first resident or body."""
    warm(progress or Progress())
    tasks = [store.plan.task([run]) for run in (one, other)]
    parting: Parting | None = where_two_part(tasks[0], tasks[1], progress or Progress())
    return {
        "one": described(store, one),
        "other": described(store, other),
        "parting": None if parting is None else vars(parting),
    }
