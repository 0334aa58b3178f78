"""How something might get published that the counted votes did not name: outside commits, references, names, rules."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest
from django.test import Client

from changes_app.deciding.due import finish
from changes_app.errors import ChangeError, Invalid
from changes_app.models import ChangeRequest, Event, Membership
from changes_app.people.actions import membership
from changes_app.workflow import EventKind, Role, Status
from specs_app.actions.imports import import_specification
from specs_app.actions.synchronisation import sync
from specs_app.errors import NothingImported
from specs_app.projection.verification import verify
from specs_app.repository.folder import repository_path
from specs_app.versions.cache import VERSIONS
from specs_app.versions.loading import load
from tests.doors import Door
from tests.drivers import COMPATIBLE, EDITORIAL, EXAMPLE, World, admit, import_example, mirrored, people, repository_of
from tests.factories import commit_all, git

WORDS = "Taken from nobody's vote"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A Git repository from which the example was imported."""
    folder = Path(copytree(EXAMPLE, tmp_path / "source"))
    git(folder, "init", "-q", "-b", "main")
    commit_all(folder, "Begin")
    return folder


@pytest.fixture
def fed(db: None, source: Path) -> World:
    specification = import_example(source=source)
    git(source, "pull", "-q", str(repository_path("ysd")), "main")
    return World(specification, people(specification))


def now(change: ChangeRequest) -> ChangeRequest:
    return ChangeRequest.objects.select_related("specification", "proposer").get(pk=change.pk)


def reworded(source: Path) -> str:
    file = source / "data/objects/ysd_team.yml"
    file.write_text(file.read_text().replace("Name of the team", WORDS))
    commit_all(source, "Reword")
    return git(source, "rev-parse", "HEAD")


ADDRESSES = (
    "/ysd/?at={sha}",
    "/ysd/items/TEAM002A/?at={sha}",
    "/ysd/revisions/{sha}/",
    "/ysd/downloads/ysd.pdf?at={sha}",
    "/ysd/downloads/sql/larchway-tsql.sql?at={sha}",
    "/api/v1/specifications/ysd/items/?at={sha}",
    "/api/v1/specifications/ysd/sql/larchway/?at={sha}",
    "/api/v1/specifications/ysd/export/json?at={sha}",
    "/api/v1/specifications/ysd/revisions/{sha}/",
    "/api/v1/specifications/ysd/diff/?from={sha}",
)


@pytest.mark.parametrize("how", ["weaker rules", "no settings", "unreadable"])
def test_a_quarantined_commit_is_published_nowhere(fed: World, source: Path, how: str) -> None:
    settings, before = source / "specification.yml", fed.specification.published_revision
    if how == "weaker rules":
        settings.write_text(settings.read_text().replace("approvals: 3", "approvals: 1"))
    elif how == "no settings":
        settings.unlink()
    else:
        (source / "data/objects/ysd_plan_review.yml").write_text("nodes: [\n")
    sha = reworded(source)
    report = sync(specification=fed.specification)
    fed.specification.refresh_from_db()
    assert (report.state, fed.specification.published_revision) == ("quarantined", before), report
    found = {path: Client().get(path.format(sha=sha)) for path in ADDRESSES}
    assert {path: answer.status_code for path, answer in found.items()} == dict.fromkeys(ADDRESSES, 404)
    assert [path for path, answer in found.items() if WORDS in answer.getvalue().decode()] == []
    assert list(verify(specification=fed.specification)) == []


def test_outside_files_that_steer_git_alter_nothing(fed: World, source: Path) -> None:
    """Who is who, how a file is converted or merged, and an object in place of another: none of it is the portal's to follow."""
    (source / ".mailmap").write_text("Mallory <m@example.org> <1+noreply@127.0.0.1>\n")
    (source / ".gitattributes").write_text("*.yml export-subst ident filter=evil text eol=crlf merge=evil diff=evil\n")
    blob = git(source, "rev-parse", "HEAD:data/objects/ysd_team.yml")
    git(source, "replace", blob, git(source, "hash-object", "-w", str(source / "CHANGELOG.md")))
    commit_all(source, "Steer")
    assert sync(specification=fed.specification).state == "current"
    store = repository_of("ysd")
    assert store.refs("refs/replace") == {}
    change = fed.published(EDITORIAL)
    assert store.commit(change.published_revision).author.name == "Pat Tester"
    assert store.read_object(blob).startswith(b"---")
    assert list(verify(specification=fed.specification)) == []


def test_an_object_put_in_place_of_another_is_not_read(world: World) -> None:
    path = repository_path("ysd")
    blob = git(path, "rev-parse", f"{world.specification.published_revision}:data/objects/ysd_team.yml")
    other = path.parent / "other.yml"
    other.write_text(git(path, "cat-file", "blob", blob).replace("Name of the team", WORDS))
    git(path, "replace", blob, git(path, "hash-object", "-w", str(other)))
    assert WORDS in git(path, "cat-file", "blob", blob)
    VERSIONS.clear()
    assert list(verify(specification=world.specification)) == []
    assert WORDS not in Client().get("/ysd/items/TEAM002A/").content.decode()
    change = world.published(COMPATIBLE)
    assert mirrored(world.specification) == path
    written = git(path, "--no-replace-objects", "show", f"{change.published_revision}:data/objects/ysd_team.yml")
    assert WORDS not in written


