"""Study files: what they come to, and every fault of a file at once, with its key and the nearest valid one."""

from pathlib import Path

import pytest

from scenarios import ScenarioError, check_paths, load_policy, load_study, study_names
from scenarios.study import StudyFile

HEAD = 'schema = "study/1"\nid = "mine"\nplace = "classroom"\nreplicates = 2\n'
SOUND = HEAD + 'policies = ["full"]\n'
PULL = '[uncertainties]\n"activation.goose_pull" = { low = 0.1, high = 0.9 }\n'


def study_of(tmp_path: Path, text: str):
    file = tmp_path / "mine.toml"
    file.write_text(text, "utf-8")
    return load_study(file)


def faults_of(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        study_of(tmp_path, text)
    name = f"{tmp_path / 'mine.toml'}, "
    return [str(fault).replace(name, "") for fault in caught.value.faults]


@pytest.mark.parametrize("name", study_names())
def test_shipped_studies_are_sound(name):
    study = load_study(name)
    assert study.id == name
    assert study.runs > 1
    assert study.zh and study.en and study.note_zh and study.note_en


def test_what_is_not_said_has_a_value(tmp_path):
    study = study_of(tmp_path, SOUND)
    assert (study.weeks, study.burn_in, study.scale, study.seed, study.record) == (156, 104, 1.0, 0, "weekly")
    assert study.primary == ("participation_rate", "service_coverage")
    assert study.outcomes["participation_rate"].goal == "max"
    assert (study.point_count, study.runs) == (1, 2)
    assert study.policies == (load_policy("full"),)


def test_at_equal_money_every_policy_is_run_twice(tmp_path):
    study = study_of(tmp_path, HEAD + "policies = ['full', 'standing']\nmoney = 'equal'\nbase_rates = true\n")
    names = ["full", "standing", "full (equal money)", "standing (equal money)"]
    assert [arm.name for arm in study.arms] == names
    assert (study.runs, study.base_rates) == (8, True)


def test_a_policy_of_a_study_is_its_parent_and_what_it_changes(tmp_path):
    text = HEAD + "[policies.full]\n[policies.few]\nextends = 'full'\nrows = ['A', 'C']\nactivation.cut_two = 0.1\n"
    full, few = study_of(tmp_path, text).policies
    assert full == load_policy("full")
    assert few.levers["activation.cut_two"][0].value == 0.1
    assert few.levers["linking.venture_fund"][0].value is False
    assert (few.id, few.en) == ("few", "few")


def test_a_policy_of_a_study_may_lie_beside_it(tmp_path):
    source = Path(__file__).parents[2] / "scenarios" / "policies" / "rigid.toml"
    (tmp_path / "own.toml").write_text(source.read_text("utf-8").replace('"rigid"', '"own"'), "utf-8")
    assert (
        study_of(tmp_path, HEAD + "policies = ['own', 'standing']\n").policies[0].levers == load_policy("rigid").levers
    )


DESIGNS = [
    ('{ kind = "grid", levels = 4 }', 4),
    ('{ kind = "factorial" }', 2),
    ('{ kind = "lhs", points = 10 }', 10),
    ('{ kind = "sobol", points = 8 }', 8),
    ('{ kind = "morris", trajectories = 5 }', 10),
    ('{ kind = "saltelli", base = 4 }', 12),
    ('{ kind = "saltelli", base = 4, second_order = true }', 16),
    ('{ kind = "list", points = [{ "activation.goose_pull" = 0.2 }, {}] }', 2),
]


@pytest.mark.parametrize(("design", "points"), DESIGNS)
def test_a_design_says_how_many_points_it_has(tmp_path, design, points):
    assert study_of(tmp_path, f"{SOUND}design = {design}\n{PULL}").point_count == points


def test_points_of_a_table(tmp_path):
    (tmp_path / "p.csv").write_text("activation.goose_pull,taking_part.sees\n0.2,as it happens\n0.3,\n", "utf-8")
    study = study_of(tmp_path, SOUND + 'design = { kind = "csv", file = "p.csv" }\n')
    assert study.table == (
        {"activation.goose_pull": 0.2, "taking_part.sees": "as it happens"},
        {"activation.goose_pull": 0.3},
    )


BAD = [
    ("seeed = 1\n", "seeed: is unknown (did you mean 'seed'?): must be one of schema"),
    ("seed = -1\n", "seed: -1 must be at least 0"),
    ("seed = 1.5\n", "seed: 1.5 must be a whole number"),
    ("scale = nan\n", "scale: nan must be a finite number"),
    ("years = 0\n", "years: 0 must be at least"),
    ('record = "all"\n', "record: 'all' must be one of 'weekly', 'end'"),
    ('town_seed = "x"\n', "town_seed: 'x' must be a whole number"),
    ('shocks = ["epidemc"]\n', "shocks.1: 'epidemc' is neither a shipped shock (did you mean 'epidemic'?)"),
    ('shocks = ["epidemic", "epidemic"]\n', "shocks.2: is there twice"),
    ("design = { points = 3 }\n", "design.kind: is missing"),
    ('design = { kind = "lsh" }\n', "design.kind: 'lsh' is unknown (did you mean 'lhs'?)"),
    ('design = { kind = "lhs" }\n' + PULL, "design.points: is missing"),
    ('design = { kind = "lhs", pints = 3, points = 3 }\n' + PULL, "design.pints: is unknown (did you mean 'points'?)"),
    ('design = { kind = "lhs", points = 3 }\n', "design: moves uncertainties, and there are none"),
    ('design = { kind = "sobol", points = 6 }\n' + PULL, "design.points: 6 must be a power of two"),
    ('design = { kind = "morris", trajectories = 4, levels = 3 }\n' + PULL, "design.levels: 3 must be an even number"),
    ('design = { kind = "csv", file = "../p.csv" }\n', "design.file: '../p.csv' must be the name of a file in the"),
    ('design = { kind = "grid", levels = 100 }\n[uncertainties]\n"activation.goose_pull" = {}\n'
     '"people.start_aware" = {}\n"activation.visit_hours" = {}\n', "design: 1,000,000 points"),
    ('money = "same"\n', "money: 'same' must be one of 'own', 'equal'"),
    ('money = "equal"\n', 'money: "equal" needs two policies or more'),
    ("base_rates = 1\n", "base_rates: 1 must be true or false"),
    ("limits = { attempts = 0 }\n", "limits.attempts: 0 must be at least 1"),
    ("stop = { half_width = 0.01 }\n", "stop: can add nothing"),
    ("stop = { half_width = 0.01, baseline = 'ful' }\n", "'ful' is no policy of this study (did you mean 'full'?)"),
    (PULL.replace("goose_pull", "goose_pul"), "uncertainties.activation.goose_pul: is unknown (did you mean"),
    (PULL.replace("0.9", "9"), "uncertainties.activation.goose_pull.high: 9.0 must lie between 0 and 1.5 (log-odds)"),
    (PULL.replace("0.9", "0.05"), "uncertainties.activation.goose_pull: high = 0.05 must lie above low = 0.1"),
    ('[uncertainties]\n"activation.cut_two" = {}\n', "activation.cut_two: is a lever: set it under [policies]"),
    ('[settings]\n"activation.cut_two" = 1\n', "settings.activation.cut_two: is a lever"),
    ('[settings]\nactivation.goose_pull = 99\n', "settings.activation.goose_pull: 99 must lie between"),
    ("[outcomes]\nservice_covrage = {}\n", "no indicator (did you mean 'service_coverage'?)"),
    ("[outcomes]\nservice_coverage = { goal = 'up' }\n", "outcomes.service_coverage.goal: 'up' must be one of"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), BAD, ids=[text[:40] for text, _ in BAD])
def test_a_fault_is_named_with_its_key(tmp_path, text, said):
    found = faults_of(tmp_path, SOUND + text)
    assert any(said in fault for fault in found), found


BAD_POLICIES = [
    ("policies = []\n", "policies"),
    ("policies = ['ful']\n", "policies.ful: unknown policy 'ful' (did you mean 'full'?)"),
    ("[policies.x]\n", "policies.x: unknown policy 'x'"),
    ("[policies.x]\nextends = '../x'\n", "policies.x.extends: '../x' must consist of letters"),
    ("[policies.full]\nactivation.cut_tow = 1\n", "policies.full.activation.cut_tow: is unknown (did you mean 'activ"),
    ("[policies.full]\nactivation.goose_pull = 1\n", "policies.full.activation.goose_pull: is no lever"),
    ("[policies.full]\nrows = ['Z']\n", "policies.full.rows: unknown row 'Z'"),
    ("[policies.full]\nfrom = 9\nuntil = 3\n", "policies.full.from, until: until = 3 lies before from = 9"),
    ("[policies.full]\ncommunities = ['nowhere']\n", "classroom has no community 'nowhere'"),
    ("[policies.full]\nactivation.cut_two = 0.99\n", "activation.cut_two, activation.cut_three"),
]


@pytest.mark.parametrize(("text", "said"), BAD_POLICIES, ids=[text[:40] for text, _ in BAD_POLICIES])
def test_a_faulty_policy_of_a_study_is_named(tmp_path, text, said):
    found = faults_of(tmp_path, HEAD + text)
    assert any(said in fault for fault in found), found


def test_all_faults_come_at_once(tmp_path):
    text = HEAD.replace("classroom", "classrom").replace("= 2", "= 0") + (
        'design = { kind = "lsh" }\n[policies.full]\nactivation.cut_tow = 1\n'
        '[uncertainties]\n"activation.goose_pull" = { lo = 1 }\n"people.nothing" = {}\n'
    )
    said = "\n".join(faults_of(tmp_path, text))
    for key in ("place", "replicates.first", "design.kind", "activation.cut_tow", "goose_pull.lo", "people.nothing"):
        assert key in said


def test_check_reads_studies_in_both_languages(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(SOUND + 'design = { kind = "lsh" }\n', "utf-8")
    for language, said in (("en", "did you mean 'lhs'"), ("zh", "是否指'lhs'")):
        (report,) = check_paths([file], language)
        assert report.kind == "study"
        assert said in report.problems[0]
    assert check_paths([Path(__file__).parents[2] / "scenarios" / "studies"])[0].ok


def test_the_schema_names_every_key():
    schema = StudyFile.model_json_schema()
    assert {"schema", "place", "policies", "design", "replicates", "stop", "money", "base_rates"} <= set(
        schema["properties"]
    )
    assert schema["additionalProperties"] is False
