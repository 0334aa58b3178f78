"""Settings of a test session, whatever `.env` says; loaded by pytest before Django (see `addopts`)."""

import os

os.environ["SECRET_KEY"] = "only-for-tests-" * 4
for name in ("DATABASE_URL", "DEBUG"):
    os.environ.setdefault(name, "")
for name in (
    "ALLOWED_HOSTS",
    "LOG_FORMAT",
    "LOG_LEVEL",
    "EMAIL_URL",
    "PORT",
    "PROXIES",
    "SITE_URL",
    "SPEC_REPO_ROOT",
    "DEFAULT_FROM_EMAIL",
):
    os.environ[name] = ""
# What a test publishes, no portal on this machine is asked about.
os.environ["WARM_UP"] = "0"
# Sessions of tests run side by side: each counts for itself.
os.environ["CACHE_URL"] = "locmemcache://"
