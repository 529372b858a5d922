"""Roles: who belongs to a group and works for it, who rises, tires and leaves."""

from __future__ import annotations

from typing import Any

import numpy as np

from agents.codes import ATTENDS, INACTIVE, LEADS, MASS, PARTY, VOLUNTEERS
from agents.rules.arithmetic import chance, happens, rule
from agents.rules.awareness import also
from agents.rules.taking_part import rising_hazard, tiring_probability, weeks_since
from model.columns import Bodies, Residents
from model.compiling import kernel
from model.kernels.taking_part import RETURNS, note_coming, take_part
from model.randomness import MOVES, WORKS, Key, draw, draw_four


@kernel
def count_nobody(bodies: Bodies) -> None:
    """Begin to count the members of organizations."""
    for o in range(bodies.size):
        bodies[o].members = 0
        bodies[o].volunteers = 0.0
        bodies[o].leaders = 0.0
        bodies[o].geese = 0.0
        bodies[o].led_by_party = 0.0


@kernel
def count_member(me: Any, body: Any) -> None:
    """Count somebody who takes part in an organization, as what they are in it."""
    body.members += 1
    if me.state == VOLUNTEERS:
        body.volunteers += 1.0
    elif me.state == LEADS:
        body.leaders += 1.0
        if me.marks & PARTY:
            body.geese += 1.0
            body.led_by_party = 1.0


@kernel
def count_members(people: Residents, bodies: Bodies) -> None:
    """Count members, volunteers and leaders of each organization."""
    count_nobody(bodies)
    for i in range(people.size):
        o = int(people[i].organization)
        if o >= 0 and people[i].state > INACTIVE:
            count_member(people[i], bodies[o])


@kernel
def free_people(people: Residents, gone: Any) -> None:
    """Let those whose organization is gone belong to none; who worked for it goes on attending."""
    lost = np.zeros(gone.size + 1, np.bool_)  # begins with none, so that one question is enough
    lost[1:] = gone
    for i in range(people.size):
        if lost[int(people[i].organization) + 1]:
            people[i].organization = -1
            people[i].state = min(int(people[i].state), ATTENDS)


@kernel
def volunteers_work(
    people: Residents, names: Any, bodies: Bodies, runs: Any, p: Any, tally: Any, key: Key, week: int
) -> None:
    """Count the members of organizations; let volunteers and leaders give their hours to theirs, if it runs."""
    count_nobody(bodies)
    for o in range(bodies.size):
        bodies[o].workers = 0.0
    for i in range(people.size):
        o = int(people[i].organization)
        if o < 0 or people[i].state == INACTIVE:
            continue
        count_member(people[i], bodies[o])
        if people[i].state >= VOLUNTEERS and runs[o] and draw(key, WORKS, names[i], week) < p.works:
            bodies[o].workers += 1.0
            take_part(people, i, bodies[o].domain, week)
            people[i].identification += p.identification_gain * (1.0 - people[i].identification)


@kernel
def rise(people: Residents, i: int, is_asked: bool, week: int) -> None:
    """Let a resident begin to volunteer, and note whether somebody had just asked them."""
    people[i].state = VOLUNTEERS
    people[i].rose = week
    if is_asked:
        note_coming(people, i, True)


@rule
def tires(p: Any, drive: float, runs: bool) -> float:
    """Return the chance that a volunteer or leader steps back: more from a group that does not run."""
    by_drive = tiring_probability(p.tiring, drive, p.tiring_by_drive)
    return by_drive if runs else also(by_drive, chance(p.no_place_leaving))


@kernel
def those_active(people: Residents, names: Any) -> tuple[Any, Any]:
    """Return rows and identities of all who take part, volunteer or lead."""
    rows, named = np.empty(people.size, np.int64), np.empty(people.size, np.int64)
    n = 0
    for i in range(people.size):
        rows[n], named[n] = i, names[i]
        n += int(people[i].state != INACTIVE)
    return rows[:n], named[:n]


@kernel
def change_roles(
    people: Residents, names: Any, wish: Any, bodies: Bodies, runs: Any, spans: Any, p: Any, a: Any, key: Key, week: int
) -> None:
    """Let people rise, tire and leave; ``spans[c]`` is how many more volunteers a community's leaders can guide.

    Free hands go to those who rise in a drawn order. From a group that does not run people step back as from one
    without places.
    """
    rows, named = those_active(people, names)
    luck = np.empty((4, rows.size))
    draw_four(key, MOVES, named, week, luck)
    risers, turns, called = np.empty(rows.size, np.int64), np.empty(rows.size), np.empty(rows.size, np.bool_)
    count = 0
    for k in range(rows.size):
        i = rows[k]
        state, o = int(people[i].state), int(people[i].organization)
        drive = bodies[o].drive if o >= 0 else 0.0  # without an organization nobody rises
        if state == ATTENDS:
            missed = wish[i] == RETURNS and people[i].placed < 0
            if happens(p.leaving + (p.no_place_leaving if missed else 0.0), luck[0, k]):
                people[i].state = INACTIVE
                people[i].organization = -1
                continue
            is_asked = people[i].placed >= 0 and luck[1, k] < p.asked_at_activity
            by_trust, by_drive = p.rising_without_trust + people[i].trust, p.rising_without_drive + drive
            rises = happens(rising_hazard(p.rising, by_trust, by_drive, is_asked, p.asked_rising), luck[2, k])
            if rises and o >= 0 and bodies[o].kind == MASS:
                risers[count], turns[count], called[count] = i, luck[3, k], is_asked
                count += 1
        elif luck[0, k] < tires(p, drive, o >= 0 and runs[o]):
            people[i].state = state - 1
        elif state == VOLUNTEERS:
            leads = p.leading
            if people[i].marks & PARTY and a[people[i].community].red_grid > 0.0:
                leads *= a[0].goose_leads
            if happens(leads, luck[3, k]):
                people[i].state = LEADS
    for at in np.argsort(turns[:count], kind="mergesort"):
        i = risers[at]
        c = bodies[people[i].organization].community
        if spans[c] >= 1.0:
            spans[c] -= 1.0
            rise(people, i, called[at], week)


@kernel
def forget_domains(people: Residents, week: int, window: int) -> None:
    """Forget in which domains people took part longer ago: a mark must be gone before its byte comes again."""
    for i in range(people.size):
        for d in range(9):
            mark = int(people[i].last_by_domain[d])
            if mark > 0 and weeks_since(mark, week) >= window:
                people[i].last_by_domain[d] = 0
