"""What the OpenAPI schema says and what the portal does, held against each other by generated requests, right and wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
import yaml
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings

from ssd_portal.published import states
from ssd_portal.wsgi import application
from tests.drivers import COMPATIBLE, EDITORIAL, World
from tests.integration.api.conftest import as_person
from tests.integration.api.test_schema import SNAPSHOT
from tests.soak import SOAK

pytestmark = pytest.mark.one_database

#: Names that lead somewhere in the example, where any text would be right to the schema and found by nobody.
NAMES: dict[str, list[str]] = {
    "slug": ["ysd"],
    "item_ref": ["YOUN001A"],
    "name": ["ysd_young_person"],
    "number": ["YSD-0001"],
    "object": ["ysd_young_person"],
    "domain": ["identity"],
    "return": ["PDR"],
    "cms": ["larchway"],
    "type": ["NVARCHAR", "date"],
    "category": ["recorded_sex"],
    "status": ["B"],
    "changed_since": ["2026-11-21", "2026-11-21T10:00:00Z"],
    "as_of": ["2026-11-21"],
}
#: The same of an address whose parameters mean something else: by its last part.
OWN_NAMES: dict[str, dict[str, list[str]]] = {
    "changelog": {"type": ["breaking"], "status": ["published"], "source": ["portal"], "item": ["YOUN004A"]},
}
#: What a PDF is of: one of them at a time, and of no other file, which no schema can say. `test_pdf_files.py` does.
ALONE = frozenset({"object", "domain", "return", "since"})
#: To a schema 30.0 is a whole number; in an address it is none.
NUMBERS = (1, 2, 100)
CONFIG = {
    # A NUL is in no text of the portal; to say so, the schema would need a pattern at each of them.
    "generation": {"allow-x00": False},
    "operations": [
        {
            # What a proposal or a vote says is judged against the standard and the workflow, of which a schema knows nothing.
            "exclude-method": "GET",
            "checks": {"positive_data_acceptance": {"enabled": False}},
        },
    ],
}
BOUNDED = settings(
    max_examples=40 if SOAK else 5,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),  # a failure is shown as found: to make it smaller takes minutes
    suppress_health_check=list(HealthCheck),
)


def with_names(told: dict[str, Any]) -> dict[str, Any]:
    """The schema with these names as the only texts of their parameters, and with edits that fit the example.

    All that an edit may be is held against its readers by `test_edit_shapes.py`. Which keys ``?fields=`` leaves no schema can say:
    `test_tables.py` does.
    """
    told["components"]["schemas"]["Proposal"]["properties"]["edits"]["items"] = {"enum": [*EDITORIAL, *COMPATIBLE]}
    every = ((path, operation) for path, operations in told["paths"].items() for operation in operations.values())
    for path, operation in every:
        names = NAMES | OWN_NAMES.get(path.strip("/").rpartition("/")[2], {})
        alone = ALONE if "/export/" in path else frozenset()
        operation["parameters"] = [one for one in operation["parameters"] if one["name"] not in {"fields", *alone}]
        for parameter in operation["parameters"]:
            if parameter["schema"].get("type") == "integer":
                parameter["schema"] = {"type": "integer", "enum": list(NUMBERS)}
            elif parameter["name"] in names and "enum" not in parameter["schema"]:
                parameter["schema"] = {"type": "string", "enum": names[parameter["name"]]}
    return told


#: The agreed schema, which `test_schema.py` holds against the served one.
schema = schemathesis.openapi.from_dict(
    with_names(yaml.load(SNAPSHOT.read_bytes(), Loader=yaml.CSafeLoader)), config=schemathesis.Config.from_dict(CONFIG)
)
schema.app = application


@pytest.fixture
def one_connection(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An answered request closes the connection, and with it the test's own transaction; Django's test client does as this."""
    monkeypatch.setattr(states, "close_old_connections", lambda: None)
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def token(world: World, one_connection: None) -> str:
    world.in_review(COMPATIBLE)
    return as_person("ysd", world.people.proposer).token


@pytest.mark.soak
@schema.parametrize()
@BOUNDED
def test_schema_and_portal_agree(case: schemathesis.Case, token: str) -> None:
    """Reads as anybody, writes as a member."""
    plain = {"Accept-Encoding": "identity"}  # nothing here unpacks what a browser would
    case.call_and_validate(headers=plain if case.method == "GET" else {**plain, "Authorization": f"Bearer {token}"})
