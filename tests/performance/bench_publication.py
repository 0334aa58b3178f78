"""A publication beside Git making the very same objects: with its bare plumbing, and in one process of `fast-import`."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from changes_app.deciding.actions import decisions
from changes_app.models import ChangeRequest
from specs_app.access import PORTAL
from specs_app.document.types import item_key
from specs_app.queries import at
from tests.drivers import World, import_example, mirrored, people, repository_of
from tests.performance.at_size import cpu
from tests.performance.measure import Result, timed
from tests.performance.subject import Subject

LIMIT = 5
ROUNDS = 10
#: Of the vote that decides: it asks the rules, checks the whole standard and stores rows, of which fast-import does nothing.
VOTE_LIMIT = 20
VOTE_ROUNDS = 3
SLUG = "bench-publication"


def bench(subject: Subject) -> Iterator[Result]:
    specification = import_example(SLUG, subject.folder)
    world = World(specification, people(specification))
    times = [one_round(world, number) for number in range(ROUNDS)]
    own, bare = (min(column) for column in zip(*times, strict=True))
    yield Result("publication of a change of wording", own, "bare plumbing", bare, LIMIT)
    votes = [one_vote(world, ROUNDS + number) for number in range(VOTE_ROUNDS)]
    own, bare = min(votes, key=lambda pair: pair[0] / pair[1])
    yield Result("vote that decides, and publishes a change of wording (CPU)", own, "fast-import", bare, VOTE_LIMIT)


def one_round(world: World, number: int) -> tuple[float, float]:
    """The seconds of one publication, and of the same commit by Git alone."""
    change = world.approved(wording(number))
    before = at(SLUG, viewer=PORTAL)[1].sha
    own = timed(lambda: decisions.publish(change=change))
    sha = published(change)
    plumbing = Plumbing(mirrored(world.specification), before, altered(before, sha))
    return own, timed(plumbing.commit)


def one_vote(world: World, number: int) -> tuple[float, float]:
    """The CPU seconds of the deciding vote, and of one process of Git that writes the same blobs, trees and commit."""
    change = world.in_review(wording(number))
    path, before = mirrored(world.specification), at(SLUG, viewer=PORTAL)[1].sha
    for voter in (*world.people.voters, world.people.chair):
        if ChangeRequest.objects.get(pk=change.pk).status == "in_review":
            own = cpu(partial(world.vote, change, voter))  # the last of them decides
    sha = published(change)
    stream = import_stream(before, sha, altered(before, sha))
    command = ["git", "-C", str(path), "-c", "fastimport.unpackLimit=0", "fast-import", "--quiet"]
    bare = cpu(lambda: subprocess.run(command, input=stream, check=True))
    made = subprocess.run(["git", "-C", path, "rev-parse", "refs/bench/imported"], capture_output=True, check=True)
    if made.stdout.decode().strip() != sha:
        raise RuntimeError("Git has written something else, so nothing was measured")
    return own, bare


def published(change: ChangeRequest) -> str:
    """The revision of a change request that has just been published."""
    found = ChangeRequest.objects.get(pk=change.pk)
    if found.status != "published":
        raise RuntimeError(f"The change is {found.status}, so nothing was measured")
    return found.published_revision


def altered(before: str, after: str) -> dict[str, bytes]:
    """The files that a commit has otherwise than the one before."""
    store = repository_of(SLUG)
    old, new = store.snapshot(before).files, store.snapshot(after).files
    return {name: data for name, data in new.items() if old.get(name) != data}


def wording(number: int) -> tuple[dict[str, object], ...]:
    entry, item = list(at(SLUG, viewer=PORTAL)[1].document.items())[number]
    return ({"action": "change_item", "target": item_key(entry, item), "values": {"guidance": f"Wording {number}."}},)


def import_stream(parent: str, sha: str, files: Mapping[str, bytes]) -> bytes:
    """What `git fast-import` is told, so that it makes the commit of that SHA."""
    head, _, message = repository_of(SLUG).storage.read([sha])[sha].data.partition(b"\n\n")
    people = [line for line in head.split(b"\n") if line.startswith((b"author ", b"committer "))]
    lines = [b"reset refs/bench/imported", b"", b"commit refs/bench/imported", *people, _data(message)]
    lines += [b"from " + parent.encode()]
    lines += [b'M 100644 inline "%s"\n%s' % (name.encode(), _data(data)) for name, data in files.items()]
    return b"\n".join([*lines, b""])


def _data(data: bytes) -> bytes:
    return b"data %d\n%s" % (len(data), data)


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
