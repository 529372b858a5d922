"""Bad tables: each fault has its one clear sentence with file, row and column; all are told at once."""

import shutil
from pathlib import Path

import pytest

from scenarios import ScenarioError, load_place
from scenarios.finding import HOME


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HOME / "places" / "classroom", tmp_path / "town"))


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(ScenarioError) as error:
        load_place(folder)
    return [str(fault).removeprefix(f"{folder}/") for fault in error.value.faults]


C, G, D = "communities.csv", "organizations.csv", "departments.csv"
P, J, T = "purchases.csv", "panel.csv", "place.toml"
DOMAINS = (
    "must be one of mutual_aid, culture, mental_health, safety, legal_aid, education, integration, elder_care, "
    "environment"
)
CASES = [
    # numbers
    (C, "Old Town,800", "Old Town,0", "communities.csv, row 2, column residents: '0' must be greater than 0"),
    (C, "Old Town,800", "Old Town,", "communities.csv, row 2, column residents: is empty"),
    (C, "Old Town,800", "Old Town,8.5", "communities.csv, row 2, column residents: '8.5' must be a whole number"),
    (C, "Old Town,800", "Old Town,many", "communities.csv, row 2, column residents: 'many' must be a whole number"),
    (C, "1,1800", "1,-1", "communities.csv, row 2, column committee_yuan: '-1' must be at least 0"),
    (C, "1,1800", "1,nan", "communities.csv, row 2, column committee_yuan: 'nan' must be a finite number"),
    (C, "1,1800", "1,inf", "communities.csv, row 2, column committee_yuan: 'inf' must be a finite number"),
    (C, "1,1800", "1,1e999", "communities.csv, row 2, column committee_yuan: '1e999' must be a finite number"),
    (C, "0.070,1,2", "1.070,1,2", "communities.csv, row 2, column party_share: '1.070' must be at most 1"),
    (C, "0.070,1,2", "0.070,1,-2", "communities.csv, row 2, column room_hours: '-2' must be at least 0"),
    (C, "0.070,1,2", "0.070,900,2", "communities.csv, row 2, column grids: 900 must be at most the residents, 800"),
    (P, ",35000", ",-35000", "purchases.csv, row 2, column yuan: '-35000' must be at least 0"),
    (D, ",60\n", ",x\n", "departments.csv, row 2, column hours: 'x' must be a number"),
    (J, "expert,2", "expert,-2", "panel.csv, row 2, column count: '-2' must be at least 0"),
    (G, "culture,0,0.40", "culture,0,1.40",
     "organizations.csv, row 2, column professionalism: '1.40' must be at most 1"),
    (G, "true,false", "ja,false", "organizations.csv, row 2, column registered: 'ja' must be true or false"),
    # shares
    (C, "0.88,0.09", "0.78,0.09",
     "communities.csv, row 2, column group_local … group_foreign: the shares sum to 0.9 and must sum to 1"),
    (C, "0.41,0.26", "0.41,0.27",
     "communities.csv, row 2, column age_child … age_old: the shares sum to 1.01 and must sum to 1"),
    # names
    (G, "old-town-choir", "old-town-neighbors",
     "organizations.csv, row 3, column id: 'old-town-neighbors' is already in row 2"),
    (J, "media", "expert", "panel.csv, row 4, column kind: 'expert' is already in row 2"),
    (J, "media", "medium",
     "panel.csv, row 4, column kind: 'medium' must be one of 'expert', 'department', 'media', 'resident', 'adviser'"),
    (G, "old-town,mass", "old-twon,mass",
     "organizations.csv, row 2, column community: 'old-twon' is no community (did you mean 'old-town'?): "
     "must be one of old-town, new-quarter, market-side, or empty for the whole subdistrict"),
    (G, "old-town,mass", "old-town,club",
     "organizations.csv, row 2, column kind: 'club' must be one of 'mass', 'professional'"),
    (G, "culture,0,0.40", "cultur,0,0.40",
     "organizations.csv, row 2, column domains: 'cultur' has the unknown 'cultur' (did you mean 'culture'?): "
     f"{DOMAINS}"),
    (G, "culture,0,0.40", "culture;culture,0,0.40",
     "organizations.csv, row 2, column domains: 'culture;culture' names 'culture' twice"),
    (G, "culture,0,0.40", ",0,0.40", "organizations.csv, row 2, column domains: is empty"),
    (D, "culture;education", "education",
     "departments.csv, column domains: no department has the mandate for culture"),
    (P, "health,", "helth,",
     "purchases.csv, row 4, column department: 'helth' is no department (did you mean 'health'?): "
     "must be one of safety, justice, enforcement, civil_affairs, health, culture_education"),
    (P, "elder_care", "elder_care;safety",
     "purchases.csv, row 3, column domain: 'elder_care;safety' has the unknown 'elder_care;safety' "
     f"(did you mean 'elder_care'?): {DOMAINS}"),
    (P, "foreign;minority", "foreigners",
     "purchases.csv, row 2, column groups: 'foreigners' has the unknown 'foreigners' (did you mean 'foreign'?): "
     "must be one of local, migrant, minority, foreign"),
    # tables as such
    (J, "kind,count", "kind;count", "panel.csv, row 1: commas must separate the columns"),
    (J, "expert,2", "expert,2,3", "panel.csv, row 2: has 3 cells, but the header names 2 columns"),
    (J, "expert,2", '"expert,2', "panel.csv, row 2: is not a row of a CSV table (unexpected end of data)"),
    # the place's file
    (T, 'standing_policy = "standing"', 'standing_policy = "standng"',
     "place.toml, standing_policy: 'standng' is no shipped policy (did you mean 'standing'?), "
     "nor a .toml file in the place's folder"),
    (T, 'standing_policy = "standing"', 'standing_policy = "phased"',
     "place.toml, standing_policy: 'phased' must hold everywhere and always, but dates "
     "embedding.party_committee, embedding.priority_weight, embedding.pooled_share"),
    (T, 'standing_policy = "standing"', 'standing_policy = "../x.toml"',
     "place.toml, standing_policy: '../x.toml' is no shipped policy, nor a .toml file in the place's folder"),
    (T, 'default = "made-up"', 'default = "made"',
     "place.toml, columns.default: unknown source 'made' (did you mean 'made-up'?): must be one of made-up"),
    (T, 'confidence = "assumed"', 'confidence = "Z"',
     "place.toml, sources.made-up.confidence: 'Z' must be one of 'A', 'B', 'C', 'D', 'assumed'"),
    (T, 'zh = "课堂小镇"', 'zh = ""', "place.toml, zh: '' must be a line of text"),
    (T, 'zh = "课堂小镇"', "zh = 5", "place.toml, zh: 5 must be text in quotation marks"),
    (T, 'zh = "课堂小镇"', "", "place.toml, zh: is missing"),
    (T, 'schema = "place/1"', 'schema = "place/2"', "place.toml, schema: 'place/2' must be one of 'place/1'"),
    (T, 'en = "Classroom town"', 'en = "x"\nname = "y"',
     "place.toml, name: is unknown: must be one of sources, columns, schema, id, zh, en, note_zh, note_en, "
     "standing_policy, parameters"),
    (T, '[parameters]', '[parameters]\n"awareness.fadding" = 0.1',
     "place.toml, parameters.awareness.fadding: is unknown (did you mean 'awareness.fading'?)"),
    (T, '[parameters]', '[parameters]\nawareness.fading = 3',
     "place.toml, parameters.awareness.fading: 3 must lie between 0 and 0.1 (per week)"),
    (T, '[parameters]', '[parameters]\nawareness.fading = nan',
     "place.toml, parameters.awareness.fading: nan must be a finite number"),
    (T, '[parameters]', '[parameters]\ntaking_part.influence_rule = "shares"',
     "place.toml, parameters.taking_part.influence_rule: 'shares' must be one of share, count, simple"),
    (T, '[parameters]', '[parameters]\nlinking.venues = true',
     "place.toml, parameters.linking.venues: is a lever: a policy sets it, not a place"),
    (T, '[parameters]', '[parameters]\nneeds.time_to_meet.culture = 9',
     "place.toml, parameters.needs.time_to_meet.culture: is a definition and the same in every place"),
]  # fmt: skip
# What brings further faults with it: names that others refer to, columns that are missed.
WITH_OTHERS = [
    (C, "old-town,", "old town,",
     "communities.csv, row 2, column id: 'old town' must consist of letters, digits, - and _, and begin with a letter "
     "or digit"),
    (C, "new-quarter,", "old-town,", "communities.csv, row 3, column id: 'old-town' is already in row 2"),
    (D, "justice,", "safety,", "departments.csv, row 3, column id: 'safety' is already in row 2"),
    (D, "legal_aid", "culture",
     "departments.csv, row 7, column domains: culture is already the mandate of justice"),
    (D, ",hours", ",hour",
     "departments.csv, column hour: is unknown (did you mean 'hours'?): "
     "must be one of id, zh, domains, hours, source, en"),
    (D, ",hours", ",domains", "departments.csv, column domains: is there twice"),
    (D, "id,zh", "id,", "departments.csv, row 1, column 2: has no name"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "sentence"), CASES)
