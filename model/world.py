"""The world of a run: all columns, accounts and counters, without Mesa."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.codes import MASS, NEVER, STAFFED
from model.accounts import FINANCE, FOUNDATIONS, Accounts, fen
from model.columns import (
    BODY,
    NEED,
    PROJECT,
    Array,
    Bodies,
    Departments,
    Duty,
    Grounds,
    Needs,
    columns,
    longer,
)
from model.hours import EXPIRED, ORGANIZATIONS, empty_books
from model.kernels.money import share_among_groups
from model.kernels.needs import RING
from model.kernels.offers import join_first
from model.kernels.population import count_homes, pick
from model.kernels.roles import count_members, free_people
from model.projects.panel import give_judges_time
from model.randomness import CORES, Key, draw
from model.sampling import begin_likely, count_states, expect_closing, likely_members
from model.settings import Settings, Values
from model.tally import OTHER_INCOME, PROFESSIONAL_QUALIFIED, PUBLIC_INCOME, TICKETS, WINDOW, Tally
from model.town import Reservation, census_of, dwellings, settle_town, with_homes_of
from scenarios import OrganizationEntry, Place, Purchase, ShockEvent
from vocabulary.calendar import WEEKS_A_YEAR
from vocabulary.categories import ALLIANCE, DOMAIN_IDS, GROUP_IDS, JUDGES

if TYPE_CHECKING:
    from agents.project import Project
    from agents.social_organization import SocialOrganization
    from model.governance import GovernanceModel

HUBS_BESIDE_DEPARTMENTS = 7
"""The alliance's four, the command center, the service center and the subdistrict Party committee."""


