"""Scripts as councils run them, by the command, into a draft, and all the way into the published standard."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from changes_app.models import ChangeRequest
from changes_app.proposals import script_files
from changes_app.proposals.actions import submissions
from changes_app.workflow import Status
from specs_app.document.types import Document
from specs_app.sql.builder import generate
from specs_app.versions.loading import load
from tests.corpus import corpus_files
from tests.drivers import World, repository_of

pytestmark = pytest.mark.one_database

OBJECT = "ysd_team"


def report(slug: str, cms: str, path: Path, *more: str) -> dict[str, Any]:
    """The command's JSON, with how it ended where that was badly."""
    out = io.StringIO()
    try:
        call_command("import_extracts", slug, cms, str(path), "--json", *more, stdout=out)
    except CommandError as error:
        return {**json.loads(out.getvalue()), "ended": str(error)}
    return dict(json.loads(out.getvalue()))


def lines(slug: str, cms: str, path: Path, *more: str) -> str:
    out = io.StringIO()
    call_command("import_extracts", slug, cms, str(path), *more, stdout=out)
    return out.getvalue()


def document_of(world: World) -> Document:
    world.specification.refresh_from_db()
    return load(world.specification, world.specification.published_revision).document


def script(world: World, *, where: str = "p.AGE > @years", scope: str = "") -> str:
    """A script in T-SQL that fills the example's teams."""
    names = [item.name for item in document_of(world).object_by_name[OBJECT].items]
    columns = ",\n    ".join(f"p.{name.upper()} AS {name}" for name in names)
    return f"DECLARE @years INT = 6;\nINSERT INTO {OBJECT}\nSELECT {scope}{columns}\nFROM TEAMS p WHERE {where};"


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    """A good script, one that is broken, and one that could harm; and a file that is no script."""
    (tmp_path / "scripts" / "deep").mkdir(parents=True)
    (tmp_path / "scripts" / "deep" / "teams.SQL").write_text(script(world), encoding="utf-16")
    (tmp_path / "scripts" / "broken.sql").write_text("INSERT INTO ysd_venue (venu_venue_id)\nSELECT (a FROM b WHERE")
    (tmp_path / "scripts" / "harm.sql").write_text(
        "\nINSERT INTO ysd_worker (work_worker_id) SELECT id FROM OPENROWSET('SQLNCLI', 'x', 'SELECT 1')"
    )
    (tmp_path / "scripts" / "notes.txt").write_text("INSERT INTO ysd_worker SELECT 1")
    return tmp_path / "scripts"


def test_good_scripts_become_one_draft_and_bad_ones_are_refused_by_line(world: World, folder: Path) -> None:
    found = report("ysd", "larchway", folder, "--by", "pat")
    assert [entry["object"] for entry in found["taken"]] == [OBJECT]
    assert found["taken"][0]["columns"] == [item.name for item in document_of(world).object_by_name[OBJECT].items]
    assert any("does not say which rows" in remark for remark in found["taken"][0]["remarks"])
    assert [(part["object"], part["file"], part["line"]) for part in found["refused"]] == [
        ("ysd_venue", "broken.sql", 2),
        ("ysd_worker", "harm.sql", 2),
    ]
    assert (found["parameters"], found["unchanged"]) == (["years"], [])
    change = ChangeRequest.objects.get(number=found["change"])
    assert (change.status, change.proposer.username) == (Status.DRAFT, "pat")
    assert [(edit.action, edit.target) for edit in change.edits.all()] == [
        ("change_settings", ""),
        ("set_extract", f"larchway/{OBJECT}"),
    ]
    assert change.edits.first().values["parameters"]["years"]["default"] == "6"  # type: ignore[union-attr]
    assert "broken.sql:2: ysd_venue" in change.reason


def test_what_is_there_already_is_left_out_and_said(world: World, folder: Path) -> None:
    first = report("ysd", "larchway", folder / "deep" / "teams.SQL")
    change = ChangeRequest.objects.get(number=first["change"])
    assert change.proposer.username == "sec"
    world.vote_through(_in_review(world, change))
    again = report("ysd", "larchway", folder / "deep")
    assert (again["change"], again["taken"], again["unchanged"]) == (None, [], [OBJECT])
    assert "ended" not in again
    (folder / "deep" / "teams.SQL").write_text(
        script(world, where="1 = 1", scope="\n-- Scope: all, as there are few\n")
    )
    other = report("ysd", "larchway", folder / "deep")
    assert other["taken"][0]["remarks"] == ["It stands in place of the body that is there."]
    assert other["parameters"] == []


def _in_review(world: World, change: ChangeRequest) -> ChangeRequest:
    change = submissions.take("submit", change=change, by=change.proposer)
    by = world.people.chair if change.proposer == world.people.secretariat else world.people.secretariat
    return submissions.take("triage", change=change, by=by)


