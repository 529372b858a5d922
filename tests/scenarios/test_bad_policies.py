"""Bad policies and shocks: each fault has its sentence with file and key; all are told at once."""

from pathlib import Path

import pytest

from scenarios import ScenarioError, load_policy, load_shock
from vocabulary.messages import catalogue

LEVERS_CASES = [
    ("activation.red_gird = true", "levers.activation.red_gird: is unknown (did you mean 'activation.red_grid'?)"),
    ("activation.red_grid = 1", "levers.activation.red_grid: 1 must be true or false"),
    ('activation.red_grid = "on"', "levers.activation.red_grid: 'on' must be true or false"),
    ("activation.visits_per_member = 500",
     "levers.activation.visits_per_member: 500 must lie between 0 and 100 (visits per member and year)"),
    ("activation.visits_per_member = -1",
     "levers.activation.visits_per_member: -1 must lie between 0 and 100 (visits per member and year)"),
    ("activation.visits_per_member = nan", "levers.activation.visits_per_member: nan must be a finite number"),
    ("activation.visits_per_member = inf", "levers.activation.visits_per_member: inf must be a finite number"),
    ('activation.visits_per_member = "20"', "levers.activation.visits_per_member: '20' must be a number"),
    ("activation.meetings_per_year = 1.5", "levers.activation.meetings_per_year: 1.5 must be a whole number"),
    (f"activation.meetings_per_year = 1{'0' * 400}",
     f"levers.activation.meetings_per_year: 1{'0' * 59}… must lie between 0 and 24 (meetings per year)"),
    ("activation.goose_pull = 0.3",
     "levers.activation.goose_pull: is no lever: a policy cannot move a state of the world or a definition"),
    ("activation = 3", "levers.activation: is unknown (did you mean 'activation.cut_two'?)"),
    ("linking.venues = []", "levers.linking.venues: has 0 entries: between 1 and 100 are allowed"),
    ("linking.venues = [true]", "levers.linking.venues.1: True must be a table"),
    ("linking.venues = [{ from = 1 }]", "levers.linking.venues.1.value: is missing"),
    ("linking.venues = [{ form = 5, value = true }]",
     "levers.linking.venues.1.form: is unknown (did you mean 'from'?): must be one of from, until, communities, value"),
    ("linking.venues = [{ from = 0, value = true }]", "levers.linking.venues.1.from: 0 must be at least 1"),
    ("linking.venues = [{ from = 2.5, value = true }]", "levers.linking.venues.1.from: 2.5 must be a whole number"),
    ("linking.venues = [{ from = 9999, value = true }]", "levers.linking.venues.1.from: 9999 must be at most 2,600"),
    ("linking.venues = [{ value = true }, { from = 9, until = 8, value = true }]",
     "levers.linking.venues.2: until = 8 lies before from = 9"),
    ("linking.venues = [{ communities = [], value = true }]",
     "levers.linking.venues.1.communities: [] must have at least 1 entry"),
    ('linking.venues = [{ communities = "a", value = true }]',
     "levers.linking.venues.1.communities: 'a' must be a list"),
    ("linking.venues = [{ value = 3 }]", "levers.linking.venues.1: 3 must be true or false"),
]  # fmt: skip
HEAD_CASES = [
    ('extends = "ful"', "extends: unknown policy 'ful' (did you mean 'full'?): must be a file beside this "),
    ('extends = "../full"', "extends: '../full' must consist of letters, digits, - and _, and begin with "),
    ('extends = "mine"', "extends: unknown policy 'mine'"),
    ('rows = ["A9", "E"]', "rows: unknown row 'A9': must be one of A, A1, A2"),
    ('rows = "all"', "rows: 'all' must be a list"),
    ("from = 10\nuntil = 5", "from, until: until = 5 lies before from = 10"),
    ('communities = ["a b"]', "communities.1: 'a b' must consist of letters"),
    ("lever = {}", "lever: is unknown (did you mean 'levers'?): must be one of "),
    ("levers = 3", "levers: 3 must be a table"),
]
EVENT_CASES = [
    ('kind = "flood"', "events.1.kind: 'flood' must be one of influx, need_surge, budget_cut, capacity_loss"),
    ("factor = 1", "events.1.kind: None must be one of influx, need_surge, budget_cut, capacity_loss"),
    ('kind = "influx"', "events.1.share: is missing"),
    ('kind = "influx"\nshare = 0', "events.1.share: 0 must be greater than 0"),
    ('kind = "influx"\nshare = 0.1\ngroup = "migrants"',
     "events.1.group: 'migrants' has the unknown 'migrants' (did you mean 'migrant'?): must be one of "),
    ('kind = "influx"\nshare = 0.1\nfactor = 2', "events.1.factor: is unknown: must be one of from, until, "),
    ('kind = "need_surge"\nfactor = -1', "events.1.factor: -1 must be at least 0"),
    ('kind = "need_surge"\nfactor = 2\ndomains = ["healthy"]', "events.1.domains: ['healthy'] has the unknown "),
    ('kind = "budget_cut"\nfactor = 1.5', "events.1.factor: 1.5 must be at most 1"),
    ('kind = "capacity_loss"\nfactor = 0.5\nfrom = 5\nuntil = 4', "events.1: until = 4 lies before from = 5"),
]  # fmt: skip


