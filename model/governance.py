"""GovernanceModel: the world as a Mesa model."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any, Self, TypeVar

import mesa
import numpy as np
from mesa.agent import AgentSet

from agents.base import Actor
from agents.bodies import (
    Adviser,
    CommandCenter,
    Judge,
    MassOrganization,
    Media,
    PartyCommittee,
    ResidentsCommittee,
    ServiceCenter,
)
from agents.department import Department
from agents.project import Project
from agents.social_organization import SocialOrganization
from model import record, saving
from model.ahead import start_helpers
from model.conservation import Conservation
from model.picture import picture
from model.randomness import history_key, town_key
from model.residents_view import AgentsByType, ResidentViews
from model.sampling import reckon_written
from model.settings import Settings
from model.timing import RECORD, running
from model.week import live_week, lived, named_phases
from model.world import World
from model.writing import check_child, check_start, check_written, starting_values, write_checked
from scenarios import (
    Place,
    Policy,
    Shock,
    check_policy_for_place,
    check_shock_for_place,
    load_place,
    load_policy,
    load_shock,
)
from vocabulary.categories import ALLIANCE
from vocabulary.indicators import INDICATORS

BURN_IN = 104
"""Weeks that a run lives under the place's standing policy before the policies compared begin."""

Scenario = TypeVar("Scenario", Place, Policy, Shock)


