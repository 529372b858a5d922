"""Parameters of bodies: cases, services, organizations, ties between bodies, money."""

from __future__ import annotations

from vocabulary.categories import DOMAINS
from vocabulary.parameters import (
    Lever,
    Parameters,
    Table,
    assumed,
    by_category,
    calibrated,
    choice,
    lever,
    measured,
    uncertainty,
)

# fmt: off

class Cases(Parameters, subject="cases", zh="办件", en="Cases"):
    """办件 · First contact, routing, matching, waiting."""

    first_contact: Table = by_category(
        DOMAINS, (0.3, 0.0, 0.1, 0.4, 0.4, 0.2, 0.3, 0.2, 0.85), 0, 1, "probability", zh="首次接触办结概率",
        en="settled at first contact if light", source=calibrated("59 % of tickets need no dispatch, Beijing 2020"))
    light: float = uncertainty(
        0.45, 0, 1, "severity", zh="轻微程度", en="severity below which a case is light",
        source=assumed("two cases of three"))
    first_contact_hours: float = uncertainty(
        0.7, 0.05, 4, "hours", zh="首次接触工时", en="hours of a first contact", source=assumed("a talk and a note"))
    first_contact_quality: float = uncertainty(
        0.85, 0, 1, "probability", zh="首次接触办结质量", en="first contact settles it well",
        source=assumed("light cases"))
    finding_hours: float = uncertainty(
        0.15, 0.01, 2, "hours", zh="发现登记工时", en="grid worker's hours to find and register",
        source=assumed("ten minutes"))
    misroute: float = uncertainty(
        0.35, 0, 0.95, "probability", zh="误派概率", en="misrouting", source=assumed("a third lands on the wrong desk"))
    misroute_tie: float = uncertainty(
        1.5, 0, 6, "per tie", zh="联系减少误派", en="ties against misrouting", source=assumed("shared information"))
    center_misroute: float = uncertainty(
        0.5, 0, 1, "factor", zh="指挥中心误派倍数", en="misrouting with the command center",
        source=assumed("halved by one desk"))
    intake: float = uncertainty(
        2.0, 0, 8, "weeks", zh="受理用时", en="intake without the command center",
        source=assumed("a center takes minutes (Beijing 2025); nothing is known of it without one"))
    bounce: float = uncertainty(
        3.0, 0, 12, "weeks", zh="每次推转用时", en="a bounce without the center", source=assumed("a letter each way"))
    center_bounce: float = uncertainty(
        1.0, 0, 12, "weeks", zh="有中心时每次推转用时", en="a bounce with the center", source=assumed("chased weekly"))
    duplicates: float = uncertainty(
        0.12, 0, 1, "probability", zh="重复办理概率", en="two bodies serve one case", source=assumed("one in eight"))
    duplicates_tie: float = uncertainty(
        1.2, 0, 6, "per tie", zh="联系减少重复", en="ties against duplication", source=assumed("shared information"))
    join: float = uncertainty(
        0.04, 0, 1, "per week", zh="两单位会办基准率", en="two bodies join without a tie",
        source=assumed("half a year"))
    join_tie: float = uncertainty(
        0.5, 0, 1, "per week and tie", zh="联系促进会办", en="ties let two bodies join",
        source=assumed("two weeks at full tie"))
    match: float = uncertainty(
        0.15, 0, 1, "probability", zh="无中心对接概率", en="a case reaches an organization by chance",
        source=assumed("never 0 without the service center"))
    match_tie: float = uncertainty(
        0.35, 0, 1, "per tie", zh="联系促进对接", en="ties let a case reach an organization",
        source=assumed("own ties"))
    match_center: float = uncertainty(
        0.75, 0, 1, "probability", zh="服务中心对接概率", en="matched by the service center",
        source=assumed("three of four"))
    match_legitimacy: float = uncertainty(
        0.15, 0, 1, "per legitimacy", zh="合法性促进对接", en="legitimacy in matching",
        source=assumed("only the sign is known: Ou and Yan 2022"))
    age_weight: float = uncertainty(
        0.02, 0.001, 0.2, "severity points per week", zh="等待时间对办理次序的影响", en="weight of waiting in the line",
        source=assumed("a year's wait outweighs the gravest case"))
    duplicate_hours: float = uncertainty(
        2.0, 1, 4, "factor", zh="重复办理工时倍数", en="hours of a case that two bodies serve",
        source=assumed("each does the whole of it"))
    most_bounces: int = uncertainty(
        4, 0, 4, "bounces", zh="最多推转次数", en="most bounces of a case",
        source=assumed("somebody is made to take it in the end"))
    most_attention: float = uncertainty(
        3.0, 1, 10, "factor", zh="重点领域关注上限", en="most that priorities raise a grid worker's attention",
        source=assumed("a day has its hours"))
    escalated_hours: float = uncertainty(
        2.0, 1, 6, "factor", zh="升级事件工时倍数", en="hours of an escalated case",
        source=assumed("trouble at the end of the pipe costs more than at the source"))
    wait: float = uncertainty(
        4.0, 1, 26, "weeks", zh="在组织等待上限", en="wait at an organization before a department takes over",
        source=assumed("a month"))


