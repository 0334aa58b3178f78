"""The index as the database holds it, written where a revision is published: entries, their former names, their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from specs_app.models import SearchEntry, Specification
from specs_app.projection.search import spelling
from specs_app.projection.search.closeness import trigrams
from specs_app.projection.search.entries import COLUMNS, Entries
from specs_app.projection.search.former import Formers, columns_of

BATCH = 500
NO_NAMES = columns_of(())


def index(specification: Specification, new: Entries, old: Entries, formers: Formers) -> None:
    """Make the stored entries, which say ``old``, say ``new``, under the former names ``formers``.

    Parts that stay as they are may be left out of both.
    """
    gone = {address: entry for address, entry in old.items() if new.get(address) != entry}
    fresh = {address: entry for address, entry in new.items() if old.get(address) != entry}
    _replace(specification, gone, _named(fresh, formers))
    spelling.learn(specification, spelling.vocabulary(fresh.values()), spelling.vocabulary(gone.values()))
    _rename(specification, formers)


def index_anew(specification: Specification, new: Entries, formers: Formers) -> None:
    """The same, whatever is stored: what is right already keeps its row."""
    old, lost, made = stored_entries(specification), _stored_formers(specification), _named(new, formers)
    said = {address: {**entry, **lost.get(address, NO_NAMES)} for address, entry in old.items()}
    gone = {address: entry for address, entry in said.items() if made.get(address) != entry}
    _replace(specification, gone, {address: entry for address, entry in made.items() if said.get(address) != entry})
    spelling.learn_anew(specification, spelling.vocabulary(new.values()))


def _named(entries: Entries, formers: Formers) -> Entries:
    """Entries with their former names."""
    return {address: {**entry, **columns_of(formers.get(address, ()))} for address, entry in entries.items()}


def _replace(specification: Specification, gone: Iterable[str], made: Entries) -> None:
    lost = list(gone)
    for at in range(0, len(lost), BATCH):
        SearchEntry.objects.filter(specification=specification, address__in=lost[at : at + BATCH]).delete()
    rows = [SearchEntry(specification=specification, address=address, **entry) for address, entry in made.items()]
    SearchEntry.objects.bulk_create(rows, BATCH)


def _rename(specification: Specification, formers: Formers) -> None:
    """Give former names to entries that stay, where the history or the change log tells of others than before."""
    stored = _stored_formers(specification)
    wanted = {address: columns_of(names) for address, names in formers.items()}
    moved = {
        address: wanted.get(address, NO_NAMES)
        for address in {*stored, *wanted}
        if stored.get(address, NO_NAMES) != wanted.get(address, NO_NAMES)
    }
    for at in range(0, len(moved), BATCH):
        some = sorted(moved)[at : at + BATCH]
        rows = list(SearchEntry.objects.filter(specification=specification, address__in=some))
        for row in rows:
            row.former, row.formerly = moved[row.address]["former"], moved[row.address]["formerly"]
        SearchEntry.objects.bulk_update(rows, ["former", "formerly"], BATCH)


def stored_entries(specification: Specification) -> Entries:
    """The entries as the database holds them, by address, without their former names."""
    rows = SearchEntry.objects.filter(specification=specification).values("address", *COLUMNS)
    return {row["address"]: {name: row[name] for name in COLUMNS} for row in rows}


def differs(specification: Specification, wanted: Entries, formers: Formers) -> bool:
    """Whether the index is another than these entries and names make."""
    named = {address: columns_of(names) for address, names in formers.items() if address in wanted}
    words = {word: (count, trigrams(word)) for word, count in spelling.vocabulary(wanted.values()).items()}
    return (
        stored_entries(specification) != wanted
        or _stored_formers(specification) != named
        or spelling.stored_words(specification) != words
    )


def _stored_formers(specification: Specification) -> dict[str, Mapping[str, str]]:
    rows = SearchEntry.objects.filter(specification=specification).exclude(former="", formerly="")
    told = rows.values_list("address", "former", "formerly")
    return {address: {"former": former, "formerly": formerly} for address, former, formerly in told}
