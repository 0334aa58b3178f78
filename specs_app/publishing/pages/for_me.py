"""The page of what changed for whoever runs some systems and makes some returns: a form of one page, and a list of things to do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from specs_app.document import paths
from specs_app.document.for_me import Leaving, Mine, ThingToDo, Urgency
from specs_app.document.stages import returns_in
from specs_app.document.titles import Titles
from specs_app.document.types import ChangeClass
from specs_app.publishing.differences import known_values
from specs_app.publishing.for_me import ForMe
from specs_app.publishing.links import Links
from specs_app.publishing.pages.changes import COLOURS, MOST, Values, href_of, values_of
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.filter_form import FilterOption
from specs_app.publishing.pages.versions import short

#: How each group is headed, and what that means.
HEADINGS: dict[Urgency, tuple[str, str]] = {
    "must": ("You must do", "Breaking changes: what you built before no longer fits."),
    "should": ("You should do", "Compatible changes: what you built still fits, and lacks something."),
    "know": ("Good to know", "Words, and settings of single authorities: nothing has to be built."),
}
#: What the tag of each group says.
CLASSES: dict[Urgency, ChangeClass] = {"must": "breaking", "should": "compatible", "know": "editorial"}
#: Kinds of change whose instruction says all.
SAID = frozenset(
    {"removed", "renamed", "moved", "type", "size", "key", "required", "unique", "category", "return", "relationship"}
    | {"code_added", "code_removed", "code_dates", "deprecated"}
)
#: Kinds whose values are told in full behind a heading that opens.
FOLDED = frozenset({"added"})


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One thing to do; ``folded`` where its values are shown to whoever asks."""

    text: str
    href: str
    values: Values
    folded: bool


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """The things to do of one urgency; ``words`` are those of which only the wording changed, ``left`` counts what is not shown."""

    anchor: str
    title: str
    about: str
    class_name: str
    colour: str
    count: int
    tasks: tuple[TaskLine, ...]
    words: tuple[TaskLine, ...]
    left: int


@dataclass(frozen=True, slots=True)
class LeavingLine:
    """A column on its way out, in words."""

    text: str
    href: str
    note: str


@dataclass(frozen=True, slots=True)
class ForMeForm:
    """The boxes to tick and the versions to choose from."""

    systems: tuple[FilterOption, ...]
    returns: tuple[FilterOption, ...]
    releases: tuple[FilterOption, ...]


@dataclass(frozen=True, slots=True)
class ForMePage:
    """What is to be done; ``about`` says for whom."""

    about: str
    groups: tuple[TaskGroup, ...]
    leaving: tuple[LeavingLine, ...]
    files: tuple[Link, ...]


def for_me_form(asked: ForMe, releases: Iterable[str], since: str) -> ForMeForm:
    """The form with what is asked for; a version that is no release stays chosen."""
    return ForMeForm(
        systems=_options(known_values("cms", *asked.documents), asked.systems),
        returns=_options(_returns(asked), asked.returns),
        releases=release_options(releases, since),
    )


def _returns(asked: ForMe) -> dict[str, str]:
    """What can be chosen as a return: those of the registries and what was chosen; where no registry has any, whatever is named."""
    known = known_values("return", *asked.documents)
    registered = {entry.key for document in asked.documents for entry in returns_in(document)}
    wanted = {*registered, *asked.returns} if registered else known
    return {key: title for key, title in known.items() if key in wanted}


def release_options(releases: Iterable[str], since: str) -> tuple[FilterOption, ...]:
    """The versions to choose from; one that is no release stays chosen."""
    named = dict.fromkeys((*releases, *([since] if since else [])))
    return tuple(FilterOption(name, short(name), name == since) for name in named)


def _options(known: Mapping[str, str], chosen: Collection[str]) -> tuple[FilterOption, ...]:
    return tuple(FilterOption(value, text, value in chosen) for value, text in known.items())


def for_me_page(asked: ForMe, links: Links) -> ForMePage:
    """The list in its groups, those with something in them."""
    return ForMePage(
        about=about(asked.mine, asked.titles),
        groups=task_groups(asked.things, links, asked.titles),
        leaving=tuple(_leaving(entry, links) for entry in asked.leaving),
        files=for_me_files(asked, links),
    )


def task_groups(things: Iterable[ThingToDo], links: Links, titles: Titles) -> tuple[TaskGroup, ...]:
    """Things to do by urgency, those groups with something in them."""
    found: dict[Urgency, list[ThingToDo]] = {urgency: [] for urgency in HEADINGS}
    for thing in things:
        found[thing.urgency].append(thing)
    return tuple(_group(urgency, told, links, titles) for urgency, told in found.items() if told)


def for_me_files(asked: ForMe, links: Links) -> tuple[Link, ...]:
    """The same list in the forms of REST."""
    since = asked.since.sha if asked.since else ""
    query = {"cms": asked.systems, "return": asked.returns, "since": since}
    return tuple(Link(form.upper(), links.rest("for-me", **query, format=form)) for form in ("csv", "xlsx", "json"))


def about(mine: Mine, titles: Titles) -> str:
    """For whom, such as ``Mosaic; Children looked after return``."""
    names = (*map(titles.system, sorted(mine.systems)), *map(titles.return_, sorted(mine.returns)))
    return "; ".join(names) or "every system and every return"


def _group(urgency: Urgency, things: list[ThingToDo], links: Links, titles: Titles) -> TaskGroup:
    change_class = CLASSES[urgency]
    shown = [(thing.words_alone, _line(thing, links, titles)) for thing in things[:MOST]]
    title, explained = HEADINGS[urgency]
    return TaskGroup(
        anchor=urgency,
        title=title,
        about=explained,
        class_name=change_class,
        colour=COLOURS[change_class],
        count=len(things),
        tasks=tuple(line for words_alone, line in shown if not words_alone),
        words=tuple(line for words_alone, line in shown if words_alone),
        left=len(things) - len(shown),
    )


def _line(thing: ThingToDo, links: Links, titles: Titles) -> TaskLine:
    change = thing.change
    kind = paths.split(change.address)[0]
    said = change.kind in SAID
    values = Values() if said else values_of(change.field, change.before, change.after, kind, titles)
    return TaskLine(thing.text, href_of(change.address, links), values, change.kind in FOLDED)


def _leaving(entry: Leaving, links: Links) -> LeavingLine:
    words = (
        f"since release {entry.since}" if entry.since else "",
        f"goes in release {entry.remove_in}" if entry.remove_in else "no release named in which it goes",
        f"{entry.replaced_by} takes its place" if entry.replaced_by else "",
    )
    return LeavingLine(f"{entry.table}.{entry.column}", links.item(entry.key), "; ".join(filter(None, words)))
