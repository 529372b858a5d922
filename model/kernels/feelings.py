"""Trust, memory and the three senses, updated at the end of the week."""

from __future__ import annotations

from typing import Any

from agents.codes import HOME, VISIT
from agents.rules.asking import memory_after
from agents.rules.trust import gain_with_neighbors, happiness_goal, raised, toward, trust_after_week
from model.columns import Grounds, Residents
from model.compiling import kernel


@kernel
def update_feelings(people: Residents, p: Any, hearsay: float, week: int) -> None:
    """Update each resident's trust, memory of handling, identification's neighbors and happiness."""
    for i in range(people.identity.size):
        if people.present[i] != HOME:
            continue
        trust = trust_after_week(
            people.trust[i], people.base_trust[i], p.reversion, people.near_memory[i], p.neighbors
        )
        took_part = people.last[i] == week
        if took_part:
            trust = raised(trust, p.attending)
        if people.contact[i] & VISIT:
            trust = raised(trust, p.visited)
        people.trust[i] = trust
        people.memory[i] = memory_after(people.memory[i], people.near_memory[i], hearsay)
        active = people.near_active[i] / people.near_present[i] if people.near_present[i] > 0 else 0.0
        recently = people.last[i] > week - 8
        people.happiness[i] = toward(
            people.happiness[i], happiness_goal(recently, active, p.happiness_ties), p.happiness_speed
        )


@kernel
def update_safety(ground: Grounds, p: Any) -> None:
    """Update each grid's sense of safety from this week's escalations per resident."""
    for g in range(ground.grid_safety.size):
        if ground.grid_homes[g] > 0:
            incidents = ground.grid_incidents[g] / ground.grid_homes[g] * p.safety_circle
            goal = max(0.0, 1.0 - incidents)
            ground.grid_safety[g] = toward(ground.grid_safety[g], goal, p.safety_speed)
        ground.grid_incidents[g] = 0.0


@kernel
def felt_gain(people: Residents, i: int, p: Any) -> float:
    """Return a resident's sense of gain, in which the neighbors' counts too."""
    return gain_with_neighbors(people.gain[i], people.near_gain[i], p.gain_neighbors)
