"""E-mails on their way: written with the event, sent afterwards, kept until the mail server has taken them."""

from __future__ import annotations

from django.db import models


class OutboxMessage(models.Model):
    """``next_try_at`` is when it may be tried (again); ``claimed_until`` keeps two senders from sending the same one."""

    event_id = models.BigIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=40)
    recipient = models.EmailField(max_length=320)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["event_id", "kind", "recipient"], name="one_message_an_event_and_person")
        ]
        indexes = [
            models.Index(fields=["next_try_at"], name="outbox_unsent", condition=models.Q(sent_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient}"
