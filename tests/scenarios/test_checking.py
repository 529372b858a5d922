"""``run.py check``: tells kinds apart and never raises."""

import errno
import os
import pickle
import shutil
from pathlib import Path

import pytest

from scenarios import ScenarioError, check_paths, load_place
from scenarios.finding import HOME
from scenarios.sentences import SENTENCES
from vocabulary.messages import RefusalError


def test_everything_shipped_holds():
    reports = check_paths([HOME])
    assert all(report.ok for report in reports), [report.problems for report in reports if not report.ok]
    kinds = [report.kind for report in reports]
    assert kinds.count("place") == 3
    assert kinds.count("shock") == 4
    assert kinds.count("policy") == len(list((HOME / "policies").glob("*.toml")))
    assert "unknown" not in kinds


def test_kinds_of_single_paths():
    places, policies = HOME / "places", HOME / "policies"
    paths = [places / "classroom", places / "classroom" / "place.toml", policies / "full.toml"]
    assert [report.kind for report in check_paths(paths)] == ["place", "place", "policy"]


def test_what_is_none_of_them(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.toml").write_text("x = 1", encoding="utf-8")
    (tmp_path / "b.toml").write_text('schema = "survey/1"', encoding="utf-8")
    (tmp_path / "c.toml").write_bytes(b"\xff")
    (tmp_path / "d.csv").write_text("kind,count", encoding="utf-8")
    paths = [tmp_path / name for name in ("empty", "a.toml", "b.toml", "c.toml", "d.csv", "nothing")]
    reports = check_paths([*paths, "a\0b"])
    assert not any(report.ok for report in reports)
    assert {report.kind for report in reports} == {"unknown"}
    endings = [
        "holds no place (a folder with place.toml), policy, shock or study (a .toml file)",
        "a.toml, schema: is missing",
        "b.toml, schema: 'survey/1' must be one of place/1, policy/1, shock/1, study/1",
        "is not UTF-8 text (byte 1): save it as UTF-8 (in Excel “CSV UTF-8”)",
        "is a table: check the folder of its place instead",
        "nothing: there is no such file or folder",
        "there is no such file or folder",
    ]
    for report, ending in zip(reports, endings, strict=True):
        assert len(report.problems) == 1
        assert report.problems[0].endswith(ending)


def test_a_policy_that_extends_and_lists_rows_is_sound_and_told_how_it_is_taken(tmp_path):
    path = tmp_path / "mine.toml"
    text = 'schema = "policy/1"\nid = "mine"\nzh = "我的"\nen = "mine"\nextends = "full"\n'
    path.write_text(text + 'rows = ["A", "C1"]\n', encoding="utf-8")
    told = {language: check_paths([path], language)[0] for language in ("en", "zh")}
    assert all(report.ok for report in told.values())
    assert told["en"].notes == (
        f"{path}, rows: rows sets every switch, on where it names the row and off elsewhere, whatever 'full' says; "
        "all other levers are as in 'full'",
    )
    assert "rows设定全部开关" in told["zh"].notes[0]
    path.write_text(text, encoding="utf-8")
    assert check_paths([path])[0].notes == ()
    assert not any(report.notes for report in check_paths([HOME])), "no shipped policy does both"


def test_a_folder_of_a_user(tmp_path):
    shutil.copytree(HOME / "places" / "classroom", tmp_path / "towns" / "ours")
    shutil.copy(HOME / "policies" / "full.toml", tmp_path)
    (tmp_path / "towns" / "ours" / "panel.csv").unlink()
    by_kind = {report.kind: report for report in check_paths([tmp_path])}
    assert by_kind["policy"].ok
    assert by_kind["place"].problems == (f"{tmp_path / 'towns' / 'ours' / 'panel.csv'}: is missing",)
    (report,) = check_paths([tmp_path / "towns"], "zh")
    assert report.problems == (f"{tmp_path / 'towns' / 'ours' / 'panel.csv'}：缺少该文件",)


def away(folder: Path, schema: str, text: str) -> Path:
    path = folder / f"{schema}.toml"
    path.write_text(f'schema = "{schema}/1"\nid = "x"\nzh = "外地"\nen = "away"\n{text}', encoding="utf-8")
    return path


def test_a_policy_and_a_shock_must_fit_the_places_named_beside_them(tmp_path):
    policy = away(tmp_path, "policy", '[levers]\n"linking.venues" = [{ value = true, communities = ["old-twon"] }]')
    shock = away(tmp_path, "shock", '[[events]]\nkind = "capacity_loss"\nfactor = 0\ndepartment = "helth"')
    towns = [HOME / "places" / name for name in ("classroom", "jimingshan")]
    assert all(report.ok for report in check_paths([policy, shock])), "nowhere to fit"
    reports = {report.kind: report.problems for report in check_paths([policy, towns[0], shock])}
    assert reports == {
        "policy": (
            f"{policy}, linking.venues: classroom has no community 'old-twon' (did you mean 'old-town'?): "
            "must be one of old-town, new-quarter, market-side",
        ),
        "place": (),
        "shock": (
            f"{shock}, event 1: classroom has no department 'helth' (did you mean 'health'?): "
            "must be one of safety, justice, enforcement, civil_affairs, health, culture_education",
        ),
    }
    *_, both = check_paths([*towns, policy])
    assert ["classroom" in both.problems[0], "jimingshan" in both.problems[1]] == [True, True]


def test_what_only_lies_in_one_folder_need_not_fit(tmp_path):
    shutil.copytree(HOME / "places" / "classroom", tmp_path / "ours")
    shutil.copy(HOME / "policies" / "pilot.toml", tmp_path)
    assert all(report.ok for report in check_paths([tmp_path]))
    assert [report.ok for report in check_paths([tmp_path / "ours", tmp_path / "pilot.toml"])] == [True, False]


def test_a_faulty_place_is_no_measure(tmp_path):
    shutil.copytree(HOME / "places" / "classroom", tmp_path / "ours")
    (tmp_path / "ours" / "panel.csv").unlink()
    reports = check_paths([tmp_path / "ours", HOME / "policies" / "pilot.toml"])
    assert [report.ok for report in reports] == [False, True]


@pytest.mark.parametrize("key", sorted(SENTENCES))
def test_both_languages_of_a_sentence_have_the_same_blanks(key):
    english, chinese = ({part.split("}")[0] for part in text.split("{")[1:]} for text in SENTENCES[key])
    assert english == chinese


def test_an_error_is_a_refusal_in_both_languages_and_survives_pickling():
    with pytest.raises(ScenarioError) as caught:
        load_place("jimingsham")
    error = pickle.loads(pickle.dumps(caught.value))
    assert isinstance(error, ValueError)
    assert isinstance(error, RefusalError)
    assert isinstance(error, ScenarioError)
    assert error.faults == caught.value.faults
    assert str(error) == error.say("en")
    assert error.say("zh") == (
        "地方'jimingsham'不存在（是否指'jimingshan'？）：须为以下之一：classroom、jiangdong、jimingshan，或其文件夹的路径"
    )


def test_a_folder_that_cannot_be_read_is_reported(tmp_path, monkeypatch):
    def locked(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", locked)
    (report,) = check_paths([tmp_path])
    assert "cannot be read: permission denied" in report.problems[0]


@pytest.mark.parametrize(
    ("number", "en", "zh"),
    [
        (errno.ENOENT, "no such file or directory", "没有这个文件或文件夹"),
        (errno.EACCES, "permission denied", "没有权限"),
        (errno.EISDIR, "is a directory", "这是一个文件夹"),
        (errno.ENAMETOOLONG, "file name too long", "文件名过长"),
        (errno.EBUSY, "the system refuses it", "系统不允许"),
    ],
)
def test_why_a_file_cannot_be_read_is_said_in_both_languages(tmp_path, monkeypatch, number, en, zh):
    path = tmp_path / "mine.toml"
    path.write_text("x = 1", encoding="utf-8")

    def refuse(_: Path) -> bytes:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert check_paths([path], "en")[0].problems == (f"{path}: cannot be read: {en}",)
    assert check_paths([path], "zh")[0].problems == (f"{path}：无法读取：{zh}",)


@pytest.mark.parametrize(("language", "said"), [("en", "permission denied"), ("zh", "没有权限")])
def test_why_a_folder_cannot_be_read_is_said_in_both_languages(tmp_path, monkeypatch, language, said):
    def refuse(_: Path) -> None:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "iterdir", refuse)
    (report,) = check_paths([tmp_path], language)
    assert report.problems[0].endswith(said)


def problems_of(tmp_path: Path, keys: str, levers: str) -> tuple[str, ...]:
    """Return what is wrong with a policy that extends full, on its own and in the classroom."""
    path = tmp_path / "mine.toml"
    head = 'schema = "policy/1"\nid = "mine"\nzh = "我的"\nen = "mine"\nextends = "full"\n'
    path.write_text(f"{head}{keys}\n[levers]\n{levers}\n", encoding="utf-8")
    return check_paths([path, HOME / "places" / "classroom"])[0].problems


def test_all_faults_of_a_policy_are_reported_at_once(tmp_path):
    """An unknown key hides neither levers that do not go together nor communities that a place has not."""
    keys = 'communities = ["nowhere"]\nfoo = 1\nrows = ["Z9", 1]'
    told = " ".join(problems_of(tmp_path, keys, '"activation.cut_two" = 0.9\n"activation.cut" = 1'))
    for fault in ("foo: is unknown", "unknown row 'Z9'", "rows.2: 1 must be text", "levers.activation.cut: is unknown",
                  "must each be at least the one before", "has no community 'nowhere'"):  # fmt: skip
        assert fault in told, fault


def test_levers_are_not_held_together_where_one_of_them_was_not_read(tmp_path):
    (one,) = problems_of(tmp_path, "", '"activation.cut_two" = 0.9\n"activation.cut_three" = "high"')
    assert "activation.cut_three" in one


def test_a_faulty_value_does_not_hide_a_missing_community(tmp_path):
    entry = '[{ value = 400, from = 2, communities = ["atlantis"] }]'
    value, community = problems_of(tmp_path, "", f'"activation.visits_per_member" = {entry}')
    assert "must lie between 0 and 100" in value
    assert "no community 'atlantis'" in community
