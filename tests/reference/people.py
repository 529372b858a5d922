"""Who lives here: traits, moving in and out."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from agents import codes
from agents.rules.population import moving_probability
from model import randomness
from model.quantiles import gamma_from, normal_from
from tests.reference.luck import four, one
from tests.reference.rows import name_of
from vocabulary.categories import DOMAIN_IDS, GROUP_IDS

DOMAINS = range(len(DOMAIN_IDS))


def one_of(shares: Any, luck: float) -> int:
    """Return which of some shares a draw falls into."""
    for number, upper in enumerate(accumulate(float(share) for share in shares[:-1])):
        if luck < upper:
            return number
    return len(shares) - 1


def pick(now: Any) -> int:
    return one_of(now.shares, now.u)


def luck_by_domain(key: Any, purpose: int, who: int, week: int, part: int) -> list[float]:
    """Return a draw for each domain: four from one block, four from the next, one from the third."""
    return [luck for more in range(3) for luck in four(key, purpose, who, week, part + more)][: len(DOMAINS)]


def set_of(domains: Any) -> int:
    """Return domains as one number, a bit for each."""
    return sum(1 << d for d in domains)


def is_in(domain: int, numbers: int) -> bool:
    """Whether a domain is among those that a number stands for."""
    return bool(numbers & 1 << domain)


def settle(resident: Any, who: int, ages: Any, party_share: float, p: Any, key: Any, week: int) -> None:
    """Give somebody who moves in what they bring along."""
    born, made, more = (four(key, randomness.TRAITS, who, week, part) for part in range(3))
    resident.age = one_of(ages, born[0])
    is_adult = resident.age != codes.CHILD
    is_member = is_adult and GROUP_IDS[resident.group] != "foreign" and born[3] < party_share
    resident.marks = (
        codes.WOMAN * (born[1] < p.women)
        + codes.PROFESSIONAL * (is_adult and born[2] < p.professional_share)
        + codes.PARTY * is_member
        + (resident.marks & codes.NEAR_GOOSE)
    )
    resident.threshold = p.threshold_mean + p.threshold_sd * normal_from(made[0])
    resident.proneness = gamma_from(made[1], p.proneness_shape) / p.proneness_shape
    resident.propensity = gamma_from(made[2], p.asking_shape) / p.asking_shape
    trust = p.trust_mean + p.trust_sd * normal_from(made[3])
    resident.base_trust = sorted((p.trust_margin, trust, 1.0 - p.trust_margin))[1]
    resident.gain = p.start_gain + p.start_gain_spread * more[0]
    luck = luck_by_domain(key, randomness.TRAITS, who, week, 3)
    resident.interest = set_of(d for d in DOMAINS if luck[d] < p.interest_share)
    _begin(resident, p)


def _begin(resident: Any, p: Any) -> None:
    """Nothing has happened to a newcomer here yet: they know nobody's help, belong to nothing, remember nothing."""
    resident.present = codes.HOME
    resident.trust, resident.memory, resident.happiness = resident.base_trust, p.start_memory, p.start_happiness
    resident.near_memory, resident.near_gain, resident.identification = 0.5, resident.gain, 0.0
    resident.known = resident.told = resident.contact = resident.requests = 0
    resident.state, resident.organization, resident.placed = codes.INACTIVE, -1, -1
    resident.last = resident.previous = resident.mobilized = resident.rose = codes.NEVER
    for d in DOMAINS:
        resident.last_by_domain[d] = 0


def populate(now: Any) -> None:
    """Fill every dwelling that does not wait for an influx."""
    for resident in now.people:
        if resident.present != codes.RESERVED:
            c = resident.community
            resident.group = one_of(now.group_shares[c], one(now.key, randomness.GROUP, name_of(now, resident), 0))
            settle(resident, name_of(now, resident), now.age_shares[c], float(now.party[c]), now.p, now.key, 0)
            resident.since = codes.NEVER


def start_lives(now: Any) -> None:
    """Give the first residents what they know, and let some adults take part already."""
    for resident in now.people:
        if resident.present != codes.HOME:
            continue
        luck = luck_by_domain(now.key, randomness.START, name_of(now, resident), 0, 0)
        resident.known |= set_of(d for d in DOMAINS if luck[d] < now.p.start_aware)
        if resident.age != codes.CHILD:
            resident.state = _first_state(now.p, *four(now.key, randomness.START, name_of(now, resident), 0, 3)[:2])


def _first_state(p: Any, takes_part: float, leads: float) -> int:
    """Some volunteer, a few of them lead, others attend, most are inactive."""
    if takes_part < p.start_volunteers:
        return codes.LEADS if leads * p.start_volunteers < p.start_leads else codes.VOLUNTEERS
    if takes_part < p.start_volunteers + p.start_attends:
        return codes.ATTENDS
    return codes.INACTIVE


def move_residents(now: Any) -> None:
    """Let residents leave, and let others come to where nobody lives; then count who is here."""
    for resident in now.people:
        luck = one(now.key, randomness.ARRIVES, name_of(now, resident), now.week)
        if resident.present == codes.HOME:
            if luck < moving_probability(float(now.p.turnover[resident.group])):
                _leave(resident, now.week)
            continue
        filled = now.p.refill if resident.present == codes.EMPTY else float(now.influx[resident.grid])
        if luck < filled:
            c = resident.community
            settle(resident, name_of(now, resident), now.age_shares[c], float(now.party[c]), now.p, now.key, now.week)
            resident.efficacy, resident.proposed, resident.since = float(now.efficacy), 0, now.week
    count_homes(now)


def _leave(resident: Any, week: int) -> None:
    resident.present, resident.since = codes.EMPTY, week
    resident.state, resident.organization, resident.known = codes.INACTIVE, -1, 0


def count_homes(now: Any) -> None:
    """Count who lives in each community and grid, and adults."""
    now.homes[:] = now.adults[:] = now.grid_homes[:] = 0
    for resident in now.people:
        if resident.present == codes.HOME:
            now.homes[resident.community] += 1
            now.grid_homes[resident.grid] += 1
            now.adults[resident.community] += resident.age != codes.CHILD
