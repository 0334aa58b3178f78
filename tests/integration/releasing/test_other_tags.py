"""Tags from elsewhere: none makes a later release say less than it holds, takes a number from a release, or breaks the feed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from changes_app.errors import Invalid
from changes_app.releasing import making
from specs_app.actions.synchronisation import sync
from specs_app.models import Revision
from specs_app.projection.verification import verify
from specs_app.versions.releases import releases_of
from specs_app.versions.resolve import current, pinned
from tests.drivers import BREAKING, COMPATIBLE, EDITORIAL, EXAMPLE, World, mirrored, people
from tests.factories import commit_all, git, imported

pytestmark = pytest.mark.django_db
#: What the example promises to take out in 2.0.0 is in nobody's way then.
GOES = {"action": "remove_item", "target": "YOUN005A", "values": {}}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The example as a repository that a specification follows."""
    folder = shutil.copytree(EXAMPLE, tmp_path / "source")
    git(folder, "init", "-q", "-b", "main")
    return commit_all(folder, "Begin")


@pytest.fixture
def followed(db: None, source: Path) -> World:
    """The example, taken from that source, with everybody."""
    specification = imported(source, "ysd")
    return World(specification, people(specification))


def make(world: World, version: str = "") -> Revision:
    world.specification.refresh_from_db()
    return making.make(specification=world.specification, by=world.people.secretariat, version=version)


def tagged(world: World, source: Path, *tag: str) -> None:
    """A tag of the source on what is published."""
    world.specification.refresh_from_db()
    git(source, "fetch", "-q", str(mirrored(world.specification)), "main")
    git(source, "tag", *tag, world.specification.published_revision)
    assert sync(specification=world.specification).problems == []
    world.specification.refresh_from_db()


def test_tag_without_a_number_hides_nothing_from_the_next_release(followed: World, source: Path) -> None:
    followed.published(EDITORIAL)
    make(followed)
    followed.published((*BREAKING, GOES))
    tagged(followed, source, "nightly")
    with pytest.raises(Invalid) as caught:
        make(followed, "1.1.2")
    assert "holds a breaking change" in caught.value.problems[0].message
    make(followed)
    assert followed.specification.releases.get(version="2.0.0")


def test_number_of_a_release_stays_on_its_text_whoever_tags_another(followed: World, source: Path) -> None:
    followed.published(EDITORIAL)
    made = make(followed)
    followed.published(COMPATIBLE)
    for tag in ("1.1.1", "later"):
        tagged(followed, source, tag)
    assert pinned(followed.specification, "1.1.1").sha == made.sha
    known = releases_of(followed.specification, current(followed.specification))
    assert [(one.tag, one.sha, one.made_here) for one in known if one.version == "1.1.1"] == [
        ("v1.1.1", made.sha, True)
    ]
    assert Client().get("/api/v1/specifications/ysd/releases/latest/").json()["sha"] == made.sha
    assert list(verify(specification=followed.specification)) == []
    make(followed)
    assert followed.specification.releases.get(version="1.2.0")


def test_number_with_two_tags_of_the_source_means_the_earliest_text(followed: World, source: Path) -> None:
    first = followed.specification.published_revision
    tagged(followed, source, "v1.1.0")
    second = followed.published(EDITORIAL).published_revision
    for tag in ("1.1.0", "1.2.0", "v1.2.0"):
        tagged(followed, source, tag)
    releases = followed.specification.releases.values_list("tag", "sha")
    assert set(releases) == {("v1.1.0", first), ("1.2.0", second), ("v1.2.0", second)}


def test_release_named_like_a_folder_is_found_where_its_list_says(followed: World, source: Path) -> None:
    tagged(followed, source, "spring/1.2.0")
    told = Client().get("/api/v1/specifications/ysd/releases/").json()["results"]
    entry = next(one for one in told if one["version"] == "spring/1.2.0")
    assert [Client().get(entry[name]).status_code for name in ("url", "html_url")] == [200, 200]


def test_release_holds_from_its_day_whatever_its_notes_begin(followed: World) -> None:
    followed.published(EDITORIAL)
    day = timezone.localdate().replace(month=12, day=31)
    making.make(specification=followed.specification, by=None, notes="Signed:\n-----BEGIN PGP-----", effective=day)
    followed.specification.refresh_from_db()
    release = releases_of(followed.specification, current(followed.specification))[0]
    assert (release.date, release.change_class) == (day, "editorial")


def test_feed_is_written_whatever_a_tag_says(followed: World, source: Path) -> None:
    tagged(followed, source, "-a", "-m", "Release\n\nA\x0b\x01B", "v1.1.0")
    answer = Client().get("/ysd/releases/feed/")
    assert (answer.status_code, "A\ufffd\ufffdB" in answer.content.decode()) == (200, True)
