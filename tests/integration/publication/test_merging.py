"""Both sides move: the portal publishes while the source goes on, and what either did is kept, or said."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from changes_app.models import ChangeRequest, Event
from changes_app.publication.proof import verify
from changes_app.publication.reconciliation import reconcile
from changes_app.publication.source import settle
from specs_app.actions import taking
from specs_app.actions.synchronisation import SyncReport, sync
from specs_app.models import Revision, SourceMeeting, Specification
from specs_app.repository.credentials import Remote
from specs_app.repository.references import MERGED
from specs_app.versions.resolve import current
from tests.drivers import World, mirrored, people, repository_of, trailers_of
from tests.factories import SLUG, commit_all, example_repository, git, imported
from tests.jobs import run_due

pytestmark = pytest.mark.django_db
PERSON, ADDRESS = "data/objects/tin_person.yml", "data/objects/tin_address.yml"
GUIDANCE = ({"action": "change_item", "target": "ADDR002A", "values": {"guidance": "As the portal has it."}},)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return example_repository(tmp_path / "source")


@pytest.fixture
def world(source: Path) -> World:
    specification = imported(source)
    return World(specification, people(specification))


def edit(source: Path, old: str, new: str, path: str = PERSON, subject: str = "Reword") -> str:
    file = source / path
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    commit_all(source, subject)
    return git(source, "rev-parse", "HEAD")


def said(target: str, **values: Any) -> tuple[dict[str, Any], ...]:
    return ({"action": "change_item", "target": target, "values": values},)


def synced(world: World) -> SyncReport:
    report = sync(specification=world.specification)
    assert verify(specification=world.specification) == []
    return report


def item(world: World, reference: str) -> Any:
    return current(Specification.objects.get(slug=SLUG)).document.item_by_ref[reference][1]


def merge_by_hand(source: Path, world: World) -> str:
    git(source, "pull", "-q", "--no-rebase", "--no-edit", str(mirrored(world.specification)), "main")
    return git(source, "rev-parse", "HEAD")


def test_both_sides_are_merged_where_they_changed_different_items(world: World, source: Path) -> None:
    change = world.published(GUIDANCE)
    theirs = edit(source, "Sex as recorded.", "Sex as stated.", subject="Reword\n\nWith words.\n\nChange-Id: TIN-0099")
    report = synced(world)
    merge = world.specification.published_revision
    assert (report.state, report.taken, report.problems) == ("current", [merge], [])
    commit = repository_of(SLUG).commit(merge)
    assert commit.parents == (change.published_revision, theirs)
    assert (commit.author.name, commit.committer, commit.subject) == ("Upstream Author", "The portal", "Reword")
    assert trailers_of(world.specification, merge) == [
        ("Source-Commit", theirs),
        ("Merged-With", change.published_revision),
    ]
    assert (item(world, "PERS002A").description, item(world, "ADDR002A").guidance) == (
        "Sex as stated.",
        "As the portal has it.",
    )
    revision = world.specification.revisions.get(sha=merge)
    assert (revision.kind, revision.change_class, revision.why) == (
        "upstream",
        "editorial",
        "With words.\n\nChange-Id: TIN-0099",
    )
    assert [one.address for one in revision.changes.all()] == ["items/PERS002A"]
    assert repository_of(SLUG).has(theirs)


@pytest.mark.one_database
def test_the_same_sides_give_the_same_merge(world: World, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world.published(GUIDANCE)
    edit(source, "Sex as recorded.", "Sex as stated.")
    made = []

    def killed(_source: Any, version: Any, *_: Any, **__: Any) -> None:
        made.append(version.sha)
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(taking, "record_from", killed)
        with pytest.raises(RuntimeError):
            sync(specification=world.specification)
    assert repository_of(SLUG).refs(MERGED) == {}
    assert synced(world).taken == made


@pytest.mark.one_database
def test_lines_of_the_source_that_nobody_changed_keep_their_bytes(world: World, source: Path) -> None:
    world.published(GUIDANCE)
    before = current(Specification.objects.get(slug=SLUG)).files
    edit(source, "description: Sex as recorded.", "description: 'Sex as stated.'  # as the person says")
    (source / "README.md").write_text("Theirs alone.\n")
    commit_all(source, "Read me")
    synced(world)
    after = current(Specification.objects.get(slug=SLUG)).files
    assert after[PERSON] == (source / PERSON).read_bytes()
    assert after["README.md"] == b"Theirs alone.\n"
    assert {path for path in after if after[path] != before.get(path)} == {PERSON, "README.md"}


@pytest.mark.one_database
def test_source_goes_on_by_itself_and_then_takes_ours_in(world: World, source: Path) -> None:
    for number in range(3):
        world.published(said("ADDR002A", guidance=f"Portal {number}."))
        edit(source, "guidance: Give" if not number else f"guidance: {number - 1} Give", f"guidance: {number} Give")
        assert synced(world).state == "current"
        assert (item(world, "PERS001A").guidance[:6], item(world, "ADDR002A").guidance) == (
            f"{number} Give",
            f"Portal {number}.",
        )
    merged = merge_by_hand(source, world)
    report = synced(world)
    assert (report.state, world.specification.published_revision) == ("current", merged)
    assert git(source, "rev-parse", "HEAD") == merged
    edit(source, "Sex as recorded.", "Sex as stated.")
    assert synced(world).taken == [git(source, "rev-parse", "HEAD")]


@pytest.mark.one_database
def test_both_merge_at_the_same_time(world: World, source: Path) -> None:
    """Neither side's merge is in the other: what both came from is the two together."""
    world.published(GUIDANCE)
    edit(source, "Sex as recorded.", "Sex as stated.")
    before = mirrored(world.specification)
    git(source, "fetch", "-q", str(before), "main:ours")
    synced(world)
    git(source, "merge", "-q", "--no-edit", "ours")
    world.published(said("PERS002A", description="Sex, said once more."))
    edit(source, "As the portal has it.", "As both have it.", ADDRESS)
    report = synced(world)
    assert (report.state, report.problems) == ("current", [])
    assert (item(world, "PERS002A").description, item(world, "ADDR002A").guidance) == (
        "Sex, said once more.",
        "As both have it.",
    )


