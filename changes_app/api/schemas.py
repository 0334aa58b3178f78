"""The shapes of change requests, as the OpenAPI schema tells them."""

from __future__ import annotations

from changes_app.workflow import EventKind, Status
from changes_app.workflow.voting import WEIGHTS, Verdict
from specs_app.web.api.model_shapes import PROPOSED
from specs_app.web.api.schemas import ADDRESSES, CHANGE, CLASSES, PROBLEM_FOUND
from specs_app.web.api.shaping import anything, choice, flag, maybe, moment, number, shape, table, text, texts

LINE_FIELDS = {
    "id": text("The number, such as SSD-0028."),
    "title": text(),
    "status": choice(Status.values),
    "class": choice(CLASSES, "Computed from the differences."),
    "proposer": text(),
    "organisation": maybe(),
    "content_hash": text("What a vote names."),
    "created": moment(),
    "submitted": moment(),
    "decided": moment(),
    "publish_after": moment("When the notice of an approved change has run."),
    "published": moment(),
    "revision": maybe("The commit it was published as."),
    **ADDRESSES,
}
CHANGE_LINE = shape("ChangeLine", "A change request in the list.", LINE_FIELDS)
EDIT = shape(
    "Edit", "A typed edit.", {"action": text(), "target": text(), "values": table("The keys that change; null clears.")}
)
IMPACT = shape(
    "Impact",
    "What a change reaches.",
    {
        "objects": texts(),
        "items": texts("References."),
        "categories": texts(),
        "returns": texts(),
        "cms": texts(),
        "dependents": texts("Items whose foreign keys point at a touched one."),
        "tables": texts("Objects whose SQL alters."),
        "sql": flag("Whether any script alters."),
    },
)
CONFLICT = shape(
    "Conflict",
    "Something that the standard's own progress altered too.",
    {
        "address": text(),
        "field": text(),
        "base": anything("The value when the proposal was begun."),
        "theirs": anything("The value now."),
        "mine": anything("The value that the proposal gives."),
    },
)
RULE = shape(
    "SteeringRule",
    "What the steering rules ask for this class, as they were when it was submitted.",
    {
        "change_class": choice(CLASSES),
        "approvals": number(),
        "quorum": number(),
        "objection_blocks": flag(),
        **{f"{name}_days": number() for name in ("consultation", "final_comment", "deadline", "notice")},
    },
)
TALLY = shape(
    "Tally",
    "The votes counted.",
    {
        **{name: number() for name in ("approvals", "objections", "abstentions", "recusals", "needed", "quorum")},
        "void": number("Votes for content, or under rules, that were altered since."),
        "lapsed": number(
            "Votes whose casters may not vote for that organisation any more, or of the proposer's organisation."
        ),
        "able": number("Organisations that can vote on it at all."),
        "shortfall": text("What the rule asks beyond that; empty where it can be met."),
        "missing": texts("In words what is still needed; empty when the rules hold."),
    },
)
VOTE = shape(
    "CastVote",
    "A vote of one organisation.",
    {
        "organisation": maybe("Null where it is the secretariat's."),
        "reviewer": text(),
        "verdict": choice(Verdict.values),
        "comment": text(),
        "content_hash": text(),
        "counts": flag("Whether it counts now."),
        "weight": choice(WEIGHTS, "Whether it counts, and if not, why."),
        "at": moment(),
    },
)
COMMENT = shape(
    "CommentMade", "A contribution to the discussion.", {"author": text(), "comment": text(), "at": moment()}
)
EVENT = shape(
    "TimelineEntry",
    "Something that happened.",
    {"kind": choice(EventKind.values), "text": text(), "comment": maybe(), "at": moment()},
)
ACTION = shape(
    "PossibleAction",
    "What fits the status.",
    {"name": text(), "refusal": maybe("Why you may not; null where you may.")},
)
CHANGE_REQUEST = shape(
    "ChangeRequest",
    "A change request, and what its reader may do with it.",
    {
        **LINE_FIELDS,
        "reason": text(),
        "benefit": text(),
        "base_revision": text("What the edits were written against."),
        "publication_problem": maybe("Why an approved change is not published yet."),
        "colleagues": texts("Who may write it with its proposer."),
        "edits": EDIT(many=True),
        "differences": CHANGE(many=True),
        "problems": PROBLEM_FOUND(many=True, help_text="Those that the change would bring."),
        "impact": IMPACT(),
        "diagram": PROPOSED(allow_null=True),
        "conflicts": CONFLICT(many=True),
        "reverts": maybe("The number of the published change that it takes back."),
        "reverted_by": texts("The numbers of the change requests that take this one back."),
        "unreverted": texts("What of that change it does not take back, in sentences."),
        "rule": RULE(allow_null=True),
        "tally": TALLY(allow_null=True),
        "votes": VOTE(many=True),
        "comments": COMMENT(many=True),
        "timeline": EVENT(many=True),
        "actions": ACTION(many=True),
    },
)
