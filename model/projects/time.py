"""Time for projects: what organizations have, and what residents have to watch, to discuss, and to be asked (C6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from model.columns import total
from model.hours import EXPIRED, SPENT, SUPPLIED, WATCHERS
from model.tally import UNPAID_HOURS

if TYPE_CHECKING:
    from model.world import World


def spend_hours(world: World, o: int, hours: float) -> bool:
    """Take hours from what an organization has, if it has as many: first those for activities, then for services."""
    b = world.bodies
    if float(b.activity_hours[o] + b.service_hours[o]) < hours:
        return False
    first = min(hours, float(b.activity_hours[o]))
    b.activity_hours[o] -= first
    b.service_hours[o] -= hours - first
    b.hours_spent[o] += hours
    return True


def come_to_watch(world: World) -> None:
    """Give residents this week's time to watch projects of their community and of the whole subdistrict."""
    p: Any = world.values.projects
    world.books[WATCHERS, EXPIRED] += total(world.watching)
    adults = world.ground.adults * p.watching_hours
    world.watching[:-1] = adults * (1.0 - p.watching_wide)
    world.watching[-1] = total(adults) * p.watching_wide
    world.books[WATCHERS, SUPPLIED] += total(world.watching)


def residents_time(world: World, c: int, wanted: float) -> float:
    """Take residents' time for projects of a community, or of all (-1), and return the share of it that they have."""
    given = min(wanted, float(world.watching[c]))
    world.watching[c] -= given
    world.books[WATCHERS, SPENT] += given
    world.tally.week[0, UNPAID_HOURS] += given
    return given / wanted if wanted > 0 else 1.0
