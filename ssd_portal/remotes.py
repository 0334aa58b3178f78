"""Which specification is pushed where, from `SPEC_REMOTE_<SLUG>` and what stands beside it in the environment."""

from __future__ import annotations

from collections.abc import Iterator

from specs_app.repository.credentials import Remote, is_token, kind_of, read_token
from specs_app.repository.objects import GitError
from ssd_portal.environment import Reader, SettingProblem
from ssd_portal.private import names_a_file, problems_of_secret

PREFIX = "SPEC_REMOTE_"
#: Names of keys and tokens begin so; no specification whose name does has a remote.
KEY, TOKEN = f"{PREFIX}KEY_", f"{PREFIX}TOKEN_"


def read_remotes(read: Reader) -> dict[str, Remote]:
    """The remote of each specification by its slug; one that something is wrong with is a problem, and left out."""
    given = sorted(name for name in read.env.ENVIRON if name.startswith(PREFIX) and read.text(name))
    names = [name for name in given if not name.startswith((KEY, TOKEN))]
    found = {name: _remote(read, name) for name in names}
    problems = [problem for name in names for problem in _problems(name, found[name])]
    problems += [_lonely(name) for name in given if name.startswith((KEY, TOKEN)) and _address_of(name) not in names]
    read.problems += problems
    wrong = {problem.name for problem in problems}
    return {
        name.removeprefix(PREFIX).lower().replace("_", "-"): remote
        for name, remote in found.items()
        if not wrong & {name, _beside(KEY, name), _beside(TOKEN, name)}
    }


def _remote(read: Reader, name: str) -> Remote:
    return Remote(read.text(name), read.text(_beside(KEY, name)), read.text(_beside(TOKEN, name)))


def _beside(prefix: str, name: str) -> str:
    return prefix + name.removeprefix(PREFIX)


def _address_of(name: str) -> str:
    return PREFIX + name.removeprefix(KEY).removeprefix(TOKEN)


def _lonely(name: str) -> SettingProblem:
    return SettingProblem(name, f"There is no {_address_of(name)} that it belongs to.", "Name the repository there.")


def _problems(name: str, remote: Remote) -> Iterator[SettingProblem]:
    """What is wrong with one remote. No message holds what was written, which may be a secret in the wrong place."""
    key, token, kind = _beside(KEY, name), _beside(TOKEN, name), kind_of(remote.address)
    if kind is None:
        remedy = f"Write /srv/git/standard.git, git@host:owner/name.git or https://host/owner/name.git; a token into {token}."
        yield SettingProblem(name, "It is no path or address that can be pushed to, or holds a user's secret.", remedy)
    if remote.key and remote.token:
        yield SettingProblem(token, f"{key} says how the portal gets in already.", "Leave one of them out.")
    if kind in ("path", "ssh") and remote.token:
        yield SettingProblem(token, "Only an https:// address takes a token.", f"Name the file of an SSH key in {key}.")
    if kind == "path" and remote.key:
        yield SettingProblem(key, "A path takes no key.", "Leave it out.")
    if remote.token and not is_token(remote.token):
        yield SettingProblem(token, "It is no token.", "Write token or user:token, without blanks.")
    if remote.key and kind in ("ssh", "https"):
        yield from _of_file(key, remote, secret=kind == "https")


def _of_file(key: str, remote: Remote, *, secret: bool) -> Iterator[SettingProblem]:
    yield from problems_of_secret(key, remote.key)
    if secret and names_a_file(remote.key):
        try:
            read_token(remote.key)
        except GitError as error:
            yield SettingProblem(key, f"{error.what}.", "Write token or user:token into it.")
