"""`manage.py lint_spec`: the problems of a specification or of a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from specs_app import queries
from specs_app.access import PORTAL
from specs_app.actions.reports import problem_dict
from specs_app.document.problems import Problem
from specs_app.errors import NothingImported
from specs_app.management.reporting import print_json, print_problems
from specs_app.repository.sources import list_folder
from specs_app.versions.resolve import NotPublished
from specs_app.versions.version import problems_of_files

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}


class Command(BaseCommand):
    help = "List what is wrong in a published specification, or in a folder of files. Exit status 1 for any error."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", metavar="SLUG or PATH")
        parser.add_argument("--at", default="", metavar="REV", help="a release, tag or SHA of the specification")
        parser.add_argument("--format", choices=["text", "json", "sarif"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        problems = _problems(options["target"], options["at"])
        if options["format"] == "text":
            print_problems(self, problems)
        else:
            data = sarif(problems) if options["format"] == "sarif" else [problem_dict(problem) for problem in problems]
            print_json(self, data)
        errors = sum(problem.severity == "error" for problem in problems)
        if errors:
            raise CommandError(f"{errors} errors.")


def _problems(target: str, version: str) -> tuple[Problem, ...]:
    path = Path(target)
    try:
        if path.is_dir():
            listing = list_folder(path)
            return (*listing.problems, *problems_of_files(listing.files))
        return queries.at(target, version or None, viewer=PORTAL)[1].problems
    except (NotPublished, NothingImported) as error:
        raise CommandError(str(error), returncode=2) from error


def sarif(problems: tuple[Problem, ...]) -> dict[str, Any]:
    """The problems as SARIF 2.1.0 (OASIS), which code hosts show beside the files."""
    rules = [{"id": rule} for rule in sorted({problem.rule for problem in problems})]
    driver = {"name": "specification-portal", "rules": rules}
    return {
        "$schema": SARIF,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": [_result(problem) for problem in problems]}],
    }


def _result(problem: Problem) -> dict[str, Any]:
    place = {"artifactLocation": {"uri": problem.file}, "region": {"startLine": max(problem.line, 1)}}
    return {
        "ruleId": problem.rule,
        "level": LEVELS[problem.severity],
        "message": {"text": f"{problem.message} {problem.remedy}".strip()},
        "locations": [{"physicalLocation": place}] if problem.file else [],
    }
