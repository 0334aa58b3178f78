"""All rules on one document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache

from specs_app.document.problems import Problem
from specs_app.document.source_map import NOWHERE, SourceLine, SourceMap, find
from specs_app.document.types import Document
from specs_app.lint import (
    extract_rules,
    identity_rules,
    item_rules,
    object_rules,
    registry_rules,
    relationship_rules,
    script_rules,
)
from specs_app.lint.findings import RULES, Finding, LintRule

__all__ = ["RULES", "check", "edition"]

MODULES = (object_rules, item_rules, registry_rules, relationship_rules, script_rules, extract_rules, identity_rules)
"""The modules whose import enters their rules."""


def check(
    document: Document, source_map: SourceMap | None = None, rules: Iterable[LintRule] | None = None
) -> tuple[Problem, ...]:
    """The problems of a document, in the order of the rules. Without ``source_map`` they have no file and line."""
    chosen = RULES.values() if rules is None else rules
    return tuple(_problem(rule, finding, source_map) for rule in chosen for finding in rule.check(document))


@cache
def edition() -> str:
    """What the rules are, in 16 letters: another where a rule comes, goes, weighs or asks otherwise."""
    told = "\0".join(f"{rule.id} {rule.severity} {rule.asks}" for rule in RULES.values())
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _problem(rule: LintRule, finding: Finding, source_map: SourceMap | None) -> Problem:
    place = _place(finding, source_map) if source_map else NOWHERE
    severity = "error" if finding.grave else rule.severity
    line = place.line + max(finding.line - 1, 0) if place.line else finding.line
    return Problem(rule.id, severity, finding.message, finding.remedy, place.file, line, finding.address)


def _place(finding: Finding, source_map: SourceMap) -> SourceLine:
    return find(source_map, f"{finding.address}/{finding.key}" if finding.key else finding.address)
