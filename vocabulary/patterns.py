"""Base rates of real places against which the model is held: target, source, and how the model counts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["reached", "within_two", "missed"]
NEAR = 0.1
"""A count that is stated as one number is met within a tenth of it."""
NEAR_SHARE = 0.05
"""A share that is stated as one number is met within five points of it."""


@dataclass(frozen=True)
class Pattern:
    """A base rate: met if the value lies from ``low`` to ``high``.

    ``measure`` is an indicator, a measure of ``model.patterns``, or ``"more_requests"``, which compares two histories.
    ``only_at`` names the place whose size the target is for; it is empty where the target holds anywhere.
    """

    id: str
    zh: str
    en: str
    source: str
    low: float
    high: float
    measure: str
    unit: str
    counted_zh: str
    counted_en: str
    only_at: str = ""

    def label(self, language: str) -> str:
        """Return the label in ``"zh"`` or ``"en"``."""
        return self.zh if language == "zh" else self.en

    def counted(self, language: str) -> str:
        """Return how the model counts it, in ``"zh"`` or ``"en"``."""
        return self.counted_zh if language == "zh" else self.counted_en

    def verdict(self, value: float | None) -> Verdict:
        """Say whether a value reaches the target, lies within a factor of two of it, or misses it.

        Of a share, the rest must lie within the factor too: else every share would be near to nine in ten. Of a ratio,
        what it has above 1 counts: else no effect would be near to a large one.
        """
        if value is None:
            return "missed"
        if self.low <= value <= self.high:
            return "reached"
        if self.unit == "ratio":
            near = _within_two(value - 1.0, self.low - 1.0, self.high - 1.0)
        else:
            near = _within_two(value, self.low, self.high)
        if self.unit.startswith("share"):
            near = near and _within_two(1.0 - value, 1.0 - self.high, 1.0 - self.low)
        return "within_two" if near else "missed"


def _within_two(value: float, low: float, high: float) -> bool:
    return low / 2.0 <= value <= 2.0 * high


def near(stated: float) -> tuple[float, float]:
    """Return the target of a count that is stated as one number."""
    return stated * (1.0 - NEAR), stated * (1.0 + NEAR)


def near_share(stated: float) -> tuple[float, float]:
    """Return the target of a share that is stated as one number."""
    return stated - NEAR_SHARE, stated + NEAR_SHARE


PATTERNS = (
    Pattern(
        "active_share", "一年内参与的成年人", "adults active in a year",
        "about 30 % of residents volunteer anywhere (CSS 2021); 20-40 % taken",
        0.20, 0.40, "participation_rate", "share of adults",
        "一年内至少一次自愿参加活动或服务的人，占全年住在此地的成年人",
        "adults living here all year who took part of their own will at least once",
    ),
    Pattern(
        "person_times", "活动人次", "person-times a year",
        "100,000 in Jimingshan in 2018 (何文君, 浙江共产党员 2019/11)",
        *near(100_000.0), "person_times", "per year",
        "所有活动中给出的名额，含奉命参加的，折算到全社区",
        "places taken at all activities, by order or not, scaled up to the whole place", "jimingshan",
    ),
    Pattern(
        "activities", "活动场次", "activities a year",
        "1,000 in Jimingshan in 2018 (何文君, 浙江共产党员 2019/11)",
        *near(1_000.0), "activities", "per year",
        "社会组织举办的活动", "activities that organizations held", "jimingshan",
    ),
    Pattern(
        "paid_by_fund", "创投资金支付的人次", "person-times that the venture fund pays for",
        "300,000 yuan at 22 yuan a person-time (Shaoxing 2018) are a seventh of 100,000: an eighth to a sixth taken",
        1.0 / 8.0, 1.0 / 6.0, "paid_by_fund", "share",
        "创投资金所付的活动名额，除以全部人次", "places that the fund paid for, over all person-times", "jimingshan",
    ),
    Pattern(
        "tickets", "每千人工单", "tickets per 1,000 people and year",
        "184 grid items per 1,000 people (Zhejiang 2022)",
        *near(184.0), "tickets", "per 1,000 residents and year",
        "居民提出或他人发现的需求", "needs that residents asked help for or that others found",
    ),
    Pattern(
        "tickets_closed", "工单办结率", "tickets closed",
        "91.2 % of grid items (Zhejiang 2022)",
        *near_share(0.91), "tickets_closed", "share of tickets",
        "办妥的工单，占已了结的工单", "tickets of which the need was met, of those that ended",
    ),
    Pattern(
        "one_time_reporters", "只求助一次的人", "one-time reporters",
        "76 % of reporters (O'Brien 2015, Boston); 65-85 % taken",
        0.65, 0.85, "one_time_reporters", "share",
        "一年内求助一次的人，占一年内求助过的居民", "residents who asked once in the year, of those who asked",
    ),
    Pattern(
        "more_requests", "办理改善后求助增多", "more requests when handling improves",
        "11 to 25 million calls as resolution went from 53 to 97 % (Beijing 2019-2025); a factor of 1.5 to 2.3 taken",
        1.5, 2.3, "more_requests", "ratio",
        "人均自己求助的次数，办理好时的除以办理差时的：现行做法不变，从磨合期起把组织和部门的服务质量（service.quality与全部"
        "service.department_quality）都设为1.0，对比都设为0.2；办结率因此相差多少，见表下",
        "residents' own requests a head, what others find left out, where handling is good over those where it is "
        "poor: the standing policy with the quality of organizations' and departments' service (service.quality and "
        "all of service.department_quality) at 1.0 against the same at 0.2, the burn-in included; how far the share of "
        "tickets closed differs by that is told under the table",
    ),
    Pattern(
        "party_odds", "党员参与的优势比", "Party members' odds of taking part",
        "odds ratio of 1.99 in voting (SUNS 2017); 1.5-2.5 taken",
        1.5, 2.5, "party_odds", "ratio",
        "党员一年内自愿参与的优势，除以其他成年人的优势。来源说的是正式渠道的参与（投票），模型没有投票，所计的是任何自愿参与，"
        "走访等职责不算",
        "members' odds of taking part of their own will in the year over other adults'. The source speaks of official "
        "participation, here voting; the model has no voting and counts any participation that is voluntary, duties "
        "such as visits left out",
    ),
    Pattern(
        "volunteers_leaving", "一年内退出的志愿者", "volunteers leaving in a year",
        "30 %; a third (US 2006-07), 20 % do not expect to go on (NCVO); 20-36 % taken",
        0.20, 0.36, "volunteers_leaving", "share",
        "年初的志愿者和骨干中，仍住在此地而年末已不再是的", "volunteers and leaders as the year opens who still live "
        "here as it ends and are neither then",
    ),
    Pattern(
        "asked_recruits", "受邀而来的新志愿者", "new volunteers who were asked",
        "43 % (US 2006, Bureau of Labor Statistics)",
        *near_share(0.43), "asked_recruits", "share",
        "一年内成为志愿者的人中，参加时或成为志愿者时有人当面邀请的",
        "residents who began to volunteer in the year and had been asked in person, when they joined or when they rose",
    ),
    Pattern(
        "organizations", "社会组织数", "organizations",
        "19 in an urban community (Zhejiang about 2021)",
        *near(19.0), "organizations", "bodies",
        "年末正在活动的组织", "organizations that run as the year ends", "jimingshan",
    ),
)  # fmt: skip
