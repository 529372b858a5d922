"""Phases in which residents live: moving, needing, hearing, taking part, feeling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from agents.codes import CHILD
from model.columns import Needs, longer
from model.kernels.awareness import draw_order, show, spread_awareness
from model.kernels.contacts import reach_out
from model.kernels.feelings import end_week, update_safety
from model.kernels.needs import RING, age_needs, draw_new_needs, meet_by_attending, settle_departed, sweep
from model.kernels.offers import count_crossings, find_places
from model.kernels.population import move_residents
from model.kernels.roles import change_roles, forget_domains, volunteers_work
from model.kernels.taking_part import VISITS_EVENT, decide_to_take_part
from model.mechanisms.embedding import alliance_reach
from model.sampling import (
    expect_arrivals,
    expect_changes,
    expect_joins,
    expect_moves,
    groups_of,
    keep_places,
    share_events,
    stand_for_the_unsampled,
)
from model.tally import WINDOW
from vocabulary.calendar import is_quarter_end
from vocabulary.categories import AGE_IDS, CULTURE, DOMAIN_IDS, ELDER_CARE, GROUP_IDS, INTEGRATION

if TYPE_CHECKING:
    from model.world import World

OLD = AGE_IDS.index("old")


def move(world: World) -> None:
    """Let residents move out and in; the needs of those who left end."""
    v, census = world.values.compiled, world.census
    world.open_homes()
    p: Any = world.values.taking_part
    expect_moves(world)
    ground = world.ground
    move_residents(
        world.people, world.town, ground.homes, ground.adults, ground.grid_homes, census.age_shares,
        census.party_shares, _influx(world), v.people, p.efficacy_neutral, world.key, world.week,
    )  # fmt: skip
    settle_departed(world.people, world.needs, world.open, world.tally.week)


def _influx(world: World) -> Any:
    """Return, by grid, the chance that a dwelling reserved for an influx fills this week; by its end all have."""
    chances = np.zeros(world.town.grid_event.size)
    going_on = world.shocks_now("influx")
    for number, event in enumerate(world.shocks):
        if event in going_on:
            weeks_left = (event.end or event.start) - world.number + 1
            chances[world.town.grid_event == number] = 1.0 / max(1, weeks_left)
    return chances


def need_rates(world: World) -> Any:
    """Return needs per 1,000 residents and year by community, group, age and domain, shocks included."""
    p: Any = world.values.needs
    rates = np.tile(p.rate, (world.communities, len(GROUP_IDS), len(AGE_IDS), 1))
    rates[:, :, :, INTEGRATION] *= p.integration_factor[:, None]
    rates[:, :, OLD, ELDER_CARE] *= p.old_factor
    rates[:, :, CHILD, CULTURE] = 0.0
    for event in world.shocks_now("need_surge"):
        domains = [DOMAIN_IDS.index(name) for name in event.domains] or list(range(len(DOMAIN_IDS)))
        for c in world.hit(event):
            rates[c, :, :, domains] *= event.factor
    return rates


def draw_needs(world: World) -> None:
    """Let needs arise; the ledger grows by an eighth when it is full."""
    world.arisen[world.week % RING] = 0
    world.in_time[world.week % RING] = 0
    rates = need_rates(world)
    totals = rates.sum(axis=3)
    start, people = 0, world.people.size
    while start < people:
        world.open, start = draw_new_needs(
            world.people, world.town.names, world.needs, world.open, start, rates, totals,
            world.values.compiled.needs, world.arisen, world.tally.week, world.key, world.week,
        )  # fmt: skip
        if start < people:
            grown: Needs = longer(world.needs, world.needs.size + world.needs.size // 8 + 1)
            world.needs = grown


def contact_by_outreach(world: World) -> None:
    """Let bodies spend the hours of outreach that contracts and projects give them."""
    service: Any = world.values.service
    v = world.values.compiled
    reach_out(
        world.people, world.town, world.bodies, v.embedding, v.cultivation, service.contacts_per_hour, world.key,
        world.week,
    )  # fmt: skip


def spread(world: World) -> None:
    """Spread awareness by word of mouth, media and this week's contacts."""
    v = world.values.compiled
    show(world.people, world.town, v.activation, world.key, world.week)
    if world.live:
        luck = np.zeros(world.people.size)
        draw_order(world.town.names, world.key, world.week, luck)
        world.order = np.argsort(luck, kind="stable")
    spread_awareness(
        world.people, world.town, world.order, world.live, v.awareness, v.activation, v.embedding, alliance_reach()
    )


