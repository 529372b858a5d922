"""Actors as somebody sees them who looks at one: what they show, and what their events do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from agents.bodies import (
    CommandCenter,
    Judge,
    MassOrganization,
    PartyCommittee,
    ResidentsCommittee,
    ServiceCenter,
)
from agents.codes import HOME, LEADS, PARTY
from agents.department import Department
from agents.party_member import PartyMember
from agents.project import Project
from agents.resident import FIRST_RESIDENT_ID, Resident
from agents.social_organization import SocialOrganization
from tests.model.towns import differing, duty_hours, live, town
from vocabulary.categories import AGE_IDS, ALLIANCE, DOMAIN_IDS, GROUP_IDS, STATES


@pytest.fixture(scope="module")
def model():
    return town("full", weeks=20, scale=0.3, check=True)


def agents(model: Any, kind: type[Any]) -> list[Any]:
    return list(model.agents_by_type[kind])


def test_a_resident_shows_its_row(model):
    people = model.world.people
    for agent in (*agents(model, Resident), *agents(model, PartyMember)):
        row = people[agent.row]
        assert agent.is_here
        assert agent.community == model.place.communities[row.community].id
        assert (agent.group, agent.age, agent.state) == (GROUP_IDS[row.group], AGE_IDS[row.age], STATES[row.state].id)
        assert agent.grid == row.grid
        assert agent.organization == (int(row.organization) if row.organization >= 0 else None)
        assert agent.trust == float(row.trust)
        assert agent.known_domains == tuple(name for d, name in enumerate(DOMAIN_IDS) if int(row.known) >> d & 1)
        assert agent.sense_of_gain == float(row.gain)
        assert agent.sense_of_happiness == float(row.happiness)
        assert 0.0 <= agent.sense_of_safety <= 1.0
        assert agent.unique_id >= FIRST_RESIDENT_ID


def test_a_resident_shows_interests_efficacy_and_party(model):
    people = model.world.people
    seen = [*agents(model, Resident), *agents(model, PartyMember)]
    for agent in seen:
        row = people[agent.row]
        assert agent.interests == tuple(name for d, name in enumerate(DOMAIN_IDS) if int(row.interest) >> d & 1)
        assert (agent.efficacy, agent.threshold) == (float(row.efficacy), float(row.threshold))
        assert agent.is_party_member == isinstance(agent, PartyMember)
    assert any(agent.interests for agent in seen)


def test_open_needs_are_those_of_the_ledger(model):
    seen = [*agents(model, Resident), *agents(model, PartyMember)]
    shown = [(agent.row, *need) for agent in seen for need in agent.open_needs]
    needs = model.world.needs[: model.world.open]
    kept = [(n["who"], DOMAIN_IDS[n["domain"]], n["born"] - model.world.burn_in + 1) for n in needs]
    assert sorted(shown) == sorted(kept) != []
    assert all(1 <= since <= model.steps for _, _, since in shown), "no burn-in, so that all arose since week 1"
    several = next(agent.open_needs for agent in seen if len(agent.open_needs) > 1)
    assert [need.since for need in several] == sorted(need.since for need in several)
    assert several[0].domain in DOMAIN_IDS


def test_a_party_member_is_a_resident_with_duties(model):
    people = model.world.people
    members = agents(model, PartyMember)
    assert {agent.row for agent in members} == set(
        np.flatnonzero((people.present == HOME) & (people.marks & PARTY > 0))
    )
    for agent in members:
        assert isinstance(agent, Resident)
        assert agent.age != "child"
        assert agent.group != "foreign"
        assert agent.duty_hours == duty_hours(model.world)[agent.row] >= 0.0
        assert agent.is_lead_goose == (people.state[agent.row] == LEADS)


def test_an_organization_shows_its_slot(model):
    b, seen = model.world.bodies, agents(model, SocialOrganization)
    assert {agent.kind for agent in seen} == {"mass", "professional"}
    for agent in seen:
        slot = b[agent.slot]
        assert agent.is_professional == (agent.kind == "professional")
        assert agent.domain == DOMAIN_IDS[slot.domain]
        assert agent.community == (model.place.communities[slot.community].id if slot.community >= 0 else None)
        assert agent.members == (model.world.people.organization == agent.slot).sum() or agent.members == slot.members
        assert agent.cash == model.world.accounts.cash[agent.slot] / 100
        for name in ("depth", "legitimacy", "autonomy"):
            assert getattr(agent, name) == slot[name]
            assert 0.0 <= getattr(agent, name) <= 1.0
        assert agent.professionalism == slot.skill
        assert agent.staff == slot.staff
        assert (agent.stars, agent.reputation, agent.drive) == (slot.stars, slot.reputation, slot.drive)
        assert (agent.volunteers, agent.leaders) == (slot.volunteers, slot.leaders)
        assert (agent.registered, agent.dormant) == (bool(slot.registered), bool(slot.dormant))
        assert agent.domains == tuple(name for d, name in enumerate(DOMAIN_IDS) if slot.domains >> d & 1)
        assert agent.domain in agent.domains
        assert 0.0 <= agent.dependence <= 1.0
        income = slot.public_income + slot.other_income
        assert agent.dependence * income == pytest.approx(slot.public_income)
    names = {entry.id for entry in model.place.organizations}
    assert {agent.name for agent in seen if agent.slot < len(names)} <= names


def test_what_organizations_have_can_be_summed_up(model):
    b, organizations = model.world.bodies, model.agents_by_type[SocialOrganization]
    alive = b.alive > 0
    assert organizations.agg("stars", max) == b.stars[alive].max()
    assert organizations.agg("volunteers", sum) == pytest.approx(b.volunteers[alive].sum())
    assert organizations.agg("volunteers", sum) > 0
    assert organizations.agg("dependence", max) > 0.0
    assert len(organizations.select(lambda agent: agent.registered)) == b.registered[alive].sum() > 0


def test_what_they_have_is_not_set_from_outside(model):
    (organization, *_), (resident, *_) = agents(model, SocialOrganization), agents(model, Resident)
    with pytest.raises(AttributeError):
        organization.stars = 5
    with pytest.raises(AttributeError):
        resident.efficacy = 1.0


def test_bodies_show_what_they_have(model):
    world, place = model.world, model.place
    whole, *committees = agents(model, PartyCommittee)
    assert whole.community is None
    assert [committee.community for committee in committees] == [community.id for community in place.communities]
    assert whole.units == sum(committee.units for committee in committees) == sum(c.units for c in place.communities)
    assert committees[1].priorities == world.ground.priority[1].tolist()
    assert whole.priorities == pytest.approx(world.ground.priority.mean(axis=0).tolist())
    for at, committee in enumerate(agents(model, ResidentsCommittee)):
        assert committee.community == place.communities[at].id
        assert committee.grid_hours == world.ground.grid_hours[at]
        assert committee.cadre_professionalism == world.ground.cadre_skill[at]
    assert [body.id for body in agents(model, MassOrganization)] == [category.id for category in ALLIANCE]
    assert [body.label for body in agents(model, MassOrganization)] == [(a.zh, a.en) for a in ALLIANCE]
    (command,), (service,) = agents(model, CommandCenter), agents(model, ServiceCenter)
    assert command.hours == pytest.approx(world.command_hours.sum())
    assert service.hours == pytest.approx(world.matching_hours.sum())
    for slot, department in enumerate(agents(model, Department)):
        entry = place.departments[slot]
        assert (department.id, department.domains) == (entry.id, entry.domains)
        assert department.hours == world.departments.hours[slot]
        assert department.backlog == world.departments.backlog[slot]


def test_every_domain_is_some_departments(model):
    domains = [domain for department in agents(model, Department) for domain in department.domains]
    assert sorted(domains) == sorted(DOMAIN_IDS)


# ---- events ---------------------------------------------------------------------------------------------------------


def one_group(model: Any) -> Any:
    """Return the running group with most members."""
    groups = [agent for agent in agents(model, SocialOrganization) if agent.kind == "mass"]
    return max(groups, key=lambda agent: int((model.world.people.organization == agent.slot).sum()))


def test_an_organization_that_closes_is_gone_and_everything_is_accounted_for():
    model = town("full", weeks=6, scale=0.5, check=True)
    people, world = model.world.people, model.world
    group = one_group(model)
    members = np.flatnonzero(people.organization == group.slot)
    states = people.state[members].copy()
    assert members.size > 5
    assert group.cash > 0
    returned = int(world.accounts.sectors[0]) + int(world.accounts.cash[group.slot])
    group.close()
    world.list_organizations()
    assert group not in agents(model, SocialOrganization)
    assert group not in list(model.agents)
    assert (people.organization[members] == -1).all()
    assert (people.state[members] == np.minimum(states, 1)).all(), "volunteers go on as attenders"
    assert world.accounts.cash[group.slot] == 0
    assert int(world.accounts.sectors[0]) == returned, "cash goes to the public purse"
    live(model, 5)
    assert world.bodies.alive[group.slot] == 0
    assert not (people.organization == group.slot).any()


def test_removing_an_organization_closes_it():
    one, other = town("full", weeks=6, scale=0.5, check=True), town("full", weeks=6, scale=0.5, check=True)
    group = one_group(one)
    group.remove()
    one_group(other).close()
    assert not one.world.bodies.alive[group.slot]
    assert group not in agents(one, SocialOrganization)
    assert group.slot not in one.world.listed
    assert differing(one, other) == []
    closed = int(one.world.bodies.closed[group.slot])
    live(one, 5)
    live(other, 5)
    assert differing(one, other) == []
    group.remove()
    group.close()
    assert one.world.bodies.closed[group.slot] == closed, "closing again is nothing"


@pytest.mark.parametrize("scale", [0.5, 1.0])
def test_closing_several_together_is_closing_one_after_another(scale):
    together, by_turns = town("full", weeks=6, scale=scale, check=True), town("full", weeks=6, scale=scale, check=True)
    slots = np.flatnonzero(together.world.bodies.alive)[::2]
    assert slots.size > 3
    together.world.close_organizations(slots)
    for slot in slots:
        together.world.agent(int(slot)).close()
        by_turns.world.agent(int(slot)).close()
    assert differing(together, by_turns) == []
    first, listed = together.world.listed_first, together.world.listed
    together.world.list_organizations()
    assert np.array_equal(first, together.world.listed_first)
    assert np.array_equal(listed, together.world.listed)


@pytest.mark.parametrize(
    ("kind", "instead"),
    [
        (Resident, "people.turnover"),
        (PartyMember, "people.turnover"),
        (Department, "the place's tables"),
        (PartyCommittee, "the place's tables"),
        (Judge, "the place's tables"),
        (Project, "has been closed"),
    ],
)
def test_nobody_else_can_be_removed(kind, instead):
    model = town("full", weeks=14, scale=0.3)
    others = agents(model, kind)
    with pytest.raises(ValueError, match=f"^{kind.__name__} cannot be removed: .*{instead}") as fault:
        others[0].remove()
    assert len(str(fault.value).splitlines()) == 1
    assert agents(model, kind) == others


def test_a_model_can_drop_its_agents():
    model = town("full", weeks=14, scale=0.1)
    alive = model.world.bodies.alive.copy()
    organization = agents(model, SocialOrganization)[0]
    model.remove_all_agents()
    kinds = [kind for kind in model.agents_by_type if not issubclass(kind, Resident)]
    assert not any(len(model.agents_by_type[kind]) for kind in kinds)
    organization.remove()
    assert (model.world.bodies.alive == alive).all(), "nothing was closed by it"
    with pytest.raises(ValueError, match="cannot live on"):
        model.step()


def test_registering_waking_and_the_party_group_are_noted():
    model = town("full", scale=0.3)
    b = model.world.bodies
    sleeper = next(agent for agent in agents(model, SocialOrganization) if b.dormant[agent.slot])
    sleeper.wake()
    assert not b.dormant[sleeper.slot]
    live(model, 1)
    assert model.world.runs[sleeper.slot]
    sleeper.register()
    sleeper.set_up_party_group()
    sleeper.exchange_managers()
    assert b.registered[sleeper.slot]
    assert b.party_group[sleeper.slot]
    assert b.appointed[sleeper.slot]
    live(model, 12)
    assert sleeper.depth > 0.02, "a group without hours for it deepens slowly"
    assert sleeper.legitimacy > 0.05
    assert sleeper.autonomy < 1.0


def test_what_is_founded_becomes_an_agent():
    model = town("full", scale=1.0, **{"cultivation.founding_rate": 1.0, "cultivation.founders_scale": 500.0})
    before = {agent.unique_id for agent in agents(model, SocialOrganization)}
    live(model, 14)
    new = [agent for agent in agents(model, SocialOrganization) if agent.unique_id not in before]
    assert new
    people = model.world.people
    for agent in new:
        assert agent.slot >= len(model.place.organizations)
        if agent.kind == "mass":
            assert agent.community is not None
            team = people.organization == agent.slot
            assert team.any()
            assert (people.state[team] == LEADS).any(), "somebody leads"
            assert set(people.community[team]) == {model.world.bodies.community[agent.slot]}


def test_a_lead_goose_deepens_the_embedding_of_what_they_lead():
    model = town("full", scale=1.0, **{"cultivation.founding_rate": 1.0, "cultivation.founders_scale": 500.0})
    live(model, 16)
    people, b = model.world.people, model.world.bodies
    leaders = (people.state == LEADS) & (people.organization >= 0)
    led = {int(o) for o in people.organization[leaders & (people.marks & PARTY > 0)]}
    assert led
    assert {int(o) for o in np.flatnonzero(b.led_by_party)} & set(np.flatnonzero(b.alive)) == led
