"""What references are called: those of the portal's own, tags, and what a source was seen at. Pure."""

from __future__ import annotations

from specs_app.repository.objects import checked_reference

TAGS = "refs/tags"
#: Each change request's commit.
CHANGES = "refs/changes"
PORTAL = "refs/portal"
#: The commit that an import took from its source, and the one the portal put on top of it.
IMPORTED, BASELINE = f"{PORTAL}/imported", f"{PORTAL}/baseline"
#: Each commit of the source's own line before that one which an import made a revision of.
PAST = f"{PORTAL}/past"
#: Each commit that was taken from the source after the import.
TAKEN = f"{PORTAL}/taken"
#: Each commit of the portal's own that takes in what the source says: a merge, its second parent the source's, or one behind it.
MERGED = f"{PORTAL}/merged"
#: The commit of each release that was made here, by its number.
RELEASES = f"{PORTAL}/releases"
#: Commits that the source held once and holds no more, which somebody has accepted.
LEFT = f"{PORTAL}/left"
#: Commits of the source that could not be taken by themselves: nothing that was published, though a later one may contain them.
QUARANTINED = f"{PORTAL}/quarantined"
UPSTREAM, UPSTREAM_TAGS = "refs/upstream", "refs/upstream-tags"


def of_branch(branch: str) -> str:
    """The reference of a branch; raises ``GitError`` for what is no name of one."""
    return checked_reference(f"refs/heads/{branch}")


def of_change(number: str) -> str:
    """The reference that says which change brought a commit."""
    return f"{CHANGES}/{number}"


def of_release(version: str) -> str:
    """The reference that says which release a commit is."""
    return checked_reference(f"{RELEASES}/{version}")


def of_tag(tag: str) -> str:
    """The reference of a tag; raises ``GitError`` for what is no name of one."""
    return checked_reference(f"{TAGS}/{tag}")
