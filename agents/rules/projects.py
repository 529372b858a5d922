"""Rules of projects: applying, judging, stars, effort, rewards, and what money does to volunteers and donors."""

from agents.rules.arithmetic import clamp, rule

NO_CROWDING, LINEAR, INVERTED_U = 0, 1, 2
"""Variants of government money and volunteers' effort, in the order in which the parameter lists them."""

NO_EFFECT, U_SHAPED, HUMPED = 0, 1, 2
"""Variants of government money and donations."""

INDEPENDENT, SOFT, SWAYED = 0, 1, 2
"""Variants of judges."""


@rule
def applies(chance_of_winning: float, award: float, hours: float, hour_value: float) -> bool:
    """Tell whether an organization applies: what it can expect exceeds what applying costs."""
    return chance_of_winning * award > hours * hour_value


@rule
def hears_of_call(published: bool, open_rules: float, word_of_mouth: float, tie_weight: float, tie: float) -> float:
    """Return the chance that an organization hears of a call: by a notice (D1), or from whom it knows."""
    if published:
        return open_rules
    return clamp(word_of_mouth + tie_weight * tie, 0.0, 1.0)


@rule
def passed_on(hears: float, told: float) -> float:
    """Return the chance that an organization hears of a call where residents may tell it too (C6)."""
    return 1.0 - (1.0 - hears) * (1.0 - told)


@rule
def seen_agenda(set_agenda: float, residents_lack: float, autonomy: float) -> float:
    """Return the weight of a domain as an organization sees it: its own look counts by its autonomy (A6)."""
    return (1.0 - autonomy) * set_agenda + autonomy * residents_lack


@rule
def proposal_merit(quality: float, fit: float, quality_weight: float) -> float:
    """Return what a proposal is worth, 0 to 1: the ability of who makes it, and its fit to the agenda."""
    return quality_weight * quality + (1.0 - quality_weight) * fit


@rule
def judged(
    seen: float,
    noise: float,
    bias: float,
    leaning: float,
    variant: int,
    softness: float,
    reputation: float,
    sway: float,
) -> float:
    """Return a judge's score, 0 to 1: what the judge sees, with noise, bias and a leaning to the embedded.

    Soft judges add something; judges who are swayed look at the applicant's reputation instead of the work.
    """
    score = seen
    if variant == SWAYED:
        score = (1.0 - sway) * score + sway * reputation
    if variant == SOFT:
        score = score + softness
    return clamp(score + noise + bias + leaning, 0.0, 1.0)


@rule
def stars_for(score: float, two: float, three: float, four: float, five: float) -> int:
    """Return stars, 1 to 5: one more for each cut point that the score reaches."""
    return 1 + int(score >= two) + int(score >= three) + int(score >= four) + int(score >= five)


@rule
def effort_of(
    base: float,
    supervision: float,
    supervised: float,
    milestone: float,
    by_milestone: float,
    reward: float,
    rewarded: float,
    drive_weight: float,
    drive: float,
    least: float,
) -> float:
    """Return the effort with which a project is done: looked at, paid for what is delivered, rewarded, driven."""
    effort = base + supervision * supervised + milestone * by_milestone + reward * rewarded
    return clamp(effort + drive_weight * (drive - 0.5), least, 1.0)


@rule
def share_followed(has_adviser: bool, hours: float, full: float) -> float:
    """Return how much of an adviser a project has, 0 to 1 (D4): hours given against those of a full following."""
    return min(1.0, hours / full) if has_adviser else 0.0


@rule
def eligible_share(published: bool, refused_published: float, refused: float, exposed: float) -> float:
    """Return which share of spending is eligible: more where rules are published (D1); contracts are less exposed."""
    return 1.0 - (refused_published if published else refused) * exposed


@rule
def volunteers_after_crowding(variant: int, public_share: float, linear: float, rise: float, fall: float) -> float:
    """Return the factor of volunteers' effort at a share of government money in an organization's income."""
    if variant == LINEAR:
        return 1.0 - linear * public_share
    if variant == INVERTED_U:
        return clamp(1.0 + rise * public_share - fall * public_share * public_share, 0.0, 3.0)
    return 1.0


@rule
def donations_after_crowding(variant: int, public_share: float, dip: float, rise: float, fall: float) -> float:
    """Return the factor of donations at a share of government money in an organization's income."""
    if variant == U_SHAPED:
        return 1.0 - dip * public_share + dip * public_share * public_share
    if variant == HUMPED:
        return clamp(1.0 + rise * public_share - fall * public_share * public_share, 0.0, 3.0)
    return 1.0


@rule
def reputation_after(reputation: float, stars: float, step: float) -> float:
    """Return reputation after a rating: part of the way to where the stars stand between 1 and 5."""
    return reputation + step * ((stars - 1.0) / 4.0 - reputation)
