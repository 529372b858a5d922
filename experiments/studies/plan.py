"""The runs of a study: which there are, in which order, and what each depends on.

Runs go replicate by replicate, in it point by point, with the policies of a point side by side, so that a study that is
stopped early is balanced. Nothing is listed beforehand: a run is made from its number.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

from experiments.plan import Plan
from scenarios import Place, Policy, Study
from scenarios.study import Limits, Record
from vocabulary.calendar import WEEKS_A_YEAR
from vocabulary.parameters import Value
from vocabulary.register import REGISTER

Point = Mapping[str, Value]
WORDS_ONLY = ("zh", "en", "note_zh", "note_en", "provenance")
"""What of a place a run does not depend on."""


@dataclass(frozen=True)
class Run:
    """One run: its number in the study, what it is of, and the key of all that it depends on."""

    number: int
    replicate: int
    point: int
    policy: str
    key: str


@dataclass(frozen=True)
class Task:
    """Runs of one replicate and point, under one policy or several: they share the burn-in, which is lived once."""

    plan: Plan
    replicate: int
    runs: tuple[Run, ...]
    limits: Limits
    record: Record

    @property
    def seconds(self) -> float:
        """What all of it may take."""
        return self.limits.run_seconds * len(self.runs)

    def alone(self) -> list[Task]:
        """Return a task for each of the runs."""
        return [
            replace(self, runs=(run,), plan=replace(self.plan, policies=(policy,), labels=(run.policy,)))
            for run, policy in zip(self.runs, self.plan.policies, strict=True)
        ]


@dataclass(frozen=True)
class StudyPlan:
    """A study with its points drawn."""

    study: Study
    points: Sequence[Point] = field(default=({},))

    @property
    def runs_a_replicate(self) -> int:
        """Runs in each replicate."""
        return len(self.points) * len(self.study.policies)

    def run(self, number: int) -> Run:
        """Return a run by its number, counted from 0."""
        cell, policy = divmod(number, len(self.study.policies))
        replicate, point = divmod(cell, len(self.points))
        chosen = self.study.policies[policy]
        return Run(number, replicate, point, chosen.id, self._key(replicate, point, chosen))

    def runs(self, replicates: Iterable[int]) -> Iterator[Run]:
        """Yield the runs of some replicates in their order."""
        for replicate in replicates:
            first = replicate * self.runs_a_replicate
            yield from map(self.run, range(first, first + self.runs_a_replicate))

    def tasks(self, replicates: Iterable[int], wanted: Callable[[Run], bool]) -> Iterator[Task]:
        """Yield what is to be lived of some replicates, in its order."""
        policies = len(self.study.policies)
        for replicate in replicates:
            for point in range(len(self.points)):
                first = (replicate * len(self.points) + point) * policies
                chosen = [run for run in map(self.run, range(first, first + policies)) if wanted(run)]
                if chosen:
                    yield self.task(chosen)

    def task(self, runs: Sequence[Run]) -> Task:
        """Return a task of some runs of one replicate and point."""
        by_id = {policy.id: policy for policy in self.study.policies}
        plan = self._plan(runs[0].point, tuple(by_id[run.policy] for run in runs))
        return Task(plan, runs[0].replicate, tuple(runs), self.study.limits, self.study.record)

    def _plan(self, point: int, policies: tuple[Policy, ...]) -> Plan:
        study = self.study
        return Plan(
            study.place, policies, tuple(policy.id for policy in policies), replicates=1,
            years=study.weeks / WEEKS_A_YEAR, seed=study.seed, town_seed=study.town_seed, scale=study.scale,
            settings={**study.settings, **self.points[point]}, shocks=study.shocks, burn_in=study.burn_in,
            broken_down=study.record == "weekly",
        )  # fmt: skip

    def _key(self, replicate: int, point: int, policy: Policy) -> str:
        """Return the digest of all that a run depends on, but for the program itself."""
        parts = (self._common, self._policies[policy.id], self._point(point), replicate)
        return hashlib.sha256(_canonical(parts)).hexdigest()

    def _point(self, point: int) -> dict[str, Value]:
        """Return the states of the world at a point that are not what place and register say anyway."""
        given = {**self.study.settings, **self.points[point]}
        own = self.study.place.parameters
        return {name: value for name, value in given.items() if value != own.get(name, REGISTER[name].value)}

    @cached_property
    def _policies(self) -> dict[str, str]:
        return {policy.id: levers_digest(policy) for policy in self.study.policies}

    @cached_property
    def _common(self) -> str:
        """Return the digest of what all runs have in common."""
        study = self.study
        shocks = [[asdict(event) for event in shock.events] for shock in study.shocks]
        parts = (
            place_digest(study.place), levers_digest(study.standing), shocks, study.seed, study.town_seed, study.scale,
            study.burn_in, study.weeks,
        )  # fmt: skip
        return _digest(parts)

    @cached_property
    def digest(self) -> str:
        """Fingerprint of what the study asks for, its replicates and limits apart."""
        study = self.study
        outcomes = {name: outcome.model_dump() for name, outcome in study.outcomes.items()}
        points = [self._point(point) for point in range(len(self.points))]
        return _digest((self._common, self._policies, points, study.record, outcomes))


def place_digest(place: Place) -> str:
    """Return the fingerprint of what a place is, its words apart."""
    return _digest({key: value for key, value in asdict(place).items() if key not in (*WORDS_ONLY, "standing_policy")})


def levers_digest(policy: Policy) -> str:
    """Return the fingerprint of what a policy does."""
    return _digest({name: [asdict(span) for span in spans] for name, spans in policy.levers.items()})


def _digest(content: Any) -> str:
    return hashlib.sha256(_canonical(content)).hexdigest()


def _canonical(content: Any) -> bytes:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
