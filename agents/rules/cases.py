"""Rules of cases: misrouting, matching, joining of two bodies, order of service."""

from agents.rules.arithmetic import clamp, exp, rule


@rule
def misroute_probability(base: float, center_factor: float, center: bool, tie: float, weight: float) -> float:
    """Return the chance that a case lands on the wrong desk; ties between bodies lower it."""
    probability = base * exp(-weight * tie)
    if center:
        probability = probability * center_factor
    return probability


@rule
def match_probability(
    base: float,
    tie_weight: float,
    tie: float,
    center: float,
    has_center: bool,
    legitimacy_weight: float,
    legitimacy: float,
) -> float:
    """Return the chance that a case reaches a fitting organization: by the service center, or by own ties."""
    probability = base + tie_weight * tie
    if has_center and center > probability:
        probability = center
    return clamp(probability + legitimacy_weight * legitimacy, 0.0, 1.0)


@rule
def joining_bodies_probability(base: float, weight: float, tie: float) -> float:
    """Return the chance that the second body of a compound case joins this week."""
    return clamp(base + weight * tie, 0.0, 1.0)


@rule
def place_in_line(
    severity: float, age: float, age_weight: float, priority: float, weight: float, by_priority: bool
) -> float:
    """Return how far in front a case stands: by age alone, or with the year's priorities by severity too (A1)."""
    if by_priority:
        return severity + weight * priority + age_weight * age
    return age_weight * age


@rule
def attention(priority: float, mean: float, weight: float, most: float) -> float:
    """Return how much more a grid worker looks out for a domain that stands high among the year's priorities (A1)."""
    return clamp(1.0 + weight * (priority - mean), 0.0, most)
