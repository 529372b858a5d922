"""What a sample stands for: members, hours and wishes of the residents who are not in it.

With a scale s below one a resident stands for 1/s of them. They would not all belong to the same group: s of each
sampled one's work goes to the own group, the rest to the groups of the community by their standing, an estimate of what
members each group has. At full size everything is the own group's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from agents.codes import MASS
from model.columns import Array
from model.kernels.organizations import guess_geese
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
        for counted, among in ((b.volunteers, groups), (b.leaders, groups), (b.geese, groups), (b.workers, running)):
            counted[:] = spread_over(world, counted, among)
        guess_geese(b, scale)


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


def spread_over(world: World, own: Array, groups: Any) -> Array:
    """Return what groups have of their own and of what the unsampled bring, community by community.

    The sum over a community's groups stays as it is. What is counted for others than ``groups`` is left alone.
    """
    b = world.bodies
    homes = b.community[groups]
    size = world.communities
    standing = b.standing[groups]
    weight = np.bincount(homes, weights=standing, minlength=size)[homes]
    total = np.bincount(homes, weights=own[groups], minlength=size)[homes]
    share = np.divide(standing, weight, out=np.zeros(standing.size), where=weight > 0.0)
    found = own.copy()
    mixed = world.scale * own[groups] + (1.0 - world.scale) * share * total
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
