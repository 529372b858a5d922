"""One history of one policy: what ``run`` does. It is the first replicate of the comparison with the same seed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.compare import described
from experiments.compiled import compile_once
from experiments.histories import History, begin, harvest
from experiments.plan import Plan
from experiments.progress import Progress
from vocabulary.indicators import INDICATORS

if TYPE_CHECKING:
    from model.governance import GovernanceModel


@dataclass(frozen=True)
class Single:
    """A model that has been lived to the end of a plan of one policy, and what is kept of it."""

    plan: Plan
    model: GovernanceModel
    history: History

    @property
    def earlier(self) -> list[tuple[int, str, dict[str, Any]]]:
        """Until which week the run was lived under which policy and settings, before it was forked; mostly nothing."""
        return [(week, policy, dict(settings)) for week, policy, settings in self.model.world.earlier]

    def label(self, week: int) -> str:
        """Return under which policy a week was lived."""
        return next((policy for until, policy, _ in self.earlier if week <= until), self.plan.labels[0])

    def result(self) -> dict[str, Any]:
        """Return what ``run --json`` prints."""
        last = self.history.totals[-1]
        return {
            **described(self.plan),
            "policy": self.plan.labels[0],
            "earlier": [
                {"until": week, "policy": policy, "settings": settings} for week, policy, settings in self.earlier
            ],
            "digest": self.history.digest,
            "indicators": {
                indicator.id: None if math.isnan(value) else float(value)
                for indicator, value in zip(INDICATORS, last, strict=True)
            },
        }


def run_one(plan: Plan, progress: Progress | None = None) -> Single:
    """Live the burn-in and then the weeks of the plan under its first policy."""
    progress = progress or Progress()
    compile_once(plan, progress)
    with progress:
        progress.note("progress.burn_in", weeks=plan.burn_in)
        model = begin(plan, replicate=0)
        progress.begin(plan.weeks, "progress.weeks")
        for _ in range(plan.weeks):
            model.step()
            progress.advance()
    return Single(plan, model, harvest(model, plan, with_picture=False))
