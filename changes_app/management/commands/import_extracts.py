"""Scripts as councils run them, read into one draft of a proposal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from changes_app.errors import ChangeError
from changes_app.models import ChangeRequest
from changes_app.people.accounts import find_user
from changes_app.proposals.actions import bodies
from changes_app.proposals.actions.bodies import ImportedBodies, counted, refused_line
from changes_app.proposals.script_files import scripts_at
from changes_app.proposals.taken_bodies import BodiesPlan, place
from specs_app.management.reporting import known_specification, print_json, print_problems
from specs_app.models import Specification
from specs_app.sql.reading.report import RefusedPart


class Command(BaseCommand):
    help = (
        "Read scripts as councils run them into one draft of a proposal, a body for each object. Exit status 0: bodies were "
        "taken, or all are there already; 1: nothing could be taken, and nothing changed. Nothing of a script is run."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="The specification.")
        parser.add_argument("cms", help="The case management system that the scripts read, by its key.")
        parser.add_argument("path", type=Path, help="A script, a folder with all below it, or a zip.")
        parser.add_argument("--variant", default="", metavar="V", help="The local build that they are for.")
        parser.add_argument("--dialect", default="", metavar="D", help="Their dialect; the system's if left out.")
        parser.add_argument("--by", default="", metavar="USER", help="Who proposes; the secretariat if left out.")
        parser.add_argument("--json", action="store_true", help="{change, taken, refused, unchanged, parameters}")

    def handle(self, *args: Any, slug: str, cms: str, path: Path, json: bool, **options: Any) -> None:
        specification = known_specification(slug)
        try:
            build = bodies.build_of(specification, cms, options["variant"], options["dialect"])
            by, found = _proposer(specification, options["by"]), scripts_at(path)
            done = bodies.propose(
                specification=specification, build=build, files=found.texts, unread=found.refused, by=by
            )
        except ChangeError as error:
            if json:
                print_json(self, {**_as_json(ImportedBodies(BodiesPlan()), []), "error": error.message})
            else:
                print_problems(self, error.problems)
            raise CommandError(f"{error.message} {error.remedy}".strip()) from error
        if json:
            print_json(self, _as_json(done, found.refused))
        else:
            self._tell(done, found.refused, by)
        if not (done.change or done.plan.unchanged):
            raise CommandError("No body could be taken, and nothing changed. See what was refused, and why.")

    def _tell(self, done: ImportedBodies, unread: list[RefusedPart], by: User) -> None:
        for body in done.plan.taken:
            how = "taken with remarks" if body.remarks else "taken"
            self.stdout.write(f"{body.extract.object}: {how}, {counted(len(body.columns), 'item', 'items')} filled")
            for remark in body.remarks:
                self.stdout.write(f"    {remark}")
        for name in done.plan.unchanged:
            self.stdout.write(f"{name}: there already, left as it is")
        for part in (*unread, *done.plan.refused):
            self.stdout.write(f"Refused: {refused_line(part)}")
        for note in done.plan.notes:
            self.stdout.write(f"Note: {place(note.file, note.line)}: {note.text}.")
        if done.change:
            self._say_draft(done, done.change, by)

    def _say_draft(self, done: ImportedBodies, change: ChangeRequest, by: User) -> None:
        if done.plan.parameters:
            declared = ", ".join(f":{entry.key} = {entry.default}" for entry in done.plan.parameters)
            self.stdout.write(f"Declared with it: {declared}.")
        for problem in change.problems:
            if problem["severity"] == "error":
                self.stdout.write(
                    f"Before it is handed in: {problem['address']}: {problem['message']} {problem['remedy']}"
                )
        taken = counted(len(done.plan.taken), "body", "bodies")
        self.stdout.write(f"{taken} in draft {change.number} of {by.get_username()}, {change.change_class}.")


def _proposer(specification: Specification, name: str) -> User:
    if not name:
        return bodies.usual_proposer(specification)
    account = find_user(name)
    if account is None:
        raise CommandError(f"There is no account {name!r}. Make one with add_member.")
    return account


def _as_json(done: ImportedBodies, unread: list[RefusedPart]) -> dict[str, Any]:
    taken = [
        {"object": body.extract.object, "columns": list(body.columns), "remarks": list(body.remarks)}
        for body in done.plan.taken
    ]
    refused = [
        {"object": part.object, "file": part.file, "line": part.line, "reason": part.reason, "remedy": part.remedy}
        for part in (*unread, *done.plan.refused)
    ]
    return {
        "change": done.change.number if done.change else None,
        "taken": taken,
        "refused": refused,
        "unchanged": list(done.plan.unchanged),
        "parameters": [entry.key for entry in done.plan.parameters],
    }
