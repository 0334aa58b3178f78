"""Commits of a folder that were published, copied into the rows with all that the portal reads of them."""

from __future__ import annotations

from specs_app.repository.objects import Stored, clashes, is_held
from specs_app.repository.references import QUARANTINED, TAGS, UPSTREAM, UPSTREAM_TAGS
from specs_app.repository.repository import Repository
from specs_app.repository.rows import Rows
from specs_app.repository.trees import FOLDER, parse_tree


def copy(source: Repository, target: Rows, sha: str) -> None:
    """Have rows of a commit and of those before it, oldest first. Of those none that is quarantined, as it was not published.

    Raises ``GitError`` where something of them is lost.
    """
    have, aside = target.names(), set(target.refs(QUARANTINED).values()) - {sha}
    for commit in reversed(source.log(sha)):
        if commit.sha not in have and commit.sha not in aside:
            objects = _contents(source, commit.tree, have)
            objects[commit.sha] = Stored("commit", source.read_object(commit.sha))
            target.add(objects)
            have |= objects.keys()


def _contents(source: Repository, tree: str, have: set[str]) -> dict[str, Stored | None]:
    """The trees and files of a commit that are in no row yet."""
    trees: dict[str, Stored | None] = {}
    files: set[str] = set()
    stack = [tree]
    while stack:
        if (name := stack.pop()) in have or name in trees:
            continue
        data = source.read_object(name)
        trees[name] = Stored("tree", data)
        for part, (mode, below) in parse_tree(data).items():
            if mode == FOLDER:
                stack.append(below)
            elif is_held(part, mode):
                files.add(below)
    contents = source.read_files(files - have)
    return trees | {name: None if data is None else Stored("blob", data) for name, data in contents.items()}


def copy_tags(source: Repository, target: Rows) -> None:
    """Have the references of what a source was seen at, and its tags; one that was taken keeps its commit.

    Annotated tags on commits that were published get rows of their own.
    """
    seen, taken = source.refs(UPSTREAM, UPSTREAM_TAGS), target.refs(TAGS)
    named = {name.replace(UPSTREAM_TAGS, TAGS, 1): sha for name, sha in seen.items() if name.startswith(UPSTREAM_TAGS)}
    new = {name: sha for name, sha in named.items() if name not in taken and not clashes(name, taken)}
    target.drop_refs(target.refs(UPSTREAM, UPSTREAM_TAGS).keys() - seen.keys())
    target.set_refs(seen | new)
    copy_annotated(source, target, {*taken.values(), *new.values()})


def copy_annotated(source: Repository, target: Rows, tagged: set[str]) -> None:
    """Have rows of the annotated tags among what references name, where they are on commits that were published."""
    published = target.names()
    names = {name for name, commit in source.peeled(tagged).items() if commit in published} - published
    while names:
        found = source.storage.read(names)
        tags = {name: stored for name, stored in found.items() if stored.kind == "tag"}
        target.add(tags)
        names = {stored.tagged for stored in tags.values()} - published
