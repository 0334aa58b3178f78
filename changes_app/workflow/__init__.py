"""The way of a change request as plain data, pure: statuses and roles, who may do what, events, steps, and how votes are counted.

What each part of the portal needs to know of them, it reads here: a step, a permission or an event stands in one row.
"""

from changes_app.workflow.events import EventKind
from changes_app.workflow.matrix import Permission
from changes_app.workflow.status import EDITABLE, FINAL, OPEN, Role, Status
from changes_app.workflow.steps import STEPS, TAKEN, Step

__all__ = ["EDITABLE", "FINAL", "OPEN", "STEPS", "TAKEN", "EventKind", "Permission", "Role", "Status", "Step"]
