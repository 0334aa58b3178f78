"""Takes the pictures of the guides and of README from a portal with a fresh demo: `python -m tests.browser.pictures http://127.0.0.1:8000`.

It walks the tutorial as it is written, so that pictures and words stay together, and opens what the reader's guide tells of. Each
shows what is on the screen, small, as WebP.
"""

from __future__ import annotations

import io
import re
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "images"
PASSWORD = "youth-services-demo"
SIZE = {"width": 960, "height": 720}
#: In colours: enough for text and our few tints.
QUALITY = 60


#: Pages by the picture of each, and what is shown of those whose top says little.
READ = {
    "item": "items/YOUN007A/",
    "change-request": "changes/YSD-0010/",
    "reader-overview": "",
    "reader-map": "",
    "reader-model": "model/objects/ysd_young_person/",
    "reader-object": "objects/ysd_young_person/",
    "reader-returns": "matrices/items-returns/",
    "reader-filled": "matrices/objects-systems/",
    "reader-system": "cms/larchway/",
    "reader-search": "search?q=address",
    "reader-quality": "quality/",
    "reader-codes": "categories/programme_type/?as_of=2025-01-01",
}
BELOW = {"reader-map": "#covers", "reader-returns": ".portal-matrix", "reader-filled": ".portal-matrix"}


def main(site: str) -> None:
    with sync_playwright() as tools:
        found = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = tools.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_context(base_url=site, viewport=SIZE, device_scale_factor=1).new_page()
        page.set_default_timeout(60_000)
        reading(page)
        sign_in(page)
        clearer_guidance(page)
        new_item(page)
        browser.close()


def take(page: Page, name: str, *, at: str = "", scroll: bool = True) -> None:
    """What is on the screen, from the top or from the first place that says ``at``; as it stands without ``scroll``."""
    if at:
        page.get_by_text(at).first.evaluate("node => node.scrollIntoView()")
    elif scroll:
        page.evaluate("scrollTo(0, 0)")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.save(FOLDER / f"{name}.webp", quality=QUALITY, method=6)


def reading(page: Page) -> None:
    for name, address in READ.items():
        page.goto(f"/example/{address}")
        page.wait_for_load_state("networkidle")
        if name in BELOW:
            page.locator(BELOW[name]).evaluate("node => node.scrollIntoView()")
        take(page, name, scroll=name not in BELOW)


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/?next=/example/")
    page.get_by_label(re.compile("user ?name|e-mail", re.IGNORECASE)).first.fill("member")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def forward(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).click()


def answer(page: Page, label: str, text: str) -> None:
    """Answer the first question of that label that can be seen."""
    found = page.get_by_role("main").get_by_label(re.compile(rf"^\s*{re.escape(label)}")).and_(page.locator(":visible"))
    if found.first.evaluate("node => node.tagName") == "SELECT":
        found.first.select_option(label=text)
    else:
        found.first.fill(text)


def clearer_guidance(page: Page) -> None:
    """The first half: words of one item, sent."""
    page.goto("/example/search?q=referral+received")
    take(page, "tutorial-search")
    page.get_by_role("link", name="refe_received_date").click()
    take(page, "tutorial-item")
    forward(page, "Suggest a change")
    page.get_by_label("Change its definition or guidance").check()
    take(page, "tutorial-choose")
    forward(page, "Continue")
    answer(page, "Give your proposal a short title", "Say when a referral counts as received")
    answer(page, "What is wrong, or missing?", "Councils differ on requests that are made by telephone.")
    take(page, "tutorial-why")
    forward(page, "Save and continue")
    answer(page, "Guidance", "The day the request reached the service in any form, by telephone too.")
    take(page, "tutorial-words")
    forward(page, "Save and continue")
    take(page, "tutorial-check")
    forward(page, "Send the proposal")
    take(page, "tutorial-sent")


def new_item(page: Page) -> None:
    """The second half: an item with a code list of its own, and where two systems hold it, in one form."""
    page.goto("/example/objects/ysd_referral/")
    page.get_by_role("main").get_by_role("link", name="Suggest a new item").click()
    if page.get_by_label("Add a new item").count():
        page.get_by_label("Add a new item").check()
        page.get_by_label("A new proposal").check()
        forward(page, "Continue")
    answer(page, "Give your proposal a short title", "Record how urgent a referral is")
    answer(page, "What is wrong, or missing?", "Nobody can say how many urgent referrals wait.")
    forward(page, "Save and continue")
    for label, text in {"Name": "refe_urgency", "Definition": "How urgent the referral is", "Type": "nvarchar"}.items():
        answer(page, label, text)
    answer(page, "Size", "1")
    take(page, "tutorial-new-item")
    page.locator("summary", has_text="Make a new code list").click()
    answer(page, "Name of the new list", "referral_urgency")
    answer(page, "Codes", "1 = Routine\n2 = Urgent\n3 = Same day")
    take(page, "tutorial-list", at="Make a new code list in this proposal")
    page.locator("summary", has_text="How systems hold it").click()
    for system, table in {"Kestrel Cloud": "ks_referral", "Larchway Casework": "lw.referrals"}.items():
        page.locator("summary", has_text=system).click()
        block = page.locator("details", has=page.locator("summary", has_text=system)).last
        block.get_by_label("This system holds it").check()
        block.get_by_label("Table").first.fill(table)
        block.get_by_label("Field").first.fill("urgency")
    take(page, "tutorial-systems", at="Kestrel Cloud")
    forward(page, "Save and continue")
    take(page, "tutorial-draft")
    page.goto("/example/changes/?status=published")
    take(page, "tutorial-published")


if __name__ == "__main__":
    main(sys.argv[1])
