"""Debian packages that no Python package brings: installed where that is allowed, otherwise named in one line."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from ctypes.util import find_library
from importlib.util import find_spec
from pathlib import Path


def _has_fonts() -> bool:
    return any(
        Path(folder).is_dir() for folder in ("/usr/share/fonts/truetype/liberation2", "/usr/share/fonts/liberation")
    )


def _has_chromium() -> bool:
    return any(shutil.which(name) for name in ("chromium", "chromium-browser"))


#: Purpose -> package -> whether what it brings is there already.
PACKAGES: dict[str, dict[str, Callable[[], bool]]] = {
    "venv": {"python3-venv": lambda: find_spec("ensurepip") is not None},
    "run": {
        "libpango-1.0-0": lambda: bool(find_library("pango-1.0")),
        "libpangoft2-1.0-0": lambda: bool(find_library("pangoft2-1.0")),
        "fonts-liberation2": _has_fonts,
        "git": lambda: bool(shutil.which("git")),
    },
    "test": {"chromium": _has_chromium},
}
NEEDED_FOR = {"venv": "the virtual environment", "run": "PDF and Git", "test": "browser tests"}


def missing(purpose: str) -> list[str]:
    return [package for package, is_there in PACKAGES[purpose].items() if not is_there()]


def _as_root() -> list[str] | None:
    """What stands before a command that only root may run; None where that is not allowed without a password."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    allowed = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    return ["sudo", "-n"] if allowed else None


def ensure_packages(purpose: str) -> None:
    """Installs what is missing, or says in one line what to install."""
    packages = missing(purpose)
    if not packages:
        return
    prefix = _as_root()
    if prefix is not None and _install(prefix, packages):
        return
    print(
        f"Missing for {NEEDED_FOR[purpose]}; please run: sudo apt-get install {' '.join(packages)}",
        file=sys.stderr,
        flush=True,
    )


def _install(prefix: list[str], packages: list[str]) -> bool:
    print(f"Setting up: system packages {' '.join(packages)}", flush=True)
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    subprocess.run([*prefix, "apt-get", "update", "-qq"], check=False, **quiet)
    command = [*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    return subprocess.run(command, check=False, **quiet).returncode == 0
