"""Rules of organizations: embedding, founding, closing, entering."""

from agents.rules.arithmetic import chance, clamp, exp, rule


@rule
def legitimacy_of(depth: float, slope: float) -> float:
    """Return legitimacy: it rises with the depth of embedding and saturates."""
    return 1.0 - exp(-slope * depth)


@rule
def autonomy_of(depth: float, rigidity: float, variant: int) -> float:
    """Return autonomy: what depth takes away, the more the more rigid the style.

    Nothing (variant 0), in proportion (1), or little at first and more and more (2).
    """
    if variant == 0:
        return 1.0
    if variant == 2:
        return clamp(1.0 - rigidity * depth * depth, 0.0, 1.0)
    return clamp(1.0 - rigidity * depth, 0.0, 1.0)


@rule
def founding_probability(
    rate: float, support: float, interested: float, scale: float, rivals: float, rivalry: float
) -> float:
    """Return the chance of a founding in a quarter (density dependence, Hannan and Freeman 1989)."""
    return clamp(rate * support * (1.0 - exp(-interested / scale)) / (1.0 + rivalry * rivals), 0.0, 1.0)


@rule
def closing_probability(base: float, small: float, members: float, scale: float, newborn: float, young: bool) -> float:
    """Return the chance that a group closes this week: smallness and newness add to it."""
    hazard = base + small * exp(-members / scale)
    if young:
        hazard = hazard + newborn
    return chance(hazard)


@rule
def staffed_closing_probability(base: float, unpaid: float, weeks_unpaid: float, limit: float) -> float:
    """Return the chance that a staffed body closes this week; long unpaid wages add to it."""
    hazard = base
    if weeks_unpaid >= limit:
        hazard = hazard + unpaid
    return chance(hazard)


@rule
def taking_up_probability(rate: float, autonomy: float, drive: float, domains: float) -> float:
    """Return the chance that an organization takes up a further domain in a quarter: who is free and keen tries."""
    return clamp(rate * autonomy * drive / domains, 0.0, 1.0)


@rule
def skill_with_another(skill: float, domains: float, start: float) -> float:
    """Return professionalism over one domain more: the new one begins at the start."""
    return (skill * domains + start) / (domains + 1.0)


@rule
def entry_probability(rate: float, support: float, contract: float, scale: float) -> float:
    """Return the chance that a professional organization enters in a quarter, drawn by expected contracts."""
    return clamp(rate * support * (1.0 + contract / scale), 0.0, 1.0)
