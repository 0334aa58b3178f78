"""Markdown becomes a page in the portal's style, and brings no markup, script or dead link of its own."""

from __future__ import annotations

import pytest

from ssd_portal.prose import render


def test_text_is_dressed_in_the_styles_of_the_site() -> None:
    html = render("# Title\n\nSome *words*.\n\n- one\n\n| a | b |\n|---|---|\n| 1 | 2 |\n").html
    for part in (
        '<h1 id="title" class="portal-title">',
        '<p class="govuk-body">',
        'class="govuk-list govuk-list--bullet"',
    ):
        assert part in html
    assert 'class="portal-scroll" tabindex="0"' in html
    assert '<th class="govuk-table__header" scope="col">' in html


def test_title_is_the_first_heading() -> None:
    assert render("Words.\n\n## Second\n\n# First\n").title == "Second"
    assert render("Words.").title == ""


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        "    <b>x</b>",
        "```\n</code></pre><script>x</script>\n```",
        '[a](/x "onmouseover=alert(1)")',
        '[a](</"><script>x</script>>)',
    ],
)
def test_no_markup_of_a_text_is_taken_over(text: str) -> None:
    html = render(text).html
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html


def test_link_that_leads_nowhere_leaves_its_words() -> None:
    html = render(
        "See [the *inner* papers](inner.md) and [this](/on/).", lambda href: None if href == "inner.md" else href
    ).html
    assert html.count("<a ") == html.count("</a>") == 1
    assert "the <em>inner</em> papers" in html
