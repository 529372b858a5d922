"""Parameters of residents: who they are, what they need, know, decide, ask for and feel."""

from __future__ import annotations

from vocabulary.categories import AGES, DOMAINS, GROUPS
from vocabulary.parameters import (
    Parameters,
    Table,
    assumed,
    by_category,
    calibrated,
    choice,
    constant,
    measured,
    uncertainty,
)

# fmt: off

class People(Parameters, subject="people", zh="居民", en="Residents"):
    """居民 · Traits, homes and ties of residents."""

    turnover: Table = by_category(
        GROUPS, (0.03, 0.2, 0.2, 0.35), 0, 1, "departures per year", zh="迁出率", en="departures",
        source=assumed("migrants turn over faster than locals; sizes assumed"))
    refill: float = uncertainty(
        0.1, 0.01, 1, "per week", zh="空置住房入住率", en="rate at which an empty dwelling fills",
        source=assumed("ten weeks empty on average"))
    professional_share: float = uncertainty(
        0.147, 0, 1, "share of adults", zh="大专以上学历比例", en="professionals among adults",
        source=measured("college 14.72 %, Yiwu census 2020"))
    interest_share: float = uncertainty(
        0.22, 0.02, 0.9, "probability per domain", zh="兴趣概率", en="chance of an interest in a domain",
        source=assumed("two interests of nine domains"))
    threshold_mean: float = uncertainty(
        0.25, 0, 1, "share of neighbors", zh="参与门槛均值", en="mean threshold of taking part",
        source=assumed("only the form is known: Granovetter 1978, Centola and Macy 2007"))
    threshold_sd: float = uncertainty(
        0.12, 0, 0.5, "share of neighbors", zh="参与门槛标准差", en="spread of thresholds",
        source=assumed("thresholds differ between people"))
    proneness_shape: float = uncertainty(
        1.0, 0.2, 20, "gamma shape", zh="需求倾向的离散", en="spread of proneness to needs",
        source=assumed("some have many needs"))
    asking_shape: float = uncertainty(
        0.45, 0.2, 20, "gamma shape", zh="求助倾向的离散", en="spread of propensity to ask",
        source=calibrated("76 % of reporters report once, O'Brien 2015"))
    trust_mean: float = uncertainty(
        0.5, 0.1, 0.9, "0-1", zh="初始信任均值", en="mean trust at the start", source=assumed("the middle"))
    trust_sd: float = uncertainty(
        0.15, 0, 0.3, "0-1", zh="初始信任标准差", en="spread of trust at the start", source=assumed("people differ"))
    neighbor_ties: int = uncertainty(
        6, 2, 12, "ties", zh="邻里联系数", en="ties to neighbors",
        source=assumed("no number is known; 57 % meet neighbors weekly (SUNS 2017)"))
    rewired: float = uncertainty(
        0.1, 0, 1, "share", zh="邻里联系中的远联系", en="neighborhood ties that reach across the community",
        source=assumed("form: Watts and Strogatz 1998"))
    kin_ties: int = uncertainty(
        4, 0, 12, "ties", zh="亲友同事联系数", en="ties of kin and work", source=assumed("with neighbors ten in all"))
    kin_near: float = uncertainty(
        0.6, 0, 1, "share", zh="亲友在本社区的比例", en="kin and work ties within the community",
        source=assumed("chain migration settles together"))
    homophily: float = uncertainty(
        0.7, 0, 1, "share", zh="同群体亲友比例", en="kin and work ties within the own group",
        source=assumed("only the sign is known: homophily by origin"))
    women: float = uncertainty(
        0.5, 0, 1, "share of residents", zh="女性比例", en="women", source=assumed("half"))
    trust_margin: float = uncertainty(
        0.02, 0, 0.2, "0-1", zh="信任离两端的最小距离", en="least distance of trust from its two ends",
        source=assumed("nobody trusts blindly, or not at all, from the beginning"))
    start_memory: float = uncertainty(
        0.5, 0, 1, "0 badly, 1 well", zh="新居民的经历起点", en="memory of handling at the start",
        source=assumed("neither well nor badly: nothing has been handled yet"))
    start_gain: float = uncertainty(
        0.3, 0, 0.6, "0-1", zh="初始获得感下限", en="lowest sense of gain at the start",
        source=assumed("below the middle; some five needs later it is forgotten"))
    start_gain_spread: float = uncertainty(
        0.2, 0, 0.4, "0-1", zh="初始获得感差异", en="spread of the sense of gain at the start",
        source=assumed("people differ"))
    start_happiness: float = uncertainty(
        0.3, 0, 1, "0-1", zh="初始幸福感", en="sense of happiness at the start",
        source=assumed("who takes part in nothing; half-life 26 weeks"))
    start_aware: float = uncertainty(
        0.1, 0, 1, "probability per domain", zh="初始知晓", en="knows of a domain at the start",
        source=assumed("the burn-in settles it"))
    start_attends: float = uncertainty(
        0.2, 0, 1, "share of adults", zh="初始参加比例", en="attend at the start",
        source=assumed("the burn-in settles it"))
    start_volunteers: float = uncertainty(
        0.03, 0, 0.5, "share of adults", zh="初始志愿者比例", en="volunteer at the start",
        source=assumed("3 % at any time; the burn-in settles it"))
    start_leads: float = uncertainty(
        0.003, 0, 0.1, "share of adults", zh="初始带头人比例", en="lead at the start",
        source=assumed("one in ten volunteers; the burn-in settles it"))