def test_a_fault_has_its_one_sentence(folder, file, old, new, sentence):
    change(folder, file, old, new)
    assert faults_of(folder) == [sentence]


@pytest.mark.parametrize(("file", "old", "new", "sentence"), WITH_OTHERS)
def test_a_fault_with_others_in_its_train(folder, file, old, new, sentence):
    change(folder, file, old, new)
    found = faults_of(folder)
    assert sentence in found
    assert 2 <= len(found) <= 4


def test_an_id_that_is_there_twice_is_listed_once(folder):
    change(folder, C, "new-quarter,", "old-town,")
    unknown = [fault for fault in faults_of(folder) if "'new-quarter' is no community" in fault]
    assert unknown
    assert all("must be one of old-town, market-side, or empty" in fault for fault in unknown)


@pytest.mark.parametrize("file", [C, G, D, P, J, T])
def test_a_missing_file(folder, file):
    (folder / file).unlink()
    assert f"{file}: is missing" in faults_of(folder)


@pytest.mark.parametrize("file", [C, G, D, P, J])
@pytest.mark.parametrize("content", [b"", b"\n", b" , ,\n"])
def test_an_empty_table(folder, file, content):
    (folder / file).write_bytes(content)
    assert any(
        fault.startswith(f"{file}, row 1: the header is missing: the columns are ") for fault in faults_of(folder)
    )


