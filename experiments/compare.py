"""Compares policies on the same luck, as a study: a replicate lives its burn-in once, then each policy from there."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

from analysis.statistics import Interval, Number, interval, paired_difference
from experiments.equal_money import TOLERANCE, dearest_by_year, gap
from experiments.histories import History
from experiments.keeping import Keeping, as_study, kept
from experiments.plan import Plan, make_plan
from experiments.progress import Progress
from experiments.studies import results
from experiments.workers import worker_count
from vocabulary.indicators import INDICATORS

if TYPE_CHECKING:
    from scenarios import Place, Policy, Shock
    from scenarios.study import Arm

POSITION = {indicator.id: column for column, indicator in enumerate(INDICATORS)}


@dataclass(frozen=True)
class Comparison:
    """Histories of a plan: one tuple a replicate, in it one history a policy.

    At equal money ``histories`` are those that cost the same year by year, as far as casework could bring it about,
    and ``own`` those of the policies at their own cost.
    """

    plan: Plan
    histories: tuple[tuple[History, ...], ...]
    own: tuple[tuple[History, ...], ...] = ()

    def finals(self, label: str, indicator: str) -> list[Number]:
        """Return an indicator's value at the end, replicate by replicate; ``None`` where it is not defined."""
        policy, column = self.plan.labels.index(label), POSITION[indicator]
        values = (float(replicate[policy].totals[-1, column]) for replicate in self.histories)
        return [None if math.isnan(value) else value for value in values]

    def levels(self) -> dict[str, dict[str, dict[str, Number]]]:
        """Return policy → indicator → mean, low, high."""
        return {
            label: {i.id: _bounds(interval(self.finals(label, i.id))) for i in INDICATORS} for label in self.plan.labels
        }

    def differences(self) -> list[dict[str, str | Number]]:
        """Return the paired differences of each policy from the first one, indicator by indicator."""
        baseline = self.plan.labels[0]
        return [self._difference(label, baseline, i.id) for label in self.plan.labels[1:] for i in INDICATORS]

    def _difference(self, label: str, baseline: str, indicator: str) -> dict[str, str | Number]:
        found = paired_difference(self.finals(label, indicator), self.finals(baseline, indicator))
        return {
            "policy": label,
            "baseline": baseline,
            "indicator": indicator,
            **_bounds(found.interval),
            "share_higher": found.share_higher,
        }

    def equal_money(self) -> dict[str, dict[str, Any]]:
        """Return, policy by policy, what casework was bought and what it costs before and after, in yuan a year.

        ``largest_gap`` is the largest share of a year's dearest cost, of all years and replicates, by which a policy's
        cost of that year differs from it; ``reached`` tells whether that is within ``TOLERANCE``, so that costs can be
        called equal. ``by_year`` has the means of each year.
        """
        return {label: self._evened(policy) for policy, label in enumerate(self.plan.labels)}

    def _evened(self, policy: int) -> dict[str, Any]:
        before, after = ([replicate[policy] for replicate in lived] for lived in (self.own, self.histories))
        bought = [b.casework - a.casework for a, b in zip(before, after, strict=True)]
        gaps = [
            gap(cost, most)
            for history, replicate in zip(after, self.own, strict=True)
            for cost, most in zip(history.costs_by_year, dearest_by_year(replicate), strict=True)
        ]
        return {
            "casework_yuan": _bounds(interval(bought)),
            "own_cost": _bounds(interval([history.public_cost for history in before])),
            "public_cost": _bounds(interval([history.public_cost for history in after])),
            "largest_gap": max(gaps),
            "reached": max(gaps) <= TOLERANCE,
            "by_year": [_means_of_year(before, after, year) for year in range(len(self.plan.years_lived))],
        }

    def result(self) -> dict[str, Any]:
        """Return what ``compare --json`` prints; at equal money with a further entry ``equal_money``."""
        return self._result() | ({"equal_money": self.equal_money()} if self.plan.equal_money else {})

    def _result(self) -> dict[str, Any]:
        return {
            **described(self.plan),
            "replicates": self.plan.replicates,
            "policies": self.levels(),
            "differences": self.differences(),
            "digests": {
                label: [replicate[policy].digest for replicate in self.histories]
                for policy, label in enumerate(self.plan.labels)
            },
        }