class Service(Parameters, subject="service", zh="服务", en="Services"):
    """服务 · Hours, skill and quality."""

    hours: Table = by_category(
        DOMAINS, (3, 1.8, 8, 4, 6, 2.5, 3, 10, 2), 0.2, 40, "hours per need", zh="组织服务工时",
        en="organization's hours",
        source=assumed("see one year's budget; integration from 60,000 person-times of class"))
    department_hours: Table = by_category(
        DOMAINS, (4.0, 4.0, 8.0, 6.0, 8.0, 4.0, 4.0, 10.0, 3.0), 0.2, 40, "hours per need", zh="部门办理工时",
        en="department's hours",
        source=calibrated("five hours a case on average"))
    department_quality: Table = by_category(
        DOMAINS, (0.5, 0.3, 0.3, 0.7, 0.6, 0.3, 0.3, 0.35, 0.8), 0, 1, "probability", zh="部门办理质量",
        en="a department serves well", source=assumed("good at enforcement, poor at care"))
    minimum_skill: Table = by_category(
        DOMAINS, (0, 0, 0.6, 0.3, 0.6, 0.4, 0.4, 0.2, 0), 0, 1, "0-1", zh="最低专业度", en="minimum professionalism",
        source=assumed("law and therapy need a qualification"))
    quality: float = uncertainty(
        0.45, 0, 1, "probability", zh="服务质量基准", en="quality without skill", source=assumed("good will"))
    quality_skill: float = uncertainty(
        0.45, 0, 1, "per professionalism", zh="专业度对质量", en="professionalism in quality",
        source=assumed("the rest"))
    quality_drive: float = uncertainty(
        0.06, 0, 0.5, "per drive", zh="动力对质量", en="drive in quality", source=assumed("small"))
    working_hours: float = uncertainty(
        1660.0, 800, 2400, "hours per year", zh="年工作时数", en="working hours of a post", source=assumed("full time"))
    direct: float = uncertainty(
        0.6, 0.1, 1, "share", zh="直接服务比例", en="direct service in paid hours",
        source=assumed("the rest is overhead"))
    outreach: float = uncertainty(
        0.2, 0, 0.8, "share", zh="外展比例", en="outreach in direct service", source=assumed("a fifth"))
    contacts_per_hour: float = uncertainty(
        2.0, 0.2, 10, "contacts per hour", zh="每小时外展人数", en="outreach contacts", source=assumed("at the door"))
    carry: float = uncertainty(
        4.0, 1, 13, "weeks", zh="工时结转上限", en="hours kept for a longer service or activity",
        source=assumed("a service may stretch over a month"))
    carry_departments: float = uncertainty(
        2.0, 0, 13, "weeks", zh="部门与网格工时结转上限", en="hours that departments and grid workers keep for later",
        source=assumed("less than an organization: their time is planned by the week"))
    course: float = uncertainty(
        4.0, 1, 20, "weeks", zh="课程周数", en="places of a course until the need is met",
        source=assumed("the fourth place"))
    course_rooms: float = uncertainty(
        0.3, 0, 2, "room hours per hour", zh="课程场地小时", en="rooms of a course",
        source=assumed("a course meets in a room; most of them in the provider's own"))