def work(world: World) -> None:
    """Let volunteers work for their organizations, as many as leaders can guide."""
    p: Any = world.values.compiled.taking_part
    volunteers_work(
        world.people, world.town.names, world.bodies, world.runs, p, world.tally.week, world.key, world.week
    )
    stand_for_the_unsampled(world)


def decide(world: World) -> None:
    """Draw what each adult wishes this week."""
    v = world.values.compiled
    if world.live and world.order.size == 0:
        world.order = np.arange(world.people.size)
    p: Any = v.taking_part
    expect_joins(world)
    decide_to_take_part(
        world.people, world.town, world.wish, world.order, world.live, world.ground.offered, world.event_sizes,
        p, v.activation, v.embedding, int(p.influence_rule), world.key, world.week,
    )  # fmt: skip


def attend(world: World) -> None:
    """Give places to those who wish for them; culture needs are met there."""
    v = world.values.compiled
    b = world.bodies
    t: Any = v.trust
    ask: Any = v.asking
    share_events(world)
    places = np.concatenate([b.places, world.event_places])
    crowd = np.zeros((places.size, len(GROUP_IDS)), dtype=np.int64)
    find_places(
        world.people, world.town.names, world.wish, b, places, world.listed_first, world.listed, v.taking_part,
        v.activation[0].event_openness, world.had_event, crowd, world.tally.week, world.key, world.week,
    )  # fmt: skip
    expect_arrivals(world)
    keep_places(world, places[: b.alive.size])
    world.had_event = bool((world.wish == VISITS_EVENT).any())
    homes = np.concatenate([b.community, np.arange(world.communities)])
    count_crossings(b, crowd, homes, v.taking_part.company_speed, world.tally.week)
    meet_by_attending(
        world.people, world.needs, world.open, world.in_time, v.needs, t, ask.own_memory, world.tally.week, world.week
    )


def change(world: World) -> None:
    """Let people rise, tire and leave; leaders, and a head of each group, guide volunteers of their community."""
    v = world.values.compiled
    p: Any = v.taking_part
    b = world.bodies
    groups = groups_of(world)
    hands = np.where(groups, p.span * (b.leaders + world.scale) - b.volunteers, 0.0)
    spans = np.bincount(b.community[groups], weights=hands[groups], minlength=world.communities)
    expect_changes(world, spans)
    change_roles(
        world.people, world.town.names, world.wish, b, world.runs, spans, p, v.activation, world.key, world.week
    )


def age(world: World) -> None:
    """Let unmet needs lapse or escalate, and sweep the ledger."""
    v = world.values.compiled
    age_needs(
        world.people, world.needs, world.open, world.ground, world.departments.mandate, v.needs, v.trust, v.asking,
        world.tally.week, world.key, world.week,
    )  # fmt: skip
    sweep_ledger(world)


def sweep_ledger(world: World) -> None:
    """Drop needs that have ended, and count those that are open."""
    world.opened[world.week % WINDOW] = 0.0
    world.open = sweep(world.needs, world.open, world.opened[world.week % WINDOW])


def feel(world: World) -> None:
    """Update trust, memory and the senses of happiness and safety."""
    v = world.values.compiled
    ask: Any = v.asking
    p: Any = v.taking_part
    projects: Any = world.values.projects
    end_week(world.people, v.trust, p, ask.hearsay, projects.efficacy_fading, world.week)
    update_safety(world.ground, v.trust)
    forget(world)


def forget(world: World) -> None:
    """Forget, each quarter, in which domains people took part longer ago than the survey asks for."""
    if is_quarter_end(world.week):
        forget_domains(world.people, world.week, WINDOW)
