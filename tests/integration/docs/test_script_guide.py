"""The script author's way: the guide for scripts is run as it is written, against a real server."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from knox.models import AuthToken
from pytest_django.live_server_helper import LiveServer

from changes_app import demo
from changes_app.models import ChangeRequest
from specs_app import queries
from specs_app.access import PORTAL

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]

GUIDE = Path(settings.BASE_DIR, "docs", "user", "scripts.md")
#: Who types a token, in the order of the guide.
WRITERS = ("member", "secretariat", "steering")
STRICT = 'set -euo pipefail\ncurl() { command curl --silent --show-error --fail-with-body "$@"; echo; }\n'


def script(server: str) -> str:
    """Every example of the guide, one behind the other."""
    lines = re.findall(r"^ {4}(.*)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    return STRICT + "\n".join(lines).replace("http://127.0.0.1:8000", server)


@pytest.fixture
def walked(live_server: LiveServer, tmp_path: Path) -> Path:
    """The folder in which all examples were run."""
    if missing := [tool for tool in ("bash", "curl", "python3") if shutil.which(tool) is None]:
        pytest.skip(f"not installed: {', '.join(missing)}")
    demo.bootstrap()
    tokens = [AuthToken.objects.create(User.objects.get(username=name))[1] for name in WRITERS]
    done = subprocess.run(
        ["bash", "-c", script(live_server.url)],
        input="\n".join(tokens) + "\n",
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    (tmp_path / "output").write_text(done.stdout, encoding="utf-8")
    return tmp_path


def test_guide_for_scripts_works_as_written(walked: Path) -> None:
    check_change(walked)
    check_mappings(walked)


def check_change(walked: Path) -> None:
    """The change of the guide went through, and what was not new came without a body."""
    output = (walked / "output").read_text(encoding="utf-8")
    assert "304 Not Modified" in output
    change = ChangeRequest.objects.latest("sequence")
    assert (change.number, change.status) == ("YSD-0026", "published")
    _, version = queries.at("example", viewer=PORTAL)
    assert "by telephone too" in version.document.item_by_ref["REFE003A"][1].guidance
    assert f'"revision":"{change.published_revision}"' in output.replace(": ", ":")


def check_mappings(walked: Path) -> None:
    """Every item that the system fills, as of the revision that was named before the change, with its source."""
    listed = json.loads((walked / "mappings.json").read_text(encoding="utf-8"))
    rows = {row["item_ref"]: row for row in listed["results"]}
    before = ChangeRequest.objects.get(number="YSD-0008").published_revision
    document = queries.at("example", before, viewer=PORTAL)[1].document
    wanted = {
        item.item_ref: mapping.source
        for _, item in document.items()
        for mapping in item.cms
        if mapping.cms == "kestrel"
    }
    assert listed["count"] == len(wanted) == len(rows)
    assert {ref: row["source"] for ref, row in rows.items()} == wanted
    with (walked / "mappings.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["item_ref"] for row in csv.DictReader(file)] == [row["item_ref"] for row in listed["results"]]
    with (walked / "items-of-kestrel.csv").open(encoding="utf-8", newline="") as file:
        held = {row["item_ref"]: row["kestrel_source"] for row in csv.DictReader(file)}
    assert held == {row["item_ref"]: row["source"] or "" for row in listed["results"] if row["marked"]}
