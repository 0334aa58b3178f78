"""Layouts of diagrams: made by a job, once for each graph, and kept in the database for all who look.

No page waits for one: it shows the words, and is made anew when the drawing is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.conf import settings
from django.db.models.functions import Length
from django.utils import timezone

from specs_app import freshness
from specs_app.diagrams import catalogue
from specs_app.diagrams.layout import DrawingLayout, graph_of, name_of, read
from specs_app.diagrams.values import Diagram
from specs_app.jobs.definition import job
from specs_app.models import Drawing, Specification
from specs_app.models.bounds import keep_first
from specs_app.publishing.diagrams.laying import ALL, NoEngine, engine, lay_out
from specs_app.versions.resolve import current

#: Bytes of graphs and layouts, of all specifications; how many graphs may wait, and how many one run lays out.
KEPT_BYTES, MOST_WAITING, BATCH = 50 * 2**20, 2_000, 200
#: What could not be laid out is not tried for everybody who looks.
PAUSE = timedelta(days=1)
#: A graph that has waited so long has lost its job.
LOST = timedelta(minutes=10)


class Awaited(Exception):
    """The drawing is being made."""


def layouts(specification: Specification, diagrams: Sequence[Diagram]) -> list[DrawingLayout | None | Awaited]:
    """The layout of each; `Awaited` where it is being made, None where it cannot be or where there is nothing to draw."""
    graphs = [graph_of(diagram) if diagram.can_be_drawn else "" for diagram in diagrams]
    names = [name_of(graph, engine()) if graph else "" for graph in graphs]
    found = {row.name: row for row in specification.drawings.filter(name__in=set(filter(None, names)))}
    missing = {name: graph for name, graph in zip(names, graphs, strict=True) if name and _is_wanted(found.get(name))}
    asked = bool(missing) and _ask(specification, missing, again=bool(missing.keys() & found.keys()))
    return [_stands(found.get(name), asked=asked and name in missing) for name in names]


def made_layouts(specification: Specification, diagrams: Sequence[Diagram]) -> list[DrawingLayout | None]:
    """The layout of each, made here and now where it is not there: for jobs, which may wait."""
    graphs = (graph_of(diagram) for diagram in diagrams if diagram.can_be_drawn)
    wanted = {name_of(graph, engine()): graph for graph in graphs}
    there = set(specification.drawings.filter(name__in=wanted).values_list("name", flat=True))
    _want(specification, {name: graph for name, graph in wanted.items() if name not in there})
    _make_wanted(specification)
    return [found if isinstance(found, DrawingLayout) else None for found in layouts(specification, diagrams)]


def _is_wanted(row: Drawing | None) -> bool:
    """Whether somebody has to ask for it: nobody has, or in vain and long ago."""
    if row is None or row.layout:
        return row is None
    now = timezone.now()
    return row.made_at < now - PAUSE if row.made_at else row.wanted_at < now - LOST


def _stands(row: Drawing | None, *, asked: bool) -> DrawingLayout | None | Awaited:
    if row and row.layout:
        return read(row.layout)
    return Awaited() if asked or (row and row.made_at is None) else None


def _ask(specification: Specification, graphs: dict[str, str], *, again: bool) -> bool:
    """Have the job lay out what nobody has asked for, or in vain (``again``); whether it will."""
    if Drawing.objects.filter(made_at=None).count() + len(graphs) > MOST_WAITING:
        return False
    if again:
        specification.drawings.filter(name__in=graphs, layout="").update(made_at=None)
    _want(specification, graphs)
    draw.enqueue(specification.slug)
    return True


def _want(specification: Specification, graphs: dict[str, str]) -> None:
    """Rows for these graphs, by their names: new ones wait, those that are there are kept longer."""
    now = timezone.now()
    rows = (
        Drawing(specification=specification, name=name, graph=graph, wanted_at=now) for name, graph in graphs.items()
    )
    unique = ["specification", "name"]
    Drawing.objects.bulk_create(rows, 500, update_conflicts=True, unique_fields=unique, update_fields=["wanted_at"])


def soon(specification: Specification) -> None:
    """Queue the drawings of what the caller's transaction publishes."""
    if settings.WARM_UP:
        draw_all.enqueue(specification.slug)


@job("Draw every diagram of a standard", attempts=2, limit=3 * ALL, priority=-4)
def draw_all(slug: str) -> None:
    """Lay out every diagram of the published version that is not there yet."""
    specification = Specification.objects.get(slug=slug)
    document = current(specification).document
    graphs = (graph_of(diagram) for diagram in catalogue.every(document) if diagram.can_be_drawn)
    _want(specification, {name_of(graph, engine()): graph for graph in graphs})
    draw.call(slug)


@job("Draw diagrams that somebody looks at", attempts=2, limit=3 * ALL)
def draw(slug: str) -> None:
    """Lay out what is wanted of a specification, all of it in one process."""
    _make_wanted(Specification.objects.get(slug=slug))
    prune()


def _make_wanted(specification: Specification) -> None:
    """Lay out what waits, up to so many in a process."""
    while rows := list(specification.drawings.filter(made_at=None).order_by("wanted_at", "pk")[:BATCH]):
        for row, layout in zip(rows, _laid_out(row.graph for row in rows), strict=True):
            row.layout, row.made_at = layout, timezone.now()
        Drawing.objects.bulk_update(rows, ["layout", "made_at"], 200)
        freshness.written(specification.slug)


def _laid_out(graphs: Iterable[str]) -> list[str]:
    """What is kept of each; without Graphviz nothing of any."""
    wanted = list(graphs)
    try:
        return lay_out(wanted)
    except NoEngine:
        return [""] * len(wanted)


def prune() -> None:
    """Keep, of all drawings, those that were published or asked to be made last: readers of old versions cannot fill the database.

    One that is gone is made again for whoever looks.
    """
    keep_first(Drawing, "-wanted_at", "-pk", size=Length("graph") + Length("layout"), bound=KEPT_BYTES)