class Organizations(Parameters, subject="organizations", zh="社会组织", en="Organizations"):
    """社会组织 · Founding, working, closing."""

    hours_per_activity: float = uncertainty(
        23.0, 2, 100, "volunteers' hours", zh="每场活动工时", en="organizer's hours of an activity",
        source=calibrated("1,000 activities a year with 3 % volunteers"))
    yuan_per_activity: float = uncertainty(
        330.0, 20, 3000, "yuan", zh="每场活动现金", en="cash of an activity",
        source=calibrated("unfunded activities cost about 4 yuan a person-time"))
    rooms_per_activity: float = uncertainty(
        2.5, 0.5, 10, "room hours", zh="每场活动场地小时", en="room hours of an activity",
        source=assumed("an afternoon"))
    places: float = uncertainty(
        100.0, 10, 300, "people", zh="每场活动名额", en="places of an activity",
        source=measured("1,000 activities served 100,000 person-times, 何文君 2019"))
    service_share: float = uncertainty(
        0.25, 0, 1, "share", zh="志愿工时用于服务比例", en="volunteers' hours for services",
        source=assumed("a quarter"))
    room_claim: float = uncertainty(
        0.5, 0.05, 5, "claim without legitimacy", zh="无合法性时的场地要求权", en="claim on rooms without legitimacy",
        source=assumed("full legitimacy counts three times as much as none"))
    planning_pace: float = uncertainty(
        0.25, 0.05, 1, "of hours per week", zh="工时使用节奏", en="volunteers' hours that a group uses in a week",
        source=assumed("an activity is prepared over a month"))
    spending_pace: float = uncertainty(
        0.25, 0.02, 1, "of cash per week", zh="现金使用节奏", en="cash that a group spends in a week",
        source=assumed("a group does not spend all at once"))
    volunteer_crowding: str = choice(
        "inverted U", ("none", "linear", "inverted U"), zh="政府资金对志愿投入的影响",
        en="government money and volunteers' effort",
        source=measured("inverted U among 2,997 foundations, 2015; other shapes are open"))
    crowding_linear: float = uncertainty(
        0.5, 0, 1, "share at full dependence", zh="志愿投入的线性挤出", en="volunteers' effort lost, linear",
        source=assumed("open in the literature"))
    crowding_rise: float = uncertainty(
        0.8, 0, 3, "per share", zh="志愿投入倒U形上升", en="volunteers' effort, rise of the inverted U",
        source=assumed("the shape is measured, its size is not"))
    crowding_fall: float = uncertainty(
        1.6, 0, 4, "per squared share", zh="志愿投入倒U形下降", en="volunteers' effort, fall of the inverted U",
        source=assumed("turns at a quarter of public money"))
    donation_dip: float = uncertainty(
        1.2, 0, 3, "per share", zh="捐赠U形深度", en="donations, depth of the U", source=assumed("lowest at a half"))
    donation_rise: float = uncertainty(
        0.8, 0, 3, "per share", zh="捐赠倒U形上升", en="donations, rise of the inverted U",
        source=assumed("the shape is measured, its size is not"))
    donation_fall: float = uncertainty(
        1.2, 0, 4, "per squared share", zh="捐赠倒U形下降", en="donations, fall of the inverted U",
        source=assumed("turns at a third of public money"))
    donation_crowding: str = choice(
        "none", ("none", "U", "inverted U"), zh="政府资金对捐赠的影响", en="government money and donations",
        source=measured("about nothing on average over 60 studies, Lu 2016; both shapes were found in China"))
    closing: float = uncertainty(
        0.0012, 0, 0.02, "per week", zh="群众组织消亡率", en="closing of a group",
        source=assumed("twice as fast as the 20 % in 8 years of Bielefeld 1994"))
    closing_small: float = uncertainty(
        0.008, 0, 0.05, "per week", zh="无成员时的消亡率", en="closing without members",
        source=assumed("liability of smallness"))
    small: float = uncertainty(
        10.0, 1, 100, "members", zh="小型组织规模", en="size of a small group", source=assumed("a table"))
    closing_new: float = uncertainty(
        0.0008, 0, 0.02, "per week", zh="首年附加消亡率", en="further closing in the first year",
        source=assumed("only the sign is known: liability of newness"))
    closing_staffed: float = uncertainty(
        0.0004, 0, 0.02, "per week", zh="专业组织消亡率", en="closing of a staffed body",
        source=assumed("15 % in 8 years, a little below the 20 % of Bielefeld 1994: some of those ran out of money"))
    size_variety: float = uncertainty(
        0.1, 0.001, 2, "squared", zh="组织规模最小差异", en="how far groups of a community differ in members at least",
        source=assumed("variance over squared mean; in a sample it says how far a count of few is believed"))
    lumps: float = uncertainty(
        2.0, 0, 5, "standard deviations", zh="抽样时保留名额", en="places kept over in a sample",
        source=assumed("a sample's wishes come in lumps; at full size nothing is kept"))
    closing_unpaid: float = uncertainty(
        0.02, 0, 0.2, "per week", zh="长期欠薪的消亡率", en="closing after wages were long unpaid",
        source=assumed("a year"))
    unpaid_weeks: float = uncertainty(
        13.0, 1, 52, "weeks", zh="欠薪期限", en="weeks of unpaid wages before closing", source=assumed("a quarter"))
    quitting_unpaid: float = uncertainty(
        0.03, 0, 0.3, "per week", zh="欠薪离职率", en="posts lost while wages are unpaid",
        source=assumed("half in half a year"))
    founding_team: float = uncertainty(
        60.0, 5, 500, "people", zh="创办初期成员", en="people who come with the founder", source=assumed("a hall"))
    start_skill: float = uncertainty(
        0.3, 0, 1, "0-1", zh="新群众组织专业度", en="professionalism of a new group", source=assumed("as the others"))
    entrant_skill: float = uncertainty(
        0.7, 0.3, 1, "0-1", zh="新进组织专业度", en="professionalism of an entrant", source=assumed("qualified staff"))
    taking_up: float = uncertainty(
        0.04, 0, 0.5, "per quarter", zh="开拓新领域", en="an organization takes up a further domain",
        source=assumed("with full autonomy and drive one in seven a year; fewer the more domains it has"))
    duty_memory: float = uncertainty(
        0.1, 0.01, 1, "per week", zh="组织生活出勤的记忆", en="how fast it shows whether there is time for Party life",
        source=assumed("a quarter of a year"))
    registering: float = uncertainty(
        0.01, 0, 0.5, "per quarter", zh="登记率", en="recorded groups register",
        source=assumed("no speed is known; 7 % of recorded groups are registered, Zhejiang"))
    waking: float = uncertainty(
        0.02, 0, 0.5, "per quarter", zh="休眠组织复苏率", en="dormant groups wake",
        source=assumed("twelve years alone"))


