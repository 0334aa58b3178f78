"""What the shapes of answers are made of: a shape by its name, and the kinds of its fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

Shape = type[serializers.Serializer[Any]]


def shape(name: str, about: str, fields: Mapping[str, Any]) -> Shape:
    """A shape by its name in the schema."""
    return type(f"{name}Serializer", (serializers.Serializer,), {"__doc__": about, **fields})


def text(about: str = "") -> serializers.CharField:
    return serializers.CharField(help_text=about or None)


def maybe(about: str = "") -> serializers.CharField:
    """A text, or null where there is none."""
    return serializers.CharField(allow_null=True, help_text=about or None)


def flag(about: str = "") -> serializers.BooleanField:
    return serializers.BooleanField(help_text=about or None)


def number(about: str = "") -> serializers.IntegerField:
    return serializers.IntegerField(help_text=about or None)


def texts(about: str = "") -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), help_text=about or None)


def moment(about: str = "") -> serializers.DateTimeField:
    """A time, or null."""
    return serializers.DateTimeField(allow_null=True, help_text=about or None)


def choice(words: Any, about: str = "") -> serializers.Field[Any, Any, Any, Any]:
    """One of some words."""
    return _raw({"type": "string", "enum": list(words), **({"description": about} if about else {})})


def anything(about: str) -> serializers.Field[Any, Any, Any, Any]:
    """Any JSON value."""
    return _raw({"description": about})


def table(about: str) -> serializers.Field[Any, Any, Any, Any]:
    """Keys that this interface does not fix."""
    return _raw({"type": "object", "additionalProperties": True, "description": about})


def _raw(schema: dict[str, Any]) -> serializers.Field[Any, Any, Any, Any]:
    made: type[Any] = extend_schema_field(schema)(type("Raw", (serializers.Field,), {}))
    field: serializers.Field[Any, Any, Any, Any] = made()
    return field
