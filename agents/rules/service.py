"""Rules of services: quality, skill, wear of training."""

from agents.rules.arithmetic import clamp, rule


@rule
def service_quality(base: float, skill_weight: float, skill: float, drive_weight: float, drive: float) -> float:
    """Return the chance that a service meets the need."""
    return clamp(base + skill_weight * skill + drive_weight * (drive - 0.5), 0.0, 1.0)


@rule
def skill_after(skill: float, hours: float, gain: float, start: float, decay: float) -> float:
    """Return professionalism after a week: training closes part of the gap to 1, the rest wears back to the start."""
    trained = skill + clamp(gain * hours, 0.0, 1.0) * (1.0 - skill)
    return trained + decay * (start - trained)