@pytest.mark.one_database
@pytest.mark.parametrize(("kept", "state"), [("ours", "current"), ("theirs", "diverged")])
def test_what_the_source_settles_otherwise_at_the_same_time_is_said(
    world: World, source: Path, kept: str, state: str
) -> None:
    """Neither takes back what the other said: the source has to merge what is published."""
    change = world.published(said("PERS002A", description="As the portal has it."))
    edit(source, "Sex as recorded.", "Sex as stated.")
    git(source, "fetch", "-q", str(mirrored(world.specification)), "main")
    assert synced(world).state == "diverged"
    (meeting,) = SourceMeeting.objects.get().meetings
    choices = [{"key": meeting["key"], "keep": "ours"}]
    settle(specification=world.specification, by=world.people.secretariat, choices=choices)
    assert synced(world).state == "current"
    settled = world.specification.published_revision
    side = "theirs" if kept == "ours" else "ours"
    git(source, "merge", "-q", "--no-edit", "-X", side, str(change.published_revision))
    report = synced(world)
    assert report.state == state
    assert item(world, "PERS002A").description == "As the portal has it."
    if state == "diverged":
        assert [(one.rule, one.address) for one in report.problems] == [("settled-otherwise", "items/PERS002A")]
        git(source, "fetch", "-q", str(mirrored(world.specification)), "main")
        git(source, "merge", "-q", "--no-edit", "-X", "theirs", settled)
        assert synced(world).state == "current"


def test_the_same_field_waits_for_a_person(world: World, source: Path) -> None:
    change = world.published(said("PERS002A", description="Ours."))
    theirs = edit(source, "Sex as recorded.", "Theirs.")
    edit(source, "Whose address it is.", "Whose address this is.", ADDRESS)
    report = synced(world)
    assert (report.state, report.taken) == ("diverged", [])
    assert world.specification.published_revision == change.published_revision
    waiting = SourceMeeting.objects.get()
    assert (waiting.commit, waiting.author_name) == (theirs, "Upstream Author")
    (met,) = waiting.meetings
    assert {name: met[name] for name in ("address", "field", "base", "theirs", "ours")} == {
        "address": "items/PERS002A",
        "field": "description",
        "base": "Sex as recorded.",
        "theirs": "Theirs.",
        "ours": "Ours.",
    }
    assert item(world, "ADDR002A").description == "Whose address it is."
    assert [problem.rule for problem in report.problems] == ["source-meets"]
    assert theirs[:12] in report.problems[0].message


def test_a_meeting_in_what_no_database_stores_waits_for_a_person(world: World, source: Path) -> None:
    world.published(said("PERS002A", description="As the portal has it."))
    edit(source, "description: Sex as recorded.", r'description: "Sex\0 as stated."')
    report = synced(world)
    assert report.state == "diverged"
    (meeting,) = SourceMeeting.objects.get().meetings
    assert (meeting["address"], meeting["ours"]) == ("items/PERS002A", "As the portal has it.")


