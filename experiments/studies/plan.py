"""The runs of a study: which there are, in which order, and what each depends on.

Runs go replicate by replicate, in it point by point, with the policies of a point side by side (at equal money each of
them twice: its *arms*), so that a study that is stopped early is balanced. Nothing is listed beforehand: a run is made
from its number.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

from experiments.plan import Plan, distinct
from scenarios import Place, Policy, Study
from scenarios.study import Arm, Limits, Record
from vocabulary.calendar import WEEKS_A_YEAR
from vocabulary.parameters import Value
from vocabulary.register import LEVERS, REGISTER

Point = Mapping[str, Value]
WORDS_ONLY = ("zh", "en", "note_zh", "note_en", "provenance")
"""What of a place a run does not depend on."""
LIVES_OF_EVENED = 2
"""How often a policy that is evened lives each year at the most."""


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
    """Runs of one replicate and point, of one arm or several: they share the burn-in, which is lived once.

    The plan has the policies of the arms; if one of these is evened, all policies of the study: what the others cost
    has to be known.
    """

    plan: Plan
    replicate: int
    runs: tuple[Run, ...]
    arms: tuple[Arm, ...]
    limits: Limits
    record: Record

    @property
    def seconds(self) -> float:
        """What all of it may take: an evened run lives each year up to twice, after all others at their own cost."""
        evened = sum(arm.evened for arm in self.arms)
        return self.limits.run_seconds * (len(self.plan.policies) + LIVES_OF_EVENED * evened)

    @property
    def with_picture(self) -> bool:
        """Whether the town is drawn as well: once in a study."""
        return self.record == "weekly" and self.replicate == self.runs[0].point == 0

    def alone(self) -> list[Task]:
        """Return a task for each of the runs."""
        return [self._of(run, arm) for run, arm in zip(self.runs, self.arms, strict=True)]

    def _of(self, run: Run, arm: Arm) -> Task:
        policies = self.plan.policies if arm.evened else (arm.policy,)
        return replace(self, runs=(run,), arms=(arm,), plan=_of_policies(self.plan, policies))


@dataclass(frozen=True)
class StudyPlan:
    """A study with its points drawn."""

    study: Study
    points: Sequence[Point] = field(default=({},))

    @property
    def runs_a_replicate(self) -> int:
        """Runs in each replicate."""
        return len(self.points) * len(self.arms)

    @cached_property
    def arms(self) -> tuple[Arm, ...]:
        """What is run at each point."""
        return self.study.arms

    def run(self, number: int) -> Run:
        """Return a run by its number, counted from 0."""
        cell, arm = divmod(number, len(self.arms))
        replicate, point = divmod(cell, len(self.points))
        chosen = self.arms[arm]
        return Run(number, replicate, point, chosen.name, self._key(replicate, point, chosen))

    def at(self, replicate: int, point: int, name: str) -> Run:
        """Return the run of a replicate and point that bears a name."""
        names = [arm.name for arm in self.arms]
        return self.run((replicate * len(self.points) + point) * len(names) + names.index(name))

    def runs(self, replicates: Iterable[int]) -> Iterator[Run]:
        """Yield the runs of some replicates in their order."""
        for replicate in replicates:
            first = replicate * self.runs_a_replicate
            yield from map(self.run, range(first, first + self.runs_a_replicate))

    def tasks(self, replicates: Iterable[int], wanted: Callable[[Run], bool]) -> Iterator[Task]:
        """Yield what is to be lived of some replicates, in its order."""
        arms = len(self.arms)
        for replicate in replicates:
            for point in range(len(self.points)):
                first = (replicate * len(self.points) + point) * arms
                chosen = [run for run in map(self.run, range(first, first + arms)) if wanted(run)]
                if chosen:
                    yield self.task(chosen)

    def task(self, runs: Sequence[Run]) -> Task:
        """Return a task of some runs of one replicate and point."""
        by_name = {arm.name: arm for arm in self.arms}
        arms = tuple(by_name[run.policy] for run in runs)
        all_needed = any(arm.evened for arm in arms)
        policies = self.study.policies if all_needed else tuple(arm.policy for arm in arms)
        plan = self._plan(runs[0].point, policies)
        return Task(plan, runs[0].replicate, tuple(runs), arms, self.study.limits, self.study.record)

    def _plan(self, point: int, policies: tuple[Policy, ...]) -> Plan:
        study = self.study
        return Plan(
            study.place, policies, tuple(policy.id for policy in policies), replicates=1,
            years=study.weeks / WEEKS_A_YEAR, seed=study.seed, town_seed=study.town_seed, scale=study.scale,
            settings={**study.settings, **self.points[point]}, shocks=study.shocks, burn_in=study.burn_in,
            broken_down=study.record == "weekly", base_rates=study.base_rates,
        )  # fmt: skip

    def _key(self, replicate: int, point: int, arm: Arm) -> str:
        """Return the digest of all that a run depends on, but for the program itself.

        What is evened depends on what all other policies cost.
        """
        again = (self._again[point],) if point in self._again else ()
        parts = (self._common, self._policies[arm.policy.id], self._point(point), replicate, *again)
        money = ("equal money", sorted({name.partition("#")[0] for name in self._policies.values()}))
        return hashlib.sha256(_canonical((*parts, *money) if arm.evened else parts)).hexdigest()

    def _point(self, point: int) -> dict[str, Value]:
        """Return what is set at a point, but for states of the world that are what place and register say anyway.

        A lever that is set stands over every policy, also where it is set to what is declared.
        """
        given = {**self.study.settings, **self.points[point]}
        own = self.study.place.parameters
        return {
            name: value
            for name, value in given.items()
            if name in LEVERS or value != own.get(name, REGISTER[name].value)
        }

    @cached_property
    def _again(self) -> dict[int, int]:
        """Return of each point that is the same as an earlier one how many of these there are."""
        seen: Counter[bytes] = Counter()
        found = {}
        for point in range(len(self.points)):
            content = _canonical(self._point(point))
            if seen[content]:
                found[point] = seen[content]
            seen[content] += 1
        return found

    @cached_property
    def _policies(self) -> dict[str, str]:
        """Return a fingerprint for each policy; one that does what an earlier one does is counted, and so a run too."""
        digests = [levers_digest(policy) for policy in self.study.policies]
        return {policy.id: name for policy, name in zip(self.study.policies, distinct(digests), strict=True)}

    @cached_property
    def _common(self) -> str:
        """Return the digest of what all runs have in common."""
        study = self.study
        shocks = [[asdict(event) for event in shock.events] for shock in study.shocks]
        parts = (
            place_digest(study.place), levers_digest(study.standing), shocks, study.seed, study.town_seed, study.scale,
            study.burn_in, study.weeks, *(["base rates"] if study.base_rates else []),
        )  # fmt: skip
        return _digest(parts)

    @cached_property
    def digest(self) -> str:
        """Fingerprint of what the study asks for, its replicates and limits apart."""
        study = self.study
        outcomes = {name: outcome.model_dump() for name, outcome in study.outcomes.items()}
        points = [self._point(point) for point in range(len(self.points))]
        money = [] if study.money == "own" else [study.money]
        return _digest((self._common, self._policies, points, study.record, outcomes, *money))


def _of_policies(plan: Plan, policies: tuple[Policy, ...]) -> Plan:
    return replace(plan, policies=policies, labels=tuple(policy.id for policy in policies))


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