class Needs(Parameters, subject="needs", zh="需求", en="Needs"):
    """需求 · How needs arise, lapse and escalate."""

    rate: Table = by_category(
        DOMAINS, (70, 200, 40, 45, 35, 60, 40, 70, 200), 0, 1000, "per 1,000 residents and year",
        zh="需求发生率", en="needs arising",
        source=assumed("mental health after Phillips 2009, legal aid after WJP 2019, the rest assumed"))
    integration_factor: Table = by_category(
        GROUPS, (0, 1, 3.75, 10), 0, 30, "factor", zh="融合需求倍数", en="integration needs against migrants'",
        source=assumed("60,000 person-times of Chinese class; split assumed"))
    old_factor: float = uncertainty(
        3.5, 1, 8, "factor", zh="老年人照护需求倍数", en="care needs of older adults",
        source=assumed("care needs concentrate at 60 and over"))
    time_to_meet: Table = by_category(
        DOMAINS, (12,) * 9, 4, 26, "weeks", zh="及时满足期限", en="time within which a need counts as met",
        source=assumed("a quarter of a year, by definition"), role="constant")
    lapse: float = uncertainty(
        0.04, 0.005, 0.2, "per week", zh="未提出需求的消退率", en="unasked needs lapse",
        source=assumed("25 weeks on average"))
    lapse_queued: float = uncertainty(
        0.005, 0, 0.1, "per week", zh="已提出需求的消退率", en="asked needs lapse", source=assumed("who asked, waits"))
    escalation: Table = by_category(
        DOMAINS, (0.0015, 0.0, 0.003, 0.011, 0.006, 0.0015, 0.0015, 0.0025, 0.004), 0, 0.1,
        "per week at full severity", zh="升级率", en="escalation",
        source=calibrated("6-15 escalations per 1,000 residents and year"))
    compound_share: float = uncertainty(
        0.25, 0, 1, "share of severe cases", zh="复合事件比例", en="severe cases that need two bodies",
        source=assumed("in safety, legal aid and environment"))
    compound_severity: float = uncertainty(
        0.6, 0, 1, "severity", zh="复合事件的严重度门槛", en="severity from which a case may need two bodies",
        source=assumed("severity is the square of a uniform draw"))


