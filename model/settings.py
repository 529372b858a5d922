"""The values of all parameters: of the world, and of each lever by week and community."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from scenarios import Place, Policy, Span, refuse_combinations
from vocabulary.mechanisms import Activation, Cultivation, Embedding, Linking
from vocabulary.parameters import Parameter, Value
from vocabulary.projects import Projects
from vocabulary.register import LEVERS, REGISTER, SUBJECTS, WORLD
from vocabulary.residents import Asking, Awareness, Needs, People, TakingPart, Trust
from vocabulary.services import Cases, Money, Organizations, Service, Ties


@dataclass(frozen=True)
class Values:
    """The values of one moment, subject by subject, as rules and kernels read them.

    A lever is an array with an entry for each community, and a last one for bodies of the whole subdistrict: the mean
    over residents. ``compiled`` holds the same, subject by subject, as kernels read it.
    """

    people: People
    needs: Needs
    awareness: Awareness
    taking_part: TakingPart
    asking: Asking
    trust: Trust
    cases: Cases
    service: Service
    organizations: Organizations
    ties: Ties
    money: Money
    projects: Projects
    embedding: Embedding
    cultivation: Cultivation
    activation: Activation
    linking: Linking
    compiled: Any = None


def is_on(switch: Any, at: Any) -> Any:
    """Tell whether a switch is on for a community, or for a body of the whole subdistrict: where most residents live.

    ``at`` is a community's place in the table or -1, or an array of them.
    """
    return switch[at] >= 0.5


def parameter_named(name: str) -> Parameter:
    """Return a declared parameter.

    Raises
    ------
    ValueError
        If there is none of that name; names the nearest.
    """
    if name in REGISTER:
        return REGISTER[name]
    near = difflib.get_close_matches(name, REGISTER, n=3, cutoff=0.5)
    meant = f"; the nearest are {', '.join(near)}" if near else "; list them with: run.py parameters"
    raise ValueError(f"there is no parameter {name!r}{meant}")


class Settings:
    """What holds in a run: the place's and the user's values of the world, the policy's levers, the standing policy's.

    Parameters
    ----------
    place, policy, standing
        As loaded. Before week 1, and wherever the policy has no span, the standing policy's levers hold.
    given
        Further values by full name: of uncertainties for the whole run, of levers from week 1 on.

    Raises
    ------
    ValueError
        If a value is not one the parameter allows, or if levers make no sense together.
    """

    def __init__(self, place: Place, policy: Policy, standing: Policy, given: Mapping[str, Any]) -> None:
        checked = {name: parameter_named(name).check(value) for name, value in given.items()}
        self.policy, self.standing, self.asked = policy, standing, checked
        self.given = {name: value for name, value in checked.items() if name in LEVERS}
        refuse_combinations(policy, self.given, standing, place)
        self._place = place
        self._own = {name: value for name, value in checked.items() if name in WORLD}
        own: dict[str, Value] = {**place.parameters, **self._own}
        self._world = {name: p.number(own.get(name, p.value)) for name, p in WORLD.items()}
        self._communities = [community.id for community in place.communities]
        residents = np.array([community.residents for community in place.communities], dtype=float)
        self._weights = residents / residents.sum()
        self._changes = sorted({1} | {week for p in (policy, standing) for week in _dates(p)})
        self._made: dict[int, Values] = {}
        self.by_week: dict[int, Values] = {}
        """What :meth:`at` has found so far, for those who ask thousands of times a week."""

    def following(self, policy: Policy, given: Mapping[str, Any]) -> Settings:
        """Return settings of the same world under another policy, with further levers set from week 1 on.

        Raises
        ------
        ValueError
            If a value of the world is given: a fork follows another policy in the same world.
        """
        for name in given:
            if parameter_named(name).role != "lever":
                raise ValueError(f"{name} is no lever: a fork keeps its world")
        return Settings(self._place, policy, self.standing, {**self.asked, **given})

    def at(self, week: int) -> Values:
        """Return the values that hold in a week, counted from 1; weeks before that are burn-in."""
        found = self.by_week.get(week)
        if found is None:
            segment = sum(1 for change in self._changes if change <= week)
            if segment not in self._made:
                self._made[segment] = self._values(week)
            found = self.by_week[week] = self._made[segment]
        return found

    def _values(self, week: int) -> Values:
        levers = {name: self._lever(name, week) for name in LEVERS}
        found = {subject.subject: subject.values(self._world, levers) for subject in SUBJECTS}
        places = len(self._communities) + 1
        compiled = {subject.subject: subject.record(found[subject.subject], places) for subject in SUBJECTS}
        return Values(**found, compiled=SimpleNamespace(**compiled))

    def _lever(self, name: str, week: int) -> np.ndarray[Any, np.dtype[np.float64]]:
        number = LEVERS[name].number
        row = np.full(len(self._communities) + 1, number(LEVERS[name].value))
        _lay(row, self.standing.levers[name], max(week, 1), self._communities, number)
        if week >= 1:
            spans = (Span(self.given[name]),) if name in self.given else self.policy.levers[name]
            _lay(row, spans, week, self._communities, number)
        row[-1] = math.fsum(row[:-1] * self._weights) if np.ptp(row[:-1]) > 0 else row[0]
        return row

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_made": {}, "by_week": {}}


def _dates(policy: Policy) -> set[int]:
    """Return the weeks in which some lever of a policy changes."""
    spans = [span for lever in policy.levers.values() for span in lever]
    return {span.start for span in spans} | {span.end + 1 for span in spans if span.end is not None}


def _lay(row: Any, spans: tuple[Span, ...], week: int, communities: list[str], number: Any) -> None:
    """Write the spans that hold in a week over a row of values, the later over the earlier."""
    for span in spans:
        if span.start <= week and (span.end is None or week <= span.end):
            for c, name in enumerate(communities):
                if span.communities is None or name in span.communities:
                    row[c] = number(span.value)
