"""A release of what is published, made by an operator or in the name of a person."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_date

from changes_app.errors import ChangeError
from changes_app.people.accounts import find_user
from changes_app.releasing import making
from specs_app.management.reporting import known_specification, print_json, print_problems


class Command(BaseCommand):
    help = (
        "Make a release of what is published: a commit that states its number, and a tag on it. Exit 1 where something is in "
        "its way, which is listed; nothing was changed then."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="The specification.")
        parser.add_argument("version", nargs="?", default="", help="Its number; the one that follows where left out.")
        parser.add_argument("--by", default="", metavar="USER", help="Who makes it; the portal where left out.")
        parser.add_argument(
            "--effective", default="", metavar="DATE", help="From which day it holds; today if left out."
        )
        parser.add_argument(
            "--notes", type=Path, metavar="FILE", help="A text file; what changed in words if left out."
        )
        parser.add_argument("--json", action="store_true", help="{release, revision, tag, problems}")

    def handle(self, *args: Any, slug: str, version: str, by: str, json: bool, **options: Any) -> None:
        specification, account = known_specification(slug), find_user(by) if by else None
        if by and account is None:
            raise CommandError(f"There is no account {by!r}. Make one with add_member.")
        day, notes = _day(options["effective"]), _text(options["notes"])
        try:
            made = making.make(specification=specification, by=account, version=version, notes=notes, effective=day)
        except ChangeError as error:
            self._refuse(error, json=json)
            return
        release = specification.releases.get(sha=made.sha)
        if json:
            told = {"release": release.version, "revision": made.sha, "tag": release.tag, "problems": []}
            print_json(self, told)
        else:
            self.stdout.write(f"Release {release.version} of {slug} is revision {made.sha}, tag {release.tag}.")

    def _refuse(self, error: ChangeError, *, json: bool) -> None:
        if json:
            problems = [problem.as_dict() for problem in error.problems]
            print_json(self, {"release": None, "revision": None, "tag": None, "problems": problems})
        else:
            print_problems(self, error.problems)
        raise CommandError(f"{error.message} {error.remedy}".strip())


def _day(text: str) -> date | None:
    try:
        found = parse_date(text) if text else None
    except ValueError:
        found = None
    if text and found is None:
        raise CommandError(f"{text!r} is no day. Write it as 2026-12-14.")
    return found


def _text(path: Path | None) -> str:
    try:
        return path.read_text(encoding="utf-8") if path else ""
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The notes cannot be read from {path}: {error}") from error
