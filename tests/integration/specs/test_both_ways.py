"""A standard that two sides keep: the portal publishes while others commit, behind a path and behind Git's own server."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from specs_app.actions.imports import import_specification
from specs_app.actions.synchronisation import sync
from specs_app.models import Push, Revision, Specification
from specs_app.projection.verification import verify
from specs_app.repository.credentials import Remote
from specs_app.repository.mirror import bring_up
from specs_app.repository.rows import stored
from specs_app.versions.resolve import current
from tests.drivers import World, people
from tests.factories import git
from tests.git_server import TOKEN, USER, GitServer, certified
from tests.jobs import make_due, run_due
from tests.outsiders import Outsider, with_history
from tests.soak import SOAK

pytestmark = [pytest.mark.soak, pytest.mark.django_db]
SLUG = "ssd"
TABLE = "docs/admin/data_objects_specification.csv"
CHANGES = 20 if SOAK else 6
SECRET = "a secret that both sides know"
