"""What residents see of each other, and how awareness spreads."""

from __future__ import annotations

import math
from functools import reduce
from typing import Any, NamedTuple

from agents import codes
from agents.rules.awareness import also, stays_aware, told_probability
from model import randomness
from tests.reference.luck import branch, luck_word, one, spread_out
from tests.reference.people import DOMAINS, is_in, set_of
from tests.reference.rows import name_of

LEVELS = 126
ALLIANCE = range(4)


class Face(NamedTuple):
    """What others see of somebody who is at home. Memory and gain are told in steps, the nearest."""

    known: int
    at_home: bool = True
    takes_part: bool = False
    goose: bool = False
    group: int = 0
    memory: int = 0
    gain: int = 0
    luck: int = 0

    def word(self) -> int:
        """Return it as the world keeps it."""
        parts = (self.known, 9), (self.at_home, 1), (self.takes_part, 1), (self.goose, 1), (self.group, 2)
        found, shift = 0, 0
        for value, width in (*parts, (self.memory, 7), (self.gain, 7), (0, 4), (self.luck, 32)):
            found, shift = found | int(value) << shift, shift + width
        return found


def face_of(word: int) -> Face:
    """Return what a word of the world says."""
    widths, found = (9, 1, 1, 1, 2, 7, 7, 4, 32), []
    for width in widths:
        found.append(word & (1 << width) - 1)
        word >>= width
    known, at_home, takes_part, goose, group, memory, gain, _, luck = found
    return Face(known, bool(at_home), bool(takes_part), bool(goose), group, memory, gain, luck)


def neighbors(town: Any, resident: Any) -> list[Face]:
    """Return the face of each neighbor who is at home."""
    rows = town.ties[town.first_tie[resident.number] : town.first_tie[resident.number + 1]].tolist()
    return [face for face in (face_of(int(town.seen[row])) for row in rows) if face.at_home]


def is_goose(resident: Any, a: Any) -> bool:
    """Whether somebody is a Party member who goes ahead in a community with a red grid (C1)."""
    return bool(resident.marks & codes.PARTY) and a[resident.community].red_grid > 0.0


def show(now: Any) -> None:
    """Let everybody be seen as they are."""
    for resident in now.people:
        luck = luck_word(now.key, randomness.HEARS, name_of(now, resident), now.week)
        if resident.present != codes.HOME:
            now.town.seen[resident.number] = Face(0, at_home=False, luck=luck).word()
            continue
        active = resident.state != codes.INACTIVE
        memory, gain = (math.floor(share * LEVELS + 0.5) for share in (resident.memory, resident.gain))
        goose = active and is_goose(resident, now.a)
        face = Face(resident.known, True, active, goose, resident.group, memory, gain, luck)
        now.town.seen[resident.number] = face.word()


def draw_order(now: Any) -> None:
    for number, name in enumerate(now.names.tolist()):
        now.luck[number] = one(now.key, randomness.ORDER, name, now.week)


def in_order(now: Any) -> list[int]:
    """Return residents' numbers: in the week's order where it is seen as it happens, else as they come."""
    return list(now.order.tolist()) if now.live else list(range(len(now.people)))


def spread_awareness(now: Any) -> None:
    """Let residents hear of domains, one after the other; what is not renewed fades."""
    for number in in_order(now):
        resident = now.people[number]
        if resident.present != codes.HOME:
            continue
        own = face_of(int(now.town.seen[number])).luck
        around = neighbors(now.town, resident)
        _note_neighbors(resident, around)
        heard = _union(face.known for face in around if branch(spread_out(own), face.luck) < now.p.tie_chance)
        circle = _union(face.known for face in around if face.group == resident.group)
        luck = [branch(own, spread_out(d)) for d in DOMAINS]
        resident.known = heard | set_of(d for d in DOMAINS if _knows(now, resident, d, circle, luck[d]))
        if now.live:
            face = face_of(int(now.town.seen[number]))
            now.town.seen[number] = face._replace(known=resident.known).word()


def _union(sets: Any) -> int:
    return reduce(int.__or__, sets, 0)


def _note_neighbors(resident: Any, faces: list[Face]) -> None:
    """Note how many of the neighbors take part, and how they fare."""
    count_neighbors(resident, faces)
    many = len(faces)
    resident.near_memory = sum(face.memory for face in faces) / (float(LEVELS) * many) if many else 0.5
    resident.near_gain = sum(face.gain for face in faces) / (float(LEVELS) * many) if many else resident.gain


def count_neighbors(resident: Any, faces: list[Face]) -> None:
    resident.near_present = len(faces)
    resident.near_active = sum(face.takes_part for face in faces)
    resident.marks -= resident.marks & codes.NEAR_GOOSE
    resident.marks += codes.NEAR_GOOSE * any(face.goose for face in faces)


def _knows(now: Any, resident: Any, d: int, circle: int, luck: float) -> bool:
    """Whether a resident knows of a domain after this week, word of mouth aside."""
    barrier = 1.0 if is_in(d, circle) else float(now.p.barrier[resident.group])
    told = told_probability(now.p.media, _told_in_person(now, resident, d), barrier)
    return stays_aware(is_in(d, resident.known), told, now.p.fading, luck)


def _told_in_person(now: Any, resident: Any, d: int) -> float:
    """Return the chance that one of the week's contacts tells of a domain; outreach tells for certain."""
    if is_in(d, resident.told):
        return 1.0
    told = 0.0
    if resident.contact & codes.VISIT:
        told = also(told, now.a[0].visit_tells)
    if resident.contact & codes.EVENT:
        told = also(told, now.a[0].event_tells)
    for body in ALLIANCE:
        if resident.contact & codes.ALLIANCE_BIT << body and now.reach[body, d]:
            told = also(told, now.e[0].alliance_tells)
    return told
