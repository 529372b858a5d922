"""What a sample stands for: members, hours and wishes of the residents who are not in it.

With a scale s below one a resident stands for 1/s of them. They would not all belong to the same group: s of each
sampled one's work goes to the own group, the rest to the groups of the community by the volunteers that each is
reckoned to have: they grow out of its standing, an estimate of its members, as slowly as volunteers do. At full size
everything is the own group's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from agents.codes import ATTENDS, MASS, VOLUNTEERS
from agents.rules.population import moving_probability
from model.columns import Array
from model.kernels.organizations import guess_geese
from model.kernels.roles import LIKELY_DOWN, LIKELY_UP, THERE, reckon_odds
from vocabulary.calendar import WEEKS_A_YEAR

if TYPE_CHECKING:
    from model.world import World


def stand_for_the_unsampled(world: World) -> None:
    """Update each group's standing, and spread volunteers, leaders and those who worked this week over the groups."""
    b = world.bodies
    scale = world.scale
    groups = (b.alive > 0) & (b.kind == MASS) & (b.community >= 0)
    running = groups & (world.runs > 0)
    pace = 1.0 / (1.0 + (1.0 - scale) * (WEEKS_A_YEAR - 1))
    b.standing[:] += pace * (likely_members(world, running) - b.standing)
    if scale < 1.0:
        volunteers = np.maximum(0.0, in_communities(world, b.volunteers, groups) - world.volunteers_luck)
        leaders = in_communities(world, b.leaders, groups)
        works: Any = world.values.taking_part.works
        awake = np.maximum(0.0, in_communities(world, b.volunteers, running) - world.volunteers_luck)
        working = works * (awake + in_communities(world, b.leaders, running))
        geese = in_communities(world, b.geese, groups)
        for counted, among, unsampled in (
            (b.volunteers, groups, volunteers),
            (b.leaders, groups, leaders),
            (b.geese, groups, geese),
            (b.workers, running, working),
        ):
            counted[:] = spread_over(world, counted, among, unsampled)
        guess_geese(b, scale)


def in_communities(world: World, counted: Array, groups: Array) -> Array:
    """Return the sum of what is counted of groups in each community."""
    homes = world.bodies.community[groups]
    return np.bincount(homes, weights=counted[groups], minlength=world.communities)


class Likely(NamedTuple):
    """What is likely to become of each community's volunteers this week, and what people are before.

    ``going`` is the share of them that is likely to step back or to move away.
    """

    more: Array
    fewer: Array
    going: Array
    state: Array


def likely_changes(world: World, hands: Array) -> Likely | None:
    """Return what is likely to become of volunteers this week; ``hands`` are those who could be guided.

    At full size nothing, since nobody is unsampled.
    """
    if world.scale >= 1.0:
        return None
    p: Any = world.values.taking_part
    odds = np.zeros((world.communities, 3))
    compiled: Any = world.values.compiled.taking_part
    reckon_odds(world.people, world.wish, world.bodies, world.runs, odds, compiled)
    up, down, there = odds[:, LIKELY_UP], odds[:, LIKELY_DOWN], odds[:, THERE]
    tiring = np.divide(down, there, out=np.full(there.size, float(p.tiring)), where=there > 0)
    moving = np.array([moving_probability(float(rate)) for rate in world.values.people.turnover])
    volunteers = (world.people.state == VOLUNTEERS) & (world.people.organization >= 0)
    homes = world.people.community[volunteers]
    away = np.bincount(homes, weights=moving[world.people.group[volunteers]], minlength=there.size)
    leaving = away / np.maximum(1, np.bincount(homes, minlength=there.size))
    more = np.minimum(up, np.floor(np.maximum(hands, 0.0)))
    return Likely(more, down, 1.0 - (1.0 - tiring) * (1.0 - leaving), world.people.state.copy())


