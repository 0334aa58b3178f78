"""Somebody else who keeps a standard in Git: a work tree beside a bare repository, and a history to begin with."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.factories import git
from tests.git_server import BareRepository

ANNA, BELA = ("Anna Outside", "anna@example.org"), ("Béla Outside", "bela@example.org")
AUTHORS = (ANNA, BELA)


@dataclass(frozen=True)
class Outsider:
    """A clone in which two people write, who know of the portal only what is in the repository."""

    work: Path
    bare: BareRepository

    @classmethod
    def beginning(cls, folder: Path, files: Path) -> Outsider:
        """A bare repository with one commit of some files, and its work tree."""
        bare, work = BareRepository.made(folder / "there" / "standard.git"), folder / "work"
        shutil.copytree(files, work)
        git(work, "init", "-q", "-b", "main")
        git(work, "remote", "add", "origin", str(bare.path))
        found = cls(work, bare)
        found.commit("Begin")
        found.push()
        return found

    def head(self) -> str:
        return git(self.work, "rev-parse", "HEAD")

    def commit(self, subject: str, author: tuple[str, str] = ANNA) -> str:
        """All that is altered, in one commit; its SHA."""
        git(self.work, "add", "-A")
        git(self.work, "commit", "-q", "--author", "{} <{}>".format(*author), "-m", subject)
        return self.head()

    def push(self, *options: str) -> bool:
        """Whether the repository took the branch."""
        done = subprocess.run(
            ["git", "push", "-q", *options, "origin", "main"], cwd=self.work, capture_output=True, check=False
        )
        return done.returncode == 0

    def pull(self) -> None:
        """Merge what is there by now."""
        git(self.work, "pull", "-q", "--no-rebase", "--no-edit", "origin", "main")

    def rewind(self, sha: str) -> None:
        """Have the branch end at an earlier commit, there too."""
        git(self.work, "fetch", "-q", "origin")
        git(self.work, "reset", "-q", "--hard", sha)
        assert self.push("--force")

    def publish(self) -> None:
        """Push; where others were faster, merge theirs first."""
        while not self.push():
            self.pull()

    def set(self, ref: str, key: str, words: str) -> None:
        """Another value of a key of one line of an item that has it."""
        file, before, block, after = self._item(ref)
        changed, count = re.subn(rf"^( +{key}:).*$", rf"\1 {words}", block, count=1, flags=re.MULTILINE)
        assert count, f"{ref} has no {key}"
        file.write_text(before + changed + after, encoding="utf-8", newline="")

    def rename(self, ref: str, name: str) -> None:
        file, before, block, after = self._item(ref)
        changed = re.sub(r"^(  - name:).*$", rf"\1 {name}", block, count=1, flags=re.MULTILINE)
        file.write_text(before + changed + after, encoding="utf-8", newline="")

    def _item(self, ref: str) -> tuple[Path, str, str, str]:
        """The file of an item, and its text before, of and after the item."""
        for file in sorted(self.work.glob("data/objects/**/*.yml")):
            text = file.read_bytes().decode()
            for found in re.finditer(r"^  - name:.*\n(?:    .*\n|\n)*", text, re.MULTILINE):
                if re.search(rf"^    item_ref: {ref}$", found[0], re.MULTILINE):
                    return file, text[: found.start()], found[0], text[found.end() :]
        raise LookupError(ref)


def with_history(outsider: Outsider, references: list[str]) -> dict[str, str]:
    """Fourteen commits more by two people: words, two renames of one item, one revert, one merge; ``subject: sha``.

    The references are those of items with a description, the first of one that no other item points at.
    """
    made: dict[str, str] = {}

    def step(subject: str, author: tuple[str, str]) -> None:
        made[subject] = outsider.commit(subject, author)

    renamed, *others = references
    for number, ref in enumerate(others[:5]):
        outsider.set(ref, "description", f"Said better, {number}")
        step(f"Reword {ref}", AUTHORS[number % 2])
    outsider.rename(renamed, "once_renamed")
    step("Rename once", ANNA)
    git(outsider.work, "revert", "--no-edit", made[f"Reword {others[1]}"])
    made["Revert"] = outsider.head()
    git(outsider.work, "checkout", "-q", "-b", "aside")
    outsider.set(others[5], "description", "Said beside")
    step("Beside", BELA)
    git(outsider.work, "checkout", "-q", "main")
    (outsider.work / "NOTES.md").write_text("What we do next.\n")
    step("Notes", ANNA)
    git(outsider.work, "merge", "-q", "--no-ff", "-m", "Merge what was beside", "aside")
    made["Merge"] = outsider.head()
    outsider.rename(renamed, "twice_renamed")
    step("Rename again", BELA)
    for number, ref in enumerate(others[6:9]):
        outsider.set(ref, "description", f"Said last, {number}")
        step(f"Reword {ref}", AUTHORS[number % 2])
    outsider.push()
    return made
