"""How commands tell their results: lines for people, one JSON object for scripts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from specs_app import queries
from specs_app.access import PORTAL
from specs_app.document.problems import Problem, Severity
from specs_app.models import Specification
from specs_app.versions.resolve import NotPublished


def problem_line(problem: Problem) -> str:
    """One problem on one line: where, how bad, which rule, what, and what to do."""
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file or problem.address or "-"
    return " ".join(f"{place}: {problem.severity} {problem.rule}: {problem.message} {problem.remedy}".split())


def counted(problems: Collection[Problem]) -> str:
    """How many problems there are, and how many of each severity, worst first: ``3 problems (1 error, 2 notes)``."""
    found = Counter(problem.severity for problem in problems)
    told: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
    each = [f"{found[key]} {word}{'' if found[key] == 1 else 's'}" for key, word in told.items() if found[key]]
    return f"{len(problems)} problem{'' if len(problems) == 1 else 's'}" + (f" ({', '.join(each)})" if each else "")


def print_json(command: BaseCommand, data: Any) -> None:
    """The data as JSON on standard output."""
    command.stdout.write(json.dumps(data, indent=2, ensure_ascii=False))


def print_problems(command: BaseCommand, problems: Iterable[Problem]) -> None:
    """Each problem on a line of its own."""
    for problem in problems:
        command.stdout.write(problem_line(problem))


def known_specification(slug: str) -> Specification:
    """The specification of that name, or a clear end of the command."""
    try:
        return queries.specification(slug, viewer=PORTAL)
    except NotPublished as error:
        raise CommandError(str(error)) from error
