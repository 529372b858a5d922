"""Rules of awareness: who here can help with that, domain by domain."""

from agents.rules.arithmetic import rule


@rule
def also(probability: float, further: float) -> float:
    """Return the chance that at least one of two independent sources gets through."""
    return probability + further - probability * further


@rule
def told_probability(media: float, contacts: float, barrier: float) -> float:
    """Return the chance to learn of a domain from media and contacts, through a barrier of language or novelty."""
    return also(media, contacts) * barrier


@rule
def remembers(told: float, fading: float, draw: float) -> bool:
    """Tell whether a resident who knew of a domain knows it still.

    A low draw is good luck here as in learning: who knew is never worse off than who did not.
    """
    return draw < 1.0 - fading * (1.0 - told)


@rule
def stays_aware(aware: bool, told: float, fading: float, draw: float) -> bool:
    """Tell whether a resident knows of a domain after this week; word of mouth comes on top."""
    if aware:
        return remembers(told, fading, draw)
    return draw < told
