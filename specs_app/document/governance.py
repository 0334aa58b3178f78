"""What of the settings decides how later changes pass, and who takes part: no outside commit alters it."""

from __future__ import annotations

from specs_app.document.types import Settings

#: Field of the settings, and what it is called in messages.
FIELDS = {"rules": "the steering rules", "public_comments": "who may comment", "access": "who may read"}


def altered(before: Settings, after: Settings) -> tuple[str, ...]:
    """What of it differs, in words; empty where both govern alike."""
    return tuple(words for field, words in FIELDS.items() if getattr(before, field) != getattr(after, field))
