"""The words of a specification's search entries, by which misspelt ones are mended."""

from __future__ import annotations

from django.db import models


class SearchWord(models.Model):
    """A run of letters, and in how many entries it stands."""

    specification = models.ForeignKey("specs_app.Specification", on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=40)
    entries = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["specification", "word"], name="searchword_once")]

    def __str__(self) -> str:
        return self.word


class SearchTrigram(models.Model):
    """Three letters in a row of a word, its ends being blanks; of a short one all its letters by the alphabet too."""

    word = models.ForeignKey("specs_app.SearchWord", on_delete=models.CASCADE, related_name="trigrams")
    specification = models.ForeignKey(
        "specs_app.Specification", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    trigram = models.CharField(max_length=10)

    class Meta:
        indexes = [models.Index(fields=["specification", "trigram", "word"], name="searchtrigram_lookup")]

    def __str__(self) -> str:
        return self.trigram
