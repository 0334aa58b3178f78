"""The glossary of a standard: the words of the portal, and those that the standard brings itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from specs_app.document.domains import by_domain, domain_title
from specs_app.document.names import KINDS
from specs_app.document.stages import returns_in, stages_in
from specs_app.document.types import Document, Term
from specs_app.publishing.links import Links
from specs_app.publishing.pages.portal_words import CHANGES, PARTS, SENSITIVITIES, TYPES, Word
from specs_app.publishing.pages.wording import SENSITIVITY_WORDS


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term; ``key`` as files write it, empty where they do not; ``meaning`` empty where nobody has said it yet."""

    term: str
    key: str
    meaning: str
    href: str = ""
    suggest: str = ""


@dataclass(frozen=True, slots=True)
class GlossaryGroup:
    """Terms of one kind; ``anchor`` names their place on the page."""

    anchor: str
    title: str
    about: str
    entries: tuple[GlossaryEntry, ...]


def glossary(document: Document, links: Links) -> tuple[GlossaryGroup, ...]:
    """Every group that has an entry."""
    settings = document.settings
    groups = (
        GlossaryGroup("parts", "What a standard is made of", "", _words(PARTS, links)),
        GlossaryGroup("changes", "How it changes", "", _words(CHANGES, links)),
        GlossaryGroup("domains", "Domains", "The subjects of this standard.", _domains(document, links)),
        GlossaryGroup(
            "statuses",
            "Statuses",
            "How far the work on an item is.",
            tuple(_status(term, links) for term in settings.statuses),
        ),
        GlossaryGroup("returns", "Returns", "The reports that ask for its items.", _returns(document, links)),
        GlossaryGroup(
            "stages", "Stages", "How far its items have come on their way into it.", _stages(document, links)
        ),
        GlossaryGroup("systems", "Systems", "Where councils keep records.", _systems(document, links)),
        GlossaryGroup("sensitivity", "Sensitivity", "How much care an item asks for.", _sensitivities()),
        GlossaryGroup("types", "Types", "The kinds of values that its items have.", _types(document, links)),
    )
    return tuple(group for group in groups if group.entries)


def _words(words: Iterable[Word], links: Links) -> tuple[GlossaryEntry, ...]:
    pages = {word.page: links.current(word.page) if word.page == "changes" else links.page(word.page) for word in words}
    return tuple(GlossaryEntry(word.term, "", word.meaning, pages[word.page] if word.page else "") for word in words)


def _domains(document: Document, links: Links) -> tuple[GlossaryEntry, ...]:
    """Those of the registry, and those that objects are grouped by without being registered."""
    known = {term.key: term for term in document.settings.domains}
    keys = dict.fromkeys((*known, *(group.key for group in by_domain(document) if group.key)))
    return tuple(
        GlossaryEntry(
            domain_title(document, key),
            key,
            known[key].description if key in known else "",
            links.items(domain=key),
            links.suggest(form="change_domain", target=key) if key in known else "",
        )
        for key in keys
    )


def _status(term: Term, links: Links) -> GlossaryEntry:
    title, suggest = term.title or term.key, links.suggest(form="change_status", target=term.key)
    return GlossaryEntry(title, term.key, term.description, links.items(status=term.key), suggest)


def _returns(document: Document, links: Links) -> tuple[GlossaryEntry, ...]:
    return tuple(
        GlossaryEntry(
            entry.title or entry.key,
            entry.key,
            entry.meaning or _sections(len(entry.sections)),
            links.return_(entry.key),
        )
        for entry in returns_in(document)
    )


def _stages(document: Document, links: Links) -> tuple[GlossaryEntry, ...]:
    return tuple(
        GlossaryEntry(
            entry.title or entry.key,
            entry.key,
            entry.meaning,
            links.return_(entry.key),
            links.suggest(form="change_return", target=entry.key),
        )
        for entry in stages_in(document)
    )


def _sections(count: int) -> str:
    return f"In {count} section{'' if count == 1 else 's'}." if count else "Without sections."


def _systems(document: Document, links: Links) -> tuple[GlossaryEntry, ...]:
    return tuple(
        GlossaryEntry(cms.title or cms.key, cms.key, "A case management system.", links.cms(cms.key))
        for cms in document.settings.cms
    )


def _sensitivities() -> tuple[GlossaryEntry, ...]:
    return tuple(GlossaryEntry(SENSITIVITY_WORDS[key], key, meaning) for key, meaning in SENSITIVITIES.items())


def _types(document: Document, links: Links) -> tuple[GlossaryEntry, ...]:
    """Those that an item has, in the order of the alphabet, and the standard's own."""
    own = {entry.key: entry for entry in document.settings.datatypes}
    used = sorted({item.type.partition("(")[0].strip() for _, item in document.items()} & KINDS.keys() - own.keys())
    base = [GlossaryEntry(word, word, TYPES.get(KINDS[word], ""), links.items(type=word)) for word in used]
    return (
        *base,
        *(
            GlossaryEntry(
                key,
                key,
                entry.description,
                links.registry("datatypes", key),
                links.suggest(form="change_datatype", target=key),
            )
            for key, entry in own.items()
        ),
    )
