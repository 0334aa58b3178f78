"""Where a commit of the source and what is published meet, until a person says what shall stand."""

from __future__ import annotations

from typing import Any

from django.db import models


class SourceMeeting(models.Model):
    """The first commit of the source that cannot be merged by itself, and every place in which the two sides do not agree.

    ``meetings`` are ``{key, address, field, base, theirs, ours}``; ``published`` is the revision that they were found at.
    ``choices`` are by the key of a meeting, which names the place with all three values, so that a choice is good as long as
    nothing of that alters: ``{keep, by, at}``, where ``by`` is a name for the commit. No row: nothing waits. Written by
    synchronisation, which takes the row away, and by who settles it.
    """

    specification = models.OneToOneField("specs_app.Specification", models.CASCADE, primary_key=True)
    published = models.CharField(max_length=40)
    commit = models.CharField(max_length=40)
    author_name = models.TextField(blank=True)
    subject = models.TextField(blank=True)
    meetings = models.JSONField(default=list)
    choices = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(published__regex="^[0-9a-f]{40}$", commit__regex="^[0-9a-f]{40}$"),
                name="sourcemeeting_commits_are_shas",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.specification.slug}: {self.commit[:12]}"

    @property
    def open(self) -> list[dict[str, Any]]:
        """The meetings for which nothing is chosen yet."""
        return [meeting for meeting in self.meetings if meeting["key"] not in self.choices]
