"""Why something was found: in which of the things that a part says the words stand. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from specs_app.document import paths
from specs_app.document.titles import titles_of
from specs_app.document.types import Document
from specs_app.projection.search import said as parts
from specs_app.projection.search.said import Part, Said, Where
from specs_app.projection.search.words import Query, SoughtTerm, fold, forms_of, squeezed
from specs_app.tables.logged_changes import LoggedChange

MOST_REASONS = 3
LONGEST_TEXT = 120
#: Endings that other forms of a word have.
_ENDINGS = ("ations", "ation", "ings", "ing", "ied", "ies", "ed", "es", "s", "y")
#: The weightiest first.
_ORDER: tuple[Where, ...] = (
    *("reference", "name", "former", "definition", "code", "return", "mapping", "domain", "list", "object"),
    *("guidance", "text"),
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Where the words stand, whose text it is (a system, a return, a domain), and the text itself, cut; ``synonym`` is what stands
    there where other words were typed that mean the same."""

    where: Where
    label: str = ""
    text: str = ""
    synonym: str = ""


def reasons(part: Part, former: Sequence[str], query: Query) -> tuple[Reason, ...]:
    """The name that was typed, where the part bears or bore exactly it; else the best place of each term, the weightiest first,
    each once; at most `MOST_REASONS`."""
    if exact := _exact(part, former, query):
        return (exact,)
    told = sorted((*part.said, *(Said("former", name) for name in former)), key=lambda one: _ORDER.index(one.where))
    places: dict[tuple[str, str], Reason] = {}
    for reason in sorted(_reasons(told, query), key=lambda one: _ORDER.index(one.where)):
        places.setdefault((reason.where, reason.label), reason)
    return tuple(places.values())[:MOST_REASONS]


def part_at(document: Document, log: Sequence[LoggedChange], address: str) -> Part | None:
    """What the part at an address says; None where there is none."""
    kind, *names = paths.split(address)
    settings, titles = document.settings, titles_of(document.settings)
    if kind == "items" and (row := document.item_by_ref.get(names[0])):
        return parts.item_part(*row, settings, document.category_by_name.get(row[1].category))
    if kind == "objects" and (entry := document.object_by_name.get(names[0])):
        return parts.object_part(entry, settings)
    if kind == "categories" and (category := document.category_by_name.get(names[0])):
        return parts.category_part(category)
    if kind == "authorities" and (authority := document.authority_by_code.get(names[0])):
        return parts.authority_part(authority)
    if kind == "extracts" and (body := document.extract_by_target.get("/".join(names))):
        return parts.body_part(body, settings)
    if kind == "changes":
        return next((parts.change_part(change) for change in log if change.number == names[0]), None)
    if kind == "settings":
        return next((part for part in parts.registered(settings, titles) if part.address == address), None)
    return None


def _exact(part: Part, former: Sequence[str], query: Query) -> Reason | None:
    forms = set(forms_of(part.key))
    if form := next((form for form in query.called if form in forms), ""):
        return Reason(part.said[0].where, "", part.key, "" if form == query.called[0] else _synonym_of(form, query))
    if any(form in query.called for name in part.names for form in forms_of(name)):
        return None
    return next((Reason("former", "", name) for name in former if set(forms_of(name)) & set(query.called)), None)


def _synonym_of(form: str, query: Query) -> str:
    return next((phrase for phrase in query.also if squeezed(phrase) == form and query.called[0] not in form), "")


def _reasons(told: list[Said], query: Query) -> Iterator[Reason]:
    texts = [(said, f" {fold(said.text)} ") for said in told if said.text]
    for term in query.terms:
        ways = list(_ways(term))
        found = ((said, synonym) for said, text in texts for way, synonym in ways if way in text)
        if best := next(found, None):
            said, synonym = best
            yield Reason(said.where, said.label, _cut(said.text), synonym)


def _ways(term: SoughtTerm) -> Iterator[tuple[str, str]]:
    """How a text may say a term: the beginning of a word or of another form of it, the phrase, or a synonym, which is named."""
    first, *others = term.phrases
    if len(first) == 1:
        yield f" {first[0]}", ""
        yield f" {_root(first[0])}", ""
    yield f" {' '.join(first)} ", ""
    typed = " ".join(first)
    for said in sorted(map(" ".join, others), key=len, reverse=True):
        yield f" {said} ", "" if typed in said else said


def _root(word: str) -> str:
    ending = next((ending for ending in _ENDINGS if word.endswith(ending) and len(word) - len(ending) >= 3), "")
    return word.removesuffix(ending) if ending else word


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_TEXT else plain[: LONGEST_TEXT - 2].rsplit(" ", 1)[0] + " …"
