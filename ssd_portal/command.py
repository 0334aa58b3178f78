"""The command `ssd-portal`, which an installed portal has in the place of `manage.py`."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Runs one of the commands; ``ssd-portal help`` lists them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ssd_portal.settings")
    execute_from_command_line(sys.argv)
