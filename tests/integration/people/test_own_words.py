"""No form says anything in the words of Django or allauth: every form is sent with nothing and with too much."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path
from pkgutil import walk_packages

import allauth
import django
import pytest
from allauth.core.context import request_context
from django import forms as django_forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import RequestFactory

import changes_app
from changes_app.deciding.forms import CommentForm, StepForm, VoteForm
from changes_app.people.forms import accounts, memberships, own_words
from changes_app.people.forms.own_words import TextForm
from changes_app.proposals.forms import conflicts, edits, texts, which
from changes_app.proposals.forms.asking import About
from changes_app.proposals.forms.questions import FORMS
from specs_app.document.types import Document
from specs_app.yaml_files import reader
from tests.drivers import EXAMPLE, PASSWORD, World, account

pytestmark = pytest.mark.one_database

Build = Callable[[QueryDict], django_forms.BaseForm]
CONFLICT = {"address": "items/YOUN002A", "field": "guidance", "base": "a", "theirs": "b", "mine": "c"}
#: Forms that no page shows as they are.
BASES = {own_words.OwnWords, TextForm, accounts.InWords, memberships.NamingForm}
#: A part of each kind, of the example.
PARTS = {
    "item": "YOUN002A",
    "object": "ysd_young_person",
    "relationship": "ysd_referral",
    "category": "recorded_sex",
    "value": "recorded_sex/U",
    "return": "SPO",
    "system": "harbour",
    "domain": "identity",
    "status": "B",
    "rule": "breaking",
}
TOO_MUCH = "9\0" + "x" * 70_000
WEAK = ("short", "73519284651928", "password1234", "ada@example.org", PASSWORD)


@cache
def example() -> Document:
    found = {path.relative_to(EXAMPLE).as_posix(): path.read_bytes() for path in EXAMPLE.rglob("*") if path.is_file()}
    return reader.read(found).document


def builders(user: User) -> dict[type[django_forms.BaseForm], Build]:
    """How each form is made of what is sent."""
    request = RequestFactory().get("/")
    return {
        texts.ReasonForm: lambda data: texts.ReasonForm(data=data),
        texts.ColleagueForm: lambda data: texts.ColleagueForm([user], data=data),
        CommentForm: lambda data: CommentForm(data=data),
        StepForm: lambda data: StepForm(data=data, needs_comment=True),
        VoteForm: lambda data: VoteForm(data=data),
        memberships.JoinForm: lambda data: memberships.JoinForm(data=data),
        memberships.AdmitForm: lambda data: memberships.AdmitForm(data=data),
        memberships.MemberForm: lambda data: memberships.MemberForm(data=data),
        memberships.EndForm: lambda data: memberships.EndForm(data=data),
        conflicts.ConflictForm: lambda data: conflicts.ConflictForm([CONFLICT], [True], data=data),
        which.WhichForm: lambda data: which.WhichForm(FORMS["map_item"], About(example()), data),
        accounts.SignupForm: lambda data: accounts.SignupForm(data),
        accounts.LoginForm: lambda data: accounts.LoginForm(data, request=request),
        accounts.ResetPasswordForm: lambda data: accounts.ResetPasswordForm(data),
        accounts.ResetPasswordKeyForm: lambda data: accounts.ResetPasswordKeyForm(data, user=user, temp_key="a"),
        accounts.ChangePasswordForm: lambda data: accounts.ChangePasswordForm(user, data),
        accounts.SetPasswordForm: lambda data: accounts.SetPasswordForm(user, data),
        accounts.AddEmailForm: lambda data: accounts.AddEmailForm(user, data),
        accounts.ReauthenticateForm: lambda data: accounts.ReauthenticateForm(data, user=user),
        accounts.NameForm: lambda data: accounts.NameForm(data),
        accounts.GitAddressForm: lambda data: accounts.GitAddressForm(data, no_reply="a", confirmed=["b"]),
    }


def sent(form: django_forms.BaseForm, answer: Callable[[str, django_forms.Field], Iterable[str]]) -> QueryDict:
    """What is sent for each field of a form."""
    data = QueryDict(mutable=True)
    for name, field in form.fields.items():
        data.setlist(name, list(answer(name, field)))
    return data


def said(form: django_forms.BaseForm) -> list[str]:
    return [message for messages in form.errors.values() for message in messages]


def ways(build: Build) -> Iterator[list[str]]:
    """What a form says to nothing, to too much, to words that are no answer, and to passwords that are none."""
    shown = build(QueryDict())
    yield said(shown)
    for answers in ([TOO_MUCH], ["x" * 70_000], ["nobody"], ["-1"], ["3.5", "nobody"]):
        yield said(build(sent(shown, lambda _name, _field, answers=answers: answers)))
    for password in WEAK:
        values = {"email": "ada@example.org", "login": "ada", "password2": f"{password}!", "full_name": "Ada"}
        for more in ({}, {"password2": password}):
            given: Mapping[str, str] = {**values, **more}
            yield said(build(sent(shown, lambda name, _field, given=given, new=password: [given.get(name, new)])))


def foreign(build: Build) -> list[str]:
    """What a form says in the words of the libraries."""
    return sorted(words for words in set(chain.from_iterable(ways(build))) if theirs().fullmatch(words))


@cache
def theirs() -> re.Pattern[str]:
    """Every sentence that Django or allauth has for a reader, with whatever may stand in it."""
    homes = [Path(module.__path__[0]) for module in (django, allauth)]
    catalogues = [
        homes[0] / "conf/locale/en/LC_MESSAGES/django.po",
        homes[0] / "contrib/auth/locale/en/LC_MESSAGES/django.po",
        homes[1] / "locale/de/LC_MESSAGES/django.po",
    ]
    found = re.findall(r'^msgid(?:_plural)?((?:\s*"[^\n]*")+)$', "\n".join(map(Path.read_text, catalogues)), re.M)
    texts = ("".join(re.findall(r'"(.*)"', entry)).replace('\\"', '"').replace("\\n", "\n") for entry in found)
    sentences = [text for text in texts if " " in text and text.endswith(".")]
    assert "This field is required." in sentences
    return re.compile("|".join(re.sub(r"%\\?\(\w+\\?\)[sd]|%d|%s", ".+", re.escape(text)) for text in sentences), re.S)


def forms_here() -> set[type[django_forms.BaseForm]]:
    """Every class of a form that a feature has in its `forms`."""
    names = [entry.name for entry in walk_packages(changes_app.__path__, "changes_app.")]
    modules = [import_module(name) for name in names if ".forms" in name]
    classes = (thing for module in modules for thing in vars(module).values() if isinstance(thing, type))
    return {
        found for found in classes if issubclass(found, django_forms.BaseForm) and "changes_app" in found.__module__
    }


def test_sentences_of_libraries_are_known() -> None:
    for words in (
        "This field is required.",
        "Enter a whole number.",
        "This password is too common.",
        "Select a valid choice. nobody is not one of the available choices.",
        "Ensure this value has at most 5 characters (it has 9).",
    ):
        assert theirs().fullmatch(words), words


def test_every_form_speaks_in_our_words(world: World) -> None:
    user = account("eve")
    user.set_password(PASSWORD)  # as a fast hash, as it is tried often
    user.save()
    known = builders(user)
    assert forms_here() - BASES - {edits.AnswerForm} == known.keys()
    with request_context(RequestFactory().get("/")):
        for kind, build in known.items():
            assert foreign(build) == [], kind


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_an_edit_speaks_in_our_words(name: str) -> None:
    kind = FORMS[name]
    about = About(example(), PARTS.get(kind.part, "in_set" if kind.part == "validator" else ""), "harbour")
    assert foreign(lambda data: edits.AnswerForm(kind, about, {}, data)) == []


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (lambda: texts.ReasonForm(data={}), ["Enter a short title", "Enter what is wrong, or missing"]),
        (lambda: accounts.NameForm({}), ["Enter your full name"]),
        (lambda: StepForm(data={}, needs_comment=True), ["Enter a comment that says why."]),
        (
            lambda: memberships.EndForm(data={"reason": "\0"}),
            ["Why does it end: take out what is no letter, digit or sign"],
        ),
        (
            lambda: accounts.ResetPasswordForm({"email": "a"}),
            ["Enter an e-mail address in full, such as ada@example.org"],
        ),
    ],
)
def test_form_says_what_to_do(form: Callable[[], django_forms.BaseForm], expected: list[str]) -> None:
    assert said(form()) == expected


def test_errors_of_several_fields_are_each_said_in_our_words() -> None:
    form = texts.ReasonForm(data={"title": "a", "reason": "b"})
    assert form.is_valid()
    theirs_own = django_forms.CharField().error_messages["required"]
    form.add_error(None, ValidationError({"title": ValidationError(theirs_own, code="required"), "reason": ["Ours"]}))
    assert said(form) == ["Answer this: Give your proposal a short title", "Ours"]
