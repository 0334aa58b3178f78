"""Answers as YAML and CSV."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml
from rest_framework.renderers import BaseRenderer

from specs_app.codec import csv_tables

#: libyaml's, where PyYAML was built with it; it takes the same plain values and no others.
FAST = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class YamlRenderer(BaseRenderer):
    """The same structure as JSON. Strings that YAML would take for something else are quoted."""

    media_type = "application/yaml"
    format = "yaml"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        text: str = yaml.dump(data, Dumper=FAST, allow_unicode=True, sort_keys=False)
        return text.encode()


class CsvRenderer(BaseRenderer):
    """The rows of a list as a table; what begins like a formula is made text."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        rows = data.get("results", [data]) if isinstance(data, Mapping) else data or []
        return csv_tables.write(rows).encode()
