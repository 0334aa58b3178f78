"""`python -m ssd_portal` is `manage.py`, in a checkout and where the portal is installed."""

from ssd_portal.command import main

main()