class Awareness(Parameters, subject="awareness", zh="知晓", en="Awareness"):
    """知晓 · Who here can help with that, by domain."""

    fading: float = uncertainty(
        0.02, 0, 0.1, "per week", zh="遗忘率", en="fading", source=assumed("a year without renewal leaves a third"))
    tie_chance: float = uncertainty(
        0.0012, 0, 1, "per tie and week", zh="口口相传概率", en="word of mouth",
        source=assumed("ten ties: reproduction number 0.6, below the threshold of its own"))
    media: float = uncertainty(
        0.0015, 0, 0.1, "per domain and week", zh="媒体告知率", en="media",
        source=assumed("a prototype closed under it"))
    barrier: Table = by_category(
        GROUPS, (1.0, 0.6, 0.5, 0.25), 0, 1, "factor", zh="语言与陌生障碍", en="share of messages that get through",
        source=assumed("only the sign is known: migrants know least"))


class TakingPart(Parameters, subject="taking_part", zh="参与", en="Taking part"):
    """参与 · From inactive to attending, volunteering, leading, and back."""

    intercept: float = uncertainty(
        -4.7, -60, 10, "log-odds", zh="基准倾向", en="base inclination",
        source=calibrated("20-40 % of adults take part in a year, CSS 2021"))
    trust_weight: float = uncertainty(
        2.0, 0, 6, "log-odds per trust", zh="信任的作用", en="trust",
        source=assumed("only the sign is known: trust in the residents' committee, OR 4.81"))
    influence: float = uncertainty(
        1.2, 0, 120, "log-odds", zh="邻里带动强度", en="neighbors who take part",
        source=assumed("only the form is known: Centola and Macy 2007"))
    influence_rule: str = choice(
        "share", ("share", "count", "simple"), zh="社会影响规则", en="rule of social influence",
        source=assumed("open in the literature: threshold by share, by count, or one neighbor is enough"))
    influence_count: int = uncertainty(
        2, 1, 10, "neighbors", zh="人数门槛", en="threshold by count", source=assumed("complex contagion needs two"))
    sees: str = choice(
        "start of the week", ("start of the week", "as it happens"), zh="看到他人的时点",
        en="what a resident sees of others",
        source=assumed("open in the literature: synchronous or sequential"))
    spontaneous: float = uncertainty(
        0.0004, 0, 0.01, "per week", zh="自发参与率", en="spontaneous adoption",
        source=assumed("only the role is known: Eckles et al. 2024"))
    match_weight: float = uncertainty(
        0.4, 0, 3, "log-odds", zh="活动合兴趣", en="an offer that matches an interest", source=assumed("below trust"))
    asked_weight: float = uncertainty(
        2.2, 0, 6, "log-odds", zh="受邀的作用", en="being asked in person",
        source=calibrated("43 % of new volunteers were asked, BLS 2006"))
    aware_weight: float = uncertainty(
        0.8, 0, 4, "log-odds", zh="知晓的作用", en="knowing of an offer", source=assumed("a prototype closed under it"))
    party_weight: float = uncertainty(
        0.6, 0, 3, "log-odds", zh="党员身份", en="Party membership",
        source=calibrated("odds ratio of about 2, SUNS 2017"))
    efficacy_weight: float = uncertainty(
        1.5, 0, 6, "log-odds", zh="效能感的作用", en="efficacy",
        source=assumed("only the sign is known: belonging and efficacy, CSS 2021 studies"))
    efficacy_neutral: float = uncertainty(
        0.25, 0, 1, "0-1", zh="中性效能感", en="efficacy of somebody who was never heard",
        source=assumed("a prototype closed under it"))
    reputation_choice: float = uncertainty(
        0.5, 0, 5, "choice weight", zh="选择中的声誉", en="reputation in choosing an offer",
        source=assumed("as legitimacy"))
    identification_weight: float = uncertainty(
        0.5, 0, 3, "log-odds", zh="认同的作用", en="identification",
        source=assumed("only the sign is known: 严静 2022"))
    age_cost: Table = by_category(
        AGES[1:], (0.6, 1.1, 0.0), 0, 4, "log-odds", zh="年龄的时间成本", en="cost in time",
        source=assumed("only the gradient is known: SUNS 2017"))
    group_cost: Table = by_category(
        GROUPS, (0.0, 0.35, 0.3, 0.8), 0, 4, "log-odds", zh="群体障碍", en="barrier",
        source=assumed("only the sign is known: migrants' participation is lowest"))
    attention: float = uncertainty(
        0.25, 0, 1, "per week", zh="每周考虑概率", en="considers taking part", source=assumed("once a month"))
    asked_by_tie: float = uncertainty(
        0.006, 0, 0.2, "per active tie and week", zh="熟人邀请概率", en="asked by an active tie",
        source=calibrated("14 % of volunteers were asked by a relative, friend or co-worker, BLS 2006"))
    asked_by_outreach: float = uncertainty(
        0.3, 0, 1, "per contact", zh="外展邀请概率", en="asked at an outreach contact", source=assumed("its purpose"))
    attends: float = uncertainty(
        0.35, 0.02, 1, "per week", zh="每周到场概率", en="attends in a week", source=assumed("once in three weeks"))
    works: float = uncertainty(
        0.25, 0.02, 1, "per week", zh="每周服务概率", en="a volunteer works in a week",
        source=calibrated("3.2 times a quarter; CSS 4.22"))
    hours: float = uncertainty(
        3.5, 0.5, 10, "hours per time", zh="每次服务时长", en="hours of a volunteer at a time",
        source=assumed("less in the community than the 5.2 h of service anywhere: 21.87 h in 4.22 times, CSS 2021"))
    rising: float = uncertainty(
        0.0014, 0, 0.05, "per week", zh="成为志愿者", en="attender to volunteer",
        source=calibrated("3 % of residents volunteer at any time"))
    asked_at_activity: float = uncertainty(
        0.05, 0, 1, "per attendance", zh="现场受邀概率", en="asked to help at an activity",
        source=assumed("one in twenty"))
    asked_rising: float = uncertainty(
        5.0, 1, 20, "factor", zh="受邀者成为志愿者倍数", en="rising when asked",
        source=calibrated("43 % of new volunteers were asked, BLS 2006"))
    rising_without_trust: float = uncertainty(
        0.5, 0, 2, "factor", zh="无信任时的上升倍数", en="rising without trust",
        source=assumed("1 at middling trust, rising by 1 with trust"))
    rising_without_drive: float = uncertainty(
        0.5, 0, 2, "factor", zh="组织无活力时的上升倍数", en="rising without an organization's drive",
        source=assumed("1 at middling drive, rising by 1 with drive"))
    leading: float = uncertainty(
        0.001, 0, 0.05, "per week", zh="成为带头人", en="volunteer to leader", source=assumed("one in twenty a year"))
    span: float = uncertainty(
        15.0, 2, 60, "volunteers per leader", zh="每名带头人带动人数", en="volunteers that one leader can guide",
        source=assumed("a class, not a crowd"))
    tiring_by_drive: float = uncertainty(
        0.46, 0, 2, "per drive", zh="组织活力对疲倦的缓解", en="tiring less in a driven organization",
        source=assumed("a quarter less at full drive than at middling drive"))
    start_drive: float = uncertainty(
        0.7, 0, 1, "0-1", zh="组织初始活力", en="an organization's drive at the start",
        source=assumed("founders are eager; the burn-in settles it"))
    event_turnout: float = uncertainty(
        2.0, 0, 10, "factor", zh="品牌活动到场意愿", en="people who would come for each place of a brand event",
        source=assumed("well announced: more come than find a place"))
    tiring: float = uncertainty(
        0.0065, 0.0005, 0.05, "per week", zh="疲倦率", en="tiring",
        source=calibrated("29 % of volunteers leave in a year (NCVO; Chacón 2007: 25 %)"))
    leaving: float = uncertainty(
        0.0065, 0.0005, 0.05, "per week", zh="退出率", en="attender to inactive", source=assumed("as tiring"))
    no_place_leaving: float = uncertainty(
        0.02, 0, 0.5, "per week", zh="无名额退出率", en="leaving for want of a place",
        source=assumed("disappointment; volunteers step back so from a group that does not run"))
    identification_gain: float = uncertainty(
        0.02, 0, 0.2, "of the gap per time", zh="认同增强", en="identification gained by taking part freely",
        source=assumed("only sign and inflection are known: 蒲清平 2017"))
    identification_loss: float = uncertainty(
        0.003, 0, 0.05, "per week", zh="认同衰减", en="identification fading",
        source=assumed("half in four and a half years"))
    interest_choice: float = uncertainty(
        1.0, 0, 5, "choice weight", zh="选择中的兴趣", en="interest in choosing an offer", source=assumed("unit noise"))
    legitimacy_choice: float = uncertainty(
        0.5, 0, 5, "choice weight", zh="选择中的合法性", en="legitimacy in choosing an offer",
        source=assumed("only the sign is known: Ou and Yan 2022"))
    company_choice: float = uncertainty(
        3.0, 0, 8, "choice weight", zh="选择中的同群体同伴", en="company of the own group in choosing an offer",
        source=assumed("only the sign is known: homophily"))
    core: float = uncertainty(
        0.5, 0, 1, "share", zh="核心成员同群体比例", en="share of one group at an organization's core",
        source=assumed("groups form around people who speak alike"))
    company_speed: float = uncertainty(
        0.1, 0.01, 1, "per week", zh="同伴印象更新速度", en="speed at which one learns whom one meets where",
        source=assumed("a couple of months"))


