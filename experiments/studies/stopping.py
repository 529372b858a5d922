"""When enough has been run: a look at the half-widths after the first replicates, and after each further batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.statistics import Number, interval, mean
from experiments.studies import lock
from experiments.studies.results import finals
from experiments.studies.store import Store
from vocabulary.indicators import INDICATORS

POSITION = {indicator.id: column for column, indicator in enumerate(INDICATORS)}


@dataclass(frozen=True)
class Look:
    """What a look at one outcome of one policy showed: a mean over replicates, or a mean difference, half its width."""

    outcome: str
    policy: str
    mean: Number
    half_width: Number
    wanted: float | None

    @property
    def content(self) -> bool:
        """Whether it is as narrow as wanted."""
        return self.wanted is None or (self.half_width is not None and self.half_width <= self.wanted)


def enough(store: Store, target: int) -> bool:
    """Look at what was run, note it, and tell whether it is enough; if not, the store wants more from here on."""
    stop = store.study.stop
    if stop is None or target >= store.most:
        return True
    looks = look(store)
    with store.transaction():
        store.connection.execute("DELETE FROM looks WHERE replicates = ?", (target,))
        store.connection.executemany(
            "INSERT INTO looks VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)",
            [(lock.now(), target, one.outcome, one.policy, one.mean, one.half_width, one.wanted) for one in looks],
        )
    if all(one.content for one in looks):
        return True
    store.note("target", min(store.most, target + store.study.replicates.batch))
    return False


def look(store: Store) -> list[Look]:
    """Return the half-width of each primary outcome under each policy, over the replicates that are there.

    With a stopping rule on paired differences it is that of the difference from the baseline, policy by policy; a
    policy that is evened is held against the baseline evened. Of a replicate the mean over the points counts.
    """
    stop, study = store.study.stop, store.study
    confidence = 0.95 if stop is None else stop.confidence
    baseline = stop.baseline if stop is not None and stop.on == "paired difference" else None
    values = by_policy(store)
    baselines = {arm.evened: arm.name for arm in study.arms if arm.policy.id == baseline}
    found = []
    for name in study.primary:
        for arm in study.arms:
            if arm.policy.id == baseline:
                continue
            seen = interval(_numbers(values[name], arm.name, baselines.get(arm.evened)), confidence)
            half = None if seen.high is None or seen.mean is None else seen.high - seen.mean
            found.append(Look(name, arm.name, seen.mean, half, None if stop is None else stop.half_width))
    return found


Cells = dict[tuple[str, int], dict[int, Number]]


def by_policy(store: Store) -> dict[str, Cells]:
    """Return of each primary outcome, by policy and replicate, the value at each point."""
    found: dict[str, Cells] = {name: defaultdict(dict) for name in store.study.primary}
    for row in finals(store):
        for name, cells in found.items():
            cells[row.policy, row.replicate][row.point] = float(row.values[POSITION[name]])
    return found


def _numbers(cells: Cells, policy: str, baseline: str | None) -> list[Number]:
    """Return a number for each replicate: the mean over points, or of the differences from the baseline."""
    numbers: list[Number] = []
    for replicate in sorted({replicate for of, replicate in cells if of == policy}):
        own = cells[policy, replicate]
        if baseline is None:
            numbers.append(mean(list(own.values())))
        else:
            other = cells.get((baseline, replicate), {})
            numbers.append(mean(list(_differences(own, other))))
    return numbers


def _differences(own: dict[int, Number], other: dict[int, Number]) -> Iterable[Number]:
    for point, value in own.items():
        held = other.get(point)
        yield None if value is None or held is None else value - held
