"""The lists of change requests: their filters lead to their files."""

import csv
import io
import re
from html import unescape

from django.test import Client

from tests.drivers import COMPATIBLE, World


def test_lists_of_changes_lead_to_their_files_with_the_filters(world: World) -> None:
    change = world.in_review(COMPATIBLE, title="A&B+C#D \u00e9")
    for page, number in (
        ("?q=A%26B%2BC%23D+%C3%A9&status=open", change.number),
        ("?status=earlier&q=destin", "YSD-0002"),
    ):
        text = unescape(Client().get(f"/ysd/changes/{page}").content.decode())
        (address,) = re.findall(r'href="(/api/v1/[^"]*format=csv)"', text)
        rows = list(csv.DictReader(io.StringIO(Client().get(address).content.decode())))
        assert [row["id"] for row in rows] == [number]
    assert "format=xlsx" not in Client().get("/ysd/changes/?q=quagga").content.decode()
