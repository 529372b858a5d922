"""Places of any size: like Jiangdong, with its communities and organizations in proportion, or as many as one likes."""

from __future__ import annotations

from dataclasses import replace

from scenarios import Community, OrganizationEntry, Place, load_place

LIKE = "jiangdong"


def place_of(residents: int, organizations: int | None = None) -> Place:
    """Return a place like Jiangdong.

    Parameters
    ----------
    residents
        How many live there: communities are taken evenly from Jiangdong's, repeated if need be, and sized to fit.
    organizations
        How many there are at the start; in proportion to the residents if not given.
    """
    whole = load_place(LIKE)
    share = residents / whole.residents
    communities = communities_for(whole, residents)
    count = max(4, round(len(whole.organizations) * share)) if organizations is None else organizations
    return replace(
        whole,
        communities=communities,
        organizations=organizations_for(whole, count, communities),
        departments=tuple(replace(one, hours=one.hours * share) for one in whole.departments),
        purchases=tuple(replace(one, yuan=one.yuan * share) for one in whole.purchases),
        provenance=(),
    )


def evenly(many: int, of: int) -> list[int]:
    """Return places of so many entries in a list: spread over it, or going round it."""
    return [k * of // many if many <= of else k % of for k in range(many)]


def communities_for(whole: Place, residents: int) -> tuple[Community, ...]:
    """Return communities that hold so many residents, each with rooms and units in proportion."""
    count = max(1, round(len(whole.communities) * residents / whole.residents))
    chosen = [whole.communities[k] for k in evenly(count, len(whole.communities))]
    stretch = residents / sum(one.residents for one in chosen)
    found = [resized(one, stretch, f"community-{number:03}") for number, one in enumerate(chosen, start=1)]
    missing = residents - sum(one.residents for one in found)
    return (replace(found[0], residents=found[0].residents + missing), *found[1:])


def resized(one: Community, stretch: float, name: str) -> Community:
    """Return a community that is larger or smaller, under another name."""
    return replace(
        one,
        id=name,
        residents=round(one.residents * stretch),
        grids=max(1, round(one.grids * stretch)),
        room_hours=one.room_hours * stretch,
        venue_hours=one.venue_hours * stretch,
        units=max(1, round(one.units * stretch)),
        committee_yuan=one.committee_yuan * stretch,
    )


def organizations_for(whole: Place, count: int, communities: tuple[Community, ...]) -> tuple[OrganizationEntry, ...]:
    """Return so many organizations, those of communities dealt out among them."""
    chosen = [whole.organizations[k] for k in evenly(count, len(whole.organizations))]
    return tuple(
        replace(one, id=f"organization-{k}", community=communities[k % len(communities)].id if one.community else "")
        for k, one in enumerate(chosen)
    )
