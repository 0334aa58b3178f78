"""Organisations, and who stands for what in a specification."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from changes_app import organisation_names
from changes_app.workflow import Role


class Organisation(models.Model):
    """A council, a supplier, a department: one vote each. ``key`` is what of the name is compared (`organisation_names.key`)."""

    name = models.CharField(max_length=200, unique=True)
    key = models.CharField(max_length=250, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def look_alikes(self) -> list[str]:
        """The names of other organisations that a reader may take for this one."""
        names = Organisation.objects.exclude(pk=self.pk).values_list("name", flat=True)
        return organisation_names.alike(self.name, names)


class MembershipState(models.TextChoices):
    REQUESTED = "requested", "Requested"
    APPROVED = "approved", "Approved"
    DECLINED = "declined", "Declined"
    ENDED = "ended", "Ended"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def approved(self) -> MembershipQuerySet:
        return self.filter(state=MembershipState.APPROVED)

    def requested(self) -> MembershipQuerySet:
        return self.filter(state=MembershipState.REQUESTED)


class Membership(models.Model):
    """One person's role in one specification, for an organisation. Steering members and chairs need one to vote."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    specification = models.ForeignKey("specs_app.Specification", on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)
    role = models.CharField(max_length=20, choices=[choice for choice in Role.choices if choice[0] != Role.PUBLIC])
    state = models.CharField(max_length=20, choices=MembershipState, default=MembershipState.REQUESTED)
    note = models.TextField(blank=True, help_text="What the person said when asking.")
    requested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "specification"], name="one_membership_a_specification"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values[1:]), name="membership_role_known"),
            models.CheckConstraint(condition=models.Q(state__in=MembershipState.values), name="membership_state_known"),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False) | models.Q(role=Role.SECRETARIAT),
                name="membership_has_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

    @property
    def is_over(self) -> bool:
        """Whether the person may ask anew."""
        return self.state in {MembershipState.DECLINED, MembershipState.ENDED}