def test_a_meeting_is_over_where_the_source_takes_its_side_back(world: World, source: Path) -> None:
    world.published(said("PERS002A", description="Ours."))
    edit(source, "Sex as recorded.", "Theirs.")
    assert synced(world).state == "diverged"
    edit(source, "Theirs.", "Sex as recorded.")
    report = synced(world)
    assert (report.state, len(report.taken), SourceMeeting.objects.count()) == ("current", 1, 0)
    assert item(world, "PERS002A").description == "Ours."


def test_an_enriched_import_goes_on_taking_commits_in(source: Path, tmp_path: Path) -> None:
    specification = imported(source, title="Tiny")
    assert specification.revisions.filter(kind=Revision.Kind.BASELINE).exists()
    world = World(specification, people(specification))
    world.published(GUIDANCE)
    edit(source, "- mosaic", "- mosaic\n    - azeus")
    edit(source, "- CensusA\n    - CensusB", "- CensusA\n    - CensusB\n    - CensusC")
    report = synced(world)
    assert (report.state, len(report.taken)) == ("current", 2)
    stated = current(Specification.objects.get(slug=SLUG)).document.settings
    assert {"azeus", "mosaic"} <= {entry.key for entry in stated.cms}
    assert "CensusC" in {entry.key for entry in stated.returns}
    assert stated.title == "Tiny"
    assert not (source / "specification.yml").exists()


@pytest.mark.one_database
def test_rows_of_both_change_logs_are_united(source: Path) -> None:
    head = "| change_id | item_ref | change_impact_title |\n|---|---|---|\n"
    (source / "CHANGELOG.md").write_text(f"# Log\n\n{head}| TIN-0001 | PERS001A | Begun |\n")
    (source / "change_log.csv").write_text("item_ref,change_id\r\nPERS001A,TIN-0001\r\n", newline="")
    commit_all(source, "Log")
    specification = imported(source)
    world = World(specification, people(specification))
    change = world.published(GUIDANCE)
    for path, old, new in (
        ("CHANGELOG.md", "|---|---|---|\n", "|---|---|---|\n| OWN-7 | PERS002A | Theirs |\n"),
        ("change_log.csv", "TIN-0001\n", "TIN-0001\nPERS002A,OWN-7\n"),
    ):
        edit(source, old, new, path)
    assert synced(world).state == "current"
    files = current(Specification.objects.get(slug=SLUG)).files
    table = files["CHANGELOG.md"].decode()
    assert all(table.count(one) == 1 for one in ("TIN-0001", "OWN-7", change.number))
    rows = files["change_log.csv"].decode().splitlines()
    assert rows == ["item_ref,change_id", "PERS001A,TIN-0001", f"ADDR002A,{change.number}", "PERS002A,OWN-7"]


@pytest.mark.one_database
def test_a_bad_commit_is_stepped_over_and_the_next_mends_it(world: World, source: Path) -> None:
    change = world.published(GUIDANCE)
    bad = edit(source, "  fields:", "\tfields: [")
    assert (synced(world).state, world.specification.published_revision) == ("quarantined", change.published_revision)
    good = edit(source, "\tfields: [", "  fields:", subject="Mend")
    report = synced(world)
    assert (report.state, len(report.taken), report.problems) == ("current", 1, [])
    store = repository_of(SLUG)
    assert (store.commit(report.taken[0]).parents[1], store.has(good), store.has(bad)) == (good, True, False)
    edit(source, "Sex as recorded.", "Sex as stated.")
    assert synced(world).state == "current"


@pytest.mark.one_database
def test_rules_that_the_source_alters_are_not_merged(world: World, source: Path) -> None:
    world.published(GUIDANCE)
    (source / "specification.yml").write_text("title: Tiny\nprefix: TIN\ntable_prefix: tin_\npublic_comments: true\n")
    commit_all(source, "Make it easier")
    report = synced(world)
    assert (report.state, [problem.rule for problem in report.problems]) == ("quarantined", ["outside-governance"])


def test_what_only_both_together_break_is_not_published(world: World, source: Path) -> None:
    change = world.published([{"action": "remove_item", "target": "VISI001A", "values": {}}])
    file = source / ADDRESS
    file.write_text(
        file.read_text()
        + "  - name: addr_visit\n    item_ref: ADDR003A\n    type: nvarchar\n    foreign_key: tin_visit.visi_id\n"
    )
    commit_all(source, "Point at a visit")
    report = synced(world)
    assert (report.state, report.taken) == ("quarantined", [])
    assert "does not fit what is published" in report.problems[0].message
    assert world.specification.published_revision == change.published_revision


