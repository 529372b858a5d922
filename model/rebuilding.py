"""A whole model described as plain data, and made again of it: its world, its agents, its record, Mesa's own part.

What somebody has hung on a model besides, such as a data collector of their own, is not described.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import mesa
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
from model.conservation import Conservation
from model.describing import Describing, Restoring
from model.indicators import ORDER
from model.record import Record, defined
from model.residents_view import ResidentViews
from model.settings import Settings
from model.world import World

if TYPE_CHECKING:
    from model.governance import GovernanceModel

Model = TypeVar("Model", bound="GovernanceModel")

PLAIN = ("seed", "replicate", "town_seed", "check", "place", "policy", "shocks")
"""What of a model is described as it is."""
ELSEWHERE = ("model", "place", "settings", "organizations", "project_agents")
"""What of a world is not described with it: organizations and projects are named by their agents' ids."""
AGENTS: dict[str, type[Actor]] = {
    kind.__name__: kind
    for kind in (
        Adviser, CommandCenter, Department, Judge, MassOrganization, Media, PartyCommittee, Project,
        ResidentsCommittee, ServiceCenter, SocialOrganization,
    )
}  # fmt: skip
"""Residents are not among them: their views are made when somebody looks."""


def described(model: GovernanceModel, describe: Describing) -> dict[str, Any]:
    """Return a model as JSON has it; its arrays are collected by ``describe``."""
    world = model.world
    columns = {name: value for name, value in vars(world).items() if name not in ELSEWHERE}
    return {
        **{name: describe(name, getattr(model, name)) for name in PLAIN},
        "standing": describe("standing", world.settings.standing),
        "asked": describe("asked", world.settings.asked),
        "world": {name: describe(f"world.{name}", value) for name, value in columns.items()},
        "open": model.conservation.open,
        "record": _record(model.record, describe),
        "agents": [_agent(agent, describe) for agent in _agents(model)],
        "kinds": [kind.__name__ for kind in model._agents_by_type],
        "organizations": [agent and agent.unique_id for agent in world.organizations],
        "projects": [[row, agent.unique_id] for row, agent in world.project_agents.items()],
        "mesa": {"steps": model.steps, "running": model.running, "last_id": model._last_id},
        "random": describe("random", model.random.getstate()),
        "rng": describe("rng", model.rng.bit_generator.state),
    }


def _record(record: Record, describe: Describing) -> dict[str, Any]:
    return {
        "totals": describe("record.totals", record.totals),
        "public_yuan": record.public_yuan,
        "quarters": [describe("record.quarters", line) for line in record.quarters],
    }


def _agents(model: GovernanceModel) -> list[Actor]:
    """Return the agents of all bodies, those of closed organizations among them, in the order of their ids."""
    registered = [agent for kind in model._agents_by_type.values() for agent in kind]
    found = {agent.unique_id: agent for agent in (*registered, *filter(None, model.world.organizations))}
    return [found[name] for name in sorted(found)]


def _agent(agent: Any, describe: Describing) -> dict[str, Any]:
    own = {name: value for name, value in vars(agent).items() if name in ("id", "at", "slot", "name", "row")}
    return {
        "kind": type(agent).__name__,
        "id": agent.unique_id,
        "gone": agent not in agent.model._agents_by_type[type(agent)],
        "values": {name: describe(f"agent.{name}", value) for name, value in own.items()},
    }


def restored(kind: type[Model], state: dict[str, Any], restore: Restoring) -> Model:
    """Return the model that was described."""
    model = kind.__new__(kind)
    mesa.Model.__init__(model, rng=state["seed"])
    for name in PLAIN:
        setattr(model, name, restore(state[name]))
    model.world = world = World.__new__(World)
    vars(world).update({name: restore(value) for name, value in state["world"].items()})
    world.place, world.model = model.place, model
    world.settings = Settings(model.place, model.policy, restore(state["standing"]), restore(state["asked"]))
    model.conservation = Conservation(world)
    model.conservation.open = state["open"]
    model.views = ResidentViews(model)
    _restore_record(model, state["record"], restore)
    _enter_agents(model, state, restore)
    _let_mesa_catch_up(model, state, restore)
    return model


def _restore_record(model: GovernanceModel, state: dict[str, Any], restore: Restoring) -> None:
    """Give a model its record, and the data collector what it had collected: the same."""
    model.record = Record()
    model.record.public_yuan = state["public_yuan"]
    model.record.quarters = [restore(line) for line in state["quarters"]]
    rows = [row.copy() for row in restore(state["totals"])]
    model.record.take_over(rows)
    model.datacollector = model.collector()
    for at, name in enumerate(ORDER):
        model.datacollector.model_vars[name] = [defined(float(row[at])) for row in rows]


def _enter_agents(model: GovernanceModel, state: dict[str, Any], restore: Restoring) -> None:
    """Make the agents again in the order in which they came, each with its own id."""
    made: dict[int, Any] = {}
    for described_agent in state["agents"]:
        kind = AGENTS[described_agent["kind"]]
        agent: Any = kind.__new__(kind)
        made[described_agent["id"]] = agent
        vars(agent).update({name: restore(value) for name, value in described_agent["values"].items()})
        model._last_id = described_agent["id"] - 1
        Actor.__init__(agent, model)
        if described_agent["gone"]:
            agent.remove()
    model._last_id = state["mesa"]["last_id"]
    for name in state["kinds"]:  # a kind stays known when the last of it has gone
        model._agents_by_type.setdefault(AGENTS[name], AgentSet([], random=model.random))
    model.world.organizations = [made.get(name) for name in state["organizations"]]
    model.world.project_agents = {row: made[name] for row, name in state["projects"]}


def _let_mesa_catch_up(model: GovernanceModel, state: dict[str, Any], restore: Restoring) -> None:
    """Let Mesa's clock run to where it was without living a week: its lines keep time each in a way of its own."""
    lives, model._user_step = model._user_step, lambda: None
    for _ in range(state["mesa"]["steps"]):
        model.step()
    model._user_step = lives
    model.running = state["mesa"]["running"]
    model.random.setstate(restore(state["random"]))
    model.rng.bit_generator.state = restore(state["rng"])
