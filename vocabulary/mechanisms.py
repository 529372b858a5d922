"""The four mechanisms of the brief: their switches (rows A1-D5), levers and what is assumed of their effects."""

from __future__ import annotations

from vocabulary.parameters import (
    Lever,
    Parameters,
    assumed,
    calibrated,
    choice,
    lever,
    switch,
    uncertainty,
)

# fmt: off

class Embedding(Parameters, subject="embedding", zh="柔性嵌入", en="Flexible embedding"):
    """柔性嵌入 · The 1+1+2+X framework (rows A1-A6)."""

    party_committee: Lever = switch(True, row="A1", zh="街道大党委统筹", en="subdistrict Party committee leads")
    priority_weight: Lever = lever(
        0.5, 0, 2, "severity points", row="A1", zh="年度重点对办理次序的影响", en="weight of the year's priorities",
        source=assumed("severity runs from 0 to 1; a top priority counts half of that"))
    pooled_share: Lever = lever(
        0.3, 0, 1, "share of hours", row="A1", zh="部门力量统筹比例", en="departments' hours assigned by priority",
        source=assumed("part of a department's hours stays with its own mandate"))
    units_giving: Lever = lever(
        1.0, 0, 1, "share", row="A1", zh="共建单位投入比例", en="share of co-building units that give",
        source=assumed("20 co-building units and 6 Party bodies give when the committee chairs"))
    mobilized_share: Lever = lever(
        0.0, 0, 0.2, "share of adults per month", row="A1", zh="行政动员比例", en="adults called up to attend by order",
        source=assumed("the flexible framework calls nobody up; the lever tests it"))
    rainbow_alliance: Lever = switch(True, row="A2", zh="彩虹联盟", en="Rainbow Alliance")
    alliance_hours: Lever = lever(
        80.0, 0, 400, "staff hours per 1,000 residents and year", row="A2", zh="彩虹联盟人力",
        en="the alliance's hours",
        source=assumed("about one and a half posts for 29,000 residents, shared by four bodies"))
    command_center: Lever = switch(True, row="A3", zh="四个平台指挥中心", en="Four-Platforms command center")
    command_hours: Lever = lever(
        120.0, 0, 400, "staff hours per 1,000 residents and year", row="A3", zh="指挥中心人力", en="the center's hours",
        source=assumed("two posts for 29,000 residents"))
    service_center: Lever = switch(True, row="A4", zh="社会组织服务中心", en="social-organization service center")
    service_center_hours: Lever = lever(
        60.0, 0, 400, "staff hours per 1,000 residents and year", row="A4", zh="服务中心人力", en="the center's hours",
        source=assumed("one post for 29,000 residents"))
    other_subjects: Lever = switch(True, row="A5", zh="其他治理主体参与", en="other subjects of governance serve")
    committee_discretion: Lever = lever(
        0.5, 0, 1, "share of its activity money", row="A5", zh="居委会自主安排资金比例",
        en="activity money that a residents' committee places by its own agenda",
        source=assumed("the rest goes to groups by their volunteers; its agenda is what residents there need most"))
    flexible_style: Lever = switch(True, row="A6", zh="柔性方式", en="flexible style")

    rigidity_flexible: float = uncertainty(
        0.3, 0, 1, "autonomy lost per unit of depth", zh="柔性方式的约束度", en="rigidity of the flexible style",
        source=assumed("flexible is not free"))
    rigidity_rigid: float = uncertainty(
        0.9, 0, 1, "autonomy lost per unit of depth", zh="刚性方式的约束度", en="rigidity of the rigid style",
        source=assumed("nearly all autonomy is lost at full depth"))
    autonomy_loss: str = choice(
        "linear", ("none", "linear", "convex"), zh="嵌入对自主性的影响", en="autonomy lost to embedding",
        source=assumed("open in the literature: none, linear in depth times rigidity, or convex"))
    call_hours: float = uncertainty(
        0.05, 0.005, 1, "hours per adult", zh="动员每人工时", en="grid workers' hours to call one adult up",
        source=assumed("three minutes"))
    alliance_contacts_per_hour: float = uncertainty(
        4.0, 0.5, 12, "residents per hour", zh="联盟每小时接触人数", en="residents met per alliance hour",
        source=calibrated("a tellings rate of .003-.010 per week"))
    alliance_tells: float = uncertainty(
        0.6, 0, 1, "probability per domain", zh="联盟告知概率", en="chance that a contact tells of a domain",
        source=assumed("a personal contact by a known body"))
    alliance_asks: float = uncertainty(
        0.15, 0, 1, "probability", zh="联盟邀请概率", en="chance that a contact asks to take part",
        source=assumed("as a Party member's visit"))
    hours_per_case: float = uncertainty(
        0.4, 0.05, 3, "hours", zh="每件流转工时", en="the command center's hours per case",
        source=assumed("intake, assigning, chasing, feedback"))
    hours_per_match: float = uncertainty(
        0.5, 0.05, 3, "hours", zh="每次对接工时", en="the service center's hours per match",
        source=assumed("a telephone call to each side and a note"))
    incubation: float = uncertainty(
        1.6, 1, 3, "factor", zh="服务中心孵化倍数", en="founding, with the service center",
        source=assumed("the source claims incubation and gives no size"))
    alliance_incubation: float = uncertainty(
        1.3, 1, 3, "factor", zh="联盟孵化倍数", en="founding, with the alliance",
        source=assumed("the source names the alliance as the link of grown organizations"))
    depth_of_alliance: float = uncertainty(
        0.15, 0, 0.5, "depth", zh="联盟联系的嵌入深度", en="depth from a tie to the alliance",
        source=assumed("weaker than a Party group"))
    depth_speed: float = uncertainty(
        0.03, 0.005, 0.2, "per week", zh="嵌入深度变化速度", en="speed at which depth follows its causes",
        source=assumed("half of the way in five months"))
    legitimacy_slope: float = uncertainty(
        2.5, 0.5, 6, "per depth", zh="合法性随深度上升的斜率", en="rise of legitimacy with depth",
        source=assumed("rises and saturates; sign: Ou and Yan 2022"))
    committee_hours: float = uncertainty(
        30.0, 0, 500, "hours per 1,000 residents and year", zh="党工委工时", en="working hours of the Party committee",
        source=assumed("four posts of departments in a subdistrict of 220,000, for priorities and chairing"))
    least_share: float = uncertainty(
        0.02, 0.001, 0.2, "share", zh="排定重点时的最低服务占比",
        en="least share of services counted in setting priorities",
        source=assumed("keeps a domain that nobody served from taking all priority"))
    center_weeks: float = uncertainty(
        2.0, 1, 13, "weeks", zh="中心工时结转上限", en="hours that a center can keep for later",
        source=assumed("its staff plan by the fortnight"))
    hours_kept: float = uncertainty(
        1.0, 0.1, 10, "hours", zh="中心至少可结转工时", en="hours that a center can always keep for later",
        source=assumed("a center is never too small for one case"))
    drive_speed: float = uncertainty(
        0.01, 0.002, 0.1, "per week", zh="动力随自主性变化速度", en="speed at which drive follows autonomy",
        source=assumed("a year and a half"))


