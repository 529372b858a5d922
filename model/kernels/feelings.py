"""Trust, memory and the three senses, updated at the end of the week."""

from __future__ import annotations

from typing import Any

import numpy as np

from agents.codes import EVENT, HOME, VISIT
from agents.rules.asking import memory_after
from agents.rules.trust import gain_with_neighbors, happiness_goal, raised, toward, trust_after_week
from model.columns import Grounds, Residents
from model.compiling import kernel


@kernel
def end_week(people: Residents, p: Any, t: Any, hearsay: float, efficacy_fading: float, week: int) -> None:
    """Update what each resident feels, and clear what lasts one week only; an event's contact works on in the next.

    ``p`` are the parameters of trust, ``t`` those of taking part.
    """
    for i in range(people.size):
        if people[i].present == HOME:
            update_feelings(people[i], p, hearsay, week)
        people[i].efficacy = toward(people[i].efficacy, t.efficacy_neutral, efficacy_fading)
        people[i].identification -= t.identification_loss * people[i].identification
        people[i].placed = -1
        people[i].told = 0
        people[i].contact &= EVENT


@kernel
def update_feelings(me: Any, p: Any, hearsay: float, week: int) -> None:
    """Update a resident's trust, memory of handling, and happiness."""
    base, told = np.float64(me.base_trust), np.float64(me.near_memory)
    trust = trust_after_week(me.trust, base, p.reversion, told, p.neighbors)
    if me.last == week:
        trust = raised(trust, p.attending)
    if me.contact & VISIT:
        trust = raised(trust, p.visited)
    me.trust = trust
    me.memory = memory_after(me.memory, told, hearsay)
    active = me.near_active / me.near_present if me.near_present > 0 else 0.0
    recently = me.last > week - p.happiness_weeks
    me.happiness = toward(me.happiness, happiness_goal(recently, active, p.happiness_ties), p.happiness_speed)


@kernel
def update_safety(ground: Grounds, p: Any) -> None:
    """Update each grid's sense of safety from escalations per resident; it is cut at 0 and 1 where it is read."""
    for g in range(ground.grid_safety.size):
        if ground.grid_homes[g] > 0:
            incidents = ground.grid_incidents[g] / ground.grid_homes[g] * p.safety_circle
            goal = 1.0 - incidents
            ground.grid_safety[g] = toward(ground.grid_safety[g], goal, p.safety_speed)
        ground.grid_incidents[g] = 0.0


@kernel
def felt_gain(people: Residents, i: int, p: Any) -> float:
    """Return a resident's sense of gain, in which the neighbors' counts too."""
    return gain_with_neighbors(people[i].gain, people[i].near_gain, p.gain_neighbors)
