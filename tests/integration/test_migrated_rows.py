"""Rows of an earlier version take the shapes of this one, and go back."""

from importlib import import_module

import pytest
from django.apps import apps

from specs_app.models import Item, Return, Specification
from tests.drivers import World

pytestmark = pytest.mark.django_db


def test_rows_take_their_new_shapes_and_go_back(world: World) -> None:
    item, entry = Item.objects.get(item_ref="PLAN007A"), Return.objects.get(key="PDR")
    assert item.validators == [
        {"validator": "not_before", "values": {"items": ["PLAN005A"]}, "rule": "SPO 12"},
    ]
    migration = import_module("specs_app.migrations.0006_validators_and_sections")
    migration.backwards(apps, None)
    item.refresh_from_db()
    entry.refresh_from_db()
    assert item.validators == {"not_before": {"items": ["PLAN005A"]}}
    assert entry.sections == ["Young people", "Destinations"]
    assert "validators" not in Specification.objects.get(pk=world.specification.pk).settings
    migration.forwards(apps, None)
    item.refresh_from_db()
    entry.refresh_from_db()
    assert entry.sections == [{"key": "Young people", "title": ""}, {"key": "Destinations", "title": ""}]
    assert item.validators == [{"validator": "not_before", "values": {"items": ["PLAN005A"]}}]
