"""Rules of trust and of the three senses: gain, happiness, safety (获得感、幸福感、安全感)."""

from agents.rules.arithmetic import clamp, rule


@rule
def raised(level: float, share: float) -> float:
    """Return a level from 0 to 1 after closing a share of the gap to 1."""
    return level + share * (1.0 - level)


@rule
def lowered(level: float, share: float) -> float:
    """Return a level after losing a share of it."""
    return level * (1.0 - share)


@rule
def toward(level: float, goal: float, speed: float) -> float:
    """Return a level after going part of the way to its goal."""
    return level + speed * (goal - level)


@rule
def trust_after_week(trust: float, base: float, reversion: float, neighbors: float, hearsay: float) -> float:
    """Return trust after a week: slow return to one's own base, and what neighbors tell of how they were handled."""
    return clamp(trust + reversion * (base - trust) + hearsay * (neighbors - 0.5), 0.0, 1.0)


@rule
def gain_with_neighbors(own: float, neighbors: float, weight: float) -> float:
    """Return the sense of gain, in which the neighbors' counts too."""
    return (1.0 - weight) * own + weight * neighbors


@rule
def happiness_goal(took_part: bool, neighbors_share: float, weight: float) -> float:
    """Return where the sense of happiness tends: taking part, and living among people who do."""
    goal = weight * neighbors_share
    if took_part:
        goal = goal + (1.0 - weight)
    return goal
