"""The rows of the brief: what each switch stands for, and the mediator by which its effect is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A row of the brief's table.

    ``switch`` is the lever that turns it off, ``mediator`` the indicator one step beyond the switch, ``off`` what
    stands there instead, and ``on_policy`` the policy from which it is taken away.
    """

    id: str
    switch: str
    mediator: str
    zh: str
    en: str
    off_zh: str
    off_en: str
    on_policy: str = "full"

    def label(self, language: str) -> str:
        """Return the label in ``"zh"`` or ``"en"``."""
        return self.zh if language == "zh" else self.en


ROWS = (
    Row(
        "A1",
        "embedding.party_committee",
        "served_fit",
        "街道大党委",
        "subdistrict Party committee",
        "各自履职，没有共同重点",
        "each body follows its own mandate",
    ),
    Row(
        "A2",
        "embedding.rainbow_alliance",
        "constituents_informed",
        "彩虹联盟",
        "Rainbow Alliance",
        "四家群团存在但联系不到群众",
        "the four exist and reach nobody",
    ),
    Row(
        "A3",
        "embedding.command_center",
        "weeks_to_right_body",
        "四个平台指挥中心",
        "Four-Platforms command center",
        "事件停在首接单位，来回推转",
        "a case stays where it was rung in, and bounces",
    ),
    Row(
        "A4",
        "embedding.service_center",
        "first_organization_fits",
        "社会组织服务中心",
        "social-organization service center",
        "组织与需求只靠熟人相遇",
        "organizations and needs meet by own ties only",
    ),
    Row(
        "A5",
        "embedding.other_subjects",
        "met_by_others",
        "其他治理主体",
        "every other subject",
        "组织存在但不服务",
        "organizations exist and serve nobody",
        on_policy="fragmented",
    ),
    Row(
        "A6",
        "embedding.flexible_style",
        "autonomy",
        "柔性而非刚性",
        "flexible, not rigid",
        "同样的深度，刚性的方式",
        "the same depth, a rigid style",
    ),
    Row(
        "B1",
        "cultivation.mass_organizations",
        "organization_membership",
        "内生群众组织",
        "mass organizations grown within",
        "居民不创办组织",
        "residents found nothing",
    ),
    Row(
        "B2",
        "cultivation.professional_organizations",
        "qualified_service",
        "引进专业组织",
        "professional organizations brought in",
        "没有新的专业组织进入",
        "nobody new comes in",
    ),
    Row(
        "B3",
        "cultivation.aimed_purchase",
        "outsider_hours_per_need",
        "定向购买服务",
        "purchase aimed at a group",
        "部门购买不设目标群体",
        "departments buy without aiming",
    ),
    Row(
        "C1",
        "activation.red_grid",
        "domains_known",
        "红色网格与领头雁",
        "red grid and lead geese",
        "党员与其他居民一样",
        "Party members act like other residents",
    ),
    Row(
        "C2",
        "activation.party_groups",
        "legitimacy",
        "党建嵌入登记管理",
        "Party groups in registration",
        "登记不改变嵌入深度",
        "registering changes no depth",
    ),
    Row(
        "C3",
        "activation.cross_appointment",
        "cases_known",
        "交叉任职",
        "cross-appointment",
        "管理人员互不任职",
        "no managers are exchanged",
    ),
    Row(
        "C4",
        "activation.joint_meeting",
        "compound_joined",
        "党建联席与联勤联动",
        "joint meetings and linkage",
        "不开联席会，单位只凭偶然联系",
        "no meetings; bodies meet by chance",
    ),
    Row(
        "C5",
        "activation.brand_projects",
        "cross_group_participation",
        "社区品牌项目",
        "brand projects",
        "没有品牌活动",
        "none",
    ),
    Row(
        "C6",
        "activation.project_based",
        "efficacy",
        "项目化运作",
        "project-based running",
        "议题、执行、监督、评议都由部门包办",
        "agenda, work, supervision and appraisal by departments alone",
    ),
    Row(
        "C7",
        "activation.four_way_panel",
        "score_tracks_quality",
        "四维评估",
        "four-way panel",
        "只由主管部门评判",
        "the department judges alone",
    ),
    Row(
        "C8",
        "activation.star_rating",
        "renewal_gap",
        "星级评定",
        "star rating",
        "没有星级，续约与奖励不看过去",
        "no stars; renewal and reward ignore the past",
    ),
    Row(
        "D1",
        "linking.published_rules",
        "applying",
        "政策保障",
        "published rules",
        "规则靠摸索",
        "rules are learnt by trying",
    ),
    Row(
        "D2",
        "linking.venture_fund",
        "hours_lost_cash",
        "公益创投资金",
        "venture fund",
        "没有创投资金；部门购买、捐赠、会费照旧",
        "no venture fund; departments' purchase, donations and dues stay",
    ),
    Row("D3", "linking.venues", "hours_lost_room", "阵地", "venues", "只有自有场地", "own premises only"),
    Row("D4", "linking.think_tank", "project_quality", "智库", "think tank", "没有顾问", "none"),
    Row("D5", "linking.training", "professionalism_trained", "人才培训", "training", "没有培训", "none"),
)
