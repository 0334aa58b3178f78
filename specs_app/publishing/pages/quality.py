"""The page of problems: what is wrong in the files, by rule, with the place and the remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from specs_app.document import paths
from specs_app.document.problems import Problem
from specs_app.publishing.links import Links


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One problem and, where it is about a part with a page, the link to it."""

    message: str
    place: str
    href: str


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The problems of one rule: how many, and the first of them; they share severity and, mostly, remedy."""

    rule: str
    anchor: str
    title: str
    severity: str
    colour: str
    remedy: str
    count: int
    findings: tuple[FindingRow, ...]

    @property
    def others(self) -> int:
        """How many are not shown."""
        return self.count - len(self.findings)


@dataclass(frozen=True, slots=True)
class Quality:
    errors: int
    warnings: int
    notes: int
    groups: tuple[RuleGroup, ...]


#: So many places of one rule are shown; the files have all of them.
MOST_FINDINGS = 100
COLOURS = {"error": "red", "warning": "orange", "info": "grey"}
ORDER = ("error", "warning", "info")


def quality(problems: Iterable[Problem], links: Links) -> Quality:
    """All problems, errors first, grouped by rule in the order of their first appearance."""
    entries = tuple(problems)
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in entries:
        groups.setdefault((problem.severity, problem.rule), []).append(problem)
    ranked = sorted(groups.items(), key=lambda pair: ORDER.index(pair[0][0]))
    counts = {name: sum(problem.severity == name for problem in entries) for name in ORDER}
    return Quality(
        errors=counts["error"],
        warnings=counts["warning"],
        notes=counts["info"],
        groups=tuple(_group(found, links) for _, found in ranked),
    )


def rule_title(rule: str) -> str:
    """``yaml-syntax`` reads ``YAML syntax``."""
    words = " ".join(word.upper() if word in {"yaml", "cms", "sql"} else word for word in rule.split("-"))
    return words[:1].upper() + words[1:]


def _group(problems: list[Problem], links: Links) -> RuleGroup:
    first = problems[0]
    title = rule_title(first.rule)
    findings = tuple(
        FindingRow(problem.message, _place(problem), _href(problem, links)) for problem in problems[:MOST_FINDINGS]
    )
    return RuleGroup(
        first.rule,
        f"{first.severity}-{first.rule}",
        title,
        first.severity,
        COLOURS[first.severity],
        first.remedy,
        len(problems),
        findings,
    )


def _place(problem: Problem) -> str:
    return f"{problem.file}, line {problem.line}" if problem.line else problem.file


def _href(problem: Problem, links: Links) -> str:
    parts = paths.split(problem.address) if problem.address else ("",)
    if parts[0] in {"objects", "items", "categories"} and len(parts) > 1:
        return links.page(parts[0], parts[1])
    return ""
