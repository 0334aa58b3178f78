"""Commits of a folder that were published, copied into the rows with all that the portal reads of them."""

from __future__ import annotations

from collections.abc import Collection

from specs_app.repository.objects import Stored, is_held
from specs_app.repository.repository import Repository
from specs_app.repository.rows import Rows
from specs_app.repository.trees import FOLDER, parse_tree


def copy(source: Repository, target: Rows, sha: str, *, but: Collection[str] = ()) -> None:
    """Have rows of a commit and of those before it, oldest first; commits in ``but`` were not published and get none.

    Raises ``GitError`` where something of them is lost.
    """
    have = target.names()
    for commit in reversed(source.log(sha)):
        if commit.sha not in have and commit.sha not in but:
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
    """Have the references of tags and of what the source was seen at, and rows of annotated tags on commits that were published."""
    refs = source.refs("refs/tags", "refs/upstream", "refs/upstream-tags")
    published = target.names()
    tagged = {f"refs/tags/{name}": sha for name, sha in source.tags().items() if sha in published}
    names = {refs[name] for name in tagged} - published
    while names:
        found = source.storage.read(names)
        tags = {name: stored for name, stored in found.items() if stored.kind == "tag"}
        target.add(tags)
        names = {stored.tagged for stored in tags.values()} - published
    target.set_refs(refs)
