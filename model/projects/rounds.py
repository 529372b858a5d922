"""The calendar of rounds: which stage of which round a week is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vocabulary.calendar import WEEKS_A_YEAR, is_year_start

if TYPE_CHECKING:
    from model.world import World

SETTING, CALLING, SELECTING = 0, 1, 2
"""Weeks of a round, counted from 0, in which the agenda is set, projects are called for, and selected."""

RATING = 3
"""How many weeks before the next round begins projects are rated."""


def rounds_a_year(world: World) -> int:
    """Return how many rounds this year has: a lever's change holds from the next new year on."""
    if is_year_start(world.week) or world.rounds == 0:
        levers: Any = world.values.linking
        world.rounds = max(1, round(float(levers.rounds_per_year[-1])))
    return world.rounds


def beginnings(rounds: int) -> list[int]:
    """Return the weeks of the year, from 0, in which its rounds begin, and the first week of the next year."""
    return [WEEKS_A_YEAR * n // rounds for n in range(rounds + 1)]


def place_in_round(week: int, rounds: int) -> tuple[int, int]:
    """Return which week of its round a week is, from 0, and how many weeks that round has."""
    place, starts = week % WEEKS_A_YEAR, beginnings(rounds)
    number = sum(1 for start in starts if start <= place) - 1
    return place - starts[number], starts[number + 1] - starts[number]


def is_stage(world: World, stage: int) -> bool:
    """Tell whether the agenda is set, projects are called for or selected this week."""
    return place_in_round(world.week, rounds_a_year(world))[0] == stage


def is_rating_week(world: World) -> bool:
    """Tell whether projects are rated this week."""
    at, weeks = place_in_round(world.week, rounds_a_year(world))
    return at == weeks - RATING


def weeks_of_work(world: World) -> int:
    """Return how many weeks a venture project of the present round is worked at."""
    return place_in_round(world.week, rounds_a_year(world))[1] - SELECTING - 1 - RATING
