"""Debian packages that no Python package brings: installed where that is allowed, otherwise named in one line."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path


def _has_fonts() -> bool:
    """Wherever they lie: the folder has another name in each edition of Debian."""
    return any(Path("/usr/share/fonts").rglob("LiberationSans-Regular.*"))


def _has_chromium() -> bool:
    return any(shutil.which(name) for name in ("chromium", "chromium-browser"))


@dataclass(frozen=True)
class Need:
    """Packages, each with whether what it brings is there already, and what does not work without them."""

    packages: dict[str, Callable[[], bool]]
    without: str


#: That of the Python that runs this, which need not be the system's own.
VENV_PACKAGE = f"python3.{sys.version_info.minor}-venv"
NEEDS = {
    "venv": Need({VENV_PACKAGE: lambda: find_spec("ensurepip") is not None}, "nothing can be set up"),
    "git": Need({"git": lambda: bool(shutil.which("git"))}, "nothing can be set up"),
    "pdf": Need(
        {
            "libpango-1.0-0": lambda: bool(find_library("pango-1.0")),
            "libpangoft2-1.0-0": lambda: bool(find_library("pangoft2-1.0")),
            "fonts-liberation2": _has_fonts,
        },
        "no PDF can be made; everything else works",
    ),
    "diagrams": Need(
        {
            "libxrender1": lambda: bool(find_library("Xrender")),
            "libxext6": lambda: bool(find_library("Xext")),
        },
        "no diagram can be drawn; their words and everything else stay",
    ),
    "browser": Need(
        # The second is for the Node that Playwright brings.
        {"chromium": _has_chromium, "libatomic1": lambda: bool(find_library("atomic"))},
        "the tests in a browser are skipped; all others run",
    ),
    "validity": Need(
        {"default-jre-headless": lambda: bool(shutil.which("java"))},
        "the test of HTML is skipped; all others run",
    ),
}


def missing(purpose: str) -> list[str]:
    return [package for package, is_there in NEEDS[purpose].packages.items() if not is_there()]


def offer_packages(purpose: str) -> bool:
    """Installs what is missing, or says in one line what to install and what does not work until then; whether all is there."""
    packages = missing(purpose)
    if not packages:
        return True
    prefix = _as_root()
    if prefix is not None and _install(prefix, packages):
        return True
    said = f"Without {' '.join(packages)} {NEEDS[purpose].without}: sudo apt-get install {' '.join(packages)}"
    print(said, file=sys.stderr, flush=True)
    return False


def require_packages(purpose: str) -> None:
    """The same; set-up ends where they cannot be had."""
    if not offer_packages(purpose):
        sys.exit(1)


def _as_root() -> list[str] | None:
    """What stands before a command that only root may run; None where that is not allowed without a password."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    allowed = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    return ["sudo", "-n"] if allowed else None


def _install(prefix: list[str], packages: list[str]) -> bool:
    print(f"Setting up: system packages {' '.join(packages)}", flush=True)
    _apt_get(prefix, "update")  # what it knew before may do where that fails
    # A machine that has just been started often installs its own updates meanwhile.
    options = ["-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120"]
    done = _apt_get(prefix, "install", *options, *packages)
    if done.returncode != 0:
        print(done.stderr.strip(), file=sys.stderr, flush=True)
    return done.returncode == 0


def _apt_get(prefix: list[str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """It asks nothing, and what it says is in the answer."""
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", *arguments]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
