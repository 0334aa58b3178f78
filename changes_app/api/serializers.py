"""A change request as REST shows it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from rest_framework.request import Request

from changes_app.deciding import next_steps, tallies
from changes_app.deciding.ballots import Ballot, Poll, poll
from changes_app.models import ChangeRequest, Comment, Event
from changes_app.people import permissions
from changes_app.proposals import previews, queries
from changes_app.proposals.colleagues import inside
from changes_app.record import event_words
from changes_app.record.names import display_name
from specs_app.diagrams.values import Target
from specs_app.publishing.links import Links
from specs_app.web.api.model import marks_of

Answer = dict[str, Any]


def summary(request: Request, change: ChangeRequest) -> Answer:
    """A line of the list."""
    links = Links(change.specification.slug)
    return {
        "id": change.number,
        "title": change.title,
        "status": change.status,
        "class": change.change_class,
        "proposer": display_name(change.proposer),
        "organisation": change.organisation.name if change.organisation else None,
        "content_hash": change.content_hash,
        "created": moment(change.created_at),
        "submitted": moment(change.submitted_at),
        "decided": moment(change.decided_at),
        "publish_after": moment(change.publish_after),
        "published": moment(change.published_at),
        "revision": change.published_revision or None,
        "url": request.build_absolute_uri(links.rest("changes", change.number)),
        "html_url": request.build_absolute_uri(links.change(change.number)),
    }


def whole(request: Request, change: ChangeRequest) -> Answer:
    """Everything about one request, and what the reader may do with it. Edits, votes and comments are at hand already."""
    who, votes = permissions.participant(request.user, change.specification), poll(change)
    return {
        **summary(request, change),
        "reason": change.reason,
        "benefit": change.benefit,
        "base_revision": change.base_revision,
        "publication_problem": change.publication_problem or None,
        "colleagues": [display_name(row.user) for row in inside(change)],
        "edits": [edit.as_json() for edit in change.edits.all()],
        "differences": change.differences,
        "problems": change.problems,
        "impact": change.impact,
        "diagram": diagram(request, change),
        "conflicts": change.conflicts,
        "reverts": change.reverts.number if change.reverts else None,
        "reverted_by": [found.number for found in queries.reverting(change, request.user)],
        "unreverted": change.unreverted,
        "rule": asdict(change.rule) if change.rule else None,
        "tally": tally(change, votes),
        "votes": [vote(ballot) for ballot in votes.ballots],
        "comments": [comment(entry) for entry in change.comments.all()],
        "timeline": [event(entry) for entry in queries.timeline(change)],
        "actions": [
            {"name": choice.name, "refusal": choice.refusal or None} for choice in next_steps.choices(change, who)
        ],
    }


def diagram(request: Request, change: ChangeRequest) -> Answer | None:
    """What it does to the model, as boxes and lines with their marks; None where it leaves that as it is."""
    found = previews.preview(change).diagram if change.differences else None
    if found is None:
        return None
    links = Links(change.specification.slug)

    def page(target: Target) -> str | None:
        return request.build_absolute_uri(links.page(*target)) if target else None

    return {"title": found.title, **marks_of(found, page)}


def tally(change: ChangeRequest, votes: Poll) -> Answer | None:
    """The votes counted, and in words what is still missing; none before the proposal was submitted."""
    counted = tallies.tally(change, votes)
    return None if counted is None else {**asdict(counted), "missing": list(counted.missing)}


def vote(ballot: Ballot) -> Answer:
    """A vote, whether it counts, and if not, why."""
    entry = ballot.review
    return {
        "organisation": entry.organisation.name if entry.organisation else None,
        "reviewer": display_name(entry.reviewer),
        "verdict": entry.verdict,
        "comment": entry.comment,
        "content_hash": entry.content_hash,
        "counts": ballot.counts,
        "weight": ballot.weight,
        "at": moment(entry.cast_at),
    }


def comment(entry: Comment) -> Answer:
    return {"author": display_name(entry.author), "comment": entry.body, "at": moment(entry.created_at)}


def event(entry: Event) -> Answer:
    """What happened, in words."""
    line = event_words.entry(entry)
    return {"kind": entry.kind, "text": line.words, "comment": line.comment or None, "at": moment(entry.at)}


def moment(when: datetime | None) -> str | None:
    """A time of ISO 8601, in UTC as stored."""
    return when.isoformat() if when else None
