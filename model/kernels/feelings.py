"""Trust, memory and the three senses, updated at the end of the week."""

from __future__ import annotations

from typing import Any

import numpy as np

from agents.codes import HOME, VISIT
from agents.rules.asking import memory_after
from agents.rules.trust import gain_with_neighbors, happiness_goal, raised, toward, trust_after_week
from model.columns import Grounds, Residents
from model.compiling import kernel


@kernel
def update_feelings(people: Residents, p: Any, hearsay: float, week: int) -> None:
    """Update each resident's trust, memory of handling, identification's neighbors and happiness."""
    for i in range(people.size):
        if people[i].present != HOME:
            continue
        base, told = np.float64(people[i].base_trust), np.float64(people[i].near_memory)
        trust = trust_after_week(people[i].trust, base, p.reversion, told, p.neighbors)
        took_part = people[i].last == week
        if took_part:
            trust = raised(trust, p.attending)
        if people[i].contact & VISIT:
            trust = raised(trust, p.visited)
        people[i].trust = trust
        people[i].memory = memory_after(people[i].memory, told, hearsay)
        active = people[i].near_active / people[i].near_present if people[i].near_present > 0 else 0.0
        recently = people[i].last > week - p.happiness_weeks
        people[i].happiness = toward(
            people[i].happiness, happiness_goal(recently, active, p.happiness_ties), p.happiness_speed
        )


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
