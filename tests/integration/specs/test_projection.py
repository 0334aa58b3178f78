"""The projection writes what changed and nothing else; the admin writes nothing."""

from dataclasses import replace

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from specs_app import models
from specs_app.access import PORTAL
from specs_app.document.types import CmsMapping, DataObject, Document, Item
from specs_app.models import Revision, Specification
from specs_app.projection.authorship import Authorship
from specs_app.projection.project import project, rows_differ
from specs_app.projection.rows import MODELS, delta, rows_of
from specs_app.projection.search.asking import search
from specs_app.queries import at
from tests.factories import SLUG, small_example
from tests.versions import saying

pytestmark = pytest.mark.django_db


@pytest.fixture
def tiny() -> Specification:
    return small_example()


@pytest.fixture
def later(tiny: Specification) -> Revision:
    now = timezone.now()
    return Revision.objects.create(
        specification=tiny, number=9, sha="9" * 40, tree="8" * 40, kind="change", authored_at=now, committed_at=now
    )


def edited(document: Document) -> Document:
    """One item reworded and mapped, one removed, one put first, one object renamed."""
    person, address, visit = (document.object_by_name[name] for name in ("tin_person", "tin_address", "tin_visit"))
    key, sex = person.items
    sex = replace(sex, guidance="Ask.", cms=(CmsMapping("mosaic", table="P", field="SEX"),))
    new = Item("PERS003A", "pers_new")
    objects = (
        replace(person, items=(new, key, sex)),
        replace(address, items=address.items[:1]),
        replace(visit, name="tin_call"),
    )
    return replace(document, objects=objects)


@pytest.mark.parametrize("known", [True, False], ids=["from the document before", "from the rows"])
def test_project_writes_only_what_changed(tiny: Specification, later: Revision, known: bool) -> None:
    before = at(SLUG, viewer=PORTAL)[1]
    after = saying(before, edited(before.document))
    project(tiny, after, Authorship(later), before if known else None)
    assert rows_differ(tiny, after) == []
    items = models.Item.history.filter(revision=later).values_list("address", "history_type")
    assert sorted(items) == [
        ("items/ADDR002A", "-"),
        ("items/PERS002A", "~"),
        ("items/PERS003A", "+"),
        ("items/VISI001A", "~"),
    ]
    assert models.CmsMapping.history.filter(revision=later).count() == 1
    assert models.CategoryValue.history.filter(revision=later).count() == 0
    assert sorted(models.DataObject.history.filter(revision=later).values_list("address", "history_type")) == [
        ("objects/tin_call", "+"),
        ("objects/tin_visit", "-"),
    ]


def test_project_again_writes_nothing(tiny: Specification, later: Revision) -> None:
    project(tiny, at(SLUG, viewer=PORTAL)[1], Authorship(later))
    for model in MODELS:
        assert not model.history.filter(revision=later).exists()


def test_project_of_a_move_leaves_no_version(tiny: Specification, later: Revision) -> None:
    before = at(SLUG, viewer=PORTAL)[1]
    first, *others = before.document.objects
    objects = (replace(first, items=first.items[::-1]), *others)
    moved = saying(before, replace(before.document, objects=objects))
    project(tiny, moved, Authorship(later))
    assert rows_differ(tiny, moved) == []
    assert not models.Item.history.filter(revision=later).exists()


def test_code_that_is_said_otherwise_is_found_at_the_items_of_its_list(tiny: Specification, later: Revision) -> None:
    published = at(SLUG, viewer=PORTAL)[1]
    objects = tuple(
        replace(entry, items=tuple(replace(item, category="sex" * (item.name == "pers_sex")) for item in entry.items))
        for entry in published.document.objects
    )
    before = saying(published, replace(published.document, objects=objects))
    project(tiny, before, Authorship(later), published)
    assert {hit.key for hit in search(tiny, "female").results} == {"sex", "PERS002A"}
    (sex,) = before.document.categories
    codes = (replace(sex.values[0], description="Woman or girl"), *sex.values[1:])
    after = saying(before, replace(before.document, categories=(replace(sex, values=codes),)))
    project(tiny, after, Authorship(later), before)
    assert {hit.key for hit in search(tiny, "woman or girl").results} == {"sex", "PERS002A"}
    assert not models.SearchEntry.objects.filter(details__contains="female").exists()
    assert rows_differ(tiny, after) == []


