"""Writing a proposal through the forms."""

from html import unescape

import pytest
from django.test import Client

from changes_app.models import ChangeRequest
from changes_app.proposals.forms.questions import FORMS
from changes_app.workflow import Status
from tests.drivers import PASSWORD, World
from tests.integration.conftest import As

pytestmark = pytest.mark.one_database

REASON = {"title": "Say which surname", "reason": "Analysts ask.", "benefit": ""}
NEW = "/ysd/changes/new/"
WHY = "/ysd/changes/new/why/?form=wording&target=YOUN002A"


def begun(client: Client, form: str = "wording", target: str = "YOUN002A") -> tuple[ChangeRequest, str]:
    """A draft with a reason, and the address of its first edit's form."""
    answer = client.post(f"/ysd/changes/new/why/?form={form}&target={target}", REASON)
    assert answer.status_code == 302
    return ChangeRequest.objects.latest("sequence"), answer.headers["Location"]


def test_whole_way_from_item_to_submitted(world: World, client_of: As) -> None:
    client = client_of(world.people.proposer)
    chosen = client.get(NEW, {"item": "YOUN002A", "form": "wording", "go": "1"})
    assert chosen.headers["Location"] == WHY
    change, edit = begun(client)
    assert b"As it stands" in client.get(edit).content
    answer = client.post(edit, {"guidance": "The surname in use\r\ntoday.", "description": "Family name"})
    assert answer.headers["Location"] == f"/ysd/changes/{change.number}/draft/"
    checked = client.get(answer.headers["Location"]).content.decode()
    assert "Editorial" in checked
    assert "data/objects/" in checked
    sent = client.post(f"/ysd/changes/{change.number}/send/", follow=True)
    assert f"<strong>{change.number}</strong>" in sent.content.decode()
    change.refresh_from_db()
    assert change.status == Status.SUBMITTED
    assert change.edits.get().values["guidance"] == "The surname in use\ntoday."


def test_only_what_was_changed_becomes_a_value(world: World, client_of: As) -> None:
    client = client_of(world.people.proposer)
    change, edit = begun(client, "details")
    page = client.get(edit)
    answers = {name: value for name, value in page.context["form"].initial.items() if value not in (None, "", False)}
    client.post(edit, {**answers, "max_field_size": "999"})
    assert change.edits.get().values == {"max_field_size": "999"}


def test_nothing_changed_is_said_and_no_edit_is_kept(world: World, client_of: As) -> None:
    client = client_of(world.people.proposer)
    change, edit = begun(client)
    first = client.get(edit).context["form"].initial
    answer = client.post(edit, {"guidance": first["guidance"], "description": first["description"]})
    assert "You have not changed anything yet" in answer.content.decode()
    assert not change.edits.exists()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "=cmd()|' /C calc'!A0",
        "x" * 1_000_000,
        "bell\x07",
        "{{ 7*7 }}",
        "'; DROP TABLE x;--",
    ],
)
def test_hostile_text_is_kept_as_typed_and_shown_as_text(world: World, client_of: As, text: str) -> None:
    client = client_of(world.people.proposer)
    change, edit = begun(client)
    answer = client.post(edit, {"guidance": text, "description": "Family name"}, follow=True)
    assert answer.status_code == 200
    content = answer.content.decode()
    assert "<script>alert" not in content
    if not change.edits.exists():
        assert "There is a problem" in content
        assert answer.context["form"]["guidance"].value() == text
    elif len(text) < 1_000:
        assert text in unescape(content)


def test_wrong_answer_stands_at_its_question_with_all_that_was_typed(world: World, client_of: As) -> None:
    client = client_of(world.people.proposer)
    _, edit = begun(client, "add_item", "ysd_young_person")
    answer = client.post(
        edit, {"name": "Not A Name!", "description": "Kept words", "type": "nvarchar", "max_field_size": "9"}
    )
    form = answer.context["form"]
    assert "name" in form.errors
    assert form["description"].value() == "Kept words"
    assert 'href="#id_name"' in answer.content.decode()


def test_missing_reason_is_asked_for(world: World, client_of: As) -> None:
    answer = client_of(world.people.proposer).post(WHY, {"title": "", "reason": "Kept"})
    assert "There is a problem" in answer.content.decode()
    assert answer.context["form"]["reason"].value() == "Kept"
    assert not ChangeRequest.objects.exists()


def test_what_was_typed_before_signing_in_is_there_afterwards(world: World) -> None:
    client = Client()
    answer = client.post(WHY, {"title": "Typed while signed out", "reason": "Long words", "benefit": ""})
    assert answer.headers["Location"].startswith("/accounts/login/")
    client.post(answer.headers["Location"], {"login": world.people.proposer.username, "password": PASSWORD})
    page = client.get(WHY).content.decode()
    assert "Typed while signed out" in page
    assert "Long words" in page


