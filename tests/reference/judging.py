"""Judges, one after the other."""

from __future__ import annotations

from typing import Any

from agents.rules.projects import judged
from model import randomness
from model.quantiles import normal_from
from tests.reference.luck import one


def judge_cases(now: Any) -> None:
    """Let each judge score the case before them."""
    pr = now.pr
    for k, (at, judge) in enumerate(zip(now.cases.tolist(), now.judges.tolist(), strict=True)):
        luck = normal_from(one(now.key, randomness.JUDGES, int(now.identities[at]), now.week, judge))
        strict = normal_from(one(now.town_key, randomness.JUDGES, judge, 0))
        noise = now.noise * luck * (1.0 - (1.0 - pr.advised_noise) * float(now.followed[at]))
        now.scores[k] = judged(
            float(now.seen[at]), noise, now.bias + pr.bias_spread * strict, float(now.leaning[at]), int(pr.judges),
            pr.softness, float(now.reputation[at]), pr.sway,
        )  # fmt: skip