def test_a_zip_a_variant_and_another_dialect(world: World, folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as whole:
        whole.writestr("a/teams.sql", script(world, where="p.SEEN > DATEADD(year, -@years, GETDATE())"))
        whole.writestr("b/readme.md", "x")
    found = report("ysd", "kestrel", tmp_path / "all.zip", "--variant", "warehouse", "--dialect", "tsql")
    (edit,) = ChangeRequest.objects.get(number=found["change"]).edits.filter(action="set_extract")
    assert edit.target == f"kestrel/{OBJECT}/warehouse"
    assert "INTERVAL" in edit.values["sql"]
    assert any("SQL Server" in remark for remark in found["taken"][0]["remarks"])


def test_for_people_it_says_the_number_and_what_became_of_each_object(world: World, folder: Path) -> None:
    said = lines("ysd", "larchway", folder).splitlines()
    number = ChangeRequest.objects.get().number
    assert said[0].startswith(f"{OBJECT}: taken with remarks, ")
    assert said[-1] == f"1 body in draft {number} of sec, compatible."
    assert "Declared with it: :years = 6." in said
    assert sum(line.startswith("Refused: ") for line in said) == 2


@pytest.mark.parametrize(
    ("more", "file", "words"),
    [
        (["--by", "nobody"], "deep", "There is no account 'nobody'"),
        (["--by", "out"], "deep", "you take part as"),
        (["--dialect", "mysql"], "deep", "Use one of: tsql, postgres"),
        (["--variant", "../x"], "deep", "cannot be the name of a local build"),
        ([], "gone", "There is no file or folder"),
        ([], "notes.txt", "no body could be taken"),
        ([], "broken.sql", "no body could be taken"),
    ],
)
def test_nothing_changes_where_nothing_can_be_taken(
    world: World, folder: Path, more: list[str], file: str, words: str
) -> None:
    with pytest.raises(CommandError, match=rf"(?i){words}") as ended:
        lines("ysd", "larchway", folder / file, *more)
    assert ended.value.returncode == 1
    assert not ChangeRequest.objects.exists()


def test_unknown_system_names_the_known_ones(world: World, folder: Path) -> None:
    assert "larchway, harbour, kestrel" in str(report("ysd", "larch", folder)["ended"])


def test_zips_that_are_broken_or_too_large_end_with_a_word(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tmp_path / "all.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("big.sql", "-" * 5_000)
        new.writestr("teams.sql", script(world))
        new.writestr("torn.sql", "SELECT 1, 2, 3 FROM somewhere")
    data = bytearray(whole.read_bytes())
    at = data.index(b"torn.sql") + len("torn.sql")
    data[at : at + 8] = b"\xff" * 8
    whole.write_bytes(bytes(data))
    monkeypatch.setattr(script_files, "LARGEST_FILE", 2_000)
    found = report("ysd", "larchway", whole)
    assert [part["file"] for part in found["refused"]] == ["big.sql", "torn.sql"]
    assert [entry["object"] for entry in found["taken"]] == [OBJECT]
    whole.write_bytes(bytes(data[: len(data) // 2]))
    assert "body could be taken" in report("ysd", "larchway", whole)["ended"]


def test_scripts_of_the_real_standard_are_taken_voted_on_published_and_in_the_script(ssd: World, corpus: Path) -> None:
    place = corpus / "deployment_extracts/eclipse/live/ssd_deployment_individual_files"
    found = report("ssd", "eclipse", place, "--by", "pat")
    names = [entry["object"] for entry in found["taken"]]
    assert len(names) >= 42
    assert sum(len(entry["columns"]) for entry in found["taken"]) >= 205
    change = ChangeRequest.objects.get(number=found["change"])
    assert [problem for problem in change.problems if problem["severity"] == "error"] == []
    change = ssd.vote_through(_in_review(ssd, change))
    assert (change.status, change.publication_problem) == (Status.PUBLISHED, "")
    store = repository_of("ssd")
    files = store.snapshot(store.head()).files
    assert {f"data/cms/eclipse/{name}.sql" for name in names} == {path for path in files if path.endswith(".sql")} & {
        path for path in files if path.startswith("data/cms/eclipse/")
    }
    sql = ChangeRequest.objects.get(pk=change.pk).edits.get(target="eclipse/ssd_person").values["sql"]
    assert files["data/cms/eclipse/ssd_person.sql"].decode() == sql
    made = generate(document_of(ssd), "eclipse")
    empty = [entry["object"] for entry in found["taken"] if not entry["columns"]]
    assert sum("is filled by a body written by hand" in line for line in made.summary) == len(names) - len(empty)
    assert sum("is NULL in every row" in problem.message for problem in made.warnings) == len(empty)


#: How each script is broken: cut in the middle of its SELECT, a column too few, brackets that nobody closes.
BROKEN: dict[str, Callable[[str], str]] = {
    "ssd_disability": lambda text: text[: len(text) * 2 // 3],
    "ssd_family": lambda text: text.replace("AS fami_table_id,", "||", 1),
    "ssd_mother": lambda text: text.replace("\nSELECT", "\nSELECT (((", 1),
}


def test_scripts_that_somebody_broke_cost_only_themselves(ssd: World, corpus: Path, tmp_path: Path) -> None:
    place = corpus / "deployment_extracts/eclipse/live/ssd_deployment_individual_files"
    for name, broken in {**BROKEN, "ssd_missing": str}.items():
        text = (place / f"{name}.sql").read_text(encoding="utf-8", errors="replace")
        (tmp_path / f"{name}.sql").write_text(broken(text), encoding="utf-8")
    found = report("ssd", "eclipse", tmp_path)
    assert [entry["object"] for entry in found["taken"]] == ["ssd_missing"]
    assert {part["object"] for part in found["refused"]} == set(BROKEN)
    assert all(part["line"] > 20 and part["reason"] and part["remedy"] for part in found["refused"])


def test_the_large_warehouse_script_is_read(ssd: World, corpus: Path) -> None:
    large = max(corpus_files("deployment_extracts/mosaic"), key=lambda path: path.stat().st_size)
    assert large.stat().st_size > 200_000
    found = report("ssd", "mosaic", large, "--variant", "warehouse")
    assert len(found["taken"]) >= 20
    assert all(part["line"] and part["reason"] for part in found["refused"])
