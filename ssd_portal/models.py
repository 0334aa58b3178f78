"""What all processes of the portal share and nobody keeps: rows that can be deleted at any time."""

from django.db import models


class CacheEntry(models.Model):
    """The table of Django's database cache, which is the cache where `CACHE_URL` names none. Its columns are Django's."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "portal_cache"

    def __str__(self) -> str:
        return self.cache_key


class RequestCount(models.Model):
    """How many requests were handed out under a key until a second of the clock; only ``ssd_portal.counts`` writes it."""

    key = models.CharField(max_length=255, primary_key=True)
    until = models.BigIntegerField(db_index=True)
    used = models.BigIntegerField()

    class Meta:
        db_table = "portal_request_count"

    def __str__(self) -> str:
        return f"{self.key}: {self.used} until {self.until}"