def test_an_empty_place_file(folder):
    (folder / T).write_bytes(b"\n# nothing\n")
    assert "place.toml: is empty" in faults_of(folder)


def test_a_place_without_communities(folder):
    header = (folder / C).read_text(encoding="utf-8").splitlines()[0]
    (folder / C).write_text(header, encoding="utf-8")
    assert "communities.csv: has no rows: a place has at least one community" in faults_of(folder)


def test_a_table_that_is_not_utf8(folder):
    (folder / C).write_bytes((folder / C).read_text(encoding="utf-8").encode("gbk"))
    (fault,) = [fault for fault in faults_of(folder) if fault.startswith(C)]
    assert "is not UTF-8 text (byte " in fault and "CSV UTF-8" in fault


def test_semicolons_instead_of_commas(folder):
    text = (folder / D).read_text(encoding="utf-8").replace(";", " ").replace(",", ";")
    (folder / D).write_text(text, encoding="utf-8")
    assert faults_of(folder) == [
        "departments.csv, row 1: commas must separate the columns",
    ]


def test_byte_order_mark_blank_rows_and_columns_order_do_not_matter(folder):
    place = load_place(folder)
    lines = (folder / J).read_text(encoding="utf-8").splitlines()
    turned = [",".join(reversed(line.split(","))) for line in lines]
    text = "\r\n".join([f"{turned[0]},,", "", *[f" {line} ,," for line in turned[1:]], ",,,", ""])
    (folder / J).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load_place(folder) == place


def test_a_column_without_a_source(folder):
    change(folder, T, 'default = "made-up"', "")
    faults = faults_of(folder)
    assert (
        "place.toml, column residents of communities: has no source: name one under [columns.communities], "
        "or a default under [columns]" in faults
    )
    assert len(faults) == 31


