"""The kinds of things that the model counts by: domains of need, groups and ages of residents, kinds of bodies."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Category:
    """One named kind, with its label in both languages."""

    id: str
    zh: str
    en: str

    def label(self, language: str) -> str:
        """Return the label in ``"zh"`` or ``"en"``."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Domain(Category):
    """A domain of need. ``professional``: needs qualified staff; ``by_attending``: met by a place at an activity."""

    professional: bool = False
    by_attending: bool = False
    by_course: bool = False


DOMAINS = (
    Domain("mutual_aid", "公益互助", "mutual aid"),
    Domain("culture", "文体活动", "culture and sport", by_attending=True),
    Domain("mental_health", "心理健康", "mental health", professional=True),
    Domain("safety", "矫治安帮", "corrections and safety", professional=True),
    Domain("legal_aid", "法律援助", "legal aid", professional=True),
    Domain("education", "教育培训", "education and training", professional=True, by_course=True),
    Domain("integration", "融合与语言", "integration and language", by_course=True),
    Domain("elder_care", "养老托幼", "elder and family care"),
    Domain("environment", "环境物业", "environment and property"),
)

GROUPS = (
    Category("local", "本地居民", "locals"),
    Category("migrant", "外来建设者", "internal migrants"),
    Category("minority", "少数民族", "ethnic minorities"),
    Category("foreign", "境外人员", "foreign residents"),
)

AGES = (
    Category("child", "未成年人（0-17岁）", "children (0-17)"),
    Category("young", "青年（18-34岁）", "young adults (18-34)"),
    Category("middle", "中年（35-59岁）", "middle-aged (35-59)"),
    Category("old", "老年（60岁及以上）", "older adults (60+)"),
)

STATES = (
    Category("inactive", "未参与", "inactive"),
    Category("attends", "参加活动", "attends"),
    Category("volunteers", "志愿服务", "volunteers"),
    Category("leads", "带头领办", "leads"),
)

ORGANIZATION_KINDS = (
    Category("mass", "群众性社会组织", "mass organization of residents"),
    Category("professional", "专业性社会组织", "professional organization"),
)

ALLIANCE = (
    Category("trade_union", "总工会", "trade union"),
    Category("youth_league", "共青团", "Youth League"),
    Category("womens_federation", "妇联", "women's federation"),
    Category("science_association", "科协", "science association"),
)

JUDGES = (
    Category("expert", "技术专家", "experts"),
    Category("department", "职能部门", "departments"),
    Category("media", "新闻媒体", "media"),
    Category("resident", "居民代表", "residents' representatives"),
)

CRITERIA = (
    Category("quality", "质量", "quality"),
    Category("progress", "进度", "progress"),
    Category("awareness", "知晓率", "public awareness"),
    Category("participation", "参与率", "participation"),
    Category("satisfaction", "满意度", "satisfaction"),
)

STARS = tuple(Category(f"stars_{n}", f"{n}星", f"{n} stars" if n > 1 else "1 star") for n in range(1, 6))

ALLIANCE_TELLS = (
    (1, 0, 0, 0, 1, 1, 0, 0, 0),
    (1, 1, 0, 0, 0, 1, 0, 0, 0),
    (0, 0, 1, 0, 1, 0, 0, 1, 0),
    (0, 1, 0, 0, 0, 1, 0, 0, 1),
)
"""Which domains each of the alliance's four tells its constituents of (assumed from their mandates)."""


def ids(categories: tuple[Category, ...]) -> tuple[str, ...]:
    """Return the ids of some categories, in their order."""
    return tuple(category.id for category in categories)


DOMAIN_IDS, GROUP_IDS, AGE_IDS = ids(DOMAINS), ids(GROUPS), ids(AGES)
CULTURE, EDUCATION, INTEGRATION, ELDER_CARE = (
    DOMAIN_IDS.index(name) for name in ("culture", "education", "integration", "elder_care")
)
