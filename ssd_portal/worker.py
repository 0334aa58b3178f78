"""What each process of `manage.py serve` loads: the site, in a process that ends with the server."""

from specs_app.processes import end_with_parent

end_with_parent()

from ssd_portal.wsgi import application  # noqa: E402 - a server killed while this loads leaves nothing behind

__all__ = ["application"]
