"""Residents in the project cycle: proposals, efficacy, and what a project's appraisal measures of them."""

from __future__ import annotations

from typing import Any

from agents.codes import ATTENDS, CHILD, GONE, HOME, INACTIVE, INTAKE, MASS, UNASKED
from agents.rules.trust import lowered, raised
from model.columns import Bodies, Needs, Residents
from model.compiling import kernel
from model.kernels.needs import CULTURE, mean_of
from model.randomness import PROPOSES, Key, draws4


@kernel
def list_cases(needs: Needs, n: int, found: Any) -> None:
    """Count the cases that departments know of by community and domain: their view of what is needed."""
    for r in range(n):
        if needs[r].status != GONE and needs[r].status >= INTAKE:
            found[needs[r].community, needs[r].domain] += 1.0


@kernel
def think_of_needs(people: Residents, needs: Needs, n: int) -> None:
    """Let residents think first of a need of their own, when they are asked for proposals."""
    for r in range(n):
        if needs[r].status == UNASKED and needs[r].domain != CULTURE:
            people[needs[r].who].proposed = -1 - needs[r].domain


@kernel
def interest_of(people: Residents, i: int, u: float) -> int:
    """Return one of a resident's interests, or -1 without any."""
    count = 0
    for d in range(9):
        count += (int(people[i].interest) >> d) & 1
    at = int(u * count)
    for d in range(9):
        if (int(people[i].interest) >> d) & 1:
            if at == 0:
                return d
            at -= 1
    return -1


@kernel
def make_proposals(people: Residents, names: Any, a: Any, p: Any, counts: Any, key: Key, week: int) -> int:
    """Let adults propose what projects should be for (C6); return how many did.

    ``proposed`` holds 1 + the domain, 0 for nobody's proposal; below 0 it says of which need a resident thinks first.
    """
    made = 0
    for i in range(people.size):
        thought = int(people[i].proposed)
        people[i].proposed = 0
        c = int(people[i].community)
        if people[i].present != HOME or people[i].age == CHILD or a[c].project_based * a[c].agenda_share == 0.0:
            continue
        u = draws4(key, PROPOSES, names[i], week)
        chance = p.proposes * (p.proposes_active if people[i].state >= ATTENDS else 1.0)
        d = -1 - thought if thought < 0 else interest_of(people, i, u[1])
        if u[0] < chance and d >= 0:
            people[i].proposed = 1 + d
            counts[c, d] += 1.0
            made += 1
    return made


@kernel
def hear_of_awards(people: Residents, adopted: Any, a: Any, p: Any) -> None:
    """Let those who proposed learn whether it was adopted, and their neighbors hear of it.

    ``adopted[c, d]`` is 1 where a project of that domain was awarded for that community.
    """
    for i in range(people.size):
        c = int(people[i].community)
        voice = a[c].project_based * a[c].agenda_share
        if people[i].present != HOME or people[i].age == CHILD or voice == 0.0:
            continue
        if people[i].proposed > 0:
            if adopted[c, people[i].proposed - 1] > 0.0:
                people[i].efficacy = raised(people[i].efficacy, p.efficacy_adopted)
            else:
                people[i].efficacy = lowered(people[i].efficacy, p.efficacy_refused)
        people[i].efficacy = raised(people[i].efficacy, p.efficacy_news * voice * mean_of(adopted[c]))


@kernel
def take_part_in_projects(people: Residents, share: Any, step: float) -> None:
    """Let members whose organization's project they worked at, supervised and appraised feel that they count.

    ``share[o]`` is residents' part in the work, supervision and appraisal of organization o's project, 0 without any.
    """
    for i in range(people.size):
        o = int(people[i].organization)
        if o >= 0 and people[i].state > INACTIVE and share[o] > 0.0:
            people[i].efficacy = raised(people[i].efficacy, step * share[o])


@kernel
def members_feel(people: Residents, bodies: Bodies, happy: Any, count: Any) -> None:
    """Add up the happiness of each organization's members, and count them."""
    for i in range(people.size):
        o = int(people[i].organization)
        if o >= 0 and people[i].state > INACTIVE and bodies[o].kind == MASS:
            happy[o] += people[i].happiness
            count[o] += 1.0


@kernel
def who_knows(people: Residents, known: Any, count: Any) -> None:
    """Count residents by community and group, and those of them who know of each domain."""
    for i in range(people.size):
        if people[i].present == HOME:
            c, g = int(people[i].community), int(people[i].group)
            count[c, g] += 1.0
            for d in range(9):
                known[c, g, d] += (int(people[i].known) >> d) & 1
