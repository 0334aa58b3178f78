"""Headers that Django does not set itself, and addresses that no page has."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

#: Nothing the portal shows needs a device or a sensor.
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"

Handler = Callable[[HttpRequest], HttpResponse]


def permissions_policy(get_response: Handler) -> Handler:
    """Adds a `Permissions-Policy` to every answer."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        return response

    return handle


def refuse_nul(get_response: Handler) -> Handler:
    """Answers 400 where the address of a page holds a NUL, which PostgreSQL would refuse with an error. REST says so itself."""

    def handle(request: HttpRequest) -> HttpResponse:
        address = (request.path, *request.GET.values())
        if any("\0" in part for part in address) and not request.path.startswith("/api/v1/"):
            raise BadRequest("The address holds a NUL.")
        return get_response(request)

    return handle
