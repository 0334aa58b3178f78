"""What each process of `manage.py serve` loads: the site, in a process that ends with the server and by its word alone."""

import multiprocessing
import os

from specs_app.jobs.processes import end_with_parent

if server := multiprocessing.parent_process():
    end_with_parent(server.pid or 0)
    # Ctrl-C goes to the server, which ends its workers in order; one that hears both of them at once hangs until it is killed.
    os.setsid()

from ssd_portal.wsgi import application

__all__ = ["application"]
