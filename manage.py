#!/usr/bin/env python
"""The portal's commands; `manage.py help` lists them."""

from ssd_portal.command import main

if __name__ == "__main__":
    main()