class Ties(Parameters, subject="ties", zh="单位联系", en="Ties between bodies"):
    """单位联系 · Form by meeting, appointment and shared work, and decay."""

    decay: float = uncertainty(
        0.012, 0.001, 0.1, "per week", zh="联系衰减", en="decay",
        source=measured("half-life about a year: Dahlander and McFarland 2013"))
    start: float = uncertainty(0.15, 0, 1, "0-1", zh="初始联系", en="ties at the start", source=assumed("weak"))
    chance: float = uncertainty(
        0.0015, 0, 0.05, "per week", zh="偶然联系", en="ties gained by chance meetings",
        source=assumed("balances decay at 0.11"))
    shared_work: float = uncertainty(
        0.01, 0, 0.2, "per week", zh="合作增强联系", en="tie gained by shared work", source=assumed("as a project"))


class Money(Parameters, subject="money", zh="资金", en="Money"):
    """资金 · Prices and gifts, in yuan."""

    wage: float = uncertainty(
        100000.0, 40000, 250000, "yuan per post and year", zh="社工用工成本", en="cost of a social worker",
        source=assumed("as in Zhongshan 2016, taken over for Zhejiang"))
    contract: float = uncertainty(
        70000.0, 0, 200000, "yuan per post and year", zh="每岗位合同额", en="purchase contract per post",
        source=assumed("70 % of revenue from government as in Hong Kong 2007, taken over for Zhejiang"))
    foundation: float = uncertainty(
        30000.0, 0, 200000, "yuan per post and year", zh="基金会与服务收费", en="foundations and fees per post",
        source=assumed("the rest of a payroll"))
    fee: float = uncertainty(
        50.0, 0, 500, "yuan per volunteer and year", zh="会费", en="member's fee", source=assumed("symbolic"))
    donation: float = uncertainty(
        3000.0, 0, 30000, "yuan per group and year", zh="捐赠", en="donations per group",
        source=assumed("a local shop"))
    unit_giving: float = uncertainty(
        8000.0, 0, 80000, "yuan per unit and year", zh="共建单位出资", en="a co-building unit's giving",
        source=assumed("20 units and 6 Party bodies by count; sum assumed"))
    enterprise_giving: float = uncertainty(
        3.0, 0, 100, "yuan per resident and year", zh="企业与捐赠者配比上限",
        en="what enterprises have to match the fund",
        source=assumed("three times what the usual match of the usual fund takes"))
    unit_rooms: float = uncertainty(
        0.4, 0, 5, "hours per unit and week", zh="共建单位场地", en="a co-building unit's rooms",
        source=assumed("a meeting room two evenings a month"))
    casework_hour: float = uncertainty(
        100.0, 40, 300, "yuan per hour", zh="部门工时价格", en="a department's hour", source=assumed("550 yuan a case"))
    staff_hour: float = uncertainty(
        60.0, 20, 200, "yuan per hour", zh="平台与联盟工时价格", en="an hour of center and alliance staff",
        source=assumed("a post of 100,000 yuan"))
    room_hour: float = uncertainty(
        40.0, 5, 200, "yuan per hour", zh="场地小时价格", en="a room's hour", source=assumed("in kind"))
    venue_hour: float = uncertainty(
        15.0, 0, 200, "yuan per hour", zh="阵地开放小时费用", en="keeping a venue open for an hour",
        source=assumed("a caretaker; paid whether somebody meets there or not"))
    grid_worker: float = uncertainty(
        80000.0, 30000, 200000, "yuan per year", zh="网格员用工成本", en="cost of a grid worker",
        source=assumed("full time"))
    grid_casework: float = uncertainty(
        0.15, 0.02, 1, "share", zh="网格员办件时间比例", en="casework in a grid worker's time",
        source=assumed("the rest is rounds"))
    venture_pot: float = uncertainty(
        10.0, 0, 1000, "yuan per resident and year", zh="公益创投资金池", en="the place's venture fund",
        source=assumed("300,000-1,000,000 yuan a street, by analogy; a place says its own"))
    judge_hour: float = uncertainty(
        100.0, 0, 500, "yuan per hour", zh="评委小时报酬", en="an hour of an expert or media judge",
        source=assumed("800 yuan a day"))
    adviser_hour: float = uncertainty(
        100.0, 0, 500, "yuan per hour", zh="顾问小时报酬", en="an adviser's hour", source=assumed("as a judge's"))
    rules_yuan: float = uncertainty(
        0.5, 0, 10, "yuan per resident and year", zh="规则公布与辅导费用", en="publishing rules and explaining them",
        source=assumed("14,500 yuan for 29,000 residents: a guide, two sessions, a help desk"))
    start_cash_weeks: float = uncertainty(
        13.0, 0, 104, "weeks of payroll", zh="专业组织初始资金", en="cash of a staffed body at the start",
        source=assumed("a quarter, put up by its founders"))
    further_casework: Lever = lever(
        0.0, 0, 1e9, "yuan per year", row="", zh="追加部门办件经费", en="money for further casework of departments",
        source=assumed("what a policy costs less than the dearest one compared, at equal money"))
    training_hour: float = uncertainty(
        60.0, 10, 500, "yuan per hour", zh="培训小时价格", en="a training hour per trainee",
        source=assumed("teacher and hall"))
