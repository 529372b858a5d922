"""Rules of asking and finding at the ends of their ranges."""

from __future__ import annotations

from agents.rules.arithmetic import chance
from agents.rules.asking import finding_probability


def test_cadres_who_cannot_be_trained_further_find_as_before():
    assert finding_probability(0.1, 1.0, 1.0, 0.5) == chance(0.1)
    assert finding_probability(0.1, 0.4, 0.4, 0.5) == chance(0.1)


def test_training_raises_finding_up_to_the_gain():
    rates = [finding_probability(0.1, skill, 0.4, 0.5) for skill in (0.4, 0.6, 0.8, 1.0)]
    assert rates == sorted(set(rates))
    assert rates[-1] == chance(0.1 * 1.5)
