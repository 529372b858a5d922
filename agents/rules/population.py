"""Rules of moving in and out and of needs arising."""

from agents.rules.arithmetic import chance, rule


@rule
def moving_probability(turnover: float) -> float:
    """Return the chance that a resident leaves this week, from the departures per year."""
    return chance(turnover / 52.0)


@rule
def need_hazard(proneness: float, yearly_rate: float) -> float:
    """Return the hazard of a need arising this week (needs per 1,000 residents and year, times proneness)."""
    return proneness * yearly_rate / 52000.0


@rule
def severity_from(draw: float) -> float:
    """Return a need's severity, 0 to 1: most are light (mean one third)."""
    return draw * draw


@rule
def needs_two_bodies(severity: float, threshold: float, share: float, draw: float) -> bool:
    """Tell whether a severe case needs two bodies."""
    return severity > threshold and draw < share
