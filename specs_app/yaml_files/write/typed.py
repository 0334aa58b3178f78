"""Which keys of the files hold numbers and truth values, handed to all that writes text."""

from __future__ import annotations

from dataclasses import fields

from specs_app.document import item_keys
from specs_app.document.authorities import KINDS_LEFT_OUT
from specs_app.document.types import SteeringRule
from specs_app.yaml_files.patch import text
from specs_app.yaml_files.render import Renderer

OF_VALIDATORS = ("required", "unique", "enabled")
OF_METADATA = ("versions_count",)
OF_RULES = tuple(field.name for field in fields(SteeringRule) if field.name != "change_class")
OF_SETTINGS = ("public_comments", "at_most_one", "dated_only")
OF_AUTHORITIES = ("la_code", "deploy_temp_tables", "no_count_on", *KINDS_LEFT_OUT.values())
TYPED = frozenset((*item_keys.TYPED, *OF_VALIDATORS, *OF_METADATA, *OF_RULES, *OF_SETTINGS, *OF_AUTHORITIES))
#: For files that are not there yet.
NEW_FILES = Renderer(TYPED)


def source_of(data: bytes) -> text.SourceText:
    """The source of a file of a specification; the rounds of one edit share it."""
    return text.source_of(data, TYPED)
