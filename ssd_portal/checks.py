"""System checks: each wrong setting is one clear error at the start, with a remedy."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register, run_checks
from django.db import OperationalError, connections

from ssd_portal.environment import SettingProblem
from ssd_portal.private import exposed

SETTINGS_TAG = "settings"
#: What the notices name: setting, what to write, number.
NOTICES = (
    ("SITE_OWNER", "Write SITE_OWNER=Northmoor Council.", "portal.W004"),
    ("CONTACT_EMAIL", "Write CONTACT_EMAIL=standards@example.org.", "portal.W005"),
)
#: What the law asks of a public body in its own words.
LEGAL_TEXTS = ("accessibility.md", "privacy.md")
FILE_MAIL = "django.core.mail.backends.filebased.EmailBackend"
CONSOLE_MAIL = "django.core.mail.backends.console.EmailBackend"


def as_error(problem: SettingProblem) -> Error:
    return Error(f"{problem.name}: {problem.message}", hint=problem.remedy, id=f"portal.{problem.name}")


def check_environment(**_: Any) -> list[CheckMessage]:
    """What reading the environment found wrong."""
    return [as_error(problem) for problem in settings.SETTING_PROBLEMS]


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next(found for found in (folder, *folder.absolute().parents) if found.exists())


def _can_write(folder: Path) -> bool:
    existing = _existing(folder)
    return existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)


def check_repository_root(**_: Any) -> list[CheckMessage]:
    """`SPEC_REPO_ROOT` must be a folder the portal may write, or one that it can make."""
    root = Path(settings.SPEC_REPO_ROOT)
    if _can_write(root):
        return []
    message = f"{root} cannot be written ({_existing(root)} is not a folder that this account may write)."
    return [as_error(SettingProblem("SPEC_REPO_ROOT", message, "Name a folder that the portal's account owns."))]


def check_not_served(**_: Any) -> list[CheckMessage]:
    """What holds restricted specifications too lies in no folder whose files are given to everybody."""
    sources = (entry[1] if isinstance(entry, tuple) else entry for entry in settings.STATICFILES_DIRS)
    served = [Path(str(folder)).resolve() for folder in (settings.STATIC_ROOT, *sources)]
    root = Path(settings.SPEC_REPO_ROOT).resolve()
    return [
        as_error(
            SettingProblem(
                "SPEC_REPO_ROOT",
                f"{root} lies in {folder}, whose files everybody may read.",
                "Name a folder outside of it.",
            )
        )
        for folder in served
        if root.is_relative_to(folder)
    ]


def check_mail_folder(**_: Any) -> list[CheckMessage]:
    """`filemail:` needs a folder that the portal may write, or one that it can make."""
    if settings.EMAIL_BACKEND != FILE_MAIL:
        return []
    folder = Path(str(getattr(settings, "EMAIL_FILE_PATH", None) or ""))
    if folder.is_absolute() and _can_write(folder):
        return []
    message = f"Mail cannot be written into {str(folder)!r}."
    remedy = "Write filemail:////folder, with four slashes, and a folder that the portal's account owns."
    return [as_error(SettingProblem("EMAIL_URL", message, remedy))]


def check_mail(**_: Any) -> list[CheckMessage]:
    """A site for others needs a mail server: without one nobody can confirm an address."""
    if settings.DEBUG or not settings.SITE_IS_HTTPS or settings.EMAIL_BACKEND != CONSOLE_MAIL:
        return []
    hint = "Write EMAIL_URL=smtp+tls://user:password@host:587."
    return [Warning("EMAIL_URL: mail is only printed, nobody receives it.", hint=hint, id="portal.W001")]


def check_notices(**_: Any) -> list[CheckMessage]:
    """A public body says who runs a site, where to write to, and how accessible it is (`check --deploy`)."""
    texts = Path(settings.SITE_TEXTS) if settings.SITE_TEXTS else None
    found: list[CheckMessage] = [
        Warning(f"{name}: it is not set, so the notices do not name it.", hint=hint, id=number)
        for name, hint, number in NOTICES
        if not getattr(settings, name)
    ]
    missing = [name for name in LEGAL_TEXTS if texts is None or not (texts / name).is_file()]
    if missing:
        message = f"SITE_TEXTS: {' and '.join(missing)} of your own are missing; the portal's own words stand there."
        hint = "Name a folder with these files in SITE_TEXTS; docs/operator.md says what belongs into them."
        found.append(Warning(message, hint=hint, id="portal.W006"))
    return found


def check_private(**_: Any) -> list[CheckMessage]:
    """What lies in `var/` is no other account's business."""
    if not exposed(settings.VAR_DIR):
        return []
    hint = f"Give the folder to the portal's account and run: chmod 700 {settings.VAR_DIR}"
    return [Warning(f"{settings.VAR_DIR} can be read by other accounts.", hint=hint, id="portal.W003")]


def check_proxies(**_: Any) -> list[CheckMessage]:
    """A proxy that nobody named makes all visitors one address, whose limits they share."""
    if settings.DEBUG or not settings.SITE_IS_HTTPS or settings.PROXIES:
        return []
    hint = "Write PROXIES=1, or how many proxies there are one behind the other."
    return [Warning("PROXIES: all visitors count as the proxy before the portal.", hint=hint, id="portal.W002")]


def check_database(databases: Iterable[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Each database that a command is about to use answers; commands that use none name none."""
    return [message for alias in databases or [] for message in _unreachable(alias)]


def _unreachable(alias: str) -> Iterable[Error]:
    if connections[alias].vendor == "unknown":
        return  # `check_environment` has said it
    try:
        connections[alias].ensure_connection()
    except OperationalError as error:
        first_line = str(error).strip().splitlines()[0]
        remedy = "Start the database, or write its address in DATABASE_URL."
        yield as_error(SettingProblem("DATABASE_URL", f"The database cannot be reached: {first_line}.", remedy))


CHECKS = (
    check_environment,
    check_repository_root,
    check_not_served,
    check_mail_folder,
    check_mail,
    check_proxies,
    check_private,
)


def register_checks() -> None:
    """Called once when the apps are ready."""
    register(check_database, Tags.database)
    register(check_notices, SETTINGS_TAG, deploy=True)
    for check in CHECKS:
        register(check, SETTINGS_TAG)


def setting_errors() -> Iterable[str]:
    """One line for each wrong setting, for a server that is about to start."""
    for message in run_checks(tags=[SETTINGS_TAG]):
        if message.is_serious():
            yield f"{message.msg} {message.hint or ''}".strip()
