"""The week's counters."""

from __future__ import annotations

from typing import Any

from model.tally import DOMAINS, GROUPS


def count(week: Any, community: int, group: int, domain: int, counter: int, amount: float = 1.0) -> None:
    """Add to a counter: in total, and by community, group and domain where these are named."""
    communities = len(week) - 1 - GROUPS - DOMAINS
    rows = [0]
    for place, start in ((community, 1), (group, 1 + communities), (domain, 1 + communities + GROUPS)):
        if place >= 0:
            rows.append(start + place)
    for row in rows:
        week[row, counter] += amount


def count_need(week: Any, need: Any, counter: int, amount: float = 1.0) -> None:
    """Add to a counter under a need's community, group and domain."""
    count(week, need.community, need.group, need.domain, counter, amount)