def test_too_many_people_and_organizations(folder):
    change(folder, C, "Old Town,800", "Old Town,4999999")
    row = "g{0},群{0},g{0},old-town,mass,culture,0,0.3,false,false\n"
    with (folder / G).open("a", encoding="utf-8") as file:
        file.writelines(row.format(number) for number in range(4_000))
    assert faults_of(folder) == [
        "communities.csv, column residents: 5,001,199 residents in all: at most 5,000,000 are allowed",
        "organizations.csv: 4,010 organizations: at most 4,000 are allowed",
    ]


def test_a_file_too_large_and_a_table_too_long(folder):
    (folder / J).write_text("kind,count\n" + "expert,1\n" * 20_001, encoding="utf-8")
    (folder / D).write_bytes(b"x" * 8_000_001)
    faults = faults_of(folder)
    assert "panel.csv: has too many rows: at most 20,000 are read" in faults
    assert "departments.csv: is too large: at most 8 MB are read" in faults


def test_all_faults_are_told_at_once(folder):
    change(folder, C, "Old Town,800,0.88", "Old Town,-8,0.98")
    change(folder, G, "old-town,mass,culture,0,0.40", "old-twon,mass,cultur,-1,2")
    change(folder, P, "health", "helth")
    change(folder, D, ",60\n", ",x\n")
    change(folder, T, 'standing_policy = "standing"', 'standing_policy = "none"\nunknown = 1')
    (folder / J).unlink()
    starts = [fault.split(":")[0] for fault in faults_of(folder)]
    assert starts == [
        "place.toml, unknown",
        "communities.csv, row 2, column residents",
        "organizations.csv, row 2, column domains",
        "organizations.csv, row 2, column staff",
        "organizations.csv, row 2, column professionalism",
        "departments.csv, row 2, column hours",
        "panel.csv",
        "communities.csv, row 2, column group_local … group_foreign",
        "organizations.csv, row 2, column community",
        "purchases.csv, row 4, column department",
        "place.toml, standing_policy",
    ]


def test_a_long_list_of_faults_is_cut_and_counted(folder):
    with (folder / G).open("a", encoding="utf-8") as file:
        file.writelines(f"g{number},群,g,nowhere,mass,culture,0,0.3,no,no\n" for number in range(200))
    with pytest.raises(ScenarioError) as error:
        load_place(folder)
    assert len(error.value.faults) == 200
    assert str(error.value).splitlines()[-1] == "… and 140 more faults"


def test_a_places_own_standing_policy_and_parameters(folder):
    text = 'schema = "policy/1"\nid = "ours"\nzh = "本地"\nen = "ours"\nextends = "standing"\n'
    (folder / "ours.toml").write_text(text, encoding="utf-8")
    change(folder, T, 'standing_policy = "standing"', 'standing_policy = "ours.toml"')
    change(folder, T, "[parameters]", '[parameters]\nawareness.fading = 0.03\n"people.neighbor_ties" = 8')
    place = load_place(folder)
    assert place.standing_policy == str(folder / "ours.toml")
    assert place.parameters == {"awareness.fading": 0.03, "people.neighbor_ties": 8, "money.venture_pot": 30.0}
    assert {item.column for item in place.provenance if item.table == "parameters"} == set(place.parameters)


def test_a_broken_standing_policy_is_told_with_its_own_file(folder):
    change(folder, T, 'standing_policy = "standing"', 'standing_policy = "ours.toml"')
    assert faults_of(folder) == ["ours.toml: is missing"]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("jiangdng", "unknown place 'jiangdng' (did you mean 'jiangdong'?): must be one of classroom, jiangdong, "),
        ("", "unknown place '': must be one of "),
        ("./nowhere", "nowhere: there is no such folder"),
        ("a/" * 3_000, "a/a/"),
        ("a\0b", "a\0b: there is no such folder"),
    ],
)
def test_a_place_that_is_not_there(name, start):
    with pytest.raises(ScenarioError) as error:
        load_place(name)
    assert str(error.value).startswith(start)


def test_faults_are_told_in_chinese_too(folder):
    change(folder, C, "Old Town,800", "Old Town,-8")
    with pytest.raises(ScenarioError) as error:
        load_place(folder)
    assert error.value.say("zh") == f"{folder}/communities.csv，第2行residents列：'-8'须大于0"
