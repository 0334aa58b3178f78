"""The table of REST's addresses, drawn from the OpenAPI schema, which is made from the code."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from drf_spectacular.generators import SchemaGenerator

TARGET = "docs/rest.md"
ROOT = "/api/v1"
HEAD = f"""# REST: every address

Drawn from the OpenAPI schema by `manage.py draw_reference`; do not edit. [The rest of the reference](reference.md),
[the guide](user/scripts.md).

All addresses begin with `{ROOT}`. Query parameters that an address does not list are refused with 400, and so is one that is
given twice; an empty one is none. `HEAD` and `OPTIONS` are answered wherever `GET` is. What an answer in pages holds for each entry
stands after `results:`. The numbers are the statuses that an address answers with besides the good one; what they mean, and the
types of problems, stand in [the reference](reference.md#problems). Bounds, patterns, the values of every edit and the types of all
keys are in the schema itself, at `{ROOT}/schema/`."""


def page() -> str:
    """The whole page."""
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    components = schema["components"]["schemas"]
    sections = [HEAD]
    for path, operations in schema["paths"].items():
        sections += [_section(path, method, told, components) for method, told in operations.items()]
    return "\n\n".join(sections) + "\n"


def _section(path: str, method: str, told: dict[str, Any], components: dict[str, Any]) -> str:
    query = [entry["name"] for entry in told["parameters"] if entry["in"] == "query"]
    good, *others = sorted(told["responses"])
    lines = [f"## {method.upper()} {path.removeprefix(ROOT)}", "", told["description"].replace("``", "`"), ""]
    lines += [f"- query: {_names(query)}"] if query else []
    lines += [] if {} in told["security"] else ["- with a token, or signed in"]
    if "requestBody" in told:
        lines.append(f"- body: {_names(_keys(told['requestBody'], components))}")
    lines.append(f"- {good}: {_answer(told['responses'][good], components)}")
    lines.append(f"- or {', '.join(others)}")
    return "\n".join(lines)


def _answer(response: dict[str, Any], components: dict[str, Any]) -> str:
    if "application/json" not in response["content"] or not _keys(response, components):
        return "a file of " + ", ".join(f"`{media}`" for media in response["content"])
    names = _names(_keys(response, components))
    rows = _properties(response, components).get("results", {}).get("items")
    return f"{names}: {_names(_told(rows, components)['properties'])}" if rows else names


def _keys(part: dict[str, Any], components: dict[str, Any]) -> list[str]:
    return list(_properties(part, components))


def _properties(part: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = _told(part["content"]["application/json"]["schema"], components).get("properties", {})
    return found


def _told(shape: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = components[shape["$ref"].rpartition("/")[2]] if "$ref" in shape else shape
    return found


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


class Command(BaseCommand):
    help = "Write the table of REST's addresses to the reference, from the OpenAPI schema."

    def handle(self, *args: Any, **options: Any) -> None:
        (Path(settings.BASE_DIR) / TARGET).write_text(page(), encoding="utf-8")
        self.stdout.write(f"{TARGET} written.")
