"""``python -m tests.performance.nginx PORT``: nginx with the answer in the file `FLOOR` as a static file, compressed as it is."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from tests.performance.floor import FLOOR

CONFIG = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder};
    proxy_temp_path {folder};
    fastcgi_temp_path {folder};
    uwsgi_temp_path {folder};
    scgi_temp_path {folder};
    keepalive_requests 1000000;
    server {{
        listen 127.0.0.1:{port};
        root {folder}/files;
        location / {{ default_type "{kind}"; try_files /answer =404; {headers} }}
    }}
}}
"""
#: What nginx says by itself.
ITS_OWN = {"content-type", "content-length", "etag"}


def is_installed() -> bool:
    return shutil.which("nginx") is not None


def lay_out(folder: Path, port: int) -> Path:
    """The file that is served, and the configuration."""
    _, headers, body = json.loads(Path(os.environ[FLOOR]).read_text(encoding="utf-8"))
    (folder / "files").mkdir(exist_ok=True)
    (folder / "files" / "answer").write_bytes(bytes.fromhex(body))
    added = " ".join(f"add_header {name} {json.dumps(text)};" for name, text in headers if name not in ITS_OWN)
    config = folder / "nginx.conf"
    kind = dict(headers).get("content-type", "text/plain")
    config.write_text(CONFIG.format(folder=folder, port=port, kind=kind, headers=added), encoding="utf-8")
    return config


if __name__ == "__main__":
    folder = Path(os.environ[FLOOR]).parent
    command = ["nginx", "-p", str(folder), "-c", str(lay_out(folder, int(sys.argv[1]))), "-e", "stderr"]
    os.execvp(command[0], command)
