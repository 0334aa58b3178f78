"""A standard that two sides keep: the portal publishes while others commit to the same repository, behind Git's own server.

On the real specification, or, in a check and where that is missing, on the bundled one.
"""

from __future__ import annotations

import csv
import hmac
import io
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from specs_app.actions.imports import import_specification
from specs_app.actions.synchronisation import SyncReport, sync
from specs_app.models import Specification
from specs_app.projection.verification import verify
from specs_app.repository.credentials import Remote
from specs_app.repository.rows import stored
from specs_app.versions.resolve import current
from specs_app.versions.version import Version
from specs_app.yaml_files.reader import read
from tests.corpus import CORPUS
from tests.corpus_files import files_below
from tests.drivers import EXAMPLE, World, mirrored, people
from tests.factories import git
from tests.git_server import TOKEN, USER, GitServer, certified
from tests.jobs import make_due, run_due
from tests.outsiders import ANNA, BELA, Outsider, with_history
from tests.soak import SOAK

#: A soak plays it on both databases.
pytestmark = [pytest.mark.soak, pytest.mark.django_db, *([] if SOAK else [pytest.mark.one_database])]
SLUG = "both"
REAL = SOAK and CORPUS.is_dir()
SECRET = "what both sides agreed on"
CHANGES = 20 if SOAK else 6
#: What a publication writes beside what was voted on.
METADATA = ("metadata:", "release:", "change_id:", "change_source:", "versions_count:", "impact_title:", "type:")


@dataclass
class Play:
    """The two sides, what each has said of which item, and the commits that others made."""

    outsider: Outsider
    server: GitServer
    world: World
    began: Version
    serving: ExitStack
    ours: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)

    @property
    def specification(self) -> Specification:
        return Specification.objects.get(slug=SLUG)

    def head(self) -> Version:
        return current(self.specification)

    def publish(self, ref: str) -> None:
        """By votes; what follows of it waits in the queue."""
        words = f"Said by the portal, {len(self.ours)}."
        self.world.published([{"action": "change_item", "target": ref, "values": {"guidance": words}}])
        self.ours[ref] = words

    def say(self, ref: str) -> None:
        """A commit of the others, in their own work tree."""
        words = f"Said outside - {len(self.theirs)}"
        self.outsider.set(ref, "description", words)
        self.outsider.commit(f"Reword {ref}", BELA if len(self.theirs) % 2 else ANNA)
        self.theirs[ref] = words

    def tell(self, secret: str = SECRET) -> int:
        """The host of the others tells of a push; the status of the answer."""
        told = {
            "ref": "refs/heads/main",
            "after": self.outsider.head(),
            "repository": {"clone_url": self.specification.source_url},
        }
        body = json.dumps(told).encode()
        headers = {
            "X-Hub-Signature-256": "sha256=" + hmac.new(secret.encode(), body, "sha256").hexdigest(),
            "X-GitHub-Event": "push",
            "X-GitHub-Delivery": self.outsider.head(),
        }
        address = f"/api/v1/specifications/{SLUG}/hooks/git"
        answer: Any = Client().post(address, body, content_type="application/json", headers=headers)
        return int(answer.status_code)

    def follow(self) -> SyncReport:
        """Take in what is there, and push; what failed before is tried again."""
        report = sync(specification=self.specification)
        make_due()
        run_due()
        return report

    def assert_kept(self) -> None:
        """What each side said stands, and nothing else is altered."""
        said = {item.item_ref: item for _, item in self.head().document.items()}
        assert {ref: said[ref].guidance for ref in self.ours} == self.ours
        assert {ref: said[ref].description for ref in self.theirs} == self.theirs
        words = (*self.ours.values(), *self.theirs.values(), *METADATA)
        assert [line for line in self.added() if not any(word in line for word in words)] == []

    def assert_whole(self, *, forced: bool = False) -> None:
        """In every place the same, and every earlier revision can still be reached."""
        self.assert_kept()
        specification = self.specification
        assert verify(specification=specification) == []
        assert self.outsider.bare.head() == specification.published_revision
        assert forced or not self.outsider.bare.was_forced()
        known = set(specification.revisions.values_list("sha", flat=True))
        assert known <= stored(specification).history(specification.published_revision)
        assert git(self.outsider.bare.path, "fsck", "--full", "--strict") == ""
        assert self.rows_that_differ() == set(self.ours)

    def rows_that_differ(self) -> set[str]:
        """The references of the rows of the registered table that are not as they were."""
        path = self.began.document.settings.wide_table
        then, now = (
            {row[33]: row for row in csv.reader(io.StringIO(version.files[path].decode("utf-8-sig"), newline=""))}
            for version in (self.began, self.head())
        )
        return {ref for ref in then.keys() | now.keys() if then.get(ref) != now.get(ref)}

    @contextmanager
    def away(self) -> Iterator[None]:
        """The repository of the others does not answer."""
        self.serving.close()
        hidden = self.outsider.bare.path.rename(self.outsider.bare.path.with_suffix(".away"))
        yield
        hidden.rename(self.outsider.bare.path)
        self.serving.enter_context(self.server.running())

    def added(self) -> Iterator[str]:
        """The lines of the YAML that are new since the import."""
        told = git(
            mirrored(self.specification),
            "diff",
            "-U0",
            self.began.sha,
            self.head().sha,
            "--",
            "data",
            "specification.yml",
        )
        return (line[1:] for line in told.splitlines() if line.startswith("+") and not line.startswith("+++"))