def note_luck(world: World, likely: Likely | None) -> None:
    """Note by how many volunteers each community has more, or fewer, than were to be expected of its residents.

    In a sample of few that is a large part of them, and it stays for years. What luck brought steps back and moves away
    as others do.
    """
    if likely is None:
        return
    p, b = world.people, world.bodies
    at = np.where(p.organization >= 0, b.community[p.organization], -1)
    size = world.communities

    def changed(before: int, after: int) -> Array:
        who = (likely.state == before) & (p.state == after) & (at >= 0)
        return np.bincount(at[who], minlength=size)

    world.volunteers_luck *= 1.0 - likely.going
    world.volunteers_luck += changed(ATTENDS, VOLUNTEERS) - likely.more
    world.volunteers_luck -= changed(VOLUNTEERS, ATTENDS) - likely.fewer


def reckon_volunteers(world: World, likely: Likely | None) -> None:
    """Update how many volunteers each group is reckoned to have: members begin, volunteers step back and move away.

    A group that was just founded has members and no volunteers yet, however many its community has.
    """
    if likely is None:
        return
    b = world.bodies
    groups = (b.alive > 0) & (b.kind == MASS) & (b.community >= 0)
    homes = b.community[groups]
    members = np.bincount(homes, weights=b.standing[groups], minlength=world.communities)
    begin = np.divide(likely.more, members, out=np.zeros(members.size), where=members > 0.0)
    b.reckoned[groups] += begin[homes] * b.standing[groups] - likely.going[homes] * b.reckoned[groups]


def reckon_first_volunteers(world: World) -> None:
    """Reckon that a community's first volunteers belong to its groups as its members do."""
    b = world.bodies
    groups = (b.alive > 0) & (b.kind == MASS) & (b.community >= 0)
    homes = b.community[groups]
    members = np.bincount(homes, weights=b.standing[groups], minlength=world.communities)
    p = world.people
    volunteers = (p.state == VOLUNTEERS) & (p.organization >= 0)
    many = np.bincount(p.community[volunteers], minlength=world.communities)
    each = np.divide(many, members, out=np.zeros(members.size), where=members > 0.0)
    b.reckoned[groups] = each[homes] * b.standing[groups]


def likely_members(world: World, running: Array) -> Array:
    """Return the members of each organization; those of a group of few are drawn towards its community's mean.

    A count of n sampled members varies by about n, beside what groups differ by anyhow; how far the count is believed
    follows from the two. At full size it is believed altogether.
    """
    o: Any = world.values.organizations
    b = world.bodies
    found: Array = b.members.astype(float)
    if world.scale < 1.0:
        members, homes = found[running], b.community[running]
        groups = np.bincount(homes, minlength=world.communities)
        usual = (np.bincount(homes, weights=members, minlength=world.communities) / np.maximum(groups, 1))[homes]
        found[running] = usual + usual / (usual + (1.0 - world.scale) / o.size_variety) * (members - usual)
    return found


def spread_over(world: World, own: Array, groups: Any, unsampled: Array) -> Array:
    """Return what groups have of their own and of what the ``unsampled`` of each community bring, as if they were all.

    What is counted for others than ``groups`` is left alone.
    """
    b = world.bodies
    homes = b.community[groups]
    size = world.communities
    reckoned = b.reckoned[groups]
    weight = np.bincount(homes, weights=reckoned, minlength=size)[homes]
    share = np.divide(reckoned, weight, out=np.zeros(reckoned.size), where=weight > 0.0)
    found = own.copy()
    mixed = world.scale * own[groups] + (1.0 - world.scale) * share * unsampled[homes]
    found[groups] = np.where(weight > 0.0, mixed, own[groups])
    return found


def keep_places(world: World, left: Array) -> None:
    """Keep places that the sampled left unused for the next week, as many as the lumps of a sample ask for.

    Of n residents who wish for a place each week a sample has some more and some fewer than its share, by about the
    root of their number; at full size nothing is kept.
    """
    o: Any = world.values.organizations
    b = world.bodies
    b.places_kept[:] = 0.0
    if world.scale < 1.0:
        groups = (b.alive > 0) & (b.community >= 0) & (b.places > 0)
        homes = b.community[groups]
        offered = np.bincount(homes, weights=b.places[groups], minlength=world.communities)
        unused = np.bincount(homes, weights=left[groups], minlength=world.communities)
        lumps = (1.0 - world.scale) * np.minimum(unused, o.lumps * np.sqrt(offered))
        share = np.divide(lumps, unused, out=np.zeros(unused.size), where=unused > 0)
        b.places_kept[groups] = left[groups] * share[homes]
