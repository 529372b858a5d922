"""THE WEEK: one ordered list of phases. README, ``run.py week`` and the ODD description print it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from model import living, organizing, serving
from model.mechanisms import activation, cultivation, embedding, linking
from model.projects import agenda, calling, payments, rating, selection, work
from model.timing import running
from model.world import World
from scenarios.faults import shown
from vocabulary.messages import RefusalError

ALWAYS, EMBEDDING, CULTIVATION, ACTIVATION, LINKING = "always", "embedding", "cultivation", "activation", "linking"


@dataclass(frozen=True)
class Phase:
    """One phase of the week.

    ``mechanism`` says which of the four it belongs to, ``when`` how often it does something, ``rows`` which rows of
    the brief act in it.
    """

    act: Callable[[World], None]
    zh: str
    en: str
    mechanism: str = ALWAYS
    when: str = "every week"
    rows: str = ""

    @property
    def name(self) -> str:
        """The name of the function that does it."""
        return self.act.__name__


WEEK = (
    Phase(organizing.note_who_runs, "各类主体就位", "note who runs", rows="A5"),
    Phase(living.move, "居民迁出迁入", "residents move out and in"),
    Phase(
        embedding.set_priorities, "大党委定年度重点", "the Party committee sets priorities", EMBEDDING, "yearly", "A1"
    ),
    Phase(activation.hold_joint_meeting, "党建联席会议", "joint meeting", ACTIVATION, "on its dates", "C4"),
    Phase(activation.cross_appoint, "交叉任职", "cross-appointment", ACTIVATION, "on its dates", "C3"),
    Phase(agenda.set_agenda, "项目群众定", "the agenda of a round is set", ACTIVATION, "each round", "C6 D1"),
    Phase(calling.call_for_projects, "项目征集", "organizations apply", LINKING, "each round", "C6 D1 D2"),
    Phase(
        selection.select_projects,
        "项目选拔",
        "the panel selects projects",
        ACTIVATION,
        "each round",
        "B3 C6 C7 C8 D2 D4",
    ),
    Phase(organizing.receive_income, "资金到账", "organizations receive income", rows="A1"),
    Phase(payments.pay_projects, "项目付款", "contracts and projects are paid", LINKING, rows="B3 C6 D1 D2"),
    Phase(cultivation.buy_casework, "结余购买办件", "unearned money buys casework"),
    Phase(linking.open_rooms, "开放阵地", "rooms are opened", LINKING, rows="D3 A1"),
    Phase(embedding.staff_centers, "两个中心值守", "the two centers are staffed", EMBEDDING, rows="A3 A4 C4"),
    Phase(living.work, "志愿者服务", "volunteers work"),
    Phase(serving.supply, "工时到位", "hours are supplied", rows="A1 C2 C3 C4 D5"),
    Phase(work.execute_projects, "执行群众做", "projects are worked at", ACTIVATION, rows="C6 C8 D2 D4"),
    Phase(living.draw_needs, "需求产生", "needs arise"),
    Phase(activation.visit, "党员走访", "Party members visit households", ACTIVATION, rows="C1"),
    Phase(embedding.contact_alliance, "彩虹联盟联系群众", "the alliance meets constituents", EMBEDDING, rows="A2 C4"),
    Phase(embedding.call_up_adults, "行政动员", "adults are called up by order", EMBEDDING, "monthly", "A1"),
    Phase(living.contact_by_outreach, "组织外展", "organizations reach out", rows="B3 D2"),
    Phase(living.spread, "知晓传播", "awareness spreads"),
    Phase(activation.plan_brand_events, "社区品牌活动", "brand events are set", ACTIVATION, "on its dates", "C5"),
    Phase(organizing.hold_activities, "组织开展活动", "organizations set activities", rows="D3"),
    Phase(living.decide, "居民决定是否参与", "residents decide to take part", rows="C1"),
    Phase(living.attend, "参加活动", "places are given", rows="C5"),
    Phase(living.change, "角色变化", "people rise, tire and leave", rows="C1"),
    Phase(serving.ask, "求助与发现", "needs are asked for and found", rows="A3 A4 C1 D5"),
    Phase(serving.route, "分派与对接", "cases are routed and matched", rows="A3 A4 C3 C4"),
    Phase(serving.serve, "办理服务", "bodies serve", rows="A1"),
    Phase(living.age, "需求消退或升级", "needs lapse or escalate"),
    Phase(work.supervise_projects, "过程群众督", "residents supervise projects", ACTIVATION, rows="C6"),
    Phase(rating.rate_projects, "结果群众议", "projects are rated", ACTIVATION, "each round", "C6 C7 C8 D4"),
    Phase(organizing.pay_wages, "发放工资", "wages are paid"),
    Phase(
        cultivation.found_organizations,
        "群众组织创办",
        "residents found groups",
        CULTIVATION,
        "each quarter",
        "B1 A2 A4 A6 C1 D3",
    ),
    Phase(cultivation.enter_organizations, "引进专业组织", "professionals come in", CULTIVATION, "each quarter", "B2"),
    Phase(
        embedding.take_up_domains, "组织开拓新领域", "organizations take up domains", EMBEDDING, "each quarter", "A6"
    ),
    Phase(organizing.register_and_wake, "登记与复苏", "groups register and wake", ALWAYS, "each quarter", "A4 C2"),
    Phase(activation.set_up_party_groups, "组建党小组", "Party groups are set up", ACTIVATION, "each quarter", "C2"),
    Phase(organizing.close, "组织消亡", "organizations close"),
    Phase(linking.train, "人才培训", "training", LINKING, rows="D5"),
    Phase(
        embedding.embed_organizations,
        "嵌入的双向作用",
        "embedding works both ways",
        EMBEDDING,
        rows="A2 A6 C1 C2 C3 C6 D5",
    ),
    Phase(organizing.keep_ties, "单位联系变化", "ties between bodies change", rows="C3"),
    Phase(living.feel, "信任与满意更新", "trust and satisfaction update"),
)


def lived(phases: frozenset[str] | None) -> tuple[Phase, ...]:
    """Return the phases of the week that are among those named, in their order; ``None`` names all."""
    return WEEK if phases is None else tuple(phase for phase in WEEK if phase.name in phases)


def named_phases(given: Any) -> frozenset[str] | None:
    """Return the names of phases that were given, one alone or several; ``None`` stays ``None``.

    Raises
    ------
    RefusalError
        If there is no phase of a name.
    """
    if given is None:
        return None
    names = [given] if isinstance(given, str) else list(given) if isinstance(given, Iterable) else []
    if not names and not isinstance(given, Iterable):
        raise RefusalError("error.phases", {"given": shown(given)})
    known = [phase.name for phase in WEEK]
    for name in names:
        if name not in known:
            near = get_close_matches(str(name), known, n=1)
            key = "error.phase_nearest" if near else "error.phase"
            raise RefusalError(key, {"given": shown(name), "nearest": "".join(near)})
    return frozenset(names)


def live_week(world: World) -> None:
    """Live one week: each phase of the list in its order, or those that the world is limited to."""
    world.week += 1
    clock = running()
    if clock:
        clock.begin_week()
    world.accounts.begin_week()
    phases = lived(world.phases)
    for phase in phases:
        phase.act(world)
        if clock:
            clock.lap(phase.name)
    acts = [phase.act for phase in phases]
    if living.age not in acts:  # which sweeps the ledger
        living.sweep_ledger(world)
    if living.feel not in acts:  # which forgets what was long ago
        living.forget(world)
    if living.decide not in acts:  # which begins each week's wishes
        world.wish[:] = 0
