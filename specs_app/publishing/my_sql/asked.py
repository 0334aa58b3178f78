"""The script that follows from answers: an authority's settings, and what was typed in their place, as the builder takes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from specs_app.document.authorities import Authority
from specs_app.document.meant import known_dialect, known_system
from specs_app.document.types import Cms, Document
from specs_app.publishing.my_sql.answers import ScriptAnswers
from specs_app.sql.local_settings import local_settings
from specs_app.sql.options import FORMS, Form, LocalSettings, Options, Rebuild

#: The settings of an authority that an answer may replace.
PLACES = ("source_schema", "database", "schema")


@dataclass(frozen=True, slots=True)
class AskedScript:
    """A system, a dialect and options: all that the builder is told. ``authority`` is None where none is named."""

    answers: ScriptAnswers
    authority: Authority | None
    cms: Cms
    dialect: str
    options: Options


@dataclass(frozen=True)
class Understood:
    """Answers beside the document that they are about. What is typed goes before an authority's settings, and these before the
    standard's own.
    """

    document: Document
    answers: ScriptAnswers

    @cached_property
    def authority(self) -> Authority | None:
        return self.document.authority_by_code.get(self.answers.la)

    @cached_property
    def cms(self) -> Cms | None:
        """The system: the one answered, else the authority's; None where neither is registered."""
        written = self.authority.system if self.authority else ""
        key = self.answers.cms or known_system(self.document.settings.cms, written)
        return next((cms for cms in self.document.settings.cms if cms.key == key), None)

    @property
    def dialect(self) -> str:
        """The product: the one answered, else the authority's, else the system's own."""
        own = known_dialect(self.authority.database) if self.authority else ""
        return self.answers.dialect or own or (self.cms.dialect if self.cms else "")

    @cached_property
    def settings(self) -> LocalSettings:
        """The authority's settings as they are."""
        return local_settings(self.authority, self.document) if self.authority else LocalSettings()

    @cached_property
    def local(self) -> LocalSettings:
        """The settings with the answers in their place. A local build is of the authority's system alone."""
        answers, own = self.answers, self.settings
        places = {name: getattr(answers, name) or getattr(own, name) for name in PLACES}
        kept = "" if answers.cms and self.authority and self._has_another_system else own.variant
        return replace(
            own,
            **places,
            variant=answers.variant or kept,
            temporary=own.temporary if not answers.form else answers.form == "temporary",
            parameters={**own.parameters, **answers.given},
        )

    @property
    def _has_another_system(self) -> bool:
        written = self.authority.system if self.authority else ""
        return known_system(self.document.settings.cms, written) != self.answers.cms

    @property
    def variants(self) -> dict[str, tuple[str, ...]]:
        """The local builds that bodies are written for, by the key of their system."""
        found: dict[str, dict[str, None]] = {}
        for extract in self.document.extracts:
            if extract.variant:
                found.setdefault(extract.cms, {})[extract.variant] = None
        return {cms: tuple(sorted(names)) for cms, names in found.items()}

    @property
    def form(self) -> Form:
        """As what the script is given."""
        usual: Form = "temporary" if self.settings.temporary else "script"
        return next((form for form in FORMS if form == self.answers.form), usual)

    @property
    def rebuild(self) -> Rebuild:
        return "keep" if self.answers.rebuild == "keep" else "drop"

    def asked_alike(self, other: Understood) -> bool:
        """Whether others mean the same script."""
        return all(
            getattr(self, name) == getattr(other, name) for name in ("cms", "dialect", "form", "rebuild", "local")
        )

    def asked(self) -> AskedScript | None:
        """The script; None while its system or its dialect is not known. The answers must have no fault (``faults``)."""
        if self.cms is None or not self.dialect:
            return None
        return AskedScript(
            self.answers, self.authority, self.cms, self.dialect, Options(self.form, self.rebuild, self.local)
        )


def spared(understood: Understood) -> ScriptAnswers:
    """The answers without those that say what would hold without them."""
    answers = understood.answers
    for name in ("cms", "dialect", "form", "rebuild"):
        texts: dict[str, Any] = {name: ""}
        left = Understood(understood.document, replace(answers, **texts))
        answers = left.answers if left.asked_alike(understood) else answers
    return answers
