"""A repository that is imported with its history: each commit of its line as a revision, and what can be read of them."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from changes_app.models import Event, OutboxMessage
from specs_app.actions import past
from specs_app.actions.imports import import_specification
from specs_app.actions.rebuilding import rebuild
from specs_app.actions.synchronisation import sync
from specs_app.models import Item, Revision, RevisionChange, Specification
from specs_app.projection.verification import verify
from specs_app.repository.references import PAST
from tests.drivers import repository_of
from tests.factories import SLUG, commit_all, git, imported, small_files, write_files

pytestmark = pytest.mark.django_db
PERSON = "data/objects/tin_person.yml"
VISIT = "data/objects/tin_visit.yml"
FILES = "data/objects/"
PAGE, REST = f"/{SLUG}/", f"/api/v1/specifications/{SLUG}/"


def replaced(source: Path, old: str, new: str, *paths: str) -> None:
    for path in paths:
        file = source / path
        assert old in file.read_text(), path
        file.write_text(file.read_text().replace(old, new))


def committed(source: Path, subject: str, author: str = "Ada First") -> str:
    git(source, "add", "-A")
    git(source, "commit", "-q", "-m", subject, f"--author={author} <a@example.org>", "--allow-empty")
    return git(source, "rev-parse", "HEAD")


def long_lived(source: Path) -> dict[str, str]:
    """A repository of eleven commits in its line, and one beside it, by what each did."""
    source.mkdir()
    git(source, "init", "-q", "-b", "main")
    write_files(source, {"README.md": b"Words.\n"})
    shas = {"words": committed(source, "Begin with words")}
    write_files(source, small_files())
    shas["begun"] = committed(source, "Publish three objects\n\nAll at once.")
    replaced(source, "small", "tiny", "README.md")
    shas["readme"] = committed(source, "Tell more", "Ben Second")
    replaced(source, "Sex as recorded.", "Sex as stated.", PERSON)
    shas["worded"] = committed(source, "Say it better\n\nAnalysts asked.", "Ben Second")
    replaced(source, "tin_person", "tin_people", *(f"{FILES}{name}.yml" for name in ("tin_person", "tin_address")))
    replaced(source, "tin_person", "tin_people", f"{FILES}relationships.yml")
    shas["renamed"] = committed(source, "Rename the people")
    replaced(source, "item_ref: VISI001A", "item_ref: [VISI001A", VISIT)
    shas["broken"] = committed(source, "Break the visits")
    replaced(source, "item_ref: [VISI001A", "item_ref: VISI001A\n    description: Key.", VISIT)
    shas["mended"] = committed(source, "Mend the visits", "Ben Second")
    replaced(source, "VISI001A", "VISI010A", VISIT)
    shas["referred"] = committed(source, "Give the visits another reference")
    git(source, "mv", "data/categories/sex.yml", "data/categories/gender.yml")
    shas["listed"] = committed(source, "Rename the list")
    git(source, "checkout", "-q", "-b", "side", "HEAD~1")
    replaced(source, "Whose address it is.", "Who lives there.", f"{FILES}tin_address.yml")
    shas["beside"] = committed(source, "Reword beside the line", "Cy Third")
    git(source, "checkout", "-q", "main")
    git(source, "merge", "-q", "--no-ff", "-m", "Merge the side", "side")
    shas["merged"] = git(source, "rev-parse", "HEAD")
    return shas


@pytest.fixture
def shas(tmp_path: Path) -> dict[str, str]:
    return long_lived(tmp_path / "source")


@pytest.fixture
def tiny(tmp_path: Path, shas: dict[str, str]) -> Specification:
    return imported(tmp_path / "source")


REVISIONS = ["begun", "readme", "worded", "renamed", "mended", "referred", "listed", "merged"]


def test_each_commit_of_the_line_is_a_revision_with_its_words_and_differences(
    tiny: Specification, shas: dict[str, str]
) -> None:
    rows = list(tiny.revisions.order_by("number").values_list("number", "sha", "kind"))
    assert rows == [(number, shas[name], "import") for number, name in enumerate(REVISIONS, start=1)]
    worded = tiny.revisions.get(sha=shas["worded"])
    assert (worded.author_name, worded.title, worded.why) == ("Ben Second", "Say it better", "Analysts asked.")
    assert worded.reason == "Import: Say it better"
    assert worded.change_class == "editorial"
    assert [(row.address, row.field, row.before, row.after) for row in worded.changes.all()] == [
        ("items/PERS002A", "description", "Sex as recorded.", "Sex as stated.")
    ]
    assert not tiny.revisions.get(sha=shas["readme"]).changes.exists()
    assert not tiny.revisions.get(sha=shas["begun"]).changes.exists()
    assert tiny.published_revision == shas["merged"]
    assert verify(specification=tiny) == []


@pytest.mark.usefixtures("tiny")
def test_nobody_is_told_of_what_was_long_ago() -> None:
    assert not Event.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_history_rows_belong_to_the_revision_that_changed_them(tiny: Specification, shas: dict[str, str]) -> None:
    item = Item.objects.get(specification=tiny, address="items/PERS002A")
    told = [(row.history_type, row.revision.sha, row.description, row.history_date) for row in item.history.all()]
    commits = {name: tiny.revisions.get(sha=shas[name]).committed_at for name in ("begun", "worded", "renamed")}
    assert told[::-1] == [
        ("+", shas["begun"], "Sex as recorded.", commits["begun"]),
        ("~", shas["worded"], "Sex as stated.", commits["worded"]),
        ("~", shas["renamed"], "Sex as stated.", commits["renamed"]),
    ]
    assert Specification.history.filter(revision=tiny.revisions.get(number=1)).exists()


def test_broken_commit_comes_in_with_the_one_that_mends_it_and_is_told(tmp_path: Path, shas: dict[str, str]) -> None:
    report = import_specification(slug=SLUG, source=str(tmp_path / "source"))
    told = [problem.message for problem in report.problems if problem.rule == "left-out-commit"]
    assert told == [
        f"Commit {shas['words'][:12]} is no revision of its own: it holds no data object and no code list.",
        f"Commit {shas['broken'][:12]} is no revision of its own: it broke {VISIT}.",
    ]
    mended = Revision.objects.get(sha=shas["mended"])
    assert [(row.kind, row.address) for row in mended.changes.all()] == [("wording", "items/VISI001A")]


def test_file_that_nobody_mends_is_taken_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past, "PATIENCE", 1)
    shas = long_lived(tmp_path / "source")
    replaced(tmp_path / "source", "name: tin_visit", "name: [tin_visit", VISIT)
    broken = committed(tmp_path / "source", "Break it for good")
    committed(tmp_path / "source", "Say nothing of it")
    committed(tmp_path / "source", "Still nothing")
    specification = imported(tmp_path / "source")
    assert not specification.revisions.filter(sha=shas["broken"]).exists()
    assert specification.revisions.get(sha=broken).changes.filter(kind="removed", address="items/VISI010A").exists()
    assert verify(specification=specification) == []


def test_what_lies_beside_the_line_is_read_where_it_was_published(tiny: Specification, shas: dict[str, str]) -> None:
    assert not tiny.revisions.filter(sha=shas["beside"]).exists()
    assert "Who lives there." in page("items/ADDR002A/", at=shas["beside"])
    merged = tiny.revisions.get(sha=shas["merged"])
    assert [row.after for row in merged.changes.all()] == ["Who lives there."]


def page(path: str, **query: str) -> str:
    answer = Client().get(f"{PAGE}{path}", query)
    assert answer.status_code == 200, answer
    return answer.content.decode().replace("<wbr>", "")


def keys(path: str, **query: str) -> list[tuple[str, str, str]]:
    """Who, words and key of each entry of a timeline, newest first."""
    answer = Client().get(f"{REST}{path}/history/", query)
    assert answer.status_code == 200, answer.content
    return [(entry["who"], entry["title"], entry["key"]) for entry in answer.json()["results"]]


BEGUN = ("Ada First", "Publish three objects", "")


@pytest.mark.usefixtures("tiny")
def test_timelines_go_back_to_the_first_across_renames() -> None:
    assert keys("items/PERS002A") == [
        ("Ada First", "Rename the people", "object"),
        ("Ben Second", "Say it better", "description"),
        BEGUN,
    ]
    assert keys("items/VISI010A") == [
        ("Ada First", "Give the visits another reference", "item_ref"),
        ("Ben Second", "Mend the visits", "description"),
        BEGUN,
    ]
    people = [("Ada First", "Rename the people", "name"), ("Ben Second", "Say it better", "description"), BEGUN]
    assert keys("objects/tin_people") == keys("objects/tin_person") == people
    assert keys("categories/gender") == [("Ada First", "Rename the list", "name"), BEGUN]


@pytest.mark.usefixtures("tiny")
def test_pages_tell_the_same_and_a_former_reference_leads_on() -> None:
    for path in ("items/VISI010A/history/", "objects/tin_people/history/", "categories/gender/history/"):
        text = page(path)
        assert "Publish three objects" in text, path
        assert "Ada First" in text, path
    assert "Say it better" in page("objects/tin_people/")
    assert "Mend the visits" in page("items/VISI010A/")
    assert Client().get(f"{PAGE}items/VISI001A/").headers["Location"] == f"{PAGE}items/VISI010A/"


@pytest.mark.usefixtures("tiny")
def test_since_compare_and_at_work_on_what_was_imported(shas: dict[str, str]) -> None:
    assert "Sex as recorded." in page("items/PERS002A/", at=shas["readme"])
    assert keys("items/PERS002A", at=shas["worded"]) == [("Ben Second", "Say it better", "description"), BEGUN]
    diff = Client().get(f"{REST}diff/", {"from": shas["begun"], "to": shas["worded"]}).json()
    assert [change["address"] for change in diff["changes"]] == ["items/PERS002A"]
    assert "items/PERS002A" in page(f"compare/{shas['begun']}...{shas['worded']}/")
    assert "Say it better" in page(f"revisions/{shas['worded']}/")
    listed = Client().get(f"{REST}items/", {"changed_since": "2000-01-01"}).json()["results"]
    assert {"PERS002A", "VISI010A"} <= {item["item_ref"] for item in listed}


def test_sync_goes_on_behind_the_imported_past(tmp_path: Path, tiny: Specification) -> None:
    replaced(tmp_path / "source", "Sex as stated.", "Sex.", PERSON)
    commit_all(tmp_path / "source", "Say less")
    assert sync(specification=tiny).state == "current"
    newest = tiny.revisions.first()
    assert newest is not None
    assert (newest.number, newest.kind, newest.subject) == (len(REVISIONS) + 1, "upstream", "Say less")


def test_rebuild_has_the_past_again(tiny: Specification) -> None:
    RevisionChange.objects.filter(revision__specification=tiny).delete()
    Revision.objects.filter(specification=tiny, number__in=[2, 3]).delete()
    assert rebuild(specification=tiny)
    assert verify(specification=tiny) == []
    assert tiny.revisions.count() == len(REVISIONS)


def test_baseline_stands_on_the_past(tmp_path: Path, shas: dict[str, str]) -> None:
    specification = imported(tmp_path / "source", title="Tiny")
    kinds = list(specification.revisions.order_by("number").values_list("kind", flat=True))
    assert kinds == ["import"] * len(REVISIONS) + ["baseline"]
    assert set(repository_of(SLUG).refs(PAST).values()) == {shas[name] for name in REVISIONS[:-1]}
    assert verify(specification=specification) == []


def test_import_that_fails_in_the_past_changes_nothing(
    tmp_path: Path, shas: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    usual: Any = past.project_parts
    seen: list[str] = []

    def fail_later(specification: Specification, version: Any, *rest: Any) -> None:
        seen.append(version.sha)
        if len(seen) == 4:
            raise RuntimeError
        usual(specification, version, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(past, "project_parts", fail_later)
        with pytest.raises(RuntimeError):
            imported(tmp_path / "source")
    assert seen == [shas[name] for name in REVISIONS[:4]]
    assert not Specification.objects.exists()
    assert not Item.history.exists()


@pytest.mark.usefixtures("shas")
def test_command_says_how_far_it_is_beside_its_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past, "PAUSE", 0)
    out, err = io.StringIO(), io.StringIO()
    call_command("import_spec", SLUG, str(tmp_path / "source"), json=True, stdout=out, stderr=err)
    assert json.loads(out.getvalue())["objects"] == 3
    assert "10 of 10 commits taken in." in err.getvalue()
    assert "Fetching the branch main." in err.getvalue()