def compare(
    place: str | Place,
    policies: str | Iterable[str | Policy],
    replicates: int | str = 20,
    years: float | str = 3.0,
    seed: int | str = 0,
    town_seed: int | str | None = None,
    scale: float | str = 1.0,
    settings: Mapping[str, object] | Iterable[str] = (),
    workers: int | str | None = None,
    shocks: str | Shock | Iterable[str | Shock] = (),
    progress: Progress | None = None,
    equal_money: bool = False,
    store: str | Path | None = None,
) -> Comparison:
    """Compare policies in one place over some years, on the same luck.

    Parameters
    ----------
    place, policies, shocks
        Names, paths of files, or what ``scenarios`` has loaded; a single shock may stand without a list.
    workers
        Processes; as many as there are processors if not given. The result does not depend on it.
    equal_money
        Whether what a policy costs less in a year than that year's dearest one buys departments' casework.
    store
        A folder in which the runs are kept: what is there is not lived again. Without one nothing is kept.

    Raises
    ------
    ValueError
        If something asked for cannot be; before any work.
    """
    keeping = None if store is None else Keeping("compare", store)
    processes = worker_count(workers)
    plan = make_plan(
        place,
        policies,
        replicates=replicates,
        years=years,
        seed=seed,
        town_seed=town_seed,
        scale=scale,
        settings=settings,
        shocks=shocks,
        equal_money=equal_money,
    )
    return execute(plan, processes, progress or Progress(), keeping)


def execute(plan: Plan, workers: int, progress: Progress, keeping: Keeping | None = None) -> Comparison:
    """Return the histories of a plan; those that are not kept yet are lived."""
    study = as_study(plan, "compare")
    with kept(study, workers, progress, keeping) as store:
        rows = {(row.replicate, row.policy): row for row in results.finals(store)}

        def lived(arms: Iterable[Arm]) -> tuple[tuple[History, ...], ...]:
            names = [arm.name for arm in arms]
            replicates = range(plan.replicates)
            return tuple(tuple(results.history(store, rows[at, name]) for name in names) for at in replicates)

        own = lived(arm for arm in study.arms if not arm.evened)
        if not plan.equal_money:
            return Comparison(plan, own)
        return Comparison(plan, lived(arm for arm in study.arms if arm.evened), own)


def described(plan: Plan) -> dict[str, Any]:
    """Return what a result says of the plan it comes from."""
    return {
        "place": plan.place.id,
        "names": {
            "place": {"zh": plan.place.zh, "en": plan.place.en},
            "policies": {
                label: _named(policy, label.removeprefix(policy.id))
                for label, policy in zip(plan.labels, plan.policies, strict=True)
            },
        },
        "residents": plan.residents,
        "seed": plan.seed,
        "town_seed": plan.town_seed,
        "years": plan.years,
        "scale": plan.scale,
        "settings": dict(plan.settings),
        "shocks": [shock.id for shock in plan.shocks],
    }


def _named(policy: Policy, mark: str) -> dict[str, str]:
    return {
        "zh": policy.zh + mark,
        "en": policy.en + mark,
        "note_zh": " ".join(policy.note_zh.split()),
        "note_en": " ".join(policy.note_en.split()),
    }


def _means_of_year(before: Sequence[History], after: Sequence[History], year: int) -> dict[str, float]:
    """Return what a policy costs and buys in a year, before and after casework is bought, in yuan a year."""
    own, cost = (fmean(history.costs_by_year[year] for history in lived) for lived in (before, after))
    bought = fmean(b.casework_by_year[year] - a.casework_by_year[year] for a, b in zip(before, after, strict=True))
    return {"casework_yuan": bought, "own_cost": own, "public_cost": cost}


def _bounds(found: Interval) -> dict[str, Number]:
    return {"mean": found.mean, "low": found.low, "high": found.high}