class World:
    """All state of a run.

    ``week`` is the week that is lived, or was lived last, from 0 at the start of the burn-in; ``number`` is the week
    of the comparison, 1 being the first after the burn-in. Arrays of hubs have rows for departments,
    the alliance's four, the two centers, the subdistrict
    Party committee, then each community's committee. ``phases`` names the phases of the week that are lived, ``None``
    all of them.
    """

    model: GovernanceModel
    organizations: list[SocialOrganization | None]

    def __init__(
        self, place: Place, settings: Settings, keys: tuple[Key, Key], scale: float, burn_in: int,
        shocks: tuple[ShockEvent, ...], ties: Any = None, phases: frozenset[str] | None = None,
    ) -> None:  # fmt: skip
        self.place, self.settings, self.shocks = place, settings, shocks
        self.phases = phases
        self.scale: float = scale
        self.burn_in: int = burn_in
        self.town_key, self.key = keys
        self.week = -1
        self.organizations = []
        self.communities = len(place.communities)
        self.census = census_of(place)
        self._settle(ties)
        self._set_up_bodies()
        self._set_up_ledger()

    def _settle(self, ties: Any) -> None:
        people, town = dwellings(self.place, self.scale, list(self._reserved()))
        self.town = settle_town(people, town, self.place, self.values, self.town_key, ties)
        self.people = people
        taking: Any = self.values.taking_part
        self.people.efficacy[:] = taking.efficacy_neutral
        homes = people.size
        self.order = np.arange(0)
        self.wish = np.zeros(homes, dtype=np.int8)
        self.duty = Duty(np.zeros(0, dtype=np.uint32), np.zeros(0))
        grids = self.town.grid_community.size
        shape = self.communities
        self.ground = Grounds(
            room_hours=np.zeros(shape), room_left=np.zeros(shape), room_taken=np.zeros(shape),
            room_owed=np.zeros(shape),
            grid_hours=np.zeros(shape), grid_spent=np.zeros(shape),
            cadre_skill=np.full(shape, self.values.linking.cadre_skill), priority=np.zeros((shape, len(DOMAIN_IDS))),
            offered=np.zeros(shape, dtype=np.uint16), homes=np.zeros(shape, dtype=np.int64),
            adults=np.zeros(shape, dtype=np.int64), grid_incidents=np.zeros(grids),
            grid_homes=np.zeros(grids, dtype=np.int64), grid_safety=np.full(grids, self.values.trust.start_safety),
        )  # fmt: skip
        count_homes(people, self.town, self.ground.homes, self.ground.adults, self.ground.grid_homes)
        self.start_homes = self.ground.homes.copy()

    def _set_up_bodies(self) -> None:
        entries = self.place.organizations
        slots = len(entries) + 8 + len(entries) // 4
        self.bodies: Bodies = columns(BODY, slots)
        self.accounts = Accounts(slots)
        self.slots_used = 0
        self.tally = Tally(self.communities)
        self.hub_count = len(self.place.departments) + HUBS_BESIDE_DEPARTMENTS
        ties: Any = self.values.ties
        self.ties = np.full((slots, self.hub_count), ties.start)
        self.hubs = np.full((self.hub_count + self.communities, self.hub_count), ties.start)
        self.runs = np.zeros(slots, dtype=np.uint8)
        self.extra_casework = np.zeros(len(self.place.departments))
        self.departments = departments_of(self.place)
        self.books = empty_books()
        self._set_up_projects()
        self.rooms_used = np.zeros(self.communities)
        self.had_event = False  # somebody went to a brand event last week
        self.event_sizes = np.zeros(self.communities)
        self.event_places = np.zeros(self.communities, dtype=np.int64)
        self.command = np.zeros((2, self.communities))
        self.matching = np.zeros((2, self.communities))
        self.alliance_hours = np.zeros((self.communities, len(ALLIANCE)))
        self.earlier: list[Any] = []  # until which week it was lived under which policy and settings, fork by fork
        self.joins, self.came = np.zeros((2, self.communities, 2))
        self.demand = np.ones(self.communities)
        self.meeting_share = 0.0
        self.meeting_hours = np.zeros(self.communities + 1)
        for entry in entries:
            self.add_entry(entry)
        self.list_organizations()
        p = self.values.compiled.taking_part
        join_first(self.people, self.town.names, self.bodies, self.listed_first, self.listed, p, self.town_key)
        self.count_first_members()

    def count_first_members(self) -> None:
        """Let organizations begin with the members that they have, and samples with the luck that they have had."""
        b = self.bodies
        count_members(self.people, b)
        self.likely = count_states(self)
        b.standing[:] = likely_members(self, (b.alive > 0) & (b.kind == MASS) & (b.dormant == 0) & (b.community >= 0))
        begin_likely(self)

    def _set_up_projects(self) -> None:
        p: Any = self.values.projects
        self.projects: Any = columns(PROJECT, 64)
        self.project_count = 0
        self.project_agents: dict[int, Project] = {}
        self.claims: list[tuple[int, int, str, int]] = []
        self.agenda = np.full((self.communities + 1, len(DOMAIN_IDS)), 1.0 / len(DOMAIN_IDS))
        self.belief = np.full(2, p.belief_start)
        self.fund = 0
        self.matched = 0
        self.casework_fund = 0
        self.fund_book = {"granted": 0, "returned": 0, "awarded": 0, "casework": 0}
        self.rounds = 0
        self.casework_weeks = 1
        self.earned_this_week = np.zeros(len(DOMAIN_IDS), dtype=np.int64)
        self.judging_hours = 0.0
        self.advisers_left = 0.0
        self.watching = np.zeros(self.communities + 1)
        self.judges_left: list[Array] = [np.zeros(0) for _ in JUDGES]
        give_judges_time(self)

    def give_back_to_fund(self, amount: int) -> None:
        """Return money to the venture fund's budget that was not claimed, or paid back."""
        self.fund += amount
        self.fund_book["returned"] += amount

    def project_agent(self, row: int) -> Project:
        """Return the agent of a project's row."""
        return self.project_agents[row]

    def _set_up_ledger(self) -> None:
        homes = self.people.size
        self.needs: Needs = columns(NEED, homes // 4 + 64)  # so many are open in most towns
        self.open = 0
        cells = 1 + self.communities + len(GROUP_IDS)
        self.arisen = np.zeros((RING, len(DOMAIN_IDS), cells), dtype=np.int64)
        self.in_time = np.zeros_like(self.arisen)
        self.served = np.zeros((WINDOW, self.communities, len(DOMAIN_IDS)))
        self.opened = np.zeros((WINDOW, self.communities, len(DOMAIN_IDS)))

    def _reserved(self) -> Iterator[Reservation]:
        """Yield the dwellings that communities keep for the newcomers of each influx."""
        for number, event in enumerate(self.shocks):
            if event.kind == "influx":
                for c in self.hit(event):
                    size = round(self.place.communities[c].residents * self.scale * event.share)
                    if size > 0:
                        yield Reservation(number, c, size, GROUP_IDS.index(event.group))

    def open_homes(self) -> None:
        """Let the dwellings be found that are reserved for an influx which begins this week."""
        if any(event.kind == "influx" and event.start == self.number for event in self.shocks):
            begun = [number for number, event in enumerate(self.shocks) if event.start <= self.number]
            self.town = with_homes_of(self.town, self.people, begun)

    @property
    def command_hours(self) -> Array:
        """Hours that the command center has left, by community."""
        return np.asarray(self.command[0])

    @property
    def matching_hours(self) -> Array:
        """Hours that the service center has left, by community."""
        return np.asarray(self.matching[0])

    def hit(self, event: ShockEvent) -> list[int]:
        """Return the communities that a shock's event concerns."""
        names = [community.id for community in self.place.communities]
        return [c for c, name in enumerate(names) if event.communities is None or name in event.communities]

    def shocks_now(self, kind: str) -> list[ShockEvent]:
        """Return the events of a kind that go on this week."""
        return [
            event for event in self.shocks
            if event.kind == kind and event.start <= self.number and (event.end is None or self.number <= event.end)
        ]  # fmt: skip

    @property
    def number(self) -> int:
        """The week's number in the comparison: 1 is the first week after the burn-in."""
        return self.week - self.burn_in + 1

    @property
    def values(self) -> Values:
        """The values of all parameters that hold this week."""
        week = self.week - self.burn_in + 1
        return self.settings.by_week.get(week) or self.settings.at(week)

    @property
    def live(self) -> bool:
        """Whether residents see each other as it happens."""
        return bool(self.values.taking_part.sees)

    def add_entry(self, entry: OrganizationEntry) -> int:
        """Give an organization of the place's table a slot."""
        names = [community.id for community in self.place.communities]
        domains = [DOMAIN_IDS.index(name) for name in entry.domains]
        o = self.add_organization(
            identity=self.slots_used,
            kind=int(entry.kind == "professional"),
            community=names.index(entry.community) if entry.community else -1,
            domain=domains[0],
            domains=sum(1 << d for d in domains),
            staff=entry.staff,
            skill=entry.professionalism,
        )
        self.bodies.registered[o] = entry.registered
        self.bodies.dormant[o] = entry.dormant
        self.bodies.founded[o] = NEVER
        return o

    def add_organization(
        self, identity: int, kind: int, community: int, domain: int, domains: int, staff: float, skill: float
    ) -> int:
        """Give a new organization a slot and return it; ``identity`` keys its luck, whatever else comes into being."""
        if self.slots_used == self.bodies.alive.size:
            self._grow()
        o, self.slots_used = self.slots_used, self.slots_used + 1
        b = self.bodies
        b.identity[o] = identity
        b.alive[o], b.kind[o], b.community[o], b.domain[o], b.domains[o] = 1, kind, community, domain, domains
        b.founded[o], b.closed[o], b.staff[o] = self.week, NEVER, staff
        b.skill[o] = b.start_skill[o] = skill
        b.autonomy[o], b.drive[o], b.contract_domain[o] = 1.0, self.values.taking_part.start_drive, -1
        b.registered[o] = kind == STAFFED
        b.contract_project[o] = b.venture_project[o] = -1
        p: Any = self.values.projects
        b.effort[o], b.bonus[o], b.duty[o], b.reputation[o] = 1.0, 0.0, 1.0, p.reputation_start
        ties: Any = self.values.ties
        self.ties[o] = ties.start  # whatever the slot's had become while it waited
        if kind == STAFFED:
            m: Any = self.values.money
            amounts = np.zeros(b.alive.size, dtype=np.int64)
            amounts[o] = fen(staff * m.wage * m.start_cash_weeks / WEEKS_A_YEAR * self.scale)
            self.accounts.pay_organizations("start_cash", FOUNDATIONS, amounts)
        self._gather_core(o)
        return o

    def _gather_core(self, o: int) -> None:
        """Let an organization form around people of one group of its community, drawn by the groups' sizes."""
        places = self.place.communities
        home = int(self.bodies.community[o])
        shares = np.array(places[home if home >= 0 else 0].group_shares)
        core = pick(shares, draw(self.town_key, CORES, int(self.bodies.identity[o]), 0))
        p: Any = self.values.taking_part
        self.bodies.company[o] = shares * (1.0 - p.core)
        self.bodies.company[o, core] += p.core

    def _grow(self) -> None:
        slots = self.bodies.alive.size * 2
        self.bodies = longer(self.bodies, slots)
        self.accounts.grow(slots)
        ties: Any = self.values.ties
        more = np.full((slots - len(self.ties), self.hub_count), ties.start)
        self.ties = np.concatenate([self.ties, more])
        self.runs = np.concatenate([self.runs, np.zeros(slots - self.runs.size, dtype=np.uint8)])

    def list_organizations(self) -> None:
        """List, by community, the living organizations that serve it: its own and those of the whole subdistrict.

        Where others than departments do not serve (A5) the list is empty.
        """
        living = np.flatnonzero(self.bodies.alive)
        homes = self.bodies.community[living]
        order = living[np.argsort(homes, kind="stable")]
        begins = np.searchsorted(np.sort(homes), np.arange(self.communities + 1))
        everywhere = order[: begins[0]]
        served = self.served_by_others = self.values.embedding.other_subjects[:-1] > 0
        lists = [
            np.concatenate([everywhere, order[a:b]]) if served[c] else order[:0]
            for c, (a, b) in enumerate(pairwise(begins))
        ]
        self.listed_first = np.concatenate([[0], np.cumsum([len(part) for part in lists])]).astype(np.int64)
        self.listed: Array = np.concatenate(lists).astype(np.int64)

    def announce(self, o: int) -> None:
        """Make a new organization known as an agent of the model."""
        self.model.enter_organization(o)

    def agent(self, o: int) -> SocialOrganization:
        """Return the agent of an organization's slot."""
        found = self.organizations[o]
        if found is None:
            raise LookupError(f"slot {o} has no organization")
        return found

    def budget_factor(self) -> Array:
        """Return what shocks leave of purchase and activity money this week, by community, and last for the whole."""
        left = np.ones(self.communities + 1)
        for event in self.shocks_now("budget_cut"):
            left[self.hit(event)] *= event.factor
            left[-1] *= 1.0 - (1.0 - event.factor) * self.share_hit(event)
        return left

    def share_hit(self, event: ShockEvent) -> float:
        """Return the share of the residents whom a shock's event concerns."""
        residents = self.census.residents.tolist()
        return float(sum(residents[c] for c in self.hit(event)) / sum(residents))

    def purchase_week(self, purchase: Purchase) -> float:
        """Return a purchase's money for a week, in fen, before any cut."""
        return purchase.yuan * 100.0 / WEEKS_A_YEAR * self.scale

    def free_purchase(self, domain: int) -> float:
        """Return the week's purchase money in a domain, in fen, that no contract binds beyond next week."""
        b = self.bodies
        bound = (b.contract_domain == domain) & (b.contract_project >= 0)
        bound &= self.projects.ends[b.contract_project] > self.week + 1
        here = [p for p in self.place.purchases if DOMAIN_IDS.index(p.domain) == domain]
        return max(0.0, math.fsum(map(self.purchase_week, here)) - float(b.contract[bound].sum()))

    def give(self, o: int, purpose: str, payer: int, yuan: float) -> None:
        """Pay one organization."""
        self.receive_one(o, purpose, payer, int(fen(yuan)))

    def unserved(self) -> Array:
        """Return, by domain, the requests of the last 52 weeks that no qualified body served."""
        sums = self.tally.sums(slice(-len(DOMAIN_IDS), None))
        return np.asarray(sums[:, TICKETS] - sums[:, PROFESSIONAL_QUALIFIED])

    def share_among_groups(self, purpose: str, payer: int, yuan: Array, favor: Array) -> None:
        """Share a community's yuan among its running groups by their volunteers; without any group it stays unspent.

        ``favor`` weighs, by community, groups of a domain further.
        """
        amounts = np.zeros(self.bodies.size, dtype=np.int64)
        share_among_groups(self.bodies, self.runs, self.scale, yuan, favor, amounts)
        self.receive(purpose, payer, amounts)

    def receive(self, purpose: str, payer: int, amounts: Array) -> None:
        """Pay organizations, and note from whom their income of the year comes."""
        income = self.bodies.public_income if payer == FINANCE else self.bodies.other_income
        income += amounts / 100.0
        self.pay_in(purpose, payer, amounts)

    def pay_in(self, purpose: str, payer: int, amounts: Array) -> None:
        """Pay organizations, and count the week's income."""
        paid = self.accounts.pay_organizations(purpose, payer, amounts)
        self.tally.week[0, PUBLIC_INCOME if payer == FINANCE else OTHER_INCOME] += paid / 100.0

    def receive_one(self, o: int, purpose: str, payer: int, amount: int) -> None:
        """Pay one organization, in fen, and note from whom its income comes."""
        self.accounts.give_one(purpose, payer, o, amount)
        is_public = payer == FINANCE
        income = self.bodies.public_income if is_public else self.bodies.other_income
        income[o] += amount / 100.0
        self.tally.week[0, PUBLIC_INCOME if is_public else OTHER_INCOME] += amount / 100.0

    def close_organizations(self, slots: Array) -> None:
        """Free organizations' people and hours, one after the other; a slot is never used again."""
        b = self.bodies
        for o in slots.tolist():
            expect_closing(self, o)
            b.alive[o] = 0
        stocks = (b.service_hours, b.outreach_hours, b.venture_hours, b.activity_hours)
        for hours in zip(*(stock[slots].tolist() for stock in stocks), strict=True):
            self.books[ORGANIZATIONS, EXPIRED] += hours[0] + hours[1] + hours[2] + hours[3]
        b.closed[slots] = self.week
        for column in (*stocks, b.contract, b.places, b.members, b.volunteers, b.leaders, b.standing):
            column[slots] = 0
        gone = np.zeros(b.size, dtype=bool)
        gone[slots] = True
        self.accounts.pay_from_organizations("winding_up", 0, np.where(gone, self.accounts.cash, 0))
        free_people(self.people, gone)
        stay = ~gone[self.listed]
        self.listed_first = np.concatenate([[0], np.cumsum(stay)])[self.listed_first]
        self.listed = self.listed[stay]


def departments_of(place: Place) -> Departments:
    """Return the columns of departments; each has the next one as its partner in cases that need two bodies."""
    count = len(place.departments)
    mandate = np.zeros(len(DOMAIN_IDS), dtype=np.int64)
    for at, department in enumerate(place.departments):
        for name in department.domains:
            mandate[DOMAIN_IDS.index(name)] = at
    return Departments(
        hours=np.zeros(count), carried=np.zeros(count), spent=np.zeros(count), backlog=np.zeros(count), mandate=mandate,
        partner=(np.arange(count) + 1) % count,
    )  # fmt: skip