def mine(folder: Path, text: str, schema: str = "policy/1") -> Path:
    path = folder / "mine.toml"
    path.write_text(f'schema = "{schema}"\nid = "mine"\nzh = "我的"\nen = "mine"\n{text}\n', encoding="utf-8")
    return path


def faults_of(path: Path, load=load_policy) -> list[str]:
    with pytest.raises(ScenarioError) as error:
        load(path)
    return [str(fault).removeprefix(f"{path}, ") for fault in error.value.faults]


@pytest.mark.parametrize(("text", "sentence"), LEVERS_CASES)
def test_a_fault_of_a_lever(tmp_path, text, sentence):
    assert faults_of(mine(tmp_path, f"[levers]\n{text}")) == [sentence]


@pytest.mark.parametrize(("text", "start"), HEAD_CASES)
def test_a_fault_of_a_policy(tmp_path, text, start):
    assert faults_of(mine(tmp_path, text))[0].startswith(start)


@pytest.mark.parametrize(("text", "start"), EVENT_CASES)
def test_a_fault_of_a_shock(tmp_path, text, start):
    (fault,) = faults_of(mine(tmp_path, f"[[events]]\n{text}", "shock/1"), load_shock)
    assert fault.startswith(start)


def test_a_range_is_told_in_the_language_unit_included(tmp_path):
    path = mine(tmp_path, "[levers]\nactivation.visits_per_member = -1")
    with pytest.raises(ScenarioError) as error:
        load_policy(path)
    assert error.value.say("en").endswith("(visits per member and year)")
    assert error.value.say("zh").endswith(f"（{catalogue('zh')['unit.visits per member and year']}）")


def test_a_shock_without_events(tmp_path):
    assert faults_of(mine(tmp_path, "events = []", "shock/1"), load_shock) == ["events: [] must have at least 1 entry"]


def test_all_faults_of_a_policy_and_of_what_it_extends_are_told_at_once(tmp_path):
    (tmp_path / "below.toml").write_text(
        'schema = "policy/1"\nid = "below"\nzh = "下"\nen = "below"\nlevers = { x = 1 }', encoding="utf-8"
    )
    path = mine(tmp_path, 'extends = "below"\nrows = ["Z"]\nlevers = { y = 1, "linking.venues" = 2 }')
    assert [fault.split(":")[0] for fault in faults_of(path)] == [
        f"{tmp_path / 'below.toml'}, levers.x",
        "rows",
        "levers.y",
        "levers.linking.venues",
    ]


def test_a_fault_at_the_top_hides_no_other(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        'schema = "policy/1"\nid = "mine"\nzh = "我的"\nlever = 1\nfrom = 9\nuntil = 8\nextends = "ful"\nrows = ["Z"]\n'
        '[levers]\nx = 1\n"linking.venues" = [{ from = 0, value = 2 }, { from = 9, until = 8 }]',
        encoding="utf-8",
    )
    assert [fault.split(":")[0] for fault in faults_of(path)] == [
        "en",
        "lever",
        "extends",
        "rows",
        "levers.x",
        "levers.linking.venues.1.from",
        "levers.linking.venues.1",
        "levers.linking.venues.2.value",
        "levers.linking.venues.2",
        "from, until",
    ]


def test_a_fault_of_a_shock_hides_no_other(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        'schema = "shock/1"\nid = "mine"\nzh = "我的"\nevents = [\n7,\n{ kind = "flood" },\n'
        '{ kind = "budget_cut", factor = 2, from = 5, until = 4 },\n]',
        encoding="utf-8",
    )
    assert [fault.split(":")[0] for fault in faults_of(path, load_shock)] == [
        "en",
        "events.1",
        "events.2.kind",
        "events.3.factor",
        "events.3",
    ]


@pytest.mark.parametrize(
    ("load", "name", "start"),
    [
        (
            load_policy,
            "embeding",
            "unknown policy 'embeding' (did you mean 'embedding'?): must be one of those that “run.py",
        ),
        (load_shock, "influxx", "unknown shock 'influxx' (did you mean 'influx'?): must be one of "),
        (load_policy, "nowhere.toml", "nowhere.toml: is missing"),
        (load_policy, ".", ".: must be a file"),
        (load_policy, "x" * 5_000, "xxx"),
    ],
)
def test_what_is_not_there(load, name, start):
    with pytest.raises(ScenarioError) as error:
        load(name)
    assert str(error.value).startswith(start)


@pytest.mark.parametrize("key", ["zh", "levers.linking.venues", "levers.x", "rows", "events", "extends"])
def test_what_is_nested_beyond_reason(tmp_path, key):
    path = tmp_path / "mine.toml"
    path.write_text(f'schema = "policy/1"\n{key}.{"a." * 5_000}b = 1', encoding="utf-8")
    assert faults_of(path)
    path.write_text(f'schema = "policy/1"\n{key} = 1{"0" * 5_000}', encoding="utf-8")
    assert faults_of(path)


def test_what_is_no_toml(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("a = ", encoding="utf-8")
    with pytest.raises(ScenarioError, match="is not TOML: Invalid value"):
        load_policy(path)
    path.write_text("a = " + "[" * 100_000, encoding="utf-8")
    with pytest.raises(ScenarioError, match="is not TOML"):
        load_policy(path)