def test_project_asks_no_question_per_row(
    tiny: Specification, later: Revision, django_assert_max_num_queries: object
) -> None:
    before = at(SLUG, viewer=PORTAL)[1]
    many = tuple(Item(f"PERS{number:03d}B", f"pers_{number}", cms=(CmsMapping("mosaic"),)) for number in range(300))
    objects = (DataObject("tin_wide", many), *before.document.objects)
    grown = saying(before, replace(before.document, objects=objects))
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        project(tiny, grown, Authorship(later), before)
    assert rows_differ(tiny, grown) == []


def test_rows_of_keeps_parts_apart_that_share_a_name() -> None:
    twice = DataObject("a", (Item("R1", "x"), Item("R1", "y"), Item("", "z"), Item("", "z")))
    rows = rows_of(Document(objects=(twice, twice)))
    assert list(rows[models.DataObject]) == ["objects/a", "objects/a~2"]
    assert len(rows[models.Item]) == 8
    assert rows[models.Item]["items/R1~2"].parent == "objects/a"


def test_delta_tells_moves_from_changes() -> None:
    before = rows_of(Document(objects=(DataObject("a", (Item("1", "x"), Item("2", "y"))),)))[models.Item]
    after = rows_of(Document(objects=(DataObject("a", (Item("2", "y"), Item("1", "z"))),)))[models.Item]
    found = delta(before, after)
    assert (found.added, dict(found.changed), found.moved, found.removed) == (
        (),
        {"items/1": ("name",)},
        ("items/2",),
        (),
    )


@pytest.mark.parametrize(
    "broken",
    [
        {"sha": "not a sha"},
        {"kind": "sneaked in"},
        {"change_class": "harmless"},
        {"number": 1},
    ],
)
def test_the_database_refuses_an_impossible_revision(later: Revision, broken: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.filter(pk=later.pk).update(**broken)


def test_the_database_refuses_two_rows_of_one_address(tiny: Specification) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Item.objects.filter(specification=tiny).update(address="items/SAME")


@pytest.mark.parametrize("name", models.PROJECTED)
def test_the_admin_shows_and_writes_nothing(tiny: Specification, client: Client, name: str) -> None:
    model = getattr(models, name)
    client.force_login(get_user_model().objects.create_superuser("root", "root@example.org", "a long password"))
    row = model.objects.last()
    base = f"admin:specs_app_{model._meta.model_name}"
    assert client.get(reverse(f"{base}_changelist")).status_code == 200
    if row is None:
        return
    assert client.get(reverse(f"{base}_change", args=[row.pk])).status_code == 200
    assert client.get(reverse(f"{base}_history", args=[row.pk])).status_code == 200
    assert client.post(reverse(f"{base}_change", args=[row.pk]), {}).status_code == 403
    assert client.post(reverse(f"{base}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert client.post(reverse(f"{base}_add"), {}).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


def test_versions_are_the_rows_as_they_were(tiny: Specification, later: Revision) -> None:
    before = {row.address: row for row in models.Item.objects.filter(specification=tiny)}
    project(tiny, saying(at(SLUG, viewer=PORTAL)[1], Document()), Authorship(later))
    for version in models.Item.history.filter(revision=later):
        row = before[version.address]
        assert (version.history_type, version.history_date) == ("-", later.committed_at)
        assert version.instance.pk == row.pk
        assert all(getattr(version, field.attname) == getattr(row, field.attname) for field in models.Item._meta.fields)
    assert models.Item.history.filter(revision=later).count() == len(before) == 5
