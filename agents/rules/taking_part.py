"""Rules of taking part: joining, attending, rising, tiring, leaving."""

from agents.rules.arithmetic import chance, clamp, exp, log, logistic, rule

SHARE, COUNT, SIMPLE = 0, 1, 2
"""Variants of social influence, in the order in which the parameter lists them."""

A_BYTE = 255
"""So many weeks in a row can be told apart in a byte that is 0 for none of them."""


@rule
def in_a_byte(week: int) -> int:
    """Return a week from 0 on as a number from 1 to 255, which stands for it until 255 weeks later."""
    return week % A_BYTE + 1


@rule
def weeks_since(mark: int, week: int) -> int:
    """Return how long before ``week`` the week of a mark was, which `in_a_byte` made less than 255 weeks ago."""
    return (week + 1 - mark) % A_BYTE


@rule
def is_influenced(variant: int, active: float, present: float, threshold: float, needed: float) -> bool:
    """Tell whether enough neighbors take part (Granovetter 1978; Centola and Macy 2007).

    By share: at or above one's own threshold; by count: at least ``needed`` neighbors; simple: one is enough.
    """
    if variant == SHARE:
        return active >= threshold * present and (present > 0.0 or threshold <= 0.0)
    if variant == COUNT:
        return active >= needed
    return active >= 1.0


@rule
def asked_probability(active_neighbors: float, by_tie: float) -> float:
    """Return the chance that one of the active neighbors asks this week."""
    return chance(active_neighbors * by_tie)


@rule
def joining_probability(inclination: float, influenced: bool, influence: float, spontaneous: float) -> float:
    """Return the chance that an inactive resident who considers it signs up this week."""
    log_odds = inclination
    if influenced:
        log_odds = log_odds + influence
    return clamp(logistic(log_odds), spontaneous, 1.0)


@rule
def tiring_probability(tiring: float, drive: float, by_drive: float) -> float:
    """Return the chance that a volunteer tires this week; a driven organization keeps its people longer.

    ``tiring`` is the hazard at middling drive.
    """
    return chance(tiring * (1.0 + by_drive * (0.5 - drive)))


@rule
def rising_hazard(rising: float, by_trust: float, by_drive: float, asked: bool, factor: float) -> float:
    """Return the hazard of beginning to volunteer, this week, for somebody who attends.

    ``by_trust`` and ``by_drive`` are factors of their trust and of their organization's drive.
    """
    hazard = rising * by_trust * by_drive
    if asked:
        hazard = hazard * factor
    return hazard


@rule
def rising_probability(rising: float, by_trust: float, by_drive: float, asked: bool, factor: float) -> float:
    """Return the chance that goes with `rising_hazard`."""
    return chance(rising_hazard(rising, by_trust, by_drive, asked, factor))


@rule
def offer_score(
    legitimacy: float, reputation: float, company: float, by_legitimacy: float, by_reputation: float, by_company: float
) -> float:
    """Return how much an offer appeals to a group, before interest and chance."""
    return legitimacy * by_legitimacy + reputation * by_reputation + company * by_company


@rule
def mean_wait(score: float) -> float:
    """Return how long one waits on average until an offer of this score attracts: the higher the score, the sooner."""
    return exp(-score)


@rule
def wait(luck: float, mean: float) -> float:
    """Return how long one waits until an offer attracts; of several, the one that does so first is chosen.

    Waits are exponential, so that an offer is chosen in proportion to 1 / mean, which is a softmax of the scores.
    """
    return -log(luck) * mean


@rule
def wait_at_least(luck: float, mean: float) -> float:
    """Return what `wait` is never below: most offers are beaten by this already, and need no logarithm."""
    return (1.0 - luck) * mean


@rule
def event_probability(size: float, turnout: float, cost: float, openness: float) -> float:
    """Return the chance that an adult turns up at a brand event, which lowers the barriers of groups.

    ``size`` is in places per resident, ``turnout`` how many would come for each place if there were no barriers.
    """
    return clamp(turnout * size * exp(-(1.0 - openness) * cost), 0.0, 1.0)
