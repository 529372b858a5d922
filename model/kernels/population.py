"""Who lives here: traits, moving in and out."""

from __future__ import annotations

from typing import Any

import numpy as np

from agents.codes import (
    ATTENDS,
    CHILD,
    EMPTY,
    HOME,
    INACTIVE,
    LEADS,
    NEAR_GOOSE,
    NEVER,
    PARTY,
    PROFESSIONAL,
    RESERVED,
    VOLUNTEERS,
    WOMAN,
)
from agents.rules.population import moving_probability
from model.columns import UNHEARD, Residents, Town
from model.compiling import kernel
from model.quantiles import gamma_from, normal_from
from model.randomness import ARRIVES, GROUP, START, TRAITS, Key, draw, draw_each, draws4
from vocabulary.categories import GROUP_IDS

FOREIGN = GROUP_IDS.index("foreign")


@kernel
def pick(shares: Any, u: float) -> int:
    """Return which of some shares a draw falls into."""
    total = 0.0
    for k in range(shares.size - 1):
        total += shares[k]
        if u < total:
            return k
    return int(shares.size - 1)


@kernel
def give_group(people: Residents, i: int, who: int, shares: Any, key: Key) -> None:
    """Give a dwelling its group, which its later residents share."""
    people[i].group = pick(shares, draw(key, GROUP, who, 0))


@kernel
def settle(people: Residents, i: int, who: int, ages: Any, party_share: float, p: Any, key: Key, week: int) -> None:
    """Give a resident who moves in their traits; ``who`` is their identity."""
    u = draws4(key, TRAITS, who, week, 0)
    v = draws4(key, TRAITS, who, week, 1)
    w = draws4(key, TRAITS, who, week, 2)
    people[i].age = pick(ages, u[0])
    adult = int(people[i].age) != CHILD
    flags = 0
    if u[1] < p.women:
        flags |= WOMAN
    if adult and u[2] < p.professional_share:
        flags |= PROFESSIONAL
    if adult and people[i].group != FOREIGN and u[3] < party_share:
        flags |= PARTY
    people[i].marks = flags | (int(people[i].marks) & NEAR_GOOSE)  # which is the dwelling's until somebody looks
    people[i].threshold = p.threshold_mean + p.threshold_sd * normal_from(v[0])
    people[i].proneness = gamma_from(v[1], p.proneness_shape) / p.proneness_shape
    people[i].propensity = gamma_from(v[2], p.asking_shape) / p.asking_shape
    trust = p.trust_mean + p.trust_sd * normal_from(v[3])
    people[i].base_trust = min(max(trust, p.trust_margin), 1.0 - p.trust_margin)
    people[i].gain = p.start_gain + p.start_gain_spread * w[0]
    interest = 0
    for d in range(9):
        if draws4(key, TRAITS, who, week, 3 + d // 4)[d % 4] < p.interest_share:
            interest |= 1 << d
    people[i].interest = interest
    reset(people, i, p)


@kernel
def reset(people: Residents, i: int, p: Any) -> None:
    """Give a newcomer the state of somebody whom nothing has happened to here yet."""
    people[i].present = HOME
    people[i].trust = people[i].base_trust
    people[i].memory = p.start_memory
    people[i].identification = 0.0
    people[i].known = 0
    people[i].told = 0
    people[i].contact = 0
    people[i].state = INACTIVE
    people[i].organization = -1
    people[i].placed = -1
    people[i].last = NEVER
    people[i].previous = NEVER
    people[i].mobilized = NEVER
    for d in range(9):
        people[i].last_by_domain[d] = 0
    people[i].near_memory = UNHEARD
    people[i].near_gain = people[i].gain
    people[i].happiness = p.start_happiness
    people[i].requests = 0
    people[i].rose = NEVER


@kernel
def populate(people: Residents, town: Town, group_shares: Any, age_shares: Any, party: Any, p: Any, key: Key) -> None:
    """Fill every dwelling that is not reserved with its first resident."""
    for c in range(town.first_of_community.size - 1):
        for i in range(town.first_of_community[c], town.first_of_community[c + 1]):
            if people[i].present != RESERVED:
                who = int(town.names[i])
                give_group(people, i, who, group_shares[c], key)
                settle(people, i, who, age_shares[c], party[c], p, key, 0)
                people[i].since = NEVER


@kernel
def start_lives(people: Residents, names: Any, p: Any, key: Key) -> None:
    """Give the first residents what they know and how they take part when the burn-in begins."""
    for i in range(people.size):
        if people[i].present != HOME:
            continue
        who = int(names[i])
        for d in range(9):
            if draws4(key, START, who, 0, d // 4)[d % 4] < p.start_aware:
                people[i].known |= 1 << d
        u = draws4(key, START, who, 0, 3)
        if people[i].age == CHILD:
            continue
        if u[0] < p.start_volunteers:
            people[i].state = LEADS if u[1] * p.start_volunteers < p.start_leads else VOLUNTEERS
        elif u[0] < p.start_volunteers + p.start_attends:
            people[i].state = ATTENDS


@kernel
def count_home(me: Any, by: int, homes: Any, adults: Any, grid_homes: Any) -> None:
    """Count a resident who has come (``by`` is 1), or one who goes (-1)."""
    homes[me.community] += by
    grid_homes[me.grid] += by
    if me.age != CHILD:
        adults[me.community] += by


@kernel
def move_residents(
    people: Residents, town: Town, homes: Any, adults: Any, grid_homes: Any, age_shares: Any, party: Any, influx: Any,
    p: Any, efficacy: float, key: Key, week: int,
) -> None:  # fmt: skip
    """Let residents leave and dwellings fill, and keep count of them.

    ``efficacy`` is that of newcomers.
    ``influx[g]`` is the chance that a reserved dwelling of grid g fills this week.
    """
    luck = draw_each(key, ARRIVES, town.names, week, 0)
    leaving = np.empty(p.turnover.size)
    for group in range(leaving.size):
        leaving[group] = moving_probability(p.turnover[group])
    for i in range(people.size):
        u = luck[i]
        c = int(people[i].community)
        if people[i].present == HOME:
            if u < leaving[people[i].group]:
                people[i].present = EMPTY
                people[i].state = INACTIVE
                people[i].organization = -1
                people[i].since = week
                people[i].known = 0
                count_home(people[i], -1, homes, adults, grid_homes)
        elif u < (p.refill if people[i].present == EMPTY else influx[people[i].grid]):
            settle(people, i, int(town.names[i]), age_shares[c], party[c], p, key, week)
            people[i].efficacy = efficacy
            people[i].proposed = 0
            people[i].since = week
            count_home(people[i], 1, homes, adults, grid_homes)


@kernel
def count_homes(people: Residents, town: Town, homes: Any, adults: Any, grid_homes: Any) -> None:
    """Count residents and adults at home by community, and residents by grid."""
    homes[:] = 0
    adults[:] = 0
    for g in range(grid_homes.size):
        at_home, grown_up = 0, 0
        for i in range(town.first_of_grid[g], town.first_of_grid[g + 1]):
            at_home += people[i].present == HOME
            grown_up += people[i].present == HOME and people[i].age != CHILD
        grid_homes[g] = at_home
        homes[town.grid_community[g]] += at_home
        adults[town.grid_community[g]] += grown_up
