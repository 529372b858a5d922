"""Rules of asking for help, and of finding who does not ask."""

from agents.rules.arithmetic import chance, rule


@rule
def asking_probability(
    hazard: float, propensity: float, awareness: float, trust: float, memory: float, barrier: float
) -> float:
    """Return the chance that a resident asks this week; the middle three are factors made by the next rules."""
    return chance(hazard * propensity * awareness * trust * memory * barrier)


@rule
def awareness_factor(aware: bool, unaware: float) -> float:
    """Return how much less the unaware ask."""
    if aware:
        return 1.0
    return unaware


@rule
def line(base: float, slope: float, x: float) -> float:
    """Return a factor that rises in a straight line."""
    return base + slope * x


@rule
def finding_probability(rate: float, cadre_skill: float, start_skill: float, gain: float) -> float:
    """Return the chance that a grid worker finds a need this week; training raises it (D5), if there is room for it."""
    trained = 0.0
    if start_skill < 1.0:
        trained = (cadre_skill - start_skill) / (1.0 - start_skill)
    return chance(rate * (1.0 + gain * trained))


@rule
def memory_after(memory: float, outcome: float, weight: float) -> float:
    """Return the memory of handling after a request ended: 1 well, 0 badly."""
    return memory + weight * (outcome - memory)
