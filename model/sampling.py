"""What a sample stands for: members, hours and wishes of the residents who are not in it.

With a scale s below one a resident stands for 1/s of them. What the others do is reckoned, and not drawn: each
community remembers how many of its sampled residents would attend, volunteer and lead had luck been even
(``world.likely``), by the chances of the sampled. The others would not all belong to the same group: s of each
sampled one's work goes to the own group, the rest to the groups of the community by the volunteers that each is
reckoned to have: they grow out of its standing, an estimate of its members, as slowly as volunteers do. Where luck
brings more of the sampled who wish for a place, they have more of the places. At full size everything is the own
group's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from agents.codes import ATTENDS, INACTIVE, LEADS, MASS, VOLUNTEERS
from agents.rules.arithmetic import chance
from agents.rules.population import moving_probability
from model.columns import Array
from model.kernels.likely import INACTIVE_ADULTS, JOIN, reckon_flows, reckon_joins, reckon_visits
from model.kernels.organizations import guess_geese
from model.kernels.taking_part import JOINS, RETURNS, VISITS_EVENT
from model.randomness import EVENT, draw_each
from vocabulary.calendar import WEEKS_A_QUARTER, WEEKS_A_YEAR

if TYPE_CHECKING:
    from model.world import World

STATES = 4


def stand_for_the_unsampled(world: World) -> None:
    """Update each group's standing, and spread volunteers, leaders and those who worked this week over the groups."""
    b = world.bodies
    scale = world.scale
    groups = groups_of(world)
    running = groups & (world.runs > 0)
    pace = 1.0 / (1.0 + (1.0 - scale) * (WEEKS_A_YEAR - 1))
    b.standing[:] += pace * (likely_members(world, running) - b.standing)
    if scale < 1.0:
        works: Any = world.values.taking_part.works
        volunteers, leaders = (_in_groups(world, state, groups) for state in (VOLUNTEERS, LEADS))
        awake = divided(in_communities(world, b.reckoned, running), in_communities(world, b.reckoned, groups), 1.0)
        geese = in_communities(world, b.geese, groups)
        for counted, among, unsampled in (
            (b.volunteers, groups, volunteers),
            (b.leaders, groups, leaders),
            (b.geese, groups, geese),
            (b.workers, running, works * awake * (volunteers + leaders)),
        ):
            counted[:] = spread_over(world, counted, among, unsampled)
        guess_geese(b, scale)
        world.demand[:] = _demand(world)


def groups_of(world: World) -> Array:
    """Return which bodies are groups of a community's residents."""
    b = world.bodies
    found: Array = (b.alive > 0) & (b.kind == MASS) & (b.community >= 0)
    return found


def in_communities(world: World, counted: Array, groups: Array) -> Array:
    """Return the sum of what is counted of groups in each community."""
    homes = world.bodies.community[groups]
    return np.bincount(homes, weights=counted[groups], minlength=world.communities)


def divided(parts: Array, wholes: Array, otherwise: float | Array) -> Array:
    """Return quotients, and something else where there is nothing to divide by."""
    found: Array = np.divide(parts, wholes, out=np.zeros(parts.shape) + otherwise, where=wholes > 0.0)
    return found


def count_states(world: World) -> Array:
    """Return how many of the sampled of each community there are in each state."""
    p = world.people
    cells = p.community.astype(np.int64) * STATES + p.state
    return np.bincount(cells, minlength=world.communities * STATES).reshape(-1, STATES).astype(float)


def _in_groups(world: World, state: int, groups: Array) -> Array:
    """Return how many of each community are likely to be in a state, as far as they belong to a group."""
    b = world.bodies
    sampled = in_communities(world, b.volunteers if state == VOLUNTEERS else b.leaders, groups)
    return world.likely[:, state] * divided(sampled, count_states(world)[:, state], 1.0)


def _demand(world: World) -> Array:
    """Return what the sampled of each community wish for, as a part of what they would had luck been even.

    Where luck has brought more who take part, each has as good a chance of a place as where it has brought few.
    """
    p: Any = world.values.taking_part
    joins = world.joins[:, JOIN]
    there, likely = count_states(world)[:, ATTENDS:].sum(axis=1), world.likely[:, ATTENDS:].sum(axis=1)
    even = divided(world.likely[:, INACTIVE], world.joins[:, INACTIVE_ADULTS], 1.0)
    return divided(p.attends * there + joins, p.attends * likely + joins * even, 1.0)


def begin_likely(world: World) -> None:
    """Reckon that luck has been even so far, and that volunteers belong to groups as members do."""
    world.likely[:] = count_states(world)
    _count_inactive(world)
    b = world.bodies
    groups = groups_of(world)
    members = in_communities(world, b.standing, groups)
    each = divided(world.likely[:, VOLUNTEERS], members, 0.0)
    b.reckoned[groups] = each[b.community[groups]] * b.standing[groups]


