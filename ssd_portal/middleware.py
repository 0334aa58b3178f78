"""Headers that Django does not set itself."""

from collections.abc import Callable

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
