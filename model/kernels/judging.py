"""What judges of one kind give to the cases that they were chosen for."""

from __future__ import annotations

from typing import Any

from agents.rules.projects import judged
from model.compiling import kernel
from model.quantiles import normal_from
from model.randomness import JUDGES, Key, draw


@kernel
def judge_cases(
    cases: Any, judges: Any, seen: Any, followed: Any, leaning: Any, reputation: Any, identities: Any, noise: float,
    bias: float, pr: Any, key: Key, town_key: Key, week: int, scores: Any,
) -> None:  # fmt: skip
    """Score each of ``cases`` by the judge of the same place in ``judges``; all else about cases is by their number.

    A judge is as strict in every case; noise differs by case, and is less where an adviser followed it.
    """
    for k in range(cases.size):
        at = cases[k]
        luck = normal_from(draw(key, JUDGES, identities[at], week, judges[k]))
        strict = normal_from(draw(town_key, JUDGES, judges[k], 0, 0))
        unsure = noise * luck * (1.0 - (1.0 - pr.advised_noise) * followed[at])
        lenient = bias + pr.bias_spread * strict
        scores[k] = judged(
            seen[at], unsure, lenient, leaning[at], int(pr.judges), pr.softness, reputation[at], pr.sway
        )  # fmt: skip
