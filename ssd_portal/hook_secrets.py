"""What webhooks of sources are signed with: `SPEC_HOOK_SECRET_<SLUG>`, or the file that `SPEC_HOOK_SECRET_FILE_<SLUG>` names."""

from __future__ import annotations

from collections.abc import Iterator

from specs_app.repository.credentials import is_token, read_token
from specs_app.repository.objects import GitError
from ssd_portal.environment import Reader, SettingProblem
from ssd_portal.private import names_a_file, problems_of_secret

PREFIX = "SPEC_HOOK_SECRET_"
#: Names of files begin so; no specification whose name does has a secret.
FILE = f"{PREFIX}FILE_"
#: Fewer characters could be guessed.
SHORTEST = 16


def read_hook_secrets(read: Reader) -> dict[str, str]:
    """The secret of each specification by its slug; one that something is wrong with is a problem, and left out."""
    found: dict[str, str] = {}
    for name in sorted(name for name in read.env.ENVIRON if name.startswith(PREFIX) and read.text(name)):
        slug = name.removeprefix(FILE).removeprefix(PREFIX).lower().replace("_", "-")
        try:
            secret = read_token(read.text(name)) if name.startswith(FILE) else read.text(name)
        except GitError:
            secret = ""
        problems = list(_problems(name, read.text(name), secret))
        if slug in found:
            remedy = "Leave one of the two out."
            problems.append(SettingProblem(name, "The secret of this specification is given twice.", remedy))
        read.problems += problems
        if not problems:
            found[slug] = secret
    return found


def _problems(name: str, given: str, secret: str) -> Iterator[SettingProblem]:
    """What is wrong with one. No message holds what was written."""
    if name.startswith(FILE):
        yield from problems_of_secret(name, given)
        if not names_a_file(given):
            return
    if not is_token(secret) or len(secret) < SHORTEST:
        remedy = f"Make one with `openssl rand -hex 32`; at least {SHORTEST} characters without blanks, on one line."
        yield SettingProblem(name, "It is no secret that could be agreed on.", remedy)
