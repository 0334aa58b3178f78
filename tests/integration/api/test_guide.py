"""The examples of the guide for scripts work as they are printed."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from django.test import Client

from changes_app.models import ChangeRequest
from changes_app.releasing import making
from specs_app.document.edits import ACTIONS
from tests.drivers import World
from tests.integration.api.conftest import ROOT, as_person

pytestmark = pytest.mark.one_database

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "user" / "scripts.md"
COMMAND = re.compile(r"^    (curl .*?)(?:\s+#.*)?$", re.MULTILINE)


def test_every_read_of_the_guide_answers(world: World) -> None:
    before = world.specification.published_revision
    world.published()
    making.make(specification=world.specification, by=world.people.secretariat)
    names = {"$BASE": f"{ROOT}/ysd", "$SITE/example": "/ysd", "$REVISION": before, "$OLD": before, "$NEW": before}
    reads = [line for line in COMMAND.findall(GUIDE.read_text()) if "-X" not in line]
    assert len(reads) > 10
    for line in reads:
        for name, text in names.items():
            line = line.replace(name, text)
        address = next(word for word in shlex.split(line) if word.startswith((ROOT, "/ysd/")))
        assert Client().get(address).status_code == 200, line


def test_proposal_of_the_guide_is_taken(world: World) -> None:
    body = re.search(r"-d '(\{\n.*?\n    \})'", GUIDE.read_text(), re.DOTALL)
    assert body is not None
    answer = as_person("ysd", world.people.proposer).post("changes/", json.loads(body[1]))
    assert answer.status_code == 201, answer.content
    assert ChangeRequest.objects.get().status == "submitted"


def test_guide_names_every_action() -> None:
    text = GUIDE.read_text()
    assert [action for action in ACTIONS if f"`{action}`" not in text and f"{action}," not in text] == []
