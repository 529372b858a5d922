"""What the model reports: every indicator once, with its unit, labels, direction, window and breakdowns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Dimension = Literal["community", "group", "domain"]
ALL: tuple[Dimension, ...] = ("community", "group", "domain")
WHERE_WHO: tuple[Dimension, ...] = ("community", "group")


@dataclass(frozen=True)
class Indicator:
    """One reported number.

    ``goal`` is ``"max"``, ``"min"`` or ``""`` where neither is better; ``window`` is ``"level"`` (the last week) or
    ``"flow"`` (the last 52 weeks, or since the count began); ``matters`` is the smallest difference that a planner
    would act on, 0 where none is stated.
    """

    id: str
    zh: str
    en: str
    unit: str
    goal: Literal["max", "min", ""]
    window: Literal["level", "flow"]
    by: tuple[Dimension, ...] = ()
    headline: bool = False
    matters: float = 0.0

    def label(self, language: str) -> str:
        """Return the label in ``"zh"`` or ``"en"``."""
        return self.zh if language == "zh" else self.en


INDICATORS = (
    Indicator("participation_rate", "参与率", "participation rate", "share of adults", "max", "flow", ALL, True, 0.01),
    Indicator("service_coverage", "服务覆盖率", "service coverage", "share of needs", "max", "flow", ALL, True, 0.01),
    Indicator(
        "participation_with_mobilized",
        "参与率（含动员）",
        "participation incl. mobilized",
        "share of adults",
        "",
        "flow",
        WHERE_WHO,
    ),
    Indicator(
        "participation_twice",
        "两次以上参与率",
        "took part at least twice",
        "share of adults",
        "max",
        "flow",
        WHERE_WHO,
        matters=0.01,
    ),
    Indicator(
        "participation_this_week", "本周参与率", "took part this week", "share of adults", "max", "level", WHERE_WHO
    ),
    Indicator(
        "coverage_without_culture",
        "服务覆盖率（不含文体）",
        "coverage without culture",
        "share of needs",
        "max",
        "flow",
        WHERE_WHO,
        matters=0.01,
    ),
    Indicator("coverage_ever", "最终满足率", "needs ever met", "share of needs", "max", "flow", ALL),
    Indicator("sense_of_gain", "获得感", "sense of gain", "0-1", "max", "level", WHERE_WHO, matters=0.01),
    Indicator("sense_of_happiness", "幸福感", "sense of happiness", "0-1", "max", "level", WHERE_WHO, matters=0.01),
    Indicator("sense_of_safety", "安全感", "sense of safety", "0-1", "max", "level", WHERE_WHO, matters=0.01),
    Indicator(
        "resolved_at_source",
        "源头化解率",
        "resolved at the source",
        "share of trouble",
        "max",
        "flow",
        ALL,
        matters=0.01,
    ),
    Indicator(
        "met_by_others", "多元主体满足比例", "met by others than departments", "share of met needs", "max", "flow", ALL
    ),
    Indicator(
        "fitting_services",
        "精细匹配率",
        "services that fit domain, group and language",
        "share of services",
        "max",
        "flow",
        ALL,
    ),
    Indicator(
        "fragmented_cases",
        "重复或推转率",
        "duplicated or bounced cases",
        "share of cases",
        "min",
        "flow",
        ALL,
        matters=0.01,
    ),
    Indicator(
        "cross_group_participation",
        "跨群体参与联系",
        "participation ties across groups",
        "share of ties",
        "max",
        "flow",
        ("community",),
        matters=0.01,
    ),
    Indicator("response_weeks", "响应时间", "response time", "weeks", "min", "flow", ALL, matters=0.25),
    Indicator(
        "coverage_equity",
        "群体公平（最低/最高）",
        "equity across groups (worst over best)",
        "ratio",
        "max",
        "flow",
        matters=0.02,
    ),
    Indicator("organizations", "社会组织数", "organizations", "bodies", "max", "level", ("community", "domain")),
    Indicator("organization_diversity", "组织多样性", "diversity of organizations", "0-1", "max", "level"),
    Indicator("organization_survival", "组织一年存续率", "organizations surviving a year", "share", "max", "flow"),
    Indicator(
        "domains_taken_up",
        "组织开拓新领域",
        "further domains taken up",
        "per 100 organizations and year",
        "max",
        "flow",
        ("community",),
    ),
    Indicator(
        "organization_membership",
        "加入居民组织比例",
        "adults in residents' organizations",
        "share of adults",
        "max",
        "level",
        WHERE_WHO,
    ),
    Indicator("public_dependence", "政府资金依赖度", "dependence on public money", "share of income", "min", "flow"),
    Indicator(
        "social_money", "每元公共资金带动社会资金", "social money per public yuan", "yuan per yuan", "max", "flow"
    ),
    Indicator("autonomy", "组织自主性", "autonomy of organizations", "0-1", "max", "level", ("community",)),
    Indicator("legitimacy", "组织合法性", "legitimacy of organizations", "0-1", "max", "level", ("community",)),
    Indicator("public_cost", "公共成本", "public cost", "yuan per year", "min", "flow"),
    Indicator("cost_per_need_met", "每满足一项需求的公共成本", "public cost per need met", "yuan", "min", "flow"),
    Indicator("unpaid_hours", "无偿工时", "unpaid hours", "hours per year", "", "flow"),
    Indicator("tickets", "每千人工单", "tickets", "per 1,000 residents and year", "", "flow", WHERE_WHO),
    Indicator("tickets_closed", "工单办结率", "tickets closed", "share of tickets", "max", "flow", ALL),
    Indicator("escalations", "每千人升级事件", "escalations", "per 1,000 residents and year", "min", "flow", WHERE_WHO),
    Indicator("activities", "活动场次", "activities", "per year", "max", "flow", ("community", "domain")),
    Indicator("person_times", "活动人次", "person-times", "per year", "max", "flow", ALL),
    Indicator("volunteers", "志愿者比例", "volunteers and leaders", "share of adults", "max", "level", WHERE_WHO),
    Indicator("trust", "信任", "trust", "0-1", "max", "level", WHERE_WHO),
    Indicator("served_fit", "服务与需求结构吻合度", "fit of hours served to open needs", "0-1", "max", "flow"),
    Indicator(
        "constituents_informed",
        "群团对象知晓率",
        "alliance constituents who know of an offer",
        "share",
        "max",
        "level",
        WHERE_WHO,
    ),
    Indicator(
        "weeks_to_right_body", "到达责任单位用时", "weeks from case to the right body", "weeks", "min", "flow", ALL
    ),
    Indicator(
        "first_organization_fits",
        "首次对接合适率",
        "requests whose first organization fits",
        "share of requests",
        "max",
        "flow",
        ALL,
    ),
    Indicator(
        "qualified_service",
        "专业领域合格服务率",
        "professional requests served by the qualified",
        "share of requests",
        "max",
        "flow",
        ALL,
    ),
    Indicator(
        "outsider_hours_per_need",
        "境外与少数民族每需求服务时数",
        "service hours per need of foreign and minority residents",
        "hours",
        "max",
        "flow",
        ("community", "domain"),
    ),
    Indicator(
        "domains_known", "非党员知晓领域数", "domains known per non-member", "domains", "max", "level", WHERE_WHO
    ),
    Indicator(
        "cases_known",
        "相关单位知情率",
        "open cases known to a body that could serve",
        "share of cases",
        "max",
        "flow",
        ("community", "domain"),
    ),
    Indicator(
        "compound_joined",
        "复合事件八周会办率",
        "cases needing two bodies that had both in 8 weeks",
        "share of cases",
        "max",
        "flow",
        ("community", "domain"),
    ),
    Indicator(
        "hours_lost_room",
        "缺场地损失工时",
        "activity hours lost for want of a room",
        "hours per organization and month",
        "min",
        "flow",
    ),
    Indicator(
        "professionalism_trained", "受训群体专业度", "professionalism of the trained audiences", "0-1", "max", "level"
    ),
    Indicator("efficacy", "效能感", "efficacy felt by residents", "0-1", "max", "level", WHERE_WHO, matters=0.01),
    Indicator(
        "score_tracks_quality",
        "评分与实际质量的等级相关",
        "rank correlation of score and delivered quality",
        "correlation",
        "max",
        "flow",
    ),
    Indicator(
        "renewal_gap",
        "优者与劣者续约率之差",
        "renewal of the better half less that of the worse",
        "difference of shares",
        "max",
        "flow",
    ),
    Indicator(
        "applying", "申报组织比例", "organizations that apply in a round", "share of organizations", "max", "flow"
    ),
    Indicator(
        "hours_lost_cash",
        "缺资金损失工时",
        "hours lost for want of cash",
        "hours per organization and month",
        "min",
        "flow",
    ),
    Indicator("project_quality", "项目交付质量", "delivered quality of projects", "0-1", "max", "flow"),
    Indicator("projects", "评定项目数", "projects rated", "per year", "", "flow"),
    Indicator("stars", "平均星级", "mean stars", "stars", "", "flow"),
    Indicator("project_places", "项目购买名额", "places that project money bought", "per year", "max", "flow"),
    Indicator("project_hours", "项目购买工时", "hours that project money bought", "hours per year", "max", "flow"),
    Indicator("project_contacts", "项目外展人次", "outreach contacts bought", "per year", "max", "flow"),
    Indicator("fund_granted", "创投资金预算", "venture fund, granted", "yuan per year", "", "flow"),
    Indicator("fund_awarded", "创投资金立项", "venture fund, awarded to projects", "yuan per year", "", "flow"),
    Indicator("fund_casework", "创投资金转办件", "venture fund, turned into casework", "yuan per year", "", "flow"),
    Indicator("refused_yuan", "不予报销支出", "spending refused as ineligible", "yuan per year", "min", "flow"),
    Indicator("owed", "应付未付款", "owed to organizations", "yuan", "", "level"),
    Indicator("idle_cash", "组织账面余额", "organizations' idle balances", "yuan", "", "level"),
    Indicator("idle_fund", "创投资金结余", "idle balance of the venture fund", "yuan", "", "level"),
    Indicator("reported_satisfaction", "报告的满意度", "reported satisfaction", "0-1", "max", "level"),
)

BY_ID = {indicator.id: indicator for indicator in INDICATORS}
HEADLINES = tuple(indicator.id for indicator in INDICATORS if indicator.headline)