def test_somebody_without_a_role_is_told_how_to_join(world: World, client_of: As) -> None:
    page = client_of(world.people.outsider).get(NEW, {"item": "YOUN002A"}).content.decode()
    assert "/ysd/join/" in page


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_form_opens_and_takes_an_empty_answer_without_failing(world: World, client_of: As, form: str) -> None:
    client = client_of(world.people.proposer)
    targets = {
        "item": "YOUN002A",
        "object": "ysd_young_person",
        "category": "gender",
        "value": "gender/1",
        "standard": "",
        "return": "PDR",
        "system": "harbour",
        "domain": "identity",
        "status": "B",
        "rule": "breaking",
        "validator": "in_set",
        "datatype": "word",
        "parameter": "years",
        "join": "larchway:A:B",
        "row_scope": "ysd_team",
        "lookup": "YOUN002A",
        "extract": "larchway/ysd_team",
        "authority": "900",
    }
    _, edit = begun(client, form, targets[FORMS[form].part])
    edit += "&cms=harbour" if FORMS[form].choose else ""
    assert client.get(edit).status_code == 200
    assert client.post(edit, {}).status_code in (200, 302)
    assert client.get(edit.replace("target=", "target=nothing")).status_code == 200


def test_draft_of_somebody_else_does_not_exist(world: World, client_of: As) -> None:
    change = world.draft()
    for person in (world.people.secretariat, world.people.chair, world.people.outsider):
        assert client_of(person).get(f"/ysd/changes/{change.number}/draft/").status_code == 404


def test_edit_is_changed_and_taken_out(world: World, client_of: As) -> None:
    client, change = client_of(world.people.proposer), world.draft()
    client.post(f"/ysd/changes/{change.number}/edits/0/", {"guidance": "Third wording.", "description": ""})
    assert change.edits.get().values["guidance"] == "Third wording."
    client.post(f"/ysd/changes/{change.number}/edits/0/remove/")
    assert not change.edits.exists()
    assert client.post(f"/ysd/changes/{change.number}/send/").status_code == 422


def test_draft_is_thrown_away_after_asking(world: World, client_of: As) -> None:
    client, change = client_of(world.people.proposer), world.draft()
    assert client.get(f"/ysd/changes/{change.number}/discard/").status_code == 200
    assert ChangeRequest.objects.filter(pk=change.pk).exists()
    client.post(f"/ysd/changes/{change.number}/discard/")
    assert not ChangeRequest.objects.filter(pk=change.pk).exists()


def test_conflict_is_shown_side_by_side_and_settled_by_the_proposer(world: World, client_of: As) -> None:
    change = world.draft()
    values = {"guidance": "Somebody else's words."}
    world.published([{"action": "change_item", "target": "YOUN002A", "values": values}], by=world.people.voters[0])
    client = client_of(world.people.proposer)
    answer = client.post(f"/ysd/changes/{change.number}/send/")
    content = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Somebody else's words." in content
    assert "The surname in use today." in content
    assert 'href="../conflicts/"' in content
    page = client.get(f"/ysd/changes/{change.number}/conflicts/")
    (keep,) = [name for name in page.context["form"].fields if name.startswith("keep_")]
    sent = {"revision": page.context["form"]["revision"].value(), keep: "mine"}
    assert client.post(f"/ysd/changes/{change.number}/conflicts/", sent).status_code == 302
    assert client.post(f"/ysd/changes/{change.number}/send/").status_code == 302


def test_reason_of_what_was_sent_leads_to_the_proposal_and_says_why(world: World, client_of: As) -> None:
    sent, client = world.submitted(), client_of(world.people.proposer)
    answer = client.get(f"/ysd/changes/{sent.number}/why/", follow=True)
    assert answer.redirect_chain == [(f"/ysd/changes/{sent.number}/", 302)]
    assert "is submitted: what is being judged cannot be edited." in answer.content.decode()


def test_reason_of_somebody_elses_proposal_leads_to_the_proposal(world: World, client_of: As) -> None:
    back = world.changes_requested()
    answer = client_of(world.people.voters[0]).get(f"/ysd/changes/{back.number}/why/", follow=True)
    assert answer.redirect_chain == [(f"/ysd/changes/{back.number}/", 302)]
    assert "Only the person who made the proposal may do this." in answer.content.decode()
    assert client_of(world.people.proposer).get(f"/ysd/changes/{back.number}/why/").status_code == 200
