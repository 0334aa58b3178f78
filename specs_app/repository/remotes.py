"""Other repositories, by path or address: what they have, taken into a folder. Nothing published moves by it.

A source is an absolute path or an address that ``specs_app.repository.sources.checked`` has let through.
"""

from __future__ import annotations

import re
import time

from specs_app.repository.folder import CLOCK_STEP, Folder, explained
from specs_app.repository.objects import GitError, checked_reference

UPSTREAM, UPSTREAM_TAGS = "refs/upstream", "refs/upstream-tags"
FETCH_SECONDS = 300
#: Fetching reads the operator's configuration (proxies, credential helpers), asks nobody, and speaks these protocols alone.
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "file:https:ssh:git",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_SSH_COMMAND": "ssh -oBatchMode=yes",
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


def fetch(folder: Folder, source: str, branch: str) -> str:
    """Take a branch and all tags of another repository in, as they are there now: ``refs/upstream/<branch>`` and
    ``refs/upstream-tags/*``; the branch's commit.

    From a shallow clone Git takes nothing, and says so to nobody. Raises ``GitError``.
    """
    into = checked_reference(f"{UPSTREAM}/{branch}")
    names = [f"+{checked_reference(f'refs/heads/{branch}')}:{into}", f"+refs/tags/*:{UPSTREAM_TAGS}/*"]
    began = time.time() - CLOCK_STEP
    _ask(folder, f"Branch {branch!r} could not be fetched", ["fetch", *_OPTIONS], source, *names)
    folder.settle_all(since=began)
    if not (sha := folder.refs(UPSTREAM).get(into, "")):
        remedy = "It is a shallow clone: give one that is whole, or run `git fetch --unshallow` in it."
        raise GitError(f"Branch {branch!r} came without its history", source, remedy)
    return sha


def head_of(folder: Folder, source: str, branch: str) -> str:
    """The commit of another repository's branch as of now; empty where there is none."""
    reference = checked_reference(f"refs/heads/{branch}")
    out = _ask(folder, "The repository could not be reached", ["ls-remote"], source, reference)
    rows = (line.split("\t") for line in out.splitlines())
    return next((sha for sha, name in rows if name == reference), "")


def default_branch(folder: Folder, source: str) -> str:
    """The branch that another repository's HEAD names; ``main`` where it does not say."""
    out = _ask(folder, "The repository could not be reached", ["ls-remote", "--symref"], source, "HEAD")
    found = re.search(r"^ref: refs/heads/(\S+)\tHEAD$", out, re.MULTILINE)
    return found.group(1) if found else "main"


def _ask(folder: Folder, failure: str, command: list[str], source: str, *names: str) -> str:
    with explained(failure, source):
        arguments = [*command, "--end-of-options", source, *names]
        out = folder.run(arguments, env=_ENVIRONMENT, kill_after_timeout=FETCH_SECONDS)
    return out.decode("utf-8", "replace")