class Asking(Parameters, subject="asking", zh="求助", en="Asking"):
    """求助 · Needs that are asked for, and needs that others find."""

    hazard: Table = by_category(
        DOMAINS, (0.03, 0.0, 0.022, 0.038, 0.044, 0.028, 0.03, 0.03, 0.036), 0, 0.5, "per week", zh="求助率",
        en="asking",
        source=calibrated("184 tickets per 1,000 residents and year, Zhejiang 2022"))
    found: Table = by_category(
        DOMAINS, (0.002, 0.0, 0.0012, 0.019, 0.004, 0.0008, 0.0016, 0.0025, 0.024), 0, 0.2, "per week",
        zh="网格员发现率", en="found by grid workers",
        source=calibrated("most grid items are found by grid workers"))
    unaware: float = uncertainty(
        0.25, 0, 1, "factor", zh="不知晓时的求助", en="asking when unaware", source=assumed("a quarter of the aware"))
    trust_base: float = uncertainty(
        0.4, 0, 1, "factor", zh="无信任时的求助", en="asking without trust", source=assumed("some ask all the same"))
    trust_slope: float = uncertainty(
        1.2, 0, 4, "per trust", zh="信任对求助的作用", en="trust in asking", source=assumed("1 at middling trust"))
    memory_base: float = uncertainty(
        0.35, 0, 1, "factor", zh="最差经历后的求助", en="asking after bad handling",
        source=assumed("a third of asking at middling memory: some ask again all the same"))
    memory_slope: float = uncertainty(
        1.3, 0, 4, "per memory", zh="经历对求助的作用", en="memory of handling in asking",
        source=assumed("1 at middling memory; sign from Beijing 2020-2025, whose volume × 1.5-2.3 the model misses"))
    barrier: Table = by_category(
        GROUPS, (1.0, 0.7, 0.6, 0.4), 0, 1, "factor", zh="求助障碍", en="share of needs that can be put into words",
        source=assumed("no sizes are known; owners report three times as often as renters, O'Brien 2015"))
    outreach_finds: float = uncertainty(
        0.4, 0, 1, "per contact and need", zh="外展发现概率", en="found at an outreach contact",
        source=assumed("the contact asks about its own domain"))
    memory_of_lapse: float = uncertainty(
        0.5, 0, 1, "weight", zh="无果求助的经历权重", en="weight of a request that came to nothing",
        source=assumed("a little more than a bad service: nobody came at all"))
    memory_of_escalation: float = uncertainty(
        0.5, 0, 1, "0 badly, 1 well", zh="升级后办结的评价", en="how a case closed after escalation is remembered",
        source=assumed("neither well nor badly: closed, and late"))
    own_memory: float = uncertainty(
        0.4, 0, 1, "weight", zh="亲身经历权重", en="weight of the last handling",
        source=assumed("the last counts most"))
    hearsay: float = uncertainty(
        0.01, 0, 0.2, "per week", zh="听闻权重", en="weight of neighbors' handling", source=assumed("slow"))
    to_organization: float = uncertainty(
        0.35, 0, 1, "share", zh="直接找组织比例", en="the aware ask an organization", source=assumed("a third"))
    to_grid_worker: float = uncertainty(
        0.5, 0, 1, "share", zh="找网格员比例", en="the others ask a grid worker, not the hotline",
        source=assumed("half"))
    right_guess: float = uncertainty(
        0.4, 0, 1, "probability", zh="自己找对组织概率", en="finds a fitting organization alone",
        source=assumed("70 % do not know who is responsible (SUNS 2017)"))