def test_open_proposals_are_judged_on_the_merge_and_votes_fall_only_where_it_meets_them(
    world: World, source: Path
) -> None:
    first, second, _ = world.people.voters
    apart = world.vote(world.in_review(said("VISI001A", guidance="Of a visit.")), first)
    met = world.vote(world.in_review(said("PERS002A", description="Mine.")), first)
    world.published(GUIDANCE)
    edit(source, "Sex as recorded.", "Sex as stated.")
    assert synced(world).state == "current"
    apart, met = (ChangeRequest.objects.get(pk=one.pk) for one in (apart, met))
    assert world.vote(apart, second).status == "published"
    assert world.vote(met, second).status == "changes_requested"
    assert item(world, "PERS002A").description == "Sex as stated."


@pytest.fixture
def met(world: World, source: Path) -> SourceMeeting:
    """Two fields on which both sides do not agree, and a commit that waits behind them."""
    world.published([*said("PERS002A", description="Ours."), *said("ADDR002A", description="Our address.")])
    edit(source, "Whose address it is.", "Their address.", ADDRESS, subject="First")
    git(source, "reset", "-q", "--soft", "HEAD~1")
    edit(source, "Sex as recorded.", "Theirs.", subject="Two words")
    edit(source, "Key of the person.", "The key.", subject="Behind")
    assert synced(world).state == "diverged"
    return SourceMeeting.objects.get()


def key_of(met: SourceMeeting, address: str) -> str:
    return next(str(one["key"]) for one in met.meetings if one["address"] == address)


def settled_by_page(client: Client, met: SourceMeeting, **keeps: str) -> Any:
    data = {f"keep_{key_of(met, f'items/{reference}')}": keep for reference, keep in keeps.items()}
    return client.post(f"/{SLUG}/source/", data)


def test_page_settles_field_by_field_and_the_rest_follows(world: World, client: Client, met: SourceMeeting) -> None:
    client.force_login(world.people.secretariat)
    page = client.get(f"/{SLUG}/source/").content.decode()
    assert all(words in page for words in ("Theirs.", "Ours.", "Sex as recorded.", "Two words", "Upstream Author"))
    assert f"/{SLUG}/source/" in client.get(f"/{SLUG}/inbox/").content.decode()
    missing = settled_by_page(client, met, PERS002A="theirs")
    assert (missing.status_code, "Choose what should stand" in missing.content.decode()) == (422, True)
    assert settled_by_page(client, met, PERS002A="theirs", ADDR002A="ours").status_code == 302
    assert "Everything is chosen" in client.get(f"/{SLUG}/source/").content.decode()
    run_due()
    world.specification.refresh_from_db()
    assert verify(specification=world.specification) == []
    assert (world.specification.source_state, SourceMeeting.objects.count()) == ("current", 0)
    assert (item(world, "PERS002A").description, item(world, "ADDR002A").description) == ("Theirs.", "Our address.")
    assert item(world, "PERS001A").description == "The key."
    behind, merge, *_ = world.specification.revisions.all()
    assert (merge.subject, behind.subject) == ("Two words", "Behind")
    assert ("Settled-By", "Sec Tester") in trailers_of(world.specification, merge.sha)
    event = Event.objects.get(kind="source_settled")
    assert (event.specification, event.actor_id, event.data["commit"]) == (
        SLUG,
        world.people.secretariat.pk,
        met.commit,
    )
    assert {(one["address"], one["keep"]) for one in event.data["choices"]} == {
        ("items/PERS002A", "theirs"),
        ("items/ADDR002A", "ours"),
    }
    assert "There is nothing to settle" in client.get(f"/{SLUG}/source/").content.decode()


