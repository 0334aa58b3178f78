"""The lists of change requests: their filters lead to their files and to their other pages, whatever signs are in them."""

import csv
import io
import re
from html import unescape
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from django.utils.html import escape

from changes_app.deciding.views import reading
from changes_app.proposals.views import earlier
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


#: What means something else in an address, or is no letter there.
SIGNS = "R&D + C#/é 50% a=b; ?x"


@pytest.mark.parametrize("status", ["", "open"])
def test_pages_of_changes_lead_to_each_other_with_any_words(
    world: World, monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    monkeypatch.setattr(reading, "PROPOSALS_A_PAGE", 1)
    wanted = [world.in_review(COMPATIBLE, title=f"About {SIGNS} {count}").number for count in range(2)]
    world.in_review(COMPATIBLE, title="Something else")
    first = Client().get("/ysd/changes/", {"q": SIGNS, "status": status}).content.decode()
    second = Client().get("/ysd/changes/" + pager(first, "next")).content.decode()
    assert [numbers_on(first), numbers_on(second)] == [wanted[1:], wanted[:1]]
    assert numbers_on(Client().get("/ysd/changes/" + pager(second, "prev")).content.decode()) == wanted[1:]
    assert f'value="{escape(SIGNS)}"' in second


def test_pages_of_earlier_changes_lead_to_each_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(earlier, "CHANGES_A_PAGE", 2)
    first = Client().get("/ysd/changes/", {"q": "YSD-", "status": "earlier"}).content.decode()
    second = Client().get("/ysd/changes/" + pager(first, "next")).content.decode()
    assert [numbers_on(first), numbers_on(second)] == [["YSD-0006", "YSD-0005"], ["YSD-0004", "YSD-0003"]]


@pytest.mark.parametrize(
    "sent", [urlencode({"q": SIGNS}), f"q={quote(SIGNS, safe='/?=;').replace('%C3%A9', 'é')}"], ids=["quoted", "as is"]
)
def test_pages_by_rest_lead_to_each_other_with_any_words(world: World, sent: str) -> None:
    wanted = [world.in_review(COMPATIBLE, title=f"About {SIGNS} {count}").number for count in range(3)]
    world.in_review(COMPATIBLE, title="Something else")
    first = Client().get(f"/api/v1/specifications/ysd/changes/?{sent}&page_size=1").json()
    second = Client().get(first["next"]).json()
    third = Client().get(second["next"]).json()
    assert [page["results"][0]["id"] for page in (first, second, third)] == wanted[::-1]
    assert (first["previous"], third["next"]) == (None, None)
    assert Client().get(third["previous"]).json()["results"] == second["results"]
    assert Client().get(second["previous"]).json()["results"] == first["results"]
    assert first["next"].isascii()


def numbers_on(text: str) -> list[str]:
    return re.findall(r'href="(YSD-[0-9]+)/"', text)


def pager(text: str, where: str) -> str:
    """Where the pager leads."""
    (address,) = re.findall(rf'href="([^"]*)" rel="{where}"', text)
    return unescape(address)
