"""What has changed in a proposal since a vote, on small differences."""

from typing import Any

from changes_app.deciding.since_vote import SinceVote, since
from specs_app.document.diff import Change

WORDS = {"title": "Say which surname", "reason": "Analysts ask.", "benefit": ""}


def change(kind: str, address: str, field: str, after: Any, before: Any = "old") -> dict[str, Any]:
    return Change(kind, address, field, before, after, "editorial").as_dict()


GUIDANCE = change("wording", "items/A1", "guidance", "The surname in use.")


def compared(old: list[dict[str, Any]], new: list[dict[str, Any]], **words: str) -> SinceVote:
    return since(WORDS, old, now={**WORDS, **words}, proposed=new)


def test_the_same_in_the_same_words_is_no_difference() -> None:
    assert compared([GUIDANCE], [GUIDANCE]).is_empty


def test_what_a_change_comes_from_does_not_matter() -> None:
    moved = change("wording", "items/A1", "guidance", "The surname in use.", before="published meanwhile")
    assert compared([GUIDANCE], [moved]).is_empty


def test_other_words_lead_from_what_was_voted_on() -> None:
    (altered,) = compared([GUIDANCE], [change("wording", "items/A1", "guidance", "The surname today.")]).altered
    assert (altered.before, altered.after) == ("The surname in use.", "The surname today.")


def test_what_came_and_what_went_are_told_apart() -> None:
    other = change("type", "items/A1", "type", "int")
    found = compared([GUIDANCE], [other])
    assert [entry.kind for entry in found.fresh] == ["type"]
    assert [entry.kind for entry in found.gone] == ["wording"]
    assert not found.altered


def test_of_a_new_part_only_the_keys_that_differ_are_told() -> None:
    old = change("added", "items/A2", "", {"name": "size", "type": "int"}, before=None)
    new = change("added", "items/A2", "", {"name": "size", "type": "bit", "guidance": "Feet."}, before=None)
    (altered,) = compared([old], [new]).altered
    assert (altered.before, altered.after) == ({"type": "int", "guidance": None}, {"type": "bit", "guidance": "Feet."})


def test_the_proposals_own_words_are_compared_word_by_word() -> None:
    (reworded,) = compared([GUIDANCE], [GUIDANCE], reason="Analysts ask often.").words
    assert reworded.name == "What is wrong"
    assert [span.text for span in reworded.spans if span.kind == "added"] == [" often"]
