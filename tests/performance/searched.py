"""``python -m tests.performance.searched``: searches among some 60,000 entries, in a process and a database of its own.

Prints a JSON list of what was measured: name, seconds, what the floor is, its seconds, the limit. The floor is the database's own
query for the same words, with nothing but the ids of the best fifty. Everything is asked of the one index, turn by turn.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import django
from django.core.management import call_command

ENTRIES = 60_000
ROUNDS = 9
#: What is typed: a word of many, one of few, some words at once, a phrase that means others, a reference, and misspelt words.
COMMON, RARE, SOME, PHRASE, REFERENCE, MISSPELT = (
    "child",
    "ethnicity",
    "plan start",
    "children in care",
    "pers2",
    "ethnicty",
)
PLAIN, HELPED = 2, 10


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    print(json.dumps([dataclasses.asdict(result) for result in measured()]))


def measured() -> Iterator[Any]:
    # Only a process that has been set up can load these.
    from specs_app.projection.search.asking import search, tally  # noqa: PLC0415
    from specs_app.projection.search.scope import Inquiry, SearchScope  # noqa: PLC0415
    from specs_app.projection.search.words import query  # noqa: PLC0415
    from tests.performance.measure import beside  # noqa: PLC0415

    specification, half, whole = _filled()
    yield _result("indexing, by entry", whole / ENTRIES, "of half as many", half / (ENTRIES // 2), 1.5)
    words = {"common": COMMON, "rare": RARE, "two": SOME}
    for name, text in words.items():
        raw = _raw(query(text))
        yield beside(
            f"search, {name} word{'s' if name == 'two' else ''}",
            lambda text=text: search(specification, text),  # type: ignore[misc]
            "the same, raw",
            raw,
            rounds=ROUNDS,
            limit=PLAIN,
        )
        yield beside(
            f"what it can be narrowed by, {name}",
            lambda text=text: tally(specification, Inquiry(query(text))),  # type: ignore[misc]
            "the same, raw",
            raw,
            rounds=ROUNDS,
            limit=HELPED,
        )
    helped = {"synonyms": PHRASE, "a reference": REFERENCE}
    for name, text in helped.items():
        floor = _raw(query(text))
        yield beside(
            f"search, {name}",
            lambda text=text: search(specification, text),  # type: ignore[misc]
            "the same, raw",
            floor,
            rounds=ROUNDS,
            limit=HELPED,
        )
    narrowed = SearchScope(chosen={"kind": "item"})
    yield beside(
        "search, narrowed",
        lambda: search(specification, COMMON, scope=narrowed),
        "unnarrowed, raw",
        _raw(query(COMMON)),
        rounds=ROUNDS,
        limit=HELPED,
    )
    yield beside(
        "search, a misspelt word",
        lambda: search(specification, MISSPELT),
        "rightly spelt, raw",
        _raw(query(RARE)),
        rounds=ROUNDS,
        limit=HELPED,
    )


def _result(name: str, seconds: float, floor: str, floor_seconds: float, limit: float) -> Any:
    from tests.performance.measure import Result  # noqa: PLC0415

    return Result(name, seconds, floor, floor_seconds, limit)


def _filled() -> tuple[Any, float, float]:
    """A specification whose index has that many entries: copies of those of the subject, each under names of its own. With the
    seconds that the first half and all of them took to be indexed."""
    from django.db import connection  # noqa: PLC0415

    from specs_app.models import Specification  # noqa: PLC0415
    from specs_app.projection.search import index  # noqa: PLC0415
    from specs_app.projection.search.entries import entries  # noqa: PLC0415
    from specs_app.yaml_files.reader import read  # noqa: PLC0415
    from tests.performance.measure import timed  # noqa: PLC0415
    from tests.performance.subject import subject  # noqa: PLC0415

    known = entries(read(subject().files).document, ())
    specification = Specification.objects.create(slug="searched", title="Searched")
    times = -(-ENTRIES // len(known))
    made = dict(_copies(known, times))
    first = dict(list(made.items())[: ENTRIES // 2])
    second = dict(list(made.items())[ENTRIES // 2 : ENTRIES])
    half = timed(lambda: index.index(specification, first, {}, {}))
    rest = timed(lambda: index.index(specification, second, {}, {}))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return specification, half, half + rest


def _copies(known: Any, times: int) -> Iterator[tuple[str, dict[str, str]]]:
    for number in range(times):
        mark = _letters(number)
        for address, entry in known.items():
            if number == 0:
                yield address, dict(entry)
                continue
            own = {"key": f"{entry['key']}{mark}", "title": f"{entry['title']}_{mark}"}
            called = " ".join(f"{form}{mark}" for form in entry["called"].split())
            facets = entry["facets"].replace("object=", f"object={mark}")
            yield (
                f"{address}{mark}",
                {**entry, **own, "called": called, "head": f"{entry['head']} {mark}", "facets": facets},
            )


def _letters(number: int) -> str:
    """A name for a copy: letters that begin no word of the subject."""
    return "zq" + "".join(chr(ord("a") + int(digit)) for digit in str(number))


def _raw(asked: Any) -> Callable[[], object]:
    """The database's own query for the words."""
    from django.db import connection  # noqa: PLC0415

    from specs_app.projection.search.engines import engine  # noqa: PLC0415

    statement = {
        "sqlite": "SELECT rowid FROM specs_app_searchindex WHERE specs_app_searchindex MATCH %s "
        "ORDER BY bm25(specs_app_searchindex) LIMIT 50",
        "postgresql": "SELECT id FROM specs_app_searchentry, to_tsquery('english', %s) AS query WHERE sought @@ query "
        "ORDER BY ts_rank(sought, query) DESC LIMIT 50",
    }[connection.vendor]
    words = engine().written(asked, True)

    def ask() -> object:
        with connection.cursor() as cursor:
            cursor.execute(statement, [words])
            return cursor.fetchall()

    return ask


if __name__ == "__main__":
    sys.exit(main())