class Cultivation(Parameters, subject="cultivation", zh="组织培育", en="Cultivation"):
    """组织培育 · Growth within, introduction from without (rows B1-B3)."""

    mass_organizations: Lever = switch(True, row="B1", zh="内生群众组织", en="residents found organizations")
    founding_support: Lever = lever(
        2.2, 0, 5, "factor", row="B1", zh="培育力度", en="support for founders",
        source=assumed("a prototype closed under it"))
    professional_organizations: Lever = switch(True, row="B2", zh="引进专业组织",
    en="professional organizations come in")
    entry_support: Lever = lever(
        1.0, 0, 4, "factor", row="B2", zh="引进力度", en="support for entrants",
        source=assumed("one is the rate at which expected contracts draw an entrant"))
    aimed_purchase: Lever = switch(True, row="B3", zh="定向购买服务", en="purchase aimed at a group")
    aimed_outreach: Lever = lever(
        0.3, 0, 0.8, "share of contracted hours", row="B3", zh="面向目标群体的外展比例",
        en="hours of outreach to the target",
        source=assumed("a contract that names its target asks for more than a fifth of the hours"))

    seed_money: float = uncertainty(
        5000.0, 0, 100000, "yuan per unit of support", zh="创办扶持资金", en="seed money of a founding",
        source=assumed("support beyond the ordinary is paid for: 6,000 yuan at 2.2"))
    entry_grant: float = uncertainty(
        50000.0, 0, 500000, "yuan per unit of support", zh="引进扶持资金", en="grant to an entrant",
        source=assumed("half a year of one post"))
    founding_rate: float = uncertainty(
        0.35, 0, 1, "per quarter", zh="创办率上限", en="upper bound of founding",
        source=assumed("per community and domain; density dependence after Hannan and Freeman 1989"))
    founders_scale: float = uncertainty(
        4000.0, 500, 20000, "residents", zh="创办所需群众基础", en="interested residents for founding",
        source=assumed("a prototype closed under it"))
    founders_autonomy: float = uncertainty(
        0.5, 0, 1, "share", zh="自主性对创办意愿的影响", en="founders' drive lost where groups have no autonomy",
        source=assumed("half of it; autonomy feeds founders' drive"))
    rivalry: float = uncertainty(
        0.25, 0, 2, "per rival", zh="同类组织竞争", en="rivals' weight against founding",
        source=assumed("only the sign is known: density dependence, Hannan and Freeman 1989"))
    entry_rate: float = uncertainty(
        0.12, 0, 1, "per quarter", zh="专业组织进入率", en="rate of professional entry",
        source=assumed("with no contract in sight one in two years"))
    entry_contract: float = uncertainty(
        100000.0, 10000, 1000000, "yuan", zh="吸引进入的合同额", en="expected contract that doubles entry",
        source=assumed("a year's cost of one social worker"))
    entrant_staff: float = uncertainty(
        2.0, 1, 8, "people", zh="新进专业组织人数", en="staff of an entrant",
        source=assumed("half of an established body's four"))


