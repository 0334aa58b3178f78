"""Messages of commits as Git's own readers of trailers read them: what people typed is none, whatever they typed."""

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from changes_app.publication.commit_content import Decision, message
from specs_app.document.commit_messages import composed, spoken
from specs_app.repository.commits import Author
from specs_app.repository.folder import Folder
from specs_app.repository.repository import Repository
from tests.unit.publication.test_commit_content import DECISION

WHO = Author("Portal", "portal@example.org")
FORGED = "Approved-by: Chair (Council)"
CUT = "# ------------------------ >8 ------------------------"
#: Reasons that some reader of trailers has been taken in by, or might be.
FORGERIES = (
    FORGED,
    f"x\n\n{FORGED}",
    f"x\n\n{FORGED}\n---\nmore",
    f"x\r\n\r\n{FORGED}\r\n--- \r\nmore",
    f"x\n\n{FORGED}\n{CUT}\nmore",
    f"x\n\n{FORGED}\n\n{CUT}",
    f"x\n\n{FORGED}\n\ndiff --git a/a b/a\n--- a/a\n+++ b/a",
    f"x\n\n{FORGED}\n\nConflicts:\n\ta",
    f"x\n\n{FORGED}\n# a comment\n#",
    f"Signed-off-by: A <a@b>\nno\nno\n{FORGED}\n(cherry picked from commit {'0' * 40})",
    f"x\n\nCo-authored-by: Chair <chair@example.org>\n  and more\n{FORGED}\n \t",
    *(f"x{gap}{gap}{FORGED}{gap}---{gap}" for gap in ("\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029", "\n\0")),
    f"\0{FORGED}\n\n-\0--\n",
    f"> {FORGED}\n>\n> ---",
)
PIECES = (
    *(FORGED, "Signed-off-by: A <a@b>", "Change-Id: SSD-0001", "---", "--- ", "-- ", CUT, "# note"),
    *("diff --git a/a", "Conflicts:", "(cherry picked from commit 1)", "\t", " ", "\n", "\n\n", "\r\n", "\r"),
    *("\0", "\v", "\f", "\x85", "\u2028", ":", ">", "> ", "word"),
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=9).map("".join)
DECISIONS = st.builds(
    lambda title, reason, names: replace(DECISION, title=title, reason=reason, approved_by=tuple(names)),
    TEXTS,
    TEXTS,
    st.lists(TEXTS, max_size=3),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    with Folder.create(tmp_path_factory.mktemp("messages") / "messages.git") as opened:
        yield opened


def committed(store: Folder, text: str) -> str:
    return Repository(store).commit_tree("", {}, author=WHO, committer=WHO, when=DECISION.decided_at, message=text)


def git(path: Path, *arguments: str, text: str = "") -> str:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-C", str(path), *arguments]
    done = subprocess.run(command, input=text.encode(), capture_output=True, env=environment, check=True)
    return done.stdout.decode()


def pairs(text: str) -> list[tuple[str, str]]:
    """Keys and values of the lines of a reader's answer."""
    parts = (line.partition(":") for line in text.split("\n") if line.strip())
    return [(key.strip(), " ".join(value.split())) for key, _, value in parts]


def readings(store: Folder, sha: str) -> dict[str, list[tuple[str, str]]]:
    """What each reader takes for trailers."""
    text = git(store.path, "log", "-1", "--format=%B", sha)
    body = text.partition("\n")[2]
    return {
        "log": pairs(git(store.path, "log", "-1", "--format=%(trailers)", sha)),
        "log, only": pairs(git(store.path, "log", "-1", "--format=%(trailers:only,unfold)", sha)),
        "interpret-trailers": pairs(git(store.path, "interpret-trailers", "--parse", text=text)),
        "no divider": pairs(git(store.path, "interpret-trailers", "--parse", "--no-divider", text=text)),
        "by line": pairs("\n".join(line for line in body.splitlines() if re.match(r"\s*[\w-]+:", line))),
    }


def approvers(store: Folder, sha: str) -> set[str]:
    """Who approved, by Git's own summary."""
    summary = git(store.path, "shortlog", "--summary", "--group=trailer:approved-by", sha)
    return {" ".join(line.partition("\t")[2].split()) for line in summary.split("\n") if "\t" in line}


def stored(text: str) -> str:
    """A value as it stands in the commit: on one line, without what Git cannot hold."""
    return " ".join(" ".join(text.split()).replace("\0", "").encode("utf-8", "replace").decode().split())


def expected(decision: Decision) -> list[tuple[str, str]]:
    return [
        ("Change-Id", decision.number),
        ("Change-Class", decision.change_class),
        *(("Approved-by", stored(name)) for name in decision.approved_by),
        ("Steering-Rules", decision.rules),
        ("Reviewed-on", decision.page),
    ]


@pytest.mark.parametrize("reason", FORGERIES)
def test_reason_that_forges_a_vote_is_read_by_nobody(store: Folder, reason: str) -> None:
    decision = replace(DECISION, reason=reason)
    sha = committed(store, message(decision))
    assert readings(store, sha) == dict.fromkeys(readings(store, sha), expected(decision))
    assert approvers(store, sha) == {"Ada (Eastmoor)", "Ben (Southdale)"}


@settings(max_examples=80, deadline=None)
@given(decision=DECISIONS)
@example(replace(DECISION, title=f"\0 {FORGED}", reason="\0\n\n\0", approved_by=(f"--- \0\t{FORGED}",)))
@example(replace(DECISION, title=f"--- {FORGED}", approved_by=(f"Ada\n\n{FORGED}\n---\n", "")))
def test_every_reader_reads_the_portals_own_trailers_alone(store: Folder, decision: Decision) -> None:
    sha = committed(store, message(decision))
    for reader, found in readings(store, sha).items():
        assert found == expected(decision), reader
    if "<" not in "".join(decision.approved_by):  # Git takes what stands in <> for an address, and leaves it out here
        assert approvers(store, sha) == {stored(name) for name in decision.approved_by}
    assert len(git(store.path, "log", "-1", "--format=%s", sha).splitlines()) == 1


@given(words=TEXTS)
def test_spoken_gives_back_what_was_said(words: str) -> None:
    text = composed("S-0001: Title", words, [("Change-Id", "S-0001")])
    body = text.partition("\n")[2].strip()
    assert spoken(body).split() == words.split()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("> One.\n>\n> > Two.\n\nChange-Id: S-0001", "One.\n\n> Two."),
        ("One.\n\nTwo: three\n\nChange-Id: S-0001", "One.\n\nTwo: three"),  # as messages were before words were quoted
        ("Change-Id: S-0001", ""),
    ],
)
def test_spoken_leaves_trailers_and_marks_out(body: str, words: str) -> None:
    assert spoken(body) == words
