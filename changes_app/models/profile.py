"""What the portal keeps of a person beside their account."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Profile(models.Model):
    """``git_address`` is the address they let commits bear; where it is empty, a no-reply one stands there.

    ``password_seal`` and ``address_seal`` are the password (as a fingerprint of its hash) and the address that they set or
    confirmed themselves; an account that has others is held from deciding.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="profile"
    )
    git_address = models.EmailField(max_length=254, blank=True)
    password_seal = models.CharField(max_length=64, blank=True)
    address_seal = models.EmailField(max_length=254, blank=True)

    def __str__(self) -> str:
        return f"Profile of person {self.pk}"