class Activation(Parameters, subject="activation", zh="运行激活", en="Activation"):
    """运行激活 · The red engine (rows C1-C8)."""

    red_grid: Lever = switch(True, row="C1", zh="红色网格与领头雁", en="red grid and lead geese")
    visits_per_member: Lever = lever(
        20.0, 0, 100, "visits per member and year", row="C1", zh="党员走访次数", en="visits by a Party member",
        source=assumed("1.8 visits a household and year with 4 % Party members"))
    party_groups: Lever = switch(True, row="C2", zh="登记管理嵌入党建", en="Party groups in registration")
    party_life_hours: Lever = lever(
        0.5, 0, 5, "hours per organization and week", row="C2", zh="组织生活工时", en="hours of Party life",
        source=assumed("two hours a month"))
    cross_appointment: Lever = switch(True, row="C3", zh="双向进入、交叉任职", en="cross-appointment")
    appointments_per_year: Lever = lever(
        2, 0, 12, "dates per year", row="C3", zh="每年交叉任职批次", en="dates of appointment",
        source=assumed("twice a year"))
    joint_meeting: Lever = switch(True, row="C4", zh="党建联席与联勤联动", en="joint meetings and linkage")
    meetings_per_year: Lever = lever(
        12, 0, 24, "meetings per year", row="C4", zh="党建联席会议频次", en="joint meetings",
        source=assumed("the source says regular; monthly taken"))
    brand_projects: Lever = switch(True, row="C5", zh="社区品牌项目", en="brand projects of communities")
    events_per_year: Lever = lever(
        12, 0, 52, "events per community and year", row="C5", zh="品牌活动频次", en="brand events",
        source=assumed("monthly"))
    event_size: Lever = lever(
        0.015, 0, 0.1, "places per resident", row="C5", zh="品牌活动规模", en="places of a brand event",
        source=assumed("some 430 people in a community of 29,000"))

    project_based: Lever = switch(True, row="C6", zh="项目化运作", en="project-based running by the masses")
    agenda_share: Lever = lever(
        0.5, 0, 1, "share", row="C6", zh="居民定项目的比重", en="residents' share in setting the agenda",
        source=assumed("half and half with departments"))
    call_share: Lever = lever(
        0.0, 0, 1, "share", row="C6", zh="居民参与征集的比重", en="residents' share in passing on a call",
        source=assumed("the source opens four steps and not the call; the lever tests it"))
    work_share: Lever = lever(
        0.3, 0, 1, "share", row="C6", zh="居民做项目的比重", en="share of the work done by residents",
        source=assumed("a third"))
    supervision_share: Lever = lever(
        0.5, 0, 1, "share", row="C6", zh="居民督项目的比重", en="share of supervision by residents",
        source=assumed("half and half with departments"))
    appraisal_share: Lever = lever(
        0.3, 0, 1, "share", row="C6", zh="居民议项目的比重", en="residents' share in the appraisal",
        source=assumed("a third"))
    payment_share: Lever = lever(
        0.0, 0, 1, "share", row="C6", zh="居民确认付款的比重", en="residents' share in confirming what is paid",
        source=assumed("the source opens four steps and not the payment; the lever tests it"))
    four_way_panel: Lever = switch(True, row="C7", zh="四维评估", en="four-way panel")
    judges_per_kind: Lever = lever(
        2, 1, 10, "judges", row="C7", zh="每类评委人数", en="judges of each kind for a project",
        source=assumed("eight in all"))
    weight_expert: Lever = lever(
        0.35, 0, 1, "weight", row="C7", zh="专家权重", en="weight of experts", source=assumed("no weights published"))
    weight_department: Lever = lever(
        0.25, 0, 1, "weight", row="C7", zh="部门权重", en="weight of departments",
        source=assumed("no weights published"))
    weight_media: Lever = lever(
        0.1, 0, 1, "weight", row="C7", zh="媒体权重", en="weight of media", source=assumed("no weights published"))
    weight_resident: Lever = lever(
        0.3, 0, 1, "weight", row="C7", zh="居民代表权重", en="weight of residents' representatives",
        source=assumed("no weights published"))
    star_rating: Lever = switch(True, row="C8", zh="星级评定", en="star rating")
    weight_quality: Lever = lever(
        0.3, 0, 1, "weight", row="C8", zh="质量权重", en="weight of quality", source=assumed("no weights published"))
    weight_progress: Lever = lever(
        0.2, 0, 1, "weight", row="C8", zh="进度权重", en="weight of progress", source=assumed("no weights published"))
    weight_awareness: Lever = lever(
        0.1, 0, 1, "weight", row="C8", zh="知晓率权重", en="weight of awareness",
        source=assumed("no weights published"))
    weight_participation: Lever = lever(
        0.2, 0, 1, "weight", row="C8", zh="参与率权重", en="weight of participation",
        source=assumed("no weights published"))
    weight_satisfaction: Lever = lever(
        0.2, 0, 1, "weight", row="C8", zh="满意度权重", en="weight of satisfaction",
        source=assumed("no weights published"))
    cut_two: Lever = lever(
        0.5, 0, 1, "score", row="C8", zh="二星分数线", en="score from which there are two stars",
        source=assumed("even steps"))
    cut_three: Lever = lever(
        0.6, 0, 1, "score", row="C8", zh="三星分数线", en="score from which there are three stars",
        source=assumed("even steps"))
    cut_four: Lever = lever(
        0.68, 0, 1, "score", row="C8", zh="四星分数线", en="score from which there are four stars",
        source=assumed("even steps"))
    cut_five: Lever = lever(
        0.76, 0, 1, "score", row="C8", zh="五星分数线", en="score from which there are five stars",
        source=assumed("even steps"))
    star_credit: Lever = lever(
        0.15, 0, 0.5, "score per star above three", row="C8", zh="星级对续约的影响", en="stars in the next selection",
        source=assumed("five stars against one are worth 0.6 of a score"))

    visit_hours: float = uncertainty(
        0.4, 0.1, 2, "hours", zh="每次走访时长", en="length of a visit", source=assumed("a talk at the door"))
    member_hours: float = uncertainty(
        0.5, 0, 5, "hours per week", zh="党员可用时间", en="a Party member's time for duty",
        source=assumed("26 hours a year; a stock that duty spends"))
    member_weeks: float = uncertainty(
        3.0, 1, 26, "weeks", zh="党员可结转时间", en="time for duty that a member keeps for later",
        source=assumed("a month's duty can be done in one week"))
    visit_tells: float = uncertainty(
        0.11, 0, 1, "probability per domain", zh="走访告知概率", en="chance that a visit tells of a domain",
        source=assumed("half of the visits tell of two domains of nine"))
    visit_asks: float = uncertainty(
        0.15, 0, 1, "probability", zh="走访邀请概率", en="chance that a visit asks to take part",
        source=assumed("one visit in seven"))
    visit_finds: float = uncertainty(
        0.12, 0, 1, "probability per need", zh="走访发现需求概率", en="chance that a visit finds a need",
        source=assumed("a prototype closed under it"))
    goose_pull: float = uncertainty(
        0.35, 0, 1.5, "log-odds", zh="党员“领头雁”带动强度", en="pull of an active Party member one knows",
        source=assumed("row C1 names the effect and gives no size"))
    goose_leads: float = uncertainty(
        3.0, 1, 10, "factor", zh="党员带头倍数", en="Party members' readiness to lead",
        source=assumed("the source calls them lead geese"))
    depth_of_leader: float = uncertainty(
        0.15, 0, 0.5, "depth", zh="党员领办的嵌入深度", en="depth from a Party member who leads",
        source=assumed("weaker than a Party group"))
    party_group_rate: float = uncertainty(
        0.25, 0, 1, "per quarter", zh="党小组组建率", en="rate at which Party groups are set up",
        source=assumed("no speed is known; 61.7 % of social organizations had one in 2017: 新湘评论 2018/14"))
    depth_of_party_group: float = uncertainty(
        0.3, 0, 0.6, "depth", zh="党小组的嵌入深度", en="depth from a Party group",
        source=assumed("the largest single part; sign: Ou and Yan 2022"))
    depth_of_appointment: float = uncertainty(
        0.25, 0, 0.6, "depth", zh="交叉任职的嵌入深度", en="depth from a cross-appointment",
        source=assumed("next to a Party group; sign: Ou and Yan 2022"))
    appointment_share: float = uncertainty(
        0.3, 0, 1, "share of organizations per date", zh="每批任职组织比例", en="organizations appointed on a date",
        source=assumed("most organizations within two years"))
    appointment_hours: float = uncertainty(
        1.0, 0, 8, "hours per month", zh="任职每月工时", en="hours of an appointment",
        source=assumed("a meeting a month"))
    appointment_tie: float = uncertainty(
        0.02, 0, 0.2, "per week", zh="任职对联系的增强", en="tie gained by an appointment",
        source=assumed("a manager in common sees the other body every month"))
    meeting_hours: float = uncertainty(
        2.0, 0, 8, "hours", zh="联席会议时长", en="length of a joint meeting",
        source=assumed("half a working morning; for each body that comes"))
    meeting_tie: float = uncertainty(
        0.06, 0, 0.3, "per meeting", zh="会议对联系的增强", en="tie gained by a meeting",
        source=assumed("only sign and falling gains are known: Dahlander and McFarland 2013"))
    event_tells: float = uncertainty(
        0.33, 0, 1, "probability per domain", zh="品牌活动告知概率", en="chance that an event tells of a domain",
        source=assumed("stalls of several organizations"))
    event_asks: float = uncertainty(
        0.25, 0, 1, "probability", zh="品牌活动邀请概率", en="chance that an event asks to take part",
        source=assumed("one visitor in four is spoken to"))
    event_openness: float = uncertainty(
        0.6, 0, 1, "share of the barrier taken away", zh="品牌活动降低门槛", en="openness of an event to every group",
        source=assumed("in the open, no sign-up, little language needed"))
    event_hours_per_place: float = uncertainty(
        0.05, 0.005, 0.5, "volunteers' hours", zh="品牌活动每人次工时", en="volunteers' hours per place of an event",
        source=assumed("a quarter of an indoor activity's"))
    event_hours_share: float = uncertainty(
        0.5, 0, 1, "share", zh="品牌活动占用工时上限", en="volunteers' hours that an event may take at most",
        source=assumed("groups keep half for their own activities"))
    event_yuan_per_place: float = uncertainty(
        10.0, 1, 60, "yuan", zh="品牌活动每人次费用", en="cash per place of an event",
        source=assumed("half of 22 yuan a person-time, Shaoxing 2018"))


