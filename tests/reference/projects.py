"""Residents in the project cycle: proposals, efficacy, and what appraisal measures of them."""

from __future__ import annotations

from typing import Any

from agents import codes
from agents.rules.trust import lowered, raised
from model import randomness
from tests.reference.luck import four
from tests.reference.people import DOMAINS, is_in
from tests.reference.rows import name_of
from vocabulary.categories import CULTURE


def list_cases(now: Any) -> None:
    """Count the cases that departments know of."""
    for need in now.needs[: now.n]:
        if need.status not in (codes.UNASKED, codes.GONE):
            now.found[need.community, need.domain] += 1.0


def think_of_needs(now: Any) -> None:
    """Let residents think of a need that nobody has helped them with; the last one counts."""
    for need in now.needs[: now.n]:
        if need.status == codes.UNASKED and need.domain != CULTURE:
            now.people[need.who].proposed = -1 - need.domain


def _voice(now: Any, resident: Any) -> float:
    """Return residents' say in the agenda where somebody lives."""
    a = now.a[resident.community]
    return float(a.project_based * a.agenda_share)


def _is_adult_at_home(resident: Any) -> bool:
    return bool(resident.present == codes.HOME and resident.age != codes.CHILD)


def make_proposals(now: Any) -> int:
    """Let adults propose a domain: of a need of their own, else of an interest; return how many do."""
    made = 0
    for resident in now.people:
        thought, resident.proposed = resident.proposed, 0
        if not _is_adult_at_home(resident) or _voice(now, resident) == 0.0:
            continue
        proposes, chooses, _, _ = four(now.key, randomness.PROPOSES, name_of(now, resident), now.week)
        interests = [d for d in DOMAINS if is_in(d, resident.interest)]
        domain = interests[int(chooses * len(interests))] if interests else None
        if thought < 0:
            domain = -1 - thought
        likely = now.p.proposes * (now.p.proposes_active if resident.state != codes.INACTIVE else 1.0)
        if domain is not None and proposes < likely:
            resident.proposed = 1 + domain
            now.counts[resident.community, domain] += 1.0
            made += 1
    return made


def hear_of_awards(now: Any) -> None:
    """Let residents hear what was awarded: who proposed it feels heard or refused, others hear the news."""
    for resident in now.people:
        voice = _voice(now, resident)
        if not _is_adult_at_home(resident) or voice == 0.0:
            continue
        adopted = now.adopted[resident.community].tolist()
        if resident.proposed > 0:
            heard = adopted[resident.proposed - 1] > 0.0
            feels, step = (raised, now.p.efficacy_adopted) if heard else (lowered, now.p.efficacy_refused)
            resident.efficacy = feels(resident.efficacy, step)
        mean = 0.0
        for share in adopted:
            mean += share
        resident.efficacy = raised(resident.efficacy, now.p.efficacy_news * voice * (mean / len(adopted)))


def take_part_in_projects(now: Any) -> None:
    """Let members feel that they count by their share in their organization's project."""
    for resident in now.people:
        if resident.organization >= 0 and resident.state != codes.INACTIVE:
            share = float(now.share[resident.organization])
            if share > 0.0:
                resident.efficacy = raised(resident.efficacy, now.step * share)


def members_feel(now: Any) -> None:
    """Add up the happiness of groups' members."""
    for resident in now.people:
        o = resident.organization
        if o >= 0 and resident.state != codes.INACTIVE and now.bodies[o].kind == codes.MASS:
            now.happy[o] += resident.happiness
            now.count[o] += 1.0


def who_knows(now: Any) -> None:
    """Count residents, and who knows of what."""
    for resident in now.people:
        if resident.present == codes.HOME:
            cell = resident.community, resident.group
            now.count[cell] += 1.0
            for d in DOMAINS:
                now.known[cell][d] += is_in(d, resident.known)