def references(files: Path) -> list[str]:
    """Items with a short description that no other item points at and that point at none, as they lie in the files."""
    document = read(files_below(files)).document
    linked = {
        end
        for link in document.relationships
        for end in ((link.parent_object, link.parent_item), (link.child_object, link.child_item))
    }
    return [
        item.item_ref
        for entry, item in document.items()
        if item.item_ref
        and 0 < len(item.description) < 60
        and (entry.name, item.name) not in linked
        and not item.primary_key
    ]


@pytest.fixture(params=["server", "path"] if SOAK else ["server"])
def play(
    request: pytest.FixtureRequest, tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Play]:
    """Imported with its history and its table, from a server that asks who is there or by its path; pushed to the same."""
    files = CORPUS if REAL else EXAMPLE
    table = "docs/admin/data_objects_specification.csv" if REAL else ""
    outsider = Outsider.beginning(tmp_path, files)
    made = with_history(outsider, references(files)[:10])
    server = GitServer(outsider.bare.path.parent, certified(tmp_path))
    monkeypatch.setenv("GIT_SSL_CAINFO", str(server.certificate))
    settings.SPEC_HOOK_SECRETS = {SLUG: SECRET}
    with ExitStack() as serving:
        serving.enter_context(server.running())
        remotes = {
            "server": Remote(f"{server.url}/standard.git", token=f"{USER}:{TOKEN}"),
            "path": Remote(str(outsider.bare.path)),
        }
        settings.SPEC_REMOTES = {SLUG: remotes[request.param]}
        address = remotes[request.param].address
        import_specification(slug=SLUG, source=address, enrich=table)
        specification = Specification.objects.get(slug=SLUG)
        known = set(specification.revisions.values_list("sha", flat=True))
        assert {sha for subject, sha in made.items() if subject != "Beside"} <= known
        yield Play(outsider, server, World(specification, people(specification)), current(specification), serving)


def turns(play: Play, count: int) -> Iterator[tuple[int, str, str]]:
    """So often an item for each side; never one for both."""
    refs = [ref for ref in references(play.outsider.work) if ref not in play.theirs]
    yield from zip(range(count), refs[-count:], refs[10 : 10 + count], strict=True)


def test_two_sides_write_at_once(play: Play) -> None:
    """Pushed too late and pulled, pulled and pushed, one behind the other."""
    for turn, ours, theirs in turns(play, CHANGES):
        play.publish(ours)
        if turn % 3 == 0:  # they push before the portal does, so that it merges
            play.say(theirs)
            assert play.outsider.push()
        run_due()
        if turn % 3 == 1:  # the portal was first, so that they merge
            play.say(theirs)
            play.outsider.publish()
        assert play.tell("what somebody guessed") == 403
        assert play.tell() == (409 if turn % 3 == 2 else 202)  # nothing is pushed there but by the portal: told before
        make_due()
        run_due()
        assert (play.specification.source_state, play.specification.source_detail) == ("current", [])
        assert play.outsider.bare.head() == play.specification.published_revision
        play.outsider.pull()
    play.assert_whole()


def test_remote_goes_away_and_comes_back(play: Play) -> None:
    theirs = [ref for _, _, ref in turns(play, 3)]
    with play.away():
        for _, ref, _ in turns(play, 3):
            play.publish(ref)
        assert play.follow().state == "unreachable"
    play.say(theirs[2])
    assert play.outsider.push()
    report = play.follow()
    assert (report.state, report.problems) == ("current", [])
    play.assert_whole()


def test_source_is_rewritten_and_a_person_decides(play: Play) -> None:
    """Both what was pushed there and what was taken from there is gone, and comes back by the merge."""
    (_, ours, theirs), (_, other, last), *_ = list(turns(play, 3))
    play.publish(ours)
    play.say(theirs)
    play.outsider.publish()
    assert play.follow().state == "current"
    published = play.specification.published_revision
    play.outsider.rewind(play.began.sha)
    play.publish(other)
    report = play.follow()
    assert (report.state, report.taken) == ("rewritten", [])
    assert play.outsider.bare.head() == play.began.sha
    play.say(last)
    assert play.outsider.push()
    assert play.follow().state == "rewritten"
    assert sync(specification=play.specification, accepted=play.outsider.head()).state == "current"
    play.follow()
    assert stored(play.specification).is_ancestor(published, play.specification.published_revision)
    play.assert_whole(forced=True)


def test_outside_commits_come_in_where_nothing_can_be_pushed(play: Play, settings: LazySettings) -> None:
    settings.SPEC_REMOTES = {"elsewhere": settings.SPEC_REMOTES[SLUG]}  # which still lets in who reads there
    for _, ours, theirs in turns(play, CHANGES // 2):
        play.publish(ours)
        play.say(theirs)
        assert play.outsider.push()
        assert (play.follow().state, play.outsider.head()) == ("current", play.outsider.bare.head())
    play.assert_kept()
    assert verify(specification=play.specification) == []