class GovernanceModel(mesa.Model):  # type: ignore[misc,unused-ignore]
    """A subdistrict under a policy; one step is a week.

    Parameters
    ----------
    place, policy
        A shipped name, a path, or what was loaded from it.
    seed, rng
        The one random input, a whole number from 0 up; the two names mean the same, and given both they must be
        equal. ``None`` is 0.
    replicate
        Which of the towns and histories made from the seed.
    town_seed
        If given, the town is drawn from it alone, the same in every replicate.
    scale
        Share of the residents that are simulated, above 0 up to 1; bodies keep their number.
    burn_in
        Weeks lived under the standing policy before step 1, a whole number from 0 up.
    shocks
        Names, paths or loaded shocks; a single one may stand without a list.
    check
        Whether every step checks that money, hours and needs are conserved.
    ties
        Ties among residents instead of those that the town draws: a networkx graph, or a list of ``(one, other)`` or
        ``(one, other, layer)``, with residents as numbers from 0 and a layer of ``model.own_ties.LAYERS``.
    initial
        Residents' states before the first week, by column: one value for all, a list with a value for each, or a
        mapping from residents to values. ``model.writing`` has the columns and their ranges.
    phases
        Names of the phases of the week that are lived, the burn-in included; all of them if ``None``.
    **settings
        Values of parameters by full name, such as ``**{"activation.goose_pull": 0.2}``.

    Raises
    ------
    ValueError
        In a sentence, if a name is unknown or a value is not allowed.
    """

    is_dropped = False
    """Whether all agents have been dropped, so that the model cannot live on."""

    def __init__(
        self,
        place: str | Path | Place = "classroom",
        policy: str | Path | Policy = "full",
        *,
        rng: int | None = None,
        replicate: int = 0,
        town_seed: int | None = None,
        scale: float = 1.0,
        burn_in: int = BURN_IN,
        shocks: str | Path | Shock | Sequence[str | Path | Shock] = (),
        check: bool = False,
        ties: Any = None,
        initial: Mapping[str, Any] | None = None,
        phases: str | Iterable[str] | None = None,
        **settings: Any,
    ) -> None:
        seed = _seed(settings.pop("seed", None), rng)
        replicate, burn_in = _whole("replicate", replicate), _whole("burn_in", burn_in)
        town_seed = None if town_seed is None else _whole("town_seed", town_seed)
        _check_scale(scale)
        start_helpers()
        super().__init__(rng=seed)
        self.seed, self.replicate, self.town_seed = seed, replicate, town_seed
        self.place = _loaded("place", place, Place, load_place)
        self.policy = _policy(policy, self.place)
        self.check = check
        self._last_id = 0
        self.shocks = tuple(_shocks(shocks, self.place))
        events = tuple(event for shock in self.shocks for event in shock.events)
        town = town_key(seed, replicate) if town_seed is None else town_key(town_seed)
        standing = _policy(self.place.standing_policy, self.place)
        self.world = World(
            self.place, Settings(self.place, self.policy, standing, settings), (town, history_key(seed, replicate)),
            scale, burn_in, events, ties, named_phases(phases),
        )  # fmt: skip
        self._enter_bodies()
        self._start(initial)
        self._begin(burn_in)

    def _enter_bodies(self) -> None:
        """Make the agents of all bodies that exist at the start."""
        self.world.model = self
        self.views = ResidentViews(self)
        for slot, entry in enumerate(self.place.organizations):
            self.world.organizations.append(SocialOrganization(self, slot, entry.id))
        for slot in range(len(self.place.departments)):
            Department(self, slot)
        PartyCommittee(self, "subdistrict")
        for at, community in enumerate(self.place.communities):
            PartyCommittee(self, community.id, at)
            ResidentsCommittee(self, community.id, at)
        for category in ALLIANCE:
            MassOrganization(self, category.id)
        for body in (CommandCenter, ServiceCenter, Media):
            body(self, body.__name__)
        for panel in self.place.panel:
            for _ in range(panel.count):
                (Adviser if panel.kind == "adviser" else Judge)(self, panel.kind)

    def _start(self, initial: Mapping[str, Any] | None) -> None:
        """Write the states that residents are given before the first week."""
        for column, row, value in starting_values(self.world, initial):
            check_written(self.world, column, row, value)
            write_checked(self.world, column, row, value)
        if initial:
            check_start(self.world)
            self.world.count_first_members()

    def _begin(self, burn_in: int) -> None:
        """Live the burn-in and open the record."""
        self.conservation = Conservation(self.world)
        for _ in range(burn_in):
            self._live()
        self.record = record.Record()
        self.record.take(self.world, 0)
        self.datacollector = self.collector()
        self.datacollector.collect(self)

    def collector(self) -> Any:
        """Return a new data collector of all indicators."""
        reporters = {indicator.id: partial(indicator_of, name=indicator.id) for indicator in INDICATORS}
        return mesa.DataCollector(model_reporters=reporters)

    def step(self) -> None:
        """Live one week, record it, collect it."""
        if self.is_dropped:
            raise ValueError("the model has dropped all its agents and cannot live on; make a new one")
        self._live()
        self.record.take(self.world, self.world.number)
        self.datacollector.collect(self)
        if clock := running():
            clock.lap(RECORD)

    def _live(self) -> None:
        live_week(self.world)
        counted = self.world.tally.week[0].copy()
        record.close_week(self.world)
        if self.check:
            self.conservation.check(self.world, counted)

    def indicator(self, name: str) -> float | None:
        """Return an indicator as last recorded; ``None`` where it is not defined."""
        if name not in self.record.shown:
            raise ValueError(f"there is no indicator {name!r}; list them with: run.py indicators")
        return self.record.shown[name]

    def indicators(self) -> dict[str, float | None]:
        """Return every indicator as last recorded."""
        return dict(self.record.shown)

    def breakdown(self) -> list[record.Line]:
        """Return every indicator by community, group and domain, one at a time, now."""
        return record.breakdown(self.world)

    def digest(self) -> str:
        """Return the SHA-256 of the complete weekly record."""
        return self.record.digest(self.world)

    def picture(self) -> dict[str, Any]:
        """Return communities, bodies and ties between bodies, as tables to draw from."""
        return picture(self.world)

    def fork(
        self, policy: str | Path | Policy, *, phases: str | Iterable[str] | None = None, **settings: Any
    ) -> GovernanceModel:
        """Return a model in the same state, to the bit, that follows another policy from here on.

        With ``phases`` it lives these phases of the week only, else those that this model lives.
        """
        shared = (self.place, self.world.town, self.world.settings)
        twin = copy.deepcopy(self, {id(thing): thing for thing in shared})
        twin.world.town = twin.world.town._replace(seen=self.world.town.seen.copy())
        twin.policy = _policy(policy, self.place)
        old = self.world.settings
        if self.steps:
            twin.world.earlier.append([self.steps, self.policy.id, dict(old.asked)])
        twin.world.settings = old.following(twin.policy, settings)
        twin.world.phases = self.world.phases if phases is None else named_phases(phases)
        return twin

    def save(self, path: str | Path) -> None:
        """Write the model as it is into a file, from which ``load`` makes it again, to the bit.

        ``model.saving`` says what the file holds; there is no pickle in it. What is hung on the model besides, such as
        another data collector, is not kept.
        """
        saving.save(self, path)

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Return the model that a file of ``save`` holds.

        Raises
        ------
        RefusalError
            A ``ValueError`` in a sentence: if the file cannot be read, is no saved run, is damaged, or was written by
            other sources than these.
        """
        return saving.load(cls, path)

    def write(self, column: str, row: int, value: float) -> None:
        """Write into a resident's column from outside: the one door for it.

        Raises
        ------
        ValueError
            If there is no such column or resident, if the column may not be written, or not hold the value:
            ``model.writing`` has the table.
        """
        check_written(self.world, column, row, value)
        check_child(self.world, column, row, value)
        p = self.world.people
        before = int(p.state[row]), int(p.organization[row])
        write_checked(self.world, column, row, value)
        reckon_written(self.world, row, *before)

    @property
    def phase_list(self) -> tuple[Any, ...]:
        """The phases of the week that are lived, in order."""
        return lived(self.world.phases)

    # What Mesa asks of a model -----------------------------------------------------------------------------------

    def register_agent(self, agent: Actor) -> None:
        """Register an agent and give it the next id."""
        super().register_agent(agent)
        self._last_id += 1
        agent.unique_id = self._last_id

    def remove_all_agents(self) -> None:
        """Let all bodies go, when the model is needed no more."""
        self.is_dropped = True
        super().remove_all_agents()

    def enter_organization(self, slot: int) -> None:
        """Make the agent of an organization that has come into being."""
        while len(self.world.organizations) <= slot:
            self.world.organizations.append(None)
        self.world.organizations[slot] = SocialOrganization(self, slot)

    def enter_project(self, row: int) -> None:
        """Make the agent of a project that has been awarded."""
        self.world.project_agents[row] = Project(self, row)

    @property
    def agents(self) -> Any:
        """Everyone as Mesa agents: bodies, organizations, and residents, made when somebody looks."""
        # Mesa 3.3 and 3.5 keep all bodies under different names, and bodies by class under the same.
        bodies = sorted((body for kind in self._agents_by_type.values() for body in kind), key=attrgetter("unique_id"))
        return AgentSet([*bodies, *self.views.everyone()], random=self.random)

    @property
    def agents_by_type(self) -> Mapping[type[Any], Any]:
        """Agents by class; residents' sets are built when asked for."""
        return AgentsByType(self)

    @property
    def agent_types(self) -> list[type[Any]]:
        """All classes of agents."""
        return list(self.agents_by_type)