class Linking(Parameters, subject="linking", zh="资源链接", en="Resource linking"):
    """资源链接 · Empowerment (rows D1-D5)."""

    venues: Lever = switch(True, row="D3", zh="阵地开放", en="venues opened")
    venue_share: Lever = lever(
        1.0, 0, 2, "of the place's venue hours", row="D3", zh="阵地开放程度", en="venue hours opened",
        source=assumed("one opens what the place's table lists"))
    training: Lever = switch(True, row="D5", zh="人才培训", en="training")
    training_backbone: Lever = lever(
        24.0, 0, 120, "hours per organization and year", row="D5", zh="骨干培训", en="training of backbone staff",
        source=assumed("two hours a month"))
    training_cadres: Lever = lever(
        24.0, 0, 120, "hours per cadre and year", row="D5", zh="社区干部培训", en="training of community cadres",
        source=assumed("two hours a month"))
    training_workers: Lever = lever(
        40.0, 0, 160, "hours per social worker and year", row="D5", zh="社工培训", en="training of social workers",
        source=assumed("a working week"))

    published_rules: Lever = switch(True, row="D1", zh="公布创投规则", en="rules published in advance")
    published_hours: Lever = lever(
        15.0, 1, 200, "hours", row="D1", zh="规则公布后的申报工时", en="hours of an application under published rules",
        source=assumed("two working days"))
    favor: Lever = lever(
        0.3, 0, 1, "score per legitimacy", row="D1", zh="规则不明时的关系照顾",
        en="favor where rules are not published",
        source=assumed("sign: cadre ties and funds, Guangdong panel; size assumed"))
    venture_fund: Lever = switch(True, row="D2", zh="公益创投资金", en="venture fund")
    fund_share: Lever = lever(
        1.0, 0, 20, "of the place's fund", row="D2", zh="创投资金规模", en="size of the venture fund",
        source=assumed("one gives what the place's file lists"))
    rounds_per_year: Lever = lever(
        2, 1, 4, "rounds per year", row="D2", zh="每年项目轮次", en="project rounds a year",
        source=assumed("a round each half-year; one-year cycles are common"))
    subsidy_share: Lever = lever(
        0.4, 0, 1, "weight", row="D2", zh="补贴比重", en="subsidy, paid in advance",
        source=assumed("a balanced mix"))
    purchase_share: Lever = lever(
        0.4, 0, 1, "weight", row="D2", zh="购买比重", en="purchase, paid by milestone",
        source=assumed("a balanced mix"))
    reward_share: Lever = lever(
        0.2, 0, 1, "weight", row="D2", zh="奖励比重", en="reward, paid after rating",
        source=assumed("a balanced mix"))
    payment_delay: Lever = lever(
        2, 0, 52, "weeks", row="D2", zh="付款延迟", en="weeks by which payments come late",
        source=assumed("a fortnight"))
    match_share: Lever = lever(
        0.1, 0, 2, "yuan per yuan", row="D2", zh="社会资金配比", en="enterprises' and donors' match of the fund",
        source=assumed("a fifth of what is asked for in Dongguan, one yuan donated for two public ones"))
    think_tank: Lever = switch(True, row="D4", zh="智库顾问", en="think tank of advisers")
    adviser_hours: Lever = lever(
        1.0, 0, 10, "hours per project and week", row="D4", zh="顾问跟踪工时", en="an adviser's hours for a project",
        source=assumed("an hour a week"))
    advisers_rate: Lever = lever(
        False, 0, 1, "yes or no", row="D4", zh="顾问可评所辅导项目", en="advisers may rate what they advised",
        source=assumed("kept apart by default"))

    venue_founding: float = uncertainty(
        1.3, 1, 3, "factor", zh="阵地孵化倍数", en="founding, with venues",
        source=assumed("a place to meet helps founders"))
    training_gain: float = uncertainty(
        0.006, 0, 0.05, "of the gap per hour", zh="培训效果", en="professionalism gained by training",
        source=assumed("40 hours close a fifth of the gap"))
    cadre_skill: float = uncertainty(
        0.4, 0, 1, "0-1", zh="社区干部初始专业度", en="cadres' professionalism before training",
        source=assumed("between a group's and a social worker's"))
    skill_decay: float = uncertainty(
        0.003, 0, 0.05, "per week", zh="专业能力衰减", en="loss of what training gave",
        source=assumed("staff turnover of some 15 % a year"))
    retention: float = uncertainty(
        0.5, 0, 1, "share of departures avoided", zh="培训对留任的作用", en="departures of staff avoided by training",
        source=assumed("trained social workers stay"))
    reporting_gain: float = uncertainty(
        0.3, 0, 1, "share", zh="培训对发现率的作用", en="more needs found by trained grid workers",
        source=assumed("a prototype closed under it"))
