"""Repositories of others to push to: on the disk, or behind Git's own server program on HTTPS with a user and a password."""

from __future__ import annotations

import os
import ssl
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from tests.factories import git

USER, TOKEN = "portal", "tkn-4f9c2b7e81"
WANTED = f"Basic {b64encode(f'{USER}:{TOKEN}'.encode()).decode()}"
#: Git knows it without being told.
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"


@dataclass(frozen=True)
class BareRepository:
    """An empty bare repository in which every move of a reference is written down."""

    path: Path

    @classmethod
    def made(cls, path: Path) -> BareRepository:
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(path)], check=True)
        git(path, "config", "core.logAllRefUpdates", "always")
        return cls(path)

    def refs(self) -> dict[str, str]:
        rows = git(self.path, "for-each-ref", "--format=%(refname) %(objectname)").splitlines()
        return dict(row.split() for row in rows)  # type: ignore[misc]

    def head(self) -> str:
        return self.refs().get("refs/heads/main", "")

    def add_commit(self, subject: str, *parents: str) -> str:
        """A commit of somebody else's, which no branch names yet."""
        tree = f"{parents[0]}^{{tree}}" if parents else EMPTY_TREE
        return git(self.path, "commit-tree", "-m", subject, *(word for one in parents for word in ("-p", one)), tree)

    def move(self, sha: str) -> None:
        """Have the branch name another commit, as a forced push of somebody else's would."""
        git(self.path, "update-ref", "-m", "somebody else", "refs/heads/main", sha)

    def say_no(self, words: str) -> None:
        self.hook(f"#!/bin/sh\necho '{words}' >&2\nexit 1\n")

    def hook(self, script: str) -> None:
        """What is run before anything is taken."""
        file = self.path / "hooks" / "pre-receive"
        file.write_text(script)
        file.chmod(0o755)

    def accept(self) -> None:
        (self.path / "hooks" / "pre-receive").unlink()

    def steps(self) -> list[tuple[str, str]]:
        """Each move of the branch that a push made, from one commit to the next."""
        log = self.path / "logs" / "refs" / "heads" / "main"
        lines = log.read_text().splitlines() if log.exists() else []
        return [(line.split()[0], line.split()[1]) for line in lines if "somebody else" not in line]

    def was_forced(self) -> bool:
        """Whether any push went back, or elsewhere."""
        return any(old.strip("0") and not self.contains(new, old) for old, new in self.steps())

    def contains(self, newer: str, older: str) -> bool:
        command = ["git", "merge-base", "--is-ancestor", older, newer]
        return subprocess.run(command, cwd=self.path, check=False).returncode == 0


@dataclass
class GitServer:
    """Git's ``http-backend`` on HTTPS; whoever does not send the user and the token is turned away."""

    root: Path
    certificate: Path
    port: int = 0
    redirect: str = ""
    #: The headers that said who asks.
    seen: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    @contextmanager
    def running(self) -> Iterator[None]:
        """Answers until the block ends; again at the same port."""
        server = ThreadingHTTPServer(("127.0.0.1", self.port), type("Handler", (_Handler,), {"git": self}))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        self.port = server.server_port
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def certified(folder: Path) -> Path:
    """A file with a certificate of this machine's own address, and its key."""
    file = folder / "server.pem"
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", *kind, *names, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    file.write_bytes(key.read_bytes() + certificate.read_bytes())
    return file


class _Handler(BaseHTTPRequestHandler):
    """One request, given to Git's own program."""

    git: GitServer

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        said = self.headers.get("Authorization", "")
        self.git.seen.append(said)
        if self.git.redirect:
            self._refuse(302, "Location", self.git.redirect + self.path)
        elif said != WANTED:
            self._refuse(401, "WWW-Authenticate", 'Basic realm="git"')
        else:
            self._run(self._body())

    def do_POST(self) -> None:
        self.do_GET()

    def _refuse(self, status: int, name: str, value: str) -> None:
        self.send_response(status)
        self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.close_connection = True

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        return body

    def _run(self, body: bytes) -> None:
        path, _, query = self.path.partition("?")
        environment = {
            **os.environ,
            "GIT_PROJECT_ROOT": str(self.git.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "REMOTE_USER": USER,
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
        }
        done = subprocess.run(["git", "http-backend"], input=body, env=environment, capture_output=True, check=False)
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        self.send_response(int(headers.pop("Status", "200 OK").split()[0]))
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
