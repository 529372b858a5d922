"""Money that is shared among groups, and needs that were due, added up one by one."""

from __future__ import annotations

from typing import Any

from agents import codes


def share_among_groups(now: Any) -> None:
    """Share each community's money among its running groups."""
    groups = [
        body for body in now.bodies
        if body.kind == codes.MASS and body.community >= 0 and now.runs[body.number] > 0
    ]  # fmt: skip
    now.amounts[:] = 0
    weights = [_weight(now, body) for body in groups]
    for c, yuan in enumerate(now.yuan.tolist()):
        own = [(body.number, weight) for body, weight in zip(groups, weights, strict=True) if body.community == c]
        together = 0.0
        for _, weight in own:
            together += weight
        for o, weight in own:
            now.amounts[o] = round(yuan * weight / together * 100.0)


def _weight(now: Any, body: Any) -> float:
    return float((body.volunteers + body.leaders + now.scale) * now.favor[body.community, body.domain])


def add_up_due(now: Any) -> None:
    """Add up what arose in each week that is due by now."""
    ring = len(now.arisen)
    for d, weeks in enumerate(now.time_to_meet.tolist()):
        for born in range(now.week - int(weeks) + 1):
            if born > now.week - now.window:
                now.met[:, d] += now.in_time[born % ring, d]
                now.due[:, d] += now.arisen[born % ring, d]
