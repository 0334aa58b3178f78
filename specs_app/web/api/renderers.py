"""Answers as YAML, CSV and XLSX."""

from __future__ import annotations

from typing import Any

import yaml
from rest_framework.renderers import BaseRenderer

from specs_app.publishing.flat import FlatTable
from specs_app.tables import csv_files, workbooks

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
    """A table (`specs_app.publishing.flat`); what begins like a formula is made text."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: FlatTable, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return csv_files.write(data.columns, data.rows).encode("utf-8", "replace")


class XlsxRenderer(BaseRenderer):
    """The same as a workbook of one sheet."""

    media_type = workbooks.MEDIA_TYPE
    format = "xlsx"
    charset = None
    render_style = "binary"

    def render(self, data: FlatTable, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return workbooks.write(data.columns, data.rows)


class FileRenderer(BaseRenderer):
    """A form that its view makes itself, as a file; here it has its words for what is asked for."""

    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        raise NotImplementedError(f"{self.format} is answered by the view")


class MarkdownRenderer(FileRenderer):
    """Text to read and to paste."""

    media_type = "text/markdown"
    format = "md"


class SvgRenderer(FileRenderer):
    """A drawing that stands alone."""

    media_type = "image/svg+xml"
    format = "svg"


class DotRenderer(FileRenderer):
    """The language of Graphviz."""

    media_type = "text/vnd.graphviz"
    format = "dot"


class MermaidRenderer(FileRenderer):
    """What many editors draw from text."""

    media_type = "text/vnd.mermaid"
    format = "mermaid"


class DbmlRenderer(FileRenderer):
    """Tables and references for tools that draw databases."""

    media_type = "text/plain"
    format = "dbml"


#: The forms of a diagram besides its data.
FORMS_OF_DIAGRAMS: tuple[type[FileRenderer], ...] = (SvgRenderer, DotRenderer, MermaidRenderer, DbmlRenderer)


class PdfRenderer(FileRenderer):
    """A file to print."""

    media_type = "application/pdf"
    format = "pdf"
