"""Drawings of diagrams: made by a job, once a graph, kept for all; words until then, and where there is no Graphviz."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from xml.etree.ElementTree import fromstring

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from specs_app import freshness
from specs_app.diagrams import catalogue, values
from specs_app.diagrams.boxes import set_boxes
from specs_app.diagrams.layout import Point, graph_of, read
from specs_app.diagrams.svg_style import STYLE_HASH
from specs_app.document.types import DataObject, Document, Relationship, Settings
from specs_app.models import Drawing, Specification
from specs_app.publishing.diagrams import kept, laying
from specs_app.versions.resolve import current
from tests.corpus_files import example_repository
from tests.jobs import run_due
from tests.versions import published

pytestmark = pytest.mark.one_database

PAGE = "/demo/model/objects/ysd_team/"
FILE = "/demo/model/objects/ysd_team.svg"
AWAITED = "The drawing is being made"


@pytest.fixture
def demo(db: None) -> Specification:
    return published(example_repository())


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Laying out costs nothing, and fails; the graphs that were asked for."""
    graphs: list[str] = []

    def lay_out(wanted: list[str]) -> list[str]:
        graphs.extend(wanted)
        return [""] * len(wanted)

    monkeypatch.setattr(kept, "lay_out", lay_out)
    return graphs


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_page_shows_the_words_and_then_the_drawing(client: Client, demo: Specification) -> None:
    before = text(client, PAGE)
    assert AWAITED in before
    assert "Each record of Teams has many records of" in before
    assert client.get(FILE).status_code == HTTPStatus.ACCEPTED
    state = freshness.states()["demo"]
    assert run_due() == 1
    assert freshness.states()["demo"] != state  # what was kept of the page stands no more
    after = text(client, PAGE)
    assert AWAITED not in after
    assert '<svg class="portal-drawing"' in after
    assert "Each record of Teams has many records of" in after


def test_drawing_as_a_file_is_the_same_each_time_and_brings_its_style(client: Client, demo: Specification) -> None:
    client.get(FILE)
    run_due()
    first = client.get(FILE)
    assert first["Content-Type"] == "image/svg+xml"
    assert STYLE_HASH in first["Content-Security-Policy"]
    assert fromstring(first.content).tag.endswith("svg")
    Drawing.objects.all().delete()
    client.get(FILE)
    run_due()
    assert client.get(FILE).content == first.content
    assert client.get(f"{FILE}?at={demo.published_revision}").content == first.content


def test_all_drawings_of_a_publication_are_made_by_one_job(demo: Specification, settings: LazySettings) -> None:
    settings.WARM_UP = 1
    kept.soon(demo)
    assert run_due() == 1
    diagrams = list(catalogue.every(current(demo).document))
    assert all(isinstance(stands, kept.DrawingLayout) for stands in kept.layouts(demo, diagrams))
    assert demo.drawings.exclude(layout="").count() == len({graph_of(diagram) for diagram in diagrams})


def test_graph_that_cannot_be_laid_out_is_asked_for_once_a_day(
    client: Client, demo: Specification, quick: list[str]
) -> None:
    for _ in range(3):
        client.get(PAGE)
        run_due()
    assert len(quick) == 1
    page = text(client, PAGE)
    assert AWAITED not in page
    assert "Each record of Teams has many records of" in page
    assert client.get(FILE).status_code == HTTPStatus.NOT_FOUND
    Drawing.objects.update(made_at=timezone.now() - timedelta(days=2))
    assert AWAITED in text(client, PAGE)
    run_due()
    assert len(quick) == 2


def test_without_graphviz_words_stay(client: Client, demo: Specification, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laying, "_process", _no_engine)
    client.get(PAGE)
    run_due()
    assert "Each record of Teams has many records of" in text(client, PAGE)
    assert not Drawing.objects.filter(made_at=None).exists()


def _no_engine(*_: object) -> list[str]:
    raise laying.NoEngine("libgvc.so.6: cannot open shared object file")


def test_graph_that_breaks_the_engine_takes_no_other_with_it(demo: Specification) -> None:
    graph = graph_of(next(catalogue.every(current(demo).document)))
    found = laying.lay_out([graph, "digraph {", graph])
    assert (found[0], found[1]) == (found[2], "")
    assert found[0]


def test_graph_that_takes_too_long_is_given_up() -> None:
    crowd = "digraph { " + " ".join(f"n{one} -> n{other};" for one in range(200) for other in range(one)) + " }"
    assert laying.lay_out([crowd], one=1, most=3) == [""]


def test_drawings_are_bounded(client: Client, demo: Specification, quick: list[str], monkeypatch) -> None:
    monkeypatch.setattr(kept, "KEPT_BYTES", 2_000)
    for name in ("ysd_team", "ysd_venue", "ysd_worker", "ysd_session"):
        client.get(f"/demo/model/objects/{name}/")
    kept.draw.call("demo")
    assert 0 < sum(len(row.graph) for row in Drawing.objects.all()) <= 2_000


def test_nobody_fills_the_queue(client: Client, demo: Specification, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_WAITING", 1)
    client.get(PAGE)
    assert AWAITED not in text(client, "/demo/model/objects/ysd_venue/")
    assert Drawing.objects.count() == 1


def test_drawing_whose_job_was_lost_is_asked_for_again(client: Client, demo: Specification, quick: list[str]) -> None:
    client.get(PAGE)
    DBTaskResult.objects.all().delete()
    client.get(PAGE)
    assert run_due() == 0
    Drawing.objects.update(wanted_at=timezone.now() - timedelta(hours=1))
    assert AWAITED in text(client, PAGE)
    assert (run_due(), len(quick)) == (1, 1)


def test_specification_larger_than_one_drawing_is_shown_by_domain(
    client: Client, demo: Specification, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(values, "MOST_BOXES", 8)
    page = text(client, "/demo/model/")
    assert "larger than one drawing can show" in page
    assert "/demo/model/domains/workforce/" in page
    assert "/demo/downloads/domains/workforce.pdf" in text(client, "/demo/model/domains/workforce/")


def test_object_with_many_neighbours_fits_a_screen_and_no_line_runs_through_a_box() -> None:
    names = [f"x_{number}" for number in range(21)]
    links = tuple(Relationship("x_hub", "hub_id", name, "hub") for name in names)
    objects = tuple(DataObject(name) for name in ("x_hub", *names))
    diagram = catalogue.find(Document(Settings(), objects, relationships=links), "objects", "x_hub")
    assert diagram
    graph = graph_of(diagram)
    found = read(laying.lay_out([graph])[0])
    assert (found.width <= 1280, found.height <= 1024) == (True, True), (found.width, found.height)
    boxes = [
        (left + 1, top + 1, left + made.width - 1, top + made.height - 1)
        for (left, top), made in zip(found.boxes, set_boxes(diagram), strict=True)
    ]
    assert not [
        (x, y)
        for line in found.lines
        for x, y in points_of(line)
        if any(left < x < right and top < y < bottom for left, top, right, bottom in boxes)
    ]


def points_of(line: tuple[Point, ...]) -> Iterator[Point]:
    """Places on the curves of a line, 20 a curve."""
    for at in range(0, len(line) - 1, 3):
        for part in range(21):
            t = part / 20
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
            ends = line[at : at + 4]
            x, y = (sum(weight * end[axis] for weight, end in zip(weights, ends, strict=True)) for axis in (0, 1))
            yield (x, y)