def indicator_of(model: GovernanceModel, name: str) -> float | None:
    """Return an indicator of a model as last recorded: what the data collector asks."""
    return model.record.shown[name]


def _seed(seed: int | None, rng: int | None) -> int:
    given = {_whole(name, value) for name, value in (("seed", seed), ("rng", rng)) if value is not None}
    if len(given) > 1:
        raise ValueError(f"seed = {seed} and rng = {rng}: they mean the same; give one of them, or the same number")
    return given.pop() if given else 0


def _whole(name: str, given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int | np.integer) or given < 0:
        raise ValueError(f"{name} = {given!r}: must be a whole number, 0 or more")
    return int(given)


def _check_scale(scale: float) -> None:
    if isinstance(scale, bool) or not isinstance(scale, int | float) or not 0 < scale <= 1:
        raise ValueError(f"scale = {scale!r}: must be a number above 0 and up to 1")


def _policy(policy: str | Path | Policy, place: Place) -> Policy:
    found = _loaded("policy", policy, Policy, load_policy)
    check_policy_for_place(found, place)
    return found


def _shocks(given: str | Path | Shock | Sequence[str | Path | Shock], place: Place) -> list[Shock]:
    listed = [given] if isinstance(given, str | Path | Shock) else given
    if not isinstance(listed, Iterable):
        raise ValueError(f"shocks = {given!r}: must be a list of names, of paths or of what was loaded from them")
    found = [_loaded("shock", shock, Shock, load_shock) for shock in listed]
    for shock in found:
        check_shock_for_place(shock, place)
    return found


def _loaded(name: str, given: object, kind: type[Scenario], load: Callable[[str | Path], Scenario]) -> Scenario:
    """Return a place, policy or shock, loaded if it is a name or a path."""
    if isinstance(given, str | Path):
        return load(given)
    if not isinstance(given, kind):
        raise ValueError(f"{name} = {given!r}: must be a name, a path or what was loaded from it")
    return given
