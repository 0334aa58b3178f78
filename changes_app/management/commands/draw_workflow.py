"""The state diagram of a change request, drawn from the workflow's own data."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from changes_app.workflow import FINAL, STEPS, EventKind, Permission, Role, Status, Step
from changes_app.workflow.matrix import Ownership
from changes_app.workflow.steps import targets

TARGET = "docs/developer/workflow.md"


def diagram() -> str:
    """The whole page: a Mermaid diagram, the steps, the permissions and the events as tables."""
    parts = (
        "# The way of a change request",
        "Drawn from `changes_app/workflow/` by `manage.py draw_workflow`; do not edit.",
        "```mermaid\nstateDiagram-v2\n" + "\n".join(_arrows()) + "\n```",
        "\n".join(_step_table()),
        "## Who may",
        "\n".join(_permission_table()),
        "## What is told",
        "Besides the record, of a change request and of a membership:",
        "\n".join(_mail_table()),
    )
    return "\n\n".join(parts) + "\n"


def _arrows() -> Iterable[str]:
    yield f"    [*] --> {Status.DRAFT.value}"
    for step in STEPS.values():
        for source, target in _ends(step):
            yield f"    {source.value} --> {target.value}: {step.name}"
    for status in Status:
        if status in FINAL:
            yield f"    {status.value} --> [*]"


def _ends(step: Step) -> Iterable[tuple[Status, Status]]:
    found = targets(step)
    sources = [status for status in Status if step.fits(status, notice_runs=True)]
    return ((source, target) for source in sources for target in Status if target in found)


def _step_table() -> Iterable[str]:
    yield "| step | from | to | who | also needed | on record |"
    yield "|---|---|---|---|---|---|"
    for step in STEPS.values():
        target = step.target.label if isinstance(step.target, Status) else step.target.value
        needs = ", ".join(filter(None, (step.condition, "a reason" if step.needs_comment else "")))
        yield f"| {step.name} | {_sources(step)} | {target} | {_who(step)} | {needs} | {step.event.label} |"


def _sources(step: Step) -> str:
    if step.sources == frozenset(Status):
        return "any"
    names = [status.label for status in Status if status in step.sources]
    return ", ".join([*names, f"{Status.APPROVED.label} (while the notice runs)"] if step.in_notice else names)


def _who(step: Step) -> str:
    if step.by_portal or step.permission is None:
        return "the portal"
    rule = step.permission.rule
    if rule.own is Ownership.ONLY:
        return "its proposer, colleagues let in" if rule.let_in else "its proposer"
    roles = ", ".join(role.label.lower() for role in Role if role in rule.roles)
    return f"{roles}, {rule.proposals}" if rule.own is Ownership.NEVER else roles


def _permission_table() -> Iterable[str]:
    yield "| permission | " + " | ".join(role.label for role in Role) + " | which proposals |"
    yield "|---" * (len(Role) + 2) + "|"
    for permission in Permission:
        marks = " | ".join("yes" if role in permission.rule.roles else "no" for role in Role)
        yield f"| {permission.value} | {marks} | {permission.rule.proposals} |"


def _mail_table() -> Iterable[str]:
    yield "| event | e-mail | to |"
    yield "|---|---|---|"
    for kind in EventKind:
        yield from (f"| {kind.label} | {mail.key} | {mail.told.value} |" for mail in kind.mails)


class Command(BaseCommand):
    help = "Write the state diagram of a change request to the developer guide, from the workflow's own data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Only say whether the page is up to date.")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / TARGET
        if check:
            self._compare(path)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(diagram(), encoding="utf-8")
            self.stdout.write(f"{TARGET} written.")

    def _compare(self, path: Path) -> None:
        if not path.exists() or path.read_text(encoding="utf-8") != diagram():
            self.stderr.write(f"{TARGET} does not match the workflow: run `manage.py draw_workflow`.")
            raise SystemExit(1)
