"""The portal's settings with limits that no benchmark reaches; they are counted all the same."""

from ssd_portal.settings import *  # noqa: F403
from ssd_portal.settings import REST_FRAMEWORK

REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] = {"anon": "10000000/min", "user": "10000000/min", "files": "10000000/min"}
