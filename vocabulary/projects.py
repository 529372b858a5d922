"""Parameters of the project cycle: applying, judging, working, supervising, paying."""

from __future__ import annotations

from vocabulary.categories import CRITERIA, JUDGES, STARS
from vocabulary.parameters import Parameters, Table, assumed, by_category, choice, measured, uncertainty

# fmt: off

class Projects(Parameters, subject="projects", zh="项目", en="Projects"):
    """项目 · What is assumed of the project cycle; its levers stand under activation and linking."""

    award_small: float = uncertainty(
        6000.0, 500, 100000, "yuan", zh="小型组织项目额", en="venture project of the smallest group",
        source=assumed("below the 10,000-30,000 each of Wujin 2017, up to 30,000 in Chouzhou 2023"))
    award_large: float = uncertainty(
        15000.0, 500, 200000, "yuan", zh="大型群众组织项目额", en="venture project of a large group",
        source=assumed("half of the ceiling of 30,000 yuan of Chouzhou 2023"))
    award_professional: float = uncertainty(
        30000.0, 1000, 500000, "yuan", zh="专业组织项目额", en="venture project of a professional body",
        source=measured("ceiling of 30,000 yuan a project, Chouzhou 2023"))
    large_group: float = uncertainty(
        60.0, 5, 500, "volunteers", zh="大型群众组织规模", en="volunteers of a large group",
        source=assumed("four leaders"))
    large_staff: float = uncertainty(
        4.0, 1, 50, "people", zh="大型专业组织规模", en="staff of a body that gets the full sum",
        source=assumed("an established body's four"))
    application_hours: float = uncertainty(
        40.0, 1, 200, "hours", zh="规则不明时的申报工时", en="hours of an application under unknown rules",
        source=assumed("a week's work; with published rules see the lever of D1"))
    hour_value: float = uncertainty(
        40.0, 0, 200, "yuan per hour", zh="申报工时机会成本", en="what an hour of applying is worth to an organization",
        source=assumed("between a volunteer's hour and a social worker's"))
    belief_start: float = uncertainty(
        0.8, 0.05, 1, "probability", zh="初始中选预期", en="chance of winning that is expected at first",
        source=measured("30 of 37 applicants won, Wujin 2017"))
    belief_step: float = uncertainty(
        0.5, 0, 1, "of the gap per round", zh="中选预期的更新", en="expectation follows the share that won",
        source=assumed("half of the way"))
    belief_least: float = uncertainty(
        0.05, 0, 1, "probability", zh="中选预期下限", en="least expected chance of winning",
        source=assumed("nobody gives up hope for good"))
    doubt: float = uncertainty(
        0.3, 0, 1, "share", zh="规则不明时对公正的怀疑", en="chance that an outsider gives up for fear of favor",
        source=assumed("full for an organization without legitimacy, none for one with all of it"))
    hears: float = uncertainty(
        0.5, 0, 1, "probability", zh="规则不明时得知征集的概率", en="hears of a call without published rules",
        source=assumed("by word of mouth; ties to departments add to it"))
    hears_tie: float = uncertainty(
        0.8, 0, 2, "per tie", zh="联系对得知征集的作用", en="ties to the department let hear of a call",
        source=assumed("who knows the office hears of it"))
    hears_published: float = uncertainty(
        0.95, 0, 1, "probability", zh="规则公布后得知征集的概率", en="hears of a call with published rules",
        source=assumed("a notice that everybody reads, nearly"))
    telling_hours: float = uncertainty(
        2.0, 0, 20, "hours", zh="居民转告征集工时", en="residents' hours to tell an organization of a call",
        source=assumed("two people for an hour, at full share"))
    confirming_hours: float = uncertainty(
        2.0, 0, 20, "hours", zh="居民确认付款工时", en="residents' hours to confirm a payment",
        source=assumed("two people look over the work and sign, at full share"))
    project_tie: float = uncertainty(
        0.005, 0, 0.1, "per week", zh="项目对单位联系的增强", en="tie to the department gained by a project",
        source=assumed("a quarter of a manager's in common: reports and visits"))
    disallowed: float = uncertainty(
        0.13, 0, 0.8, "share of spending", zh="规则不明时的不合规支出", en="ineligible spending under unknown rules",
        source=assumed("an eighth; refused or paid back"))
    disallowed_published: float = uncertainty(
        0.03, 0, 0.8, "share of spending", zh="规则公布后的不合规支出", en="ineligible spending under published rules",
        source=assumed("slips that remain"))
    contract_exposed: float = uncertainty(
        0.2, 0, 1, "share of a contract", zh="购买合同中非人员支出",
        en="a contract's spending on other things than wages",
        source=assumed("wages are always eligible"))
    overhead: float = uncertainty(
        0.1, 0, 0.5, "share of project money", zh="项目管理费", en="project money for general running",
        source=assumed("a tenth may pay what is not the project's own"))
    outreach: float = uncertainty(
        0.15, 0, 0.5, "share of project money", zh="项目外展支出", en="project money for outreach to the target",
        source=assumed("a tenth to a fifth"))
    yuan_per_contact: float = uncertainty(
        15.0, 1, 100, "yuan", zh="每次外展费用", en="cost of an outreach contact", source=assumed("half an hour's pay"))
    yuan_per_place: float = uncertainty(
        22.0, 2, 200, "yuan", zh="每人次活动费用", en="project cost of a place at an activity",
        source=measured("9,052 person-times for 200,000 yuan, Shaoxing 2018"))
    yuan_per_hour: float = uncertainty(
        30.0, 1, 200, "yuan", zh="群众组织服务工时费用", en="project cost of an hour of a group's service",
        source=assumed("materials, transport, a volunteer's allowance"))
    yuan_per_skilled_hour: float = uncertainty(
        100.0, 10, 500, "yuan", zh="专业服务工时费用", en="project cost of a professional's hour",
        source=assumed("100,000 yuan a post over a thousand direct hours"))
    places_share: float = uncertainty(
        0.7, 0, 1, "share", zh="服务类项目中活动名额比例", en="places in a group's project outside culture",
        source=assumed("mostly activities, as venture projects of streets report"))
    volunteers_share: float = uncertainty(
        0.3, 0, 1, "share of organizer's hours", zh="资助活动中志愿工时比例",
        en="organizer's hours of a funded activity that volunteers give",
        source=assumed("the rest is paid for; residents' share of the work adds to it"))
    own_pace: float = uncertainty(
        0.1, 0, 1, "of free cash per week", zh="项目垫资节奏", en="own cash with which a project is carried in advance",
        source=assumed("a tenth of what is free a week"))
    effort_base: float = uncertainty(
        0.55, 0.1, 1, "0-1", zh="基准努力程度", en="effort when nobody looks",
        source=assumed("0.60 in a prototype, of which departments' supervision is 0.05"))
    effort_supervision: float = uncertainty(
        0.18, 0, 0.5, "effort", zh="居民监督对努力的作用", en="effort from residents' supervision",
        source=assumed("at full share"))
    effort_milestone: float = uncertainty(
        0.10, 0, 0.5, "effort", zh="按进度付款对努力的作用", en="effort from pay by milestone",
        source=assumed("at full share"))
    effort_reward: float = uncertainty(
        0.15, 0, 0.5, "effort", zh="评级奖励对努力的作用", en="effort from reward by stars",
        source=assumed("at full share"))
    effort_renewal: float = uncertainty(
        0.5, 0, 1, "of a full reward", zh="星级续约对努力的作用", en="renewal by stars against a full reward",
        source=assumed("stars that count in the next selection spur half as much as a full reward"))
    effort_drive: float = uncertainty(
        0.12, 0, 0.5, "effort per drive", zh="组织动力对努力的作用", en="effort from drive", source=assumed("small"))
    effort_least: float = uncertainty(
        0.05, 0, 1, "0-1", zh="最低努力程度", en="least effort", source=assumed("something is always done"))
    effort_norm: float = uncertainty(
        0.65, 0.1, 1, "0-1", zh="约定努力程度", en="effort at which what was agreed is delivered",
        source=assumed("contracts are made for ordinary effort"))
    quality_effort: float = uncertainty(
        0.3, 0, 1, "quality per effort", zh="努力对质量的作用", en="effort in the quality of projects",
        source=assumed("half of a full effort's step is a tenth of quality"))
    quality_adviser: float = uncertainty(
        0.08, 0, 0.5, "quality", zh="顾问对质量的作用", en="an adviser in the quality of a project",
        source=assumed("a prototype closed under it"))
    quality_venue: float = uncertainty(
        0.03, 0, 0.3, "quality", zh="场地对质量的作用", en="an opened venue in the quality of services",
        source=assumed("a room of one's own for a talk"))
    load_weeks: float = uncertainty(
        4.0, 1, 26, "weeks of hours", zh="满负荷的积压周数", en="hours waiting in line that make a full load",
        source=assumed("a month's"))
    quality_load: float = uncertainty(
        0.08, 0, 0.5, "quality", zh="超负荷对质量的影响", en="quality lost under a full load",
        source=assumed("under a full load"))
    adviser_full: float = uncertainty(
        1.0, 0.1, 10, "hours per project and week", zh="充分跟踪的顾问工时",
        en="an adviser's hours of a full following",
        source=assumed("an hour a week; less does less"))
    adviser_gain: float = uncertainty(
        0.002, 0, 0.05, "of the gap per hour", zh="顾问辅导的专业提升", en="professionalism learned from an adviser",
        source=assumed("a third of a training hour"))
    adviser_capacity: float = uncertainty(
        2.0, 0, 20, "hours per adviser and week", zh="顾问可用时间", en="an adviser's time",
        source=assumed("beside a post"))
    supervision_hours: float = uncertainty(
        1.0, 0, 20, "hours per project and week", zh="监督占用工时", en="an organization's time for being supervised",
        source=assumed("at full share; residents give as much"))
    departments_watch: float = uncertainty(
        0.3, 0, 1, "of residents' effect", zh="部门监督的作用", en="departments' supervision against residents'",
        source=assumed("reports and two visits, where residents look every week; takes as much less time"))
    appraisal_hours: float = uncertainty(
        4.0, 0, 40, "hours per project", zh="评议居民工时", en="residents' hours to discuss a project",
        source=assumed("two people for two hours, at full share"))
    watching_hours: float = uncertainty(
        0.002, 0, 0.1, "hours per adult and week", zh="居民监督可用时间", en="residents' time to watch projects",
        source=assumed("one adult in five hundred gives an hour"))
    watching_wide: float = uncertainty(
        0.2, 0, 1, "share", zh="监督全街道项目的时间比例", en="of which for projects of the whole subdistrict",
        source=assumed("most watch what is done next door"))
    judges: str = choice(
        "independent", ("independent", "know the applicants", "swayed by reputation"), zh="评委独立性",
        en="judges of the panel",
        source=assumed("open in the literature: independent, soft on those they know, or swayed by reputation"))
    softness: float = uncertainty(
        0.15, 0, 0.5, "score", zh="熟人评分宽松度", en="what a judge adds who knows the applicants",
        source=assumed("no size is known; 91 % got A- or better, Shenzhen 2014"))
    sway: float = uncertainty(
        0.4, 0, 1, "weight", zh="声誉对评分的影响", en="reputation in the score of a judge who is swayed",
        source=assumed("the rest is what the judge sees"))
    noise: Table = by_category(
        JUDGES, (0.12, 0.15, 0.20, 0.20), 0, 1, "score", zh="评分噪声", en="noise of a judge",
        source=assumed("experts see most clearly: 0.1-0.25 in a prototype"))
    bias: Table = by_category(
        JUDGES, (0.0, 0.0, 0.0, 0.03), -0.5, 0.5, "score", zh="评分偏差", en="bias of a kind of judges",
        source=assumed("residents are a little kinder to their neighbors"))
    bias_spread: float = uncertainty(
        0.05, 0, 0.5, "score", zh="评委个人偏差", en="spread of single judges' leniency",
        source=assumed("some are strict"))
    bias_embedded: float = uncertainty(
        0.2, 0, 1, "score per legitimacy", zh="部门对嵌入组织的偏好",
        en="departments' leaning to embedded organizations",
        source=assumed("only the sign is known: Ou and Yan 2022"))
    sees_expert: Table = by_category(
        CRITERIA, (0.6, 0.2, 0.0, 0.0, 0.2), 0, 1, "weight", zh="专家所见", en="what an expert sees of a project",
        source=assumed("the work itself"))
    sees_department: Table = by_category(
        CRITERIA, (0.1, 0.6, 0.1, 0.1, 0.1), 0, 1, "weight", zh="部门所见", en="what a department sees of a project",
        source=assumed("the files: milestones met"))
    sees_media: Table = by_category(
        CRITERIA, (0.1, 0.0, 0.5, 0.3, 0.1), 0, 1, "weight", zh="媒体所见", en="what media see of a project",
        source=assumed("what is talked about"))
    sees_resident: Table = by_category(
        CRITERIA, (0.3, 0.0, 0.1, 0.2, 0.4), 0, 1, "weight", zh="居民代表所见", en="what residents see of a project",
        source=assumed("how they were served"))
    advised_noise: float = uncertainty(
        0.6, 0, 1, "factor", zh="顾问跟踪后的评分噪声", en="noise of judges where an adviser followed the project",
        source=assumed("notes of somebody who was there"))
    adviser_leniency: float = uncertainty(
        0.12, 0, 0.5, "score", zh="顾问评所辅导项目的偏袒", en="what an adviser adds to what was advised",
        source=assumed("nobody fails the own pupil"))
    judging_hours: float = uncertainty(
        0.5, 0.05, 8, "hours per score", zh="每份评审工时", en="hours to judge one project",
        source=assumed("half an hour"))
    judge_capacity: float = uncertainty(
        16.0, 0, 200, "hours per judge and sitting", zh="每次评审评委可用时间", en="a judge's time for a sitting",
        source=assumed("two days"))
    merit_quality: Table = by_category(
        JUDGES, (0.8, 0.4, 0.5, 0.6), 0, 1, "weight", zh="选拔中的能力权重", en="ability in the merit of a proposal",
        source=assumed("experts see who can do it, departments what fits the agenda; the rest is fit"))
    reward: Table = by_category(
        STARS, (0.07, 0.14, 0.26, 0.50, 1.0), 0, 1, "share of the full reward", zh="各星级奖励比例",
        en="reward by stars",
        source=measured("70,000, 35,000, 18,000, 10,000 and 5,000 yuan by grade, Shenzhen 2014"))
    milestone_weeks: int = uncertainty(
        4, 1, 26, "weeks", zh="进度付款间隔", en="weeks between milestones", source=assumed("monthly"))
    reputation_start: float = uncertainty(
        0.5, 0, 1, "0-1", zh="初始声誉", en="reputation before any rating", source=assumed("the middle"))
    reputation_step: float = uncertainty(
        0.5, 0, 1, "of the gap per rating", zh="评级对声誉的作用", en="reputation follows stars",
        source=assumed("half of the way"))
    residents_choice: str = choice(
        "legitimacy and efficacy", ("legitimacy and efficacy", "also better matching"), zh="居民选项目的作用",
        en="what residents' choice of projects does",
        source=measured("legitimacy, and hardly another portfolio: Olken 2010"))
    proposes: float = uncertainty(
        0.05, 0, 1, "per round", zh="居民提案概率", en="an inactive adult makes a proposal",
        source=assumed("one in twenty"))
    proposes_active: float = uncertainty(
        3.0, 1, 20, "factor", zh="参与者提案倍数", en="proposals of those who take part", source=assumed("three times"))
    proposal_hours: float = uncertainty(
        0.1, 0, 2, "staff hours", zh="每份提案的组织工时", en="staff hours to take in a proposal",
        source=assumed("six minutes of departments' working time"))
    reach: float = uncertainty(
        0.1, 0.001, 2, "share of residents around", zh="项目参与面参照",
        en="reach at which a project is widely taken part in",
        source=assumed("a tenth of a community in half a year scores 0.63"))
    efficacy_adopted: float = uncertainty(
        0.5, 0, 1, "of the gap", zh="提案被采纳的效能感", en="efficacy from a proposal that was adopted",
        source=assumed("only the sign is known: Olken 2010"))
    efficacy_refused: float = uncertainty(
        0.1, 0, 1, "share lost", zh="提案落选的效能感", en="efficacy lost by a proposal that was not",
        source=assumed("less than an adoption gives"))
    efficacy_news: float = uncertainty(
        0.15, 0, 1, "of the gap", zh="听闻提案采纳的效能感", en="efficacy from hearing that neighbors were heard",
        source=assumed("at full share of residents' voice; everybody in the community"))
    efficacy_taking_part: float = uncertainty(
        0.1, 0, 1, "of the gap", zh="参与执行监督评议的效能感",
        en="efficacy of members from work, supervision and appraisal",
        source=assumed("at full shares, each time a project is rated"))
    efficacy_fading: float = uncertainty(
        0.01, 0, 0.2, "per week", zh="效能感衰减", en="efficacy returns to neutral",
        source=assumed("half in sixteen months"))
    choice_lends: float = uncertainty(
        0.15, 0, 1, "depth", zh="居民选定带来的合法性", en="legitimacy lent by residents' choice, as depth",
        source=assumed("only the sign is known: Olken 2010"))
    choice_fading: float = uncertainty(
        0.02, 0, 0.5, "per week", zh="选定合法性的衰减", en="residents' choice is forgotten", source=assumed("a year"))
