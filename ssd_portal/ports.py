"""Whether somebody listens at a port: ``python3 -m ssd_portal.ports 8000`` ends with 2 and one line where it is taken.

Needs nothing but Python, so that `make run` can say it before anything else is done.
"""

import socket
import sys

HOST = "127.0.0.1"
TAKEN = 2


def is_port(text: str) -> bool:
    """Whether the text is a number that a port can have."""
    return text.isascii() and text.isdigit() and 0 < int(text) < 65536


def problem(host: str, port: int) -> str:
    """Why nothing can listen there, and what to do; empty where it can.

    Servers share a port in silence where both ask for that; asking alone finds out.
    """
    try:
        for family, kind, proto, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            with socket.socket(family, kind, proto) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
    except (OSError, OverflowError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return (
            f"Nothing can be served at {host}:{port}: {why}. Stop what listens there, or give another port (PORT=8001)."
        )
    return ""


if __name__ == "__main__":
    if not is_port(sys.argv[1]):
        sys.exit(f"PORT={sys.argv[1]} is no port: write a number such as 8000.")
    if said := problem(HOST, int(sys.argv[1])):
        print(said, file=sys.stderr)  # noqa: T201 - this is what it is for
        sys.exit(TAKEN)
