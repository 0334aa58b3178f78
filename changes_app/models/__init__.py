"""Tables of change requests: one noun a file."""

from changes_app.models.change_request import ChangeRequest, TouchedAddress
from changes_app.models.colleague import Colleague
from changes_app.models.comment import Comment
from changes_app.models.edit import Edit
from changes_app.models.event import Event
from changes_app.models.membership import Membership, Organisation
from changes_app.models.outbox_message import OutboxMessage
from changes_app.models.profile import Profile
from changes_app.models.review import Review
from changes_app.models.voted_content import VotedContent

__all__ = [
    "ChangeRequest",
    "Colleague",
    "Comment",
    "Edit",
    "Event",
    "Membership",
    "Organisation",
    "OutboxMessage",
    "Profile",
    "Review",
    "TouchedAddress",
    "VotedContent",
]
