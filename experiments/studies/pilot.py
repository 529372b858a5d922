"""What a study would take: runs, time, disk and memory, reckoned from three runs that are lived and thrown away."""

from __future__ import annotations

import sys
import time
from statistics import fmean
from typing import Any

from experiments.compiled import warm
from experiments.progress import Progress
from experiments.studies.living import Outcome, last_line, live_task
from experiments.studies.plan import StudyPlan
from vocabulary.messages import FailureError

ROW_BYTES = 1_500
"""What the database takes for a run besides its payload."""


def pilot(plan: StudyPlan, workers: int, progress: Progress | None = None) -> dict[str, Any]:
    """Live the first run, one in the middle and the last one, and return what the whole study would take.

    Raises
    ------
    FailureError
        If one of the runs fails.
    """
    progress = progress or Progress()
    study = plan.study
    most, first = study.replicates.most, study.replicates.first if study.stop else study.replicates.most
    numbers = sorted({0, plan.runs_a_replicate * first // 2, plan.runs_a_replicate * first - 1})
    warm(progress)
    progress.note("progress.pilot")
    outcomes = []
    with progress:
        progress.begin(len(numbers), "progress.runs")
        for number in numbers:
            outcomes.append(_lived(plan, number))
            progress.advance()
    seconds = fmean(outcome.seconds for outcome in outcomes)
    size = fmean(len(outcome.payload) for outcome in outcomes) + ROW_BYTES
    cell = _seconds_of_cell(plan, seconds)
    return {
        "study": study.id,
        "names": {"zh": study.zh, "en": study.en},
        "place": study.place.id,
        "policies": [arm.name for arm in study.arms],
        "points": len(plan.points),
        "replicates": first,
        "most_replicates": most,
        "runs": first * plan.runs_a_replicate,
        "most_runs": most * plan.runs_a_replicate,
        "weeks": study.weeks,
        "burn_in": study.burn_in,
        "run_seconds": seconds,
        "workers": workers,
        "seconds": cell * first * len(plan.points) / workers,
        "most_seconds": cell * most * len(plan.points) / workers,
        "bytes": size * first * plan.runs_a_replicate,
        "most_bytes": size * most * plan.runs_a_replicate,
        "worker_mb": peak_mb(),
    }


def _lived(plan: StudyPlan, number: int) -> Outcome:
    started = time.monotonic()
    (outcome,) = live_task(plan.task([plan.run(number)]))
    if outcome.cause:
        why = last_line(outcome.detail) or outcome.cause
        seconds = round(time.monotonic() - started)
        raise FailureError("error.study_pilot", {"number": number, "reason": why, "seconds": seconds})
    return outcome


def _seconds_of_cell(plan: StudyPlan, seconds: float) -> float:
    """Return what the runs of a replicate and point take: one burn-in, and the weeks of each policy."""
    study = plan.study
    a_week = seconds / (study.burn_in + study.weeks)
    return a_week * (study.burn_in + study.weeks * len(study.arms))


def peak_mb() -> float | None:
    """Return the most memory that this process has had, in MB; ``None`` where the system does not tell."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)
