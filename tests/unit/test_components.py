"""Forms become GOV.UK markup by one mechanism."""

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string


class Example(forms.Form):
    title = forms.CharField(help_text="A few words", widget=forms.TextInput(attrs={"data-label": "l"}))
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), required=False)
    kind = forms.ChoiceField(choices=[("a", "First"), ("b", "Second")], widget=forms.RadioSelect)
    system = forms.ChoiceField(choices=[("x", "Mosaic")])
    returns = forms.MultipleChoiceField(choices=[("r", "Return")], widget=forms.CheckboxSelectMultiple, required=False)
    agree = forms.BooleanField(required=False)


def test_field_has_label_hint_and_control() -> None:
    html = Example()["title"].as_field_group()
    assert '<label class="govuk-label govuk-label--l" for="id_title">Title</label>' in html
    assert '<div id="id_title_helptext" class="govuk-hint">A few words</div>' in html
    assert 'class="govuk-input"' in html
    assert 'aria-describedby="id_title_helptext"' in html


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("reason", "govuk-textarea"),
        ("kind", "govuk-radios__input"),
        ("system", "govuk-select"),
        ("returns", "govuk-checkboxes__input"),
        ("agree", "govuk-checkboxes__input"),
    ],
)
def test_control_has_the_class_of_its_kind(name: str, expected: str) -> None:
    assert expected in Example()[name].as_field_group()


def test_optional_field_says_so() -> None:
    assert "Reason (optional)" in Example()["reason"].as_field_group()


def test_error_stands_at_the_field_and_in_the_summary() -> None:
    form = Example({"reason": "<script>alert(1)</script>"})
    html = form.render()
    assert '<a href="#id_title">Title: This field is required.</a>' in html
    assert '<a href="#id_kind_0">Kind: This field is required.</a>' in html
    assert 'id="id_title_error"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert "govuk-form-group--error" in html
    assert "&lt;script&gt;" in html
    assert "<script>" not in html


def test_pagination_keeps_the_query_and_leaves_out_far_pages() -> None:
    page = Paginator(range(1000), 10).page(50)
    html = render_to_string("components/pagination.html", {"page": page, "query": "q=sex&"})
    assert 'href="?q=sex&amp;page=49"' in html
    assert 'aria-current="page">50<' in html
    assert "page=30" not in html


def test_pagination_of_one_page_is_nothing() -> None:
    html = render_to_string("components/pagination.html", {"page": Paginator([1], 10).page(1)})
    assert html.strip() == ""