def test_rest_settles_the_same(world: World, client: Client, met: SourceMeeting) -> None:
    client.force_login(world.people.chair)
    told = client.get(f"/api/v1/specifications/{SLUG}/source/").json()
    assert (told["state"], told["waiting"]["commit"]) == ("diverged", met.commit)
    sides = {
        (one["address"], one["field"], one["base"], one["theirs"], one["ours"]) for one in told["waiting"]["meetings"]
    }
    assert ("items/PERS002A", "description", "Sex as recorded.", "Theirs.", "Ours.") in sides
    keys = [one["key"] for one in told["waiting"]["meetings"]]

    def post(choices: Any) -> Any:
        url = f"/api/v1/specifications/{SLUG}/source/settle/"
        return client.post(url, {"choices": choices}, content_type="application/json")

    assert post([{"key": keys[0], "keep": "theirs"}]).status_code == 400
    refused = post([{"key": "0" * 24, "keep": "theirs"}])
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/superseded")
    assert [one["key"] for one in refused.json()["conflicts"]] == keys
    assert post([{"key": key, "keep": "both"} for key in keys]).status_code == 400
    assert post("all").status_code == 400
    answer = post([{"key": key, "keep": "ours"} for key in keys])
    assert answer.status_code == 202
    assert [one["chosen"] for one in answer.json()["waiting"]["meetings"]] == ["ours", "ours"]
    run_due()
    assert client.get(f"/api/v1/specifications/{SLUG}/source/").json() == {
        "state": "current",
        "problems": [],
        "waiting": None,
    }
    assert post([]).status_code == 409
    assert (item(world, "PERS002A").description, item(world, "ADDR002A").description) == ("Ours.", "Our address.")


def test_what_altered_meanwhile_is_asked_again_and_nothing_else(
    world: World, client: Client, source: Path, met: SourceMeeting
) -> None:
    client.force_login(world.people.secretariat)
    world.published(said("PERS002A", description="Ours, anew."))
    assert settled_by_page(client, met, PERS002A="theirs", ADDR002A="theirs").status_code == 302
    run_due()
    waiting = SourceMeeting.objects.get()
    assert [one["ours"] for one in waiting.open] == ["Ours, anew."]
    assert settled_by_page(client, met, PERS002A="theirs", ADDR002A="theirs").status_code == 409
    assert settled_by_page(client, waiting, PERS002A="ours", ADDR002A="theirs").status_code == 302
    run_due()
    assert (item(world, "PERS002A").description, item(world, "ADDR002A").description) == (
        "Ours, anew.",
        "Their address.",
    )


def test_only_the_office_settles(world: World, client: Client, met: SourceMeeting) -> None:
    for user in (world.people.proposer, world.people.voters[0], world.people.outsider):
        client.force_login(user)
        assert client.get(f"/{SLUG}/source/").status_code == 403
        assert settled_by_page(client, met, PERS002A="theirs", ADDR002A="ours").status_code == 403
        assert client.get(f"/api/v1/specifications/{SLUG}/source/").status_code == 403
    assert SourceMeeting.objects.get().choices == {}


def test_a_source_that_lost_what_was_merged_is_left_alone(world: World, source: Path) -> None:
    world.published(GUIDANCE)
    edit(source, "Sex as recorded.", "Sex as stated.")
    synced(world)
    published = world.specification.published_revision
    git(source, "reset", "-q", "--hard", "HEAD~1")
    edit(source, "Sex as recorded.", "Rewritten.")
    report = synced(world)
    assert (report.state, report.taken, report.problems[0].rule) == ("rewritten", [], "source-rewritten")
    assert world.specification.published_revision == published


def test_merges_are_in_a_repository_that_is_made_again_from_nothing(world: World, source: Path) -> None:
    world.published(GUIDANCE)
    edit(source, "Sex as recorded.", "Sex as stated.")
    synced(world)
    shutil.rmtree(mirrored(world.specification))
    assert reconcile(specification=world.specification).problems == []
    assert verify(specification=world.specification) == []
    edit(source, "Sex as stated.", "Sex, stated.")
    assert synced(world).state == "current"


@pytest.mark.one_database
def test_one_repository_is_source_and_remote(tmp_path: Path, source: Path, settings: LazySettings) -> None:
    there = tmp_path / "there.git"
    git(source, "clone", "-q", "--bare", ".", str(there))
    git(source, "remote", "add", "origin", str(there))
    settings.SPEC_REMOTES = {SLUG: Remote(str(there))}
    specification = imported(there, title="Tiny")
    world = World(specification, people(specification))
    for number in range(2):
        world.published(said("ADDR002A", guidance=f"Portal {number}."))
        edit(source, "guidance: Give" if not number else "guidance: 0 Give", f"guidance: {number} Give")
        git(source, "push", "-q", "origin", "main")
        report = synced(world)
        assert (report.state, report.push) == ("current", "current")
        assert git(there, "rev-parse", "main") == world.specification.published_revision
        git(source, "pull", "-q", "--ff-only", "origin", "main")
        assert f"Portal {number}." in (source / ADDRESS).read_text()