class Trust(Parameters, subject="trust", zh="信任与满意", en="Trust and satisfaction"):
    """信任与满意 · Sense of gain, happiness and safety."""

    reversion: float = uncertainty(
        0.0044, 0, 0.05, "per week", zh="信任回归", en="return to own base", source=assumed("half-life three years"))
    met: float = uncertainty(
        0.15, 0, 1, "of the gap", zh="满足后的信任", en="a need met", source=assumed("a prototype closed under it"))
    badly: float = uncertainty(
        0.07, 0, 1, "share lost", zh="办差后的信任", en="a need served badly",
        source=assumed("a prototype closed under it"))
    lapsed: float = uncertainty(
        0.03, 0, 1, "share lost", zh="消退后的信任", en="a need lapsed", source=assumed("a prototype closed under it"))
    escalated: float = uncertainty(
        0.15, 0, 1, "share lost", zh="升级后的信任", en="a need escalated",
        source=assumed("a prototype closed under it"))
    visited: float = uncertainty(
        0.01, 0, 0.2, "of the gap", zh="走访后的信任", en="a visit", source=assumed("small and frequent"))
    attending: float = uncertainty(
        0.003, 0, 0.1, "of the gap", zh="参与后的信任", en="taking part", source=assumed("small and frequent"))
    neighbors: float = uncertainty(
        0.003, 0, 0.1, "per week", zh="邻居经历对信任", en="neighbors' handling", source=assumed("hearsay"))
    gain_step: float = uncertainty(
        0.2, 0, 1, "weight", zh="获得感更新权重", en="weight of a need's end in the sense of gain",
        source=assumed("some five needs are remembered"))
    gain_neighbors: float = uncertainty(
        0.2, 0, 1, "weight", zh="邻居对获得感的权重", en="neighbors in the sense of gain", source=assumed("a fifth"))
    happiness_speed: float = uncertainty(
        0.0263, 0.005, 0.2, "per week", zh="幸福感变化速度", en="speed of the sense of happiness",
        source=assumed("half-life 26 weeks"))
    happiness_weeks: int = uncertainty(
        8, 1, 52, "weeks", zh="参与对幸福感的持续", en="time for which having taken part adds to happiness",
        source=assumed("two months; who attends comes once in three weeks"))
    happiness_ties: float = uncertainty(
        0.5, 0, 1, "weight", zh="邻里参与对幸福感", en="neighbors who take part, in happiness", source=assumed("half"))
    reported: str = choice(
        "true", ("true", "biased upwards"), zh="满意度报告", en="reported satisfaction",
        source=assumed("open: true, or biased upwards where an office is scored on it"))
    reporting_bias: float = uncertainty(
        0.3, 0, 1, "of the gap", zh="满意度高报程度", en="satisfaction reported beyond what is felt",
        source=assumed("Beijing's satisfaction rose from 65 to 97 % once it was scored"))
    start_safety: float = uncertainty(
        0.8, 0, 1, "0-1", zh="初始安全感", en="sense of safety at the start",
        source=assumed("forgotten in the burn-in: half-life 26 weeks"))
    safety_speed: float = uncertainty(
        0.0263, 0.005, 0.2, "per week", zh="安全感变化速度", en="speed of the sense of safety",
        source=assumed("half-life 26 weeks"))
    safety_circle: float = constant(
        770.0, 100, 5000, "residents", zh="安全感参照人数", en="people whose incidents one hears of",
        source=measured("a grid of about 770, Zhejiang 2022"))
