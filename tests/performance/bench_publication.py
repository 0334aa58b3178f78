"""The publication of an approved change beside Git's bare plumbing making the very same commit."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from changes_app.deciding.actions import decisions
from changes_app.models import ChangeRequest
from specs_app.access import PORTAL
from specs_app.document.types import item_key
from specs_app.queries import at
from tests.drivers import World, import_example, mirrored, people, repository_of
from tests.performance.measure import Result, timed
from tests.performance.subject import Subject

LIMIT = 5
ROUNDS = 10
SLUG = "bench-publication"


def bench(subject: Subject) -> Iterator[Result]:
    specification = import_example(SLUG, subject.folder)
    world = World(specification, people(specification))
    times = [one_round(world, number) for number in range(ROUNDS)]
    own, bare = (min(column) for column in zip(*times, strict=True))
    yield Result("publication of a change of wording", own, "bare plumbing", bare, LIMIT)


def one_round(world: World, number: int) -> tuple[float, float]:
    """The seconds of one publication, and of the same commit by Git alone."""
    change = world.approved(wording(number))
    before = at(SLUG, viewer=PORTAL)[1].sha
    own = timed(lambda: decisions.publish(change=change))
    published = ChangeRequest.objects.get(pk=change.pk)
    if published.status != "published":
        raise RuntimeError(f"The change is {published.status}, so nothing was measured")
    path, store = mirrored(world.specification), repository_of(SLUG)
    old, new = store.snapshot(before).files, store.snapshot(published.published_revision).files
    plumbing = Plumbing(path, before, {name: data for name, data in new.items() if old.get(name) != data})
    return own, timed(plumbing.commit)


def wording(number: int) -> tuple[dict[str, object], ...]:
    entry, item = list(at(SLUG, viewer=PORTAL)[1].document.items())[number]
    return ({"action": "change_item", "target": item_key(entry, item), "values": {"guidance": f"Wording {number}."}},)


@dataclass(frozen=True)
class Plumbing:
    """What Git needs at the least: blobs, an index, a tree, a commit, and the two references."""

    path: Path
    parent: str
    files: Mapping[str, bytes]

    def commit(self) -> None:
        blobs = {name: self.git("hash-object", "-w", "--stdin", data=data) for name, data in self.files.items()}
        self.git("read-tree", self.parent)
        lines = "".join(f"100644 {blob}\t{name}\n" for name, blob in blobs.items())
        self.git("update-index", "--index-info", data=lines.encode())
        tree = self.git("write-tree")
        sha = self.git(
            "-c", "user.name=A", "-c", "user.email=a@b.c", "commit-tree", tree, "-p", self.parent, "-m", "Bare"
        )
        for name in ("refs/bench/kept", "refs/bench/branch"):
            self.git("update-ref", name, sha)

    def git(self, *words: str, data: bytes = b"") -> str:
        done = subprocess.run(["git", "-C", self.path, *words], input=data, capture_output=True, check=True)
        return done.stdout.decode().strip()
