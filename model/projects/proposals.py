"""Proposals: what an organization asks money for, how much, for whom, and what judges make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from agents.codes import MASS
from agents.project import CALL, PURCHASE, SET
from agents.rules.arithmetic import clamp
from agents.rules.projects import proposal_merit, seen_agenda
from agents.rules.service import service_quality
from model.columns import Array, longer
from model.tally import WINDOW
from vocabulary.categories import DOMAIN_IDS, GROUP_IDS

if TYPE_CHECKING:
    from model.world import World


def propose(world: World, o: int, kind: int) -> int:
    """Let an organization answer a call: a project comes into being, under the agenda that was set. Return its row."""
    if world.project_count == world.projects.size:
        world.projects = longer(world.projects, world.projects.size * 2)
    row, world.project_count = world.project_count, world.project_count + 1
    t, b = world.projects, world.bodies
    d = project_domain(world, o, kind)
    t.identity[row], t.kind[row], t.body[row], t.domain[row] = identity_of(world, o, kind), kind, o, d
    t.community[row], t.adviser[row], t.rated[row], t.phase[row] = b.community[o], -1, -1, SET
    world.model.enter_project(row)
    world.project_agent(row).move_to(CALL)
    return row


def identity_of(world: World, o: int, kind: int) -> int:
    """Return what keys the luck of an organization's project of a kind, 0 to 2**32 - 1."""
    return (int(world.bodies.identity[o]) << 1 | kind) & 0xFFFFFFFF


def able_in(world: World, o: int) -> list[int]:
    """Return the domains of an organization for which it is professional enough."""
    b = world.bodies
    s: Any = world.values.service
    domains = [d for d in range(len(DOMAIN_IDS)) if (int(b.domains[o]) >> d) & 1]
    return [d for d in domains if b.skill[o] >= s.minimum_skill[d]]


def project_domain(world: World, o: int, kind: int) -> int:
    """Return the domain of an organization's proposal; the fund leaves that to the organization.

    Of its domains it takes the one highest on the agenda as it sees it: the more autonomy it has (A6), the more it
    looks at what residents around it lack, and the less at what was set.
    """
    if kind == PURCHASE:
        return wanted_domain(world, o)
    b = world.bodies
    able = able_in(world, o)
    if len(able) <= 1:
        return able[0] if able else int(b.domain[o])
    lack, autonomy = lacking(world, int(b.community[o])), float(b.autonomy[o])
    agenda = world.agenda[b.community[o]]
    return max(able, key=lambda d: (seen_agenda(float(agenda[d]), float(lack[d]), autonomy), d == b.domain[o], -d))


def lacking(world: World, c: int) -> Array:
    """Return the shares of the domains in what residents of a community, or of all (-1), needed last week."""
    opened = world.opened[(world.week - 1) % WINDOW]
    here = np.add.reduce(opened, axis=0) if c < 0 else opened[c]
    return np.asarray(here / max(1.0, float(here.sum())))


def wanted_domain(world: World, o: int) -> int:
    """Return the domain in which a staffed body asks for a contract: that of its contract, its main one, or any other.

    -1 if there is no money free in any domain for which it is professional enough.
    """
    b = world.bodies
    able = able_in(world, o)
    held = int(b.contract_domain[o])
    if held in able:
        return held
    free = [d for d in able if world.free_purchase(d) > 0.0]
    if int(b.domain[o]) in free:
        return int(b.domain[o])
    return max(free, key=lambda d: (world.free_purchase(d), -d)) if free else -1


def request(world: World, o: int, kind: int) -> float:
    """Return the yuan that an organization asks for, at the model's scale: a year's contract, or a project's budget."""
    b = world.bodies
    p: Any = world.values.projects
    m: Any = world.values.money
    if kind == PURCHASE:
        return float(m.contract * b.staff[o] * world.scale)
    if b.kind[o] == MASS:
        size = min(1.0, float(b.volunteers[o] + b.leaders[o]) / (p.large_group * world.scale))
        return float((p.award_small + (p.award_large - p.award_small) * size) * world.scale)
    return float(p.award_professional * min(1.0, float(b.staff[o]) / p.large_staff) * world.scale)


def merits(world: World, o: int, d: int) -> tuple[float, ...]:
    """Return what each kind of judges makes of a proposal in a domain: ability of who makes it, fit to the agenda."""
    b = world.bodies
    s: Any = world.values.service
    p: Any = world.values.projects
    agenda = world.agenda[b.community[o]]
    fit = clamp(float(agenda[d] / max(agenda.max(), 1e-9)), 0.0, 1.0)
    quality = service_quality(s.quality, s.quality_skill, float(b.skill[o]), s.quality_drive, float(b.drive[o]))
    return tuple(proposal_merit(quality, fit, float(weight)) for weight in p.merit_quality)


def target_groups(world: World, kind: int, domain: int) -> int:
    """Return the groups that a project can aim at (B3): a purchase's own, a venture's those met least."""
    if kind == PURCHASE:
        named = (purchase.groups for purchase in world.place.purchases if purchase.domain == DOMAIN_IDS[domain])
        return sum({1 << GROUP_IDS.index(group) for groups in named for group in groups})
    cells = 1 + world.communities + np.arange(len(GROUP_IDS))
    arisen, met = world.arisen[:, domain, cells].sum(axis=0), world.in_time[:, domain, cells].sum(axis=0)
    covered = np.divide(met, arisen, out=np.ones(len(GROUP_IDS)), where=arisen > 0)
    mean = float(met.sum()) / max(1.0, float(arisen.sum()))
    return int(sum(1 << g for g in range(len(GROUP_IDS)) if covered[g] < mean))