def _count_inactive(world: World) -> None:
    active = world.likely[:, ATTENDS:].sum(axis=1)
    world.likely[:, INACTIVE] = np.maximum(0.0, world.ground.adults - active)


def expect_joins(world: World) -> None:
    """Note how many of each community are likely to sign up this week, before anything is drawn."""
    if world.scale < 1.0:
        v = world.values.compiled
        p: Any = v.taking_part
        rule = int(p.influence_rule)
        reckon_joins(world.people, world.ground.offered, world.joins, p, v.activation, v.embedding, rule)


def share_events(world: World) -> None:
    """Give the sampled of each community the more places at its brand event the more of them luck brings there."""
    if world.scale < 1.0 and world.event_places.any():
        v = world.values.compiled
        likely, size = np.zeros(world.communities), world.communities
        reckon_visits(world.people, world.wish, world.event_sizes, likely, v.taking_part, v.activation)
        came = np.bincount(world.people.community[world.wish == VISITS_EVENT], minlength=size)
        places = world.event_places * divided(came.astype(float), likely, 1.0)
        luck = draw_each(world.key, EVENT, np.arange(size), world.week, 2)
        world.event_places[:] = np.floor(places) + (luck < places - np.floor(places))


def expect_moves(world: World) -> None:
    """Let those reckoned of each community move away as the sampled are likely to, before it is drawn who does."""
    if world.scale >= 1.0:
        return
    p = world.people
    rates = np.array([moving_probability(float(rate)) for rate in world.values.people.turnover])
    active = p.state > INACTIVE
    homes, size = p.community[active], world.communities
    moving = np.bincount(homes, weights=rates[p.group[active]], minlength=size)
    stay = 1.0 - divided(moving, np.bincount(homes, minlength=size), 0.0)
    world.likely[:, ATTENDS:] *= stay[:, np.newaxis]
    groups = groups_of(world)
    world.bodies.reckoned[groups] *= stay[world.bodies.community[groups]]
    _count_inactive(world)


def expect_arrivals(world: World) -> None:
    """Let as many of each community begin to attend as are likely to have signed up and found a place this week.

    Those who sign up find one less often than those who come again. How much less is a mean over about a quarter, as
    they are few in a week. Where nobody wished for a place there may have been some all the same.
    """
    if world.scale >= 1.0:
        return
    b = world.bodies
    offers = (b.alive > 0) & (b.community >= 0) & (b.places > 0)
    any_place = np.bincount(b.community[offers], minlength=world.communities) > 0
    new, again = ((world.wish == wish) for wish in (JOINS, RETURNS))
    wished, placed = _wished_and_placed(world, new | again)
    share = divided(placed, wished, any_place)
    wished, placed = _wished_and_placed(world, new)
    world.came += np.column_stack([wished * share, placed]) - world.came / WEEKS_A_QUARTER
    each = divided(world.joins[:, JOIN], world.joins[:, INACTIVE_ADULTS], 0.0)
    found = share * divided(world.came[:, 1], world.came[:, 0], 1.0)
    world.likely[:, ATTENDS] += world.likely[:, INACTIVE] * each * found
    _count_inactive(world)


def _wished_and_placed(world: World, wishing: Array) -> tuple[Array, Array]:
    """Return how many of each community are among those who wish for a place, and how many of them have one."""
    homes, size = world.people.community[wishing], world.communities
    placed = np.bincount(homes, weights=world.people.placed[wishing] >= 0, minlength=size)
    return np.bincount(homes, minlength=size).astype(float), placed


def expect_changes(world: World, hands: Array) -> None:
    """Let those who are reckoned to attend, volunteer and lead become what they are likely to this week.

    ``hands`` are those whom leaders could guide besides. At full size nobody is unsampled.
    """
    if world.scale >= 1.0:
        return
    v = world.values.compiled
    p: Any = v.taking_part
    odds = np.zeros((world.communities, STATES, STATES))
    reckon_flows(world.people, world.wish, world.bodies, world.runs, odds, p, v.activation)
    there = np.einsum("css->cs", odds)
    likely = world.likely

    def going(before: int, after: int, usual: float) -> Array:
        return likely[:, before] * divided(odds[:, before, after], there[:, before], usual)

    leaving = going(ATTENDS, INACTIVE, chance(p.leaving))
    rising = np.minimum(going(ATTENDS, VOLUNTEERS, 0.0), np.maximum(hands, 0.0))
    tiring = going(VOLUNTEERS, ATTENDS, chance(p.tiring))
    leading = going(VOLUNTEERS, LEADS, chance(p.leading))
    stepping_back = going(LEADS, VOLUNTEERS, chance(p.tiring))
    lost = divided(tiring + leading, likely[:, VOLUNTEERS], 0.0)
    likely[:, ATTENDS] += tiring - rising - leaving
    likely[:, VOLUNTEERS] += rising + stepping_back - tiring - leading
    likely[:, LEADS] += leading - stepping_back
    _count_inactive(world)
    reckon_volunteers(world, rising, lost)


