"""Who was let in to somebody else's proposal, to write it with them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Subquery

from changes_app.models.membership import Membership


class ColleagueQuerySet(models.QuerySet["Colleague"]):
    def belonging(self) -> ColleagueQuerySet:
        """Those who may come in now: for the organisation that the proposer belongs to the standard for, as they do themselves."""
        seats = Membership.objects.approved().filter(specification=OuterRef("change__specification"))
        home = seats.filter(user=OuterRef("change__proposer"), user__is_active=True).values("organisation")[:1]
        theirs = seats.filter(user=OuterRef("user"), organisation=OuterRef("home"))
        return self.filter(user__is_active=True).annotate(home=Subquery(home)).filter(Exists(theirs))


class Colleague(models.Model):
    """A colleague of the proposer, let in. It opens nothing any more once one of the two belongs elsewhere (`belonging`)."""

    change = models.ForeignKey("changes_app.ChangeRequest", on_delete=models.CASCADE, related_name="colleagues")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="let_in_to")
    let_in_at = models.DateTimeField()

    objects = ColleagueQuerySet.as_manager()

    class Meta:
        ordering = ["let_in_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["change", "user"], name="let_in_once")]

    def __str__(self) -> str:
        return f"{self.user} in {self.change.number}"
