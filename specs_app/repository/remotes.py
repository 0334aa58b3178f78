"""Other repositories, by path or address: what they have, taken into a folder, and what they are given of one. Nothing published
moves by it.

A source is an absolute path or an address that ``specs_app.repository.sources.checked`` has let through.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping

from django.conf import settings

from specs_app.document.storable import clean
from specs_app.repository.credentials import SSH, Remote, without
from specs_app.repository.folder import CLOCK_STEP, Folder, explained
from specs_app.repository.objects import GitError, checked_reference, checked_sha
from specs_app.repository.references import TAGS, UPSTREAM, UPSTREAM_TAGS, of_branch

FETCH_SECONDS = PUSH_SECONDS = 300
#: Both read the operator's configuration (proxies, credential helpers), ask nobody, and speak these protocols alone.
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "file:https:ssh:git",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_SSH_COMMAND": SSH,
    "LC_ALL": "C",
}
_OPTIONS = (
    "--quiet",
    "--prune",
    "--no-tags",
    "--no-write-fetch-head",
    "--no-recurse-submodules",
    "--no-auto-maintenance",
)
#: Less than this many bytes a second for so many seconds is no answer.
_PATIENCE = {"GIT_HTTP_LOW_SPEED_LIMIT": "100", "GIT_HTTP_LOW_SPEED_TIME": "60"}
_PUSH = ("push", "--porcelain", "--no-verify", "--no-follow-tags", "--no-recurse-submodules", "--no-signed")
#: Of a reference that was not taken; the other repository's own no begins otherwise.
_NOT_TAKEN, _NO = "!", "[remote "
_MOST_WORDS = 500


class PushError(GitError):
    """Another repository has not what it was given, in words that hold no secret."""


class Diverged(PushError):
    """It has commits that what was given does not contain, or a tag of that name elsewhere."""


class PushRefused(PushError):
    """It said no: a hook, a protected branch, no room."""


class Unreachable(PushError):
    """It did not answer, or did not let the portal in."""


def fetch(folder: Folder, source: str, branch: str) -> str:
    """Take a branch and all tags of another repository in, as they are there now: ``refs/upstream/<branch>`` and
    ``refs/upstream-tags/*``; the branch's commit.

    From a shallow clone Git takes nothing, and says so to nobody. Raises ``GitError``.
    """
    into = checked_reference(f"{UPSTREAM}/{branch}")
    names = [f"+{of_branch(branch)}:{into}", f"+{TAGS}/*:{UPSTREAM_TAGS}/*"]
    began = time.time() - CLOCK_STEP
    _ask(folder, f"Branch {branch!r} could not be fetched", ["fetch", *_OPTIONS], source, *names)
    folder.settle_all(since=began)
    if not (sha := folder.refs(UPSTREAM).get(into, "")):
        remedy = "It is a shallow clone: give one that is whole, or run `git fetch --unshallow` in it."
        raise GitError(f"Branch {branch!r} came without its history", source, remedy)
    return sha


def head_of(folder: Folder, source: str, branch: str) -> str:
    """The commit of another repository's branch as of now; empty where there is none."""
    reference = of_branch(branch)
    out = _ask(folder, "The repository could not be reached", ["ls-remote"], source, reference)
    rows = (line.split("\t") for line in out.splitlines())
    return next((sha for sha, name in rows if name == reference), "")


def branches(folder: Folder, source: str) -> list[str]:
    """The names of another repository's branches, in their order."""
    out = _ask(folder, "The repository could not be reached", ["ls-remote", "--heads"], source)
    return re.findall(r"^[0-9a-f]+\trefs/heads/(\S+)$", out, re.MULTILINE)


def default_branch(folder: Folder, source: str) -> str:
    """The branch that another repository's HEAD names; ``main`` where it does not say."""
    out = _ask(folder, "The repository could not be reached", ["ls-remote", "--symref"], source, "HEAD")
    found = re.search(r"^ref: refs/heads/(\S+)\tHEAD$", out, re.MULTILINE)
    return found.group(1) if found else "main"


def _ask(folder: Folder, failure: str, command: list[str], source: str, *names: str) -> str:
    with explained(failure, source):
        arguments = [*command, "--end-of-options", source, *names]
        out = folder.run(arguments, env={**_ENVIRONMENT, **_let_in(source)}, kill_after_timeout=FETCH_SECONDS)
    return out.decode("utf-8", "replace")


def _let_in(source: str) -> dict[str, str]:
    """What lets the portal in at a repository that it pushes to; anywhere else the operator's own configuration does."""
    known = next((remote for remote in settings.SPEC_REMOTES.values() if remote.address == source), None)
    return known.environment(known.secret()) if known else {}


def push(folder: Folder, remote: Remote, references: Mapping[str, str]) -> None:
    """Have references of another repository name these objects, never by force: Git refuses what is no step forward.

    Raises ``PushError``.
    """
    if not references:
        return
    try:
        secret = remote.secret()
    except GitError as error:
        raise Unreachable(str(error)) from error
    given = [f"{checked_sha(sha)}:{name}" for name, sha in references.items()]
    status, told, said = folder.answer(
        [*_PUSH, "--end-of-options", remote.address, *given],
        env={**_ENVIRONMENT, **_PATIENCE, **remote.environment(secret)},
        kill_after_timeout=PUSH_SECONDS,
    )
    said = clean(without(secret, said))
    if not_taken := [line for line in told.splitlines() if line.startswith(_NOT_TAKEN)]:
        raise _not_taken(clean(without(secret, not_taken[0])), said)
    if status:
        late = f"It did not answer within {PUSH_SECONDS} seconds" if status < 0 else "It gave no answer"
        raise Unreachable(late, remedy=_words(said))


def _not_taken(line: str, said: str) -> PushError:
    """What a line such as ``! <ours>:<name> [rejected] (fetch first)`` says."""
    _, names, why = line.split("\t")
    name = names.partition(":")[2].removeprefix("refs/heads/")
    if why.startswith(_NO):
        return PushRefused(f"It says no to {name}: {why.removeprefix(_NO)}", remedy=_words(said))
    if name.startswith("refs/"):
        return Diverged(f"{name} is there already and names something else")
    return Diverged(f"Its branch {name} holds commits that do not lie in what is published here, or were never fetched")


def _words(said: str) -> str:
    """What the other repository itself said, or else Git."""
    lines = [line.strip() for line in said.splitlines()]
    theirs = [line.removeprefix("remote:").strip() for line in lines if line.startswith("remote:")]
    return " ".join(filter(None, theirs or lines))[:_MOST_WORDS]