def reckon_volunteers(world: World, rising: Array, lost: Array) -> None:
    """Update how many volunteers each group is reckoned to have: members begin, volunteers step back or lead.

    A group that was just founded has members and no volunteers yet, however many its community has.
    """
    b = world.bodies
    groups = groups_of(world)
    homes = b.community[groups]
    begin = divided(rising, in_communities(world, b.standing, groups), 0.0)
    b.reckoned[groups] += begin[homes] * b.standing[groups] - lost[homes] * b.reckoned[groups]


def reckon_written(world: World, row: int, state: int, group: int) -> None:
    """Reckon with a resident who was in ``state`` and of ``group`` until something was written from outside."""
    p, b = world.people, world.bodies
    c, now = int(p.community[row]), (int(p.state[row]), int(p.organization[row]))
    if world.scale >= 1.0:
        return
    groups = groups_of(world)
    for step, (what, of) in ((-1.0, (state, group)), (1.0, now)):
        if now[0] != state:
            world.likely[c, what] = max(0.0, world.likely[c, what] + step)
        if now != (state, group) and what == VOLUNTEERS and of >= 0 and groups[of]:
            b.reckoned[of] = max(0.0, b.reckoned[of] + step)
    _count_inactive(world)


def expect_team(world: World, c: int, new: float) -> None:
    """Reckon with a team that founds a group: one leads it now, and a share of them is ``new`` to taking part."""
    if world.scale < 1.0:
        o: Any = world.values.organizations
        world.likely[c, LEADS] += world.scale
        world.likely[c, ATTENDS] += world.scale * (new * o.founding_team - 1.0)
        world.likely[c, ATTENDS] = max(0.0, world.likely[c, ATTENDS])


def expect_closing(world: World, o: int) -> None:
    """Reckon that volunteers and leaders of a group that closes only attend from now on."""
    b = world.bodies
    if world.scale < 1.0 and groups_of(world)[o]:
        c = int(b.community[o])
        share = divided(b.reckoned[o : o + 1], in_communities(world, b.reckoned, groups_of(world))[c : c + 1], 0.0)
        closed = share * world.likely[c, VOLUNTEERS:]
        world.likely[c, VOLUNTEERS:] -= closed
        world.likely[c, ATTENDS] += closed.sum()


def likely_members(world: World, running: Array) -> Array:
    """Return the members of each organization; those of a group of few are drawn towards its community's mean.

    A count of n sampled members varies by about n, beside what groups differ by anyhow; how far the count is believed
    follows from the two. The mean is what it would be had luck been even. At full size the count is believed
    altogether.
    """
    b = world.bodies
    found: Array = b.members.astype(float)
    if world.scale < 1.0:
        members, homes = found[running], b.community[running]
        groups = np.maximum(1, np.bincount(homes, minlength=world.communities))
        usual = (np.bincount(homes, weights=members, minlength=world.communities) / groups)[homes]
        spread = np.bincount(homes, weights=(members - usual) ** 2, minlength=world.communities) / groups
        believed = _how_far_believed(world, usual, spread[homes])
        sampled, likely = (of[:, ATTENDS:].sum(axis=1) for of in (count_states(world), world.likely))
        even = divided(likely, sampled, 1.0)[homes]
        found[running] = np.maximum(0.0, even * usual + believed * (members - usual))
    return found


def _how_far_believed(world: World, usual: Array, spread: Array) -> Array:
    """Return how much of a group's distance from the ``usual`` count in its community is no luck of a sample.

    By how much counts are ``spread`` beyond what luck makes of them tells how groups differ, young ones from old ones.
    """
    o: Any = world.values.organizations
    lumps = (1.0 - world.scale) * usual
    differ = np.maximum(o.size_variety * usual**2, spread - lumps)
    return divided(differ, differ + lumps, 1.0)


def spread_over(world: World, own: Array, groups: Any, unsampled: Array) -> Array:
    """Return what groups have of their own and of what the ``unsampled`` of each community bring, as if they were all.

    What is counted for others than ``groups`` is left alone.
    """
    b = world.bodies
    homes = b.community[groups]
    size = world.communities
    reckoned = b.reckoned[groups]
    weight = np.bincount(homes, weights=reckoned, minlength=size)[homes]
    share = divided(reckoned, weight, 0.0)
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
        share = divided(lumps, unused, 0.0)
        b.places_kept[groups] = left[groups] * share[homes]
