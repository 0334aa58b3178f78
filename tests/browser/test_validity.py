"""Every page of the site, as each kind of reader sees it, is valid HTML: one run of the W3C's own checker over all of them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from tests.every_page import Stock, stocked
from tests.soak import SOAK, sample

CHECKER = Path(settings.BASE_DIR) / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
#: A page that the checker must not let pass, beside those of the site.
FAULTY = b'<!DOCTYPE html><html lang="en"><title>Faulty</title><p><div id="a"></div></p></html>'
#: What is new in each answer and no matter of validity.
ONCE = re.compile(rb'(csrfmiddlewaretoken" value|nonce)="\w+"')


@pytest.fixture
def checker() -> list[str]:
    """The command that checks files."""
    if shutil.which("java") is None:
        pytest.skip("Java is not installed: apt-get install default-jre-headless")
    if not CHECKER.is_file():
        pytest.skip("the checker of HTML is not installed: npm ci --ignore-scripts")
    return ["java", "-Xss2m", "-jar", str(CHECKER), "--format", "json", "--stdout", "--exit-zero-always"]


def bodies(stock: Stock) -> Iterator[tuple[str, bytes]]:
    """Each different page, with who saw it where; what differs in the frame alone, once for each role."""
    seen = set[tuple[str, bytes]]()
    for role, user in stock.readers.items():
        client = Client()
        if user is not None:
            client.force_login(user)
        for path in sample(stock.pages(), 2):
            answer = client.get(path)
            body = b"" if answer.streaming else ONCE.sub(b"", answer.content)
            told = (role if path == "/" else "", body.partition(b"<main")[2] or body)
            if answer.headers.get("Content-Type", "").startswith("text/html") and body and told not in seen:
                seen.add(told)
                yield f"{role} {path}", answer.content


@pytest.mark.soak
def test_every_page_is_valid_html(db: None, tmp_path: Path, checker: list[str]) -> None:
    cache.clear()
    pages, names = tmp_path / "pages", dict[str, str]()
    pages.mkdir()
    for number, (name, body) in enumerate(bodies(stocked(tmp_path / "source"))):
        (pages / f"{number}.html").write_bytes(body)
        names[f"{number}.html"] = name
    assert len(names) > (100 if SOAK else 50)
    (pages / "faulty.html").write_bytes(FAULTY)
    done = subprocess.run([*checker, "--skip-non-html", str(pages)], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)["messages"]
    faulty = [line for line in told if Path(line["url"]).name == "faulty.html"]
    found = {
        f"{line['message']}: {line.get('extract', '').strip()}": line["url"] for line in told if line not in faulty
    }
    assert faulty
    assert {message: names[Path(url).name] for message, url in found.items()} == {}