def test_a_commit_on_the_branch_that_names_a_change_is_not_adopted(fed: World, source: Path) -> None:
    change = fed.in_review(COMPATIBLE)
    before = fed.specification.published_revision
    git(source, "fetch", "-q", str(repository_path("ysd")), "main")
    git(source, "reset", "-q", "--hard", "FETCH_HEAD")
    file = source / "data/objects/ysd_team.yml"
    file.write_text(file.read_text().replace("Name of the team", WORDS))
    commit_all(
        source, f"{change.number}: {change.title}\n\nChange-Id: {change.number}\nApproved-by: Ada Tester (Eastmoor)"
    )
    git(repository_path("ysd"), "fetch", "-q", str(source), "+HEAD:main")
    report = finish(specification=fed.specification)
    fed.specification.refresh_from_db()
    assert (report.adopted, fed.specification.published_revision) == ([], before)
    assert any("the portal did not make" in problem for problem in report.problems)
    assert now(change).status == Status.IN_REVIEW


def test_importing_again_from_elsewhere_publishes_nothing(world: World, source: Path) -> None:
    before = world.specification.published_revision
    reworded(source)
    with pytest.raises(NothingImported):
        import_specification(slug="ysd", source=str(source))
    world.specification.refresh_from_db()
    assert world.specification.published_revision == before


def test_recusing_and_approving_is_one_voice(world: World, door: Door) -> None:
    first, second, _ = world.people.voters
    change = world.in_review(COMPATIBLE)
    door.vote(now(change), first, "recuse")
    assert door.vote(now(change), world.people.colleague, "approve")[0] == 409
    door.vote(now(change), first, "approve")
    door.vote(now(change), first, "recuse")
    door.vote(now(change), second, "approve")
    assert now(change).status == Status.IN_REVIEW
    door.vote(now(change), first, "approve")
    assert now(change).status == Status.PUBLISHED


def test_an_administrator_who_ends_the_objector_ends_no_objection(world: World) -> None:
    change = world.vote(world.in_review(COMPATIBLE), world.people.voters[2], "object", "It harms.")
    entry = Membership.objects.get(user=world.people.voters[2])
    membership.end(membership=entry, by=world.people.admin, reason="Because.")
    for voter in world.people.voters[:2]:
        change = world.vote(now(change), voter)
    assert change.status == Status.IN_REVIEW
    assert Event.objects.filter(kind=EventKind.MEMBERSHIP_ENDED, actor_id=world.people.admin.pk).exists()


@pytest.mark.parametrize("between", ["\n", "\r", "\x0b", "\u2028", "\x85"])
def test_an_organisation_forges_no_trailer(world: World, between: str) -> None:
    voter, forged = world.people.voters[0], f"Hill){between}Approved-by: Mallory (Westbay"
    try:
        admit(world.specification, voter, Role.STEERING, forged)
    except ChangeError:
        assert Membership.objects.get(user=voter).organisation != forged
    assert world.vote(world.in_review(EDITORIAL), voter).status == Status.PUBLISHED
    found = git(mirrored(world.specification), "log", "-1", "--format=%(trailers:key=Approved-by,valueonly)", "main")
    assert len(found.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("stated", "taken"),
    [
        ("kept: &one {approvals: 1, quorum: 1}\nrules:\n  compatible:\n    <<: *one\n", True),
        ("kept: &all\n  compatible: {approvals: 1, quorum: 1}\nrules:\n  <<: *all\n", True),
        ("kept: &one {approvals: 1, quorum: 1}\nrules:\n  compatible: *one\n", False),
    ],
    ids=["merged keys", "merged rules", "alias"],
)
def test_a_rule_written_elsewhere_is_changed_alone_or_refused_with_a_way(
    db: None, tmp_path: Path, stated: str, taken: bool
) -> None:
    folder = Path(copytree(EXAMPLE, tmp_path / "merged"))
    path = folder / "specification.yml"
    head, _, tail = path.read_text().partition("rules:\n")
    path.write_text(f"{head}{stated}public_comments{tail.partition('public_comments')[2]}")
    specification = import_example(source=folder)
    world = World(specification, people(specification))
    edits = [{"action": "change_settings", "target": "", "values": {"rules": {"compatible": {"approvals": 2}}}}]
    if not taken:
        with pytest.raises(Invalid) as refused:
            world.in_review(edits)
        assert "write the value out" in refused.value.problems[0].remedy
        return
    change = world.published(edits)
    settings = load(change.specification, change.published_revision).document.settings
    assert {rule.change_class: rule.approvals for rule in settings.rules}["compatible"] == 2
