"""What Git holds of a specification, as rows: the truth that every node reads, and from which the repository is made again."""

from __future__ import annotations

from django.db import models


class GitObject(models.Model):
    """An object of a commit that was published here, by the name that Git gives it: the hash of its contents.

    Commits, trees and annotated tags are held, and the files that the portal reads. A commit has a row if and only if it was
    published here; the rows of commits lie in the order of publication, each behind those of what it needs. ``data`` are the
    contents as zlib packs them; a file that is too large to be read has none.
    """

    class Kind(models.TextChoices):
        COMMIT = "commit", "Commit"
        TREE = "tree", "Tree"
        BLOB = "blob", "File"
        TAG = "tag", "Annotated tag"

    specification = models.ForeignKey(
        "specs_app.Specification", on_delete=models.CASCADE, related_name="git_objects", db_index=False
    )
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=6, choices=Kind)
    data = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["specification", "name"], name="gitobject_name_once"),
            models.CheckConstraint(condition=models.Q(name__regex="^[0-9a-f]{40}$"), name="gitobject_name_is_a_hash"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["commit", "tree", "blob", "tag"]), name="gitobject_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["specification", "kind", "name"], name="gitobject_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class GitReference(models.Model):
    """A reference that the repository has besides its branch: what governed a commit, tags, what the source was seen at."""

    specification = models.ForeignKey(
        "specs_app.Specification", on_delete=models.CASCADE, related_name="git_references", db_index=False
    )
    name = models.TextField()
    target = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["specification", "name"], name="gitreference_name_once"),
            models.CheckConstraint(
                condition=models.Q(target__regex="^[0-9a-f]{40}$"), name="gitreference_target_is_a_hash"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.target}"


class GitPack(models.Model):
    """A piece of what was fetched, as Git packed it: all pieces with one ``name`` (the pack's own hash), by ``position``."""

    specification = models.ForeignKey(
        "specs_app.Specification", on_delete=models.CASCADE, related_name="git_packs", db_index=False
    )
    name = models.CharField(max_length=40)
    position = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["specification", "name", "position"], name="gitpack_piece_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.position}"
