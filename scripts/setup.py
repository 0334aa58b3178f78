"""Sets up a checkout: `setup.py run`, `test` or `dev`. Needs nothing but Python; quick when nothing changed.

Each step leaves a stamp, the hash of what it read, beside what it made, and is left out while the hash is the same.
One that was broken off has no stamp and is done again.
"""

import hashlib
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from system_packages import offer_packages, require_packages
from whole import is_whole

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STYLE = ROOT / "static" / "dist"
COLLECTED = ROOT / "var" / "static"
REQUIREMENTS = ROOT / "requirements"
#: What is installed for each purpose; a later one holds the earlier ones.
LISTS = {"run": "base", "test": "test", "dev": "dev"}


def call(*command: str | Path) -> None:
    subprocess.run([str(word) for word in command], cwd=ROOT, check=True)


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def once(name: str, inputs: list[Path], step: Callable[[], None], made: Path = VENV) -> None:
    """Runs the step, which fills the folder `made`, unless it was done with these very inputs."""
    digest = hashlib.sha256()
    for path in inputs:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    stamp = made / ".stamps" / name.replace(" ", "-")
    if stamp.is_file() and stamp.read_text() == digest.hexdigest():
        return
    print(f"Setting up: {name}", flush=True)
    stamp.unlink(missing_ok=True)
    step()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest.hexdigest())


def make_environment() -> None:
    require_packages("venv")
    call(sys.executable, "-m", "venv", "--clear", VENV)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    call(*pip, "-r", REQUIREMENTS / "setup.txt")


def install(*lists: str) -> None:
    files = [argument for name in lists for argument in ("-r", f"requirements/{name}.txt")]
    # The system's certificates: many councils' networks have one of their own.
    uv = [PYTHON, "-m", "uv", "pip", "install", "--system-certs", "--quiet", "--python", PYTHON]
    # Compiled once here: a process that has to compile Django for itself starts three seconds later.
    named = ["--require-hashes", "--compile-bytecode", *files]
    call(*uv, *named)
    if not is_whole(VENV):  # what was taken from the cache shares its files, and any damage, with what was there before
        call(*uv, "--no-cache", "--reinstall", *named)


def npm(*arguments: str) -> None:
    """Runs the system's npm, else one from the virtual environment; it says nothing while all goes well."""
    if not shutil.which("npm"):
        once("npm", [REQUIREMENTS / "node.txt"], lambda: install("node"))
    own = {
        "PATH": f"{os.environ['PATH']}:{VENV / 'bin'}",
        "NPM_CONFIG_UPDATE_NOTIFIER": "false",
        "NPM_CONFIG_PROGRESS": "false",
        "NODE_USE_SYSTEM_CA": "1",  # as above
    }
    subprocess.run(["npm", *arguments], cwd=ROOT, env={**os.environ, **own}, stdout=subprocess.DEVNULL, check=True)


#: Exactly what the lock file names, and no script of a package is run.
CLEAN_INSTALL = ("ci", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def build_assets() -> None:
    npm(*CLEAN_INSTALL, "--omit=dev")
    npm("run", "--silent", "build")


def install_validator() -> None:
    """The checker of HTML that only tests run, beside what the assets need."""
    npm(*CLEAN_INSTALL)


def write_secret() -> None:
    """A signing key of this checkout's own, made once; `.env` is kept from Git and from other people's eyes."""
    env = ROOT / ".env"
    text = env.read_text(encoding="utf-8") if env.exists() else ""
    if os.environ.get("SECRET_KEY") or any(line.startswith("SECRET_KEY=") for line in text.splitlines()):
        return
    env.touch(mode=0o600)
    with env.open("a", encoding="utf-8") as file:
        file.write(f"SECRET_KEY={secrets.token_urlsafe(50)}\n")


def collect_static() -> None:
    shutil.rmtree(COLLECTED, ignore_errors=True)
    call(PYTHON, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")


def main(purpose: str) -> None:
    requirements = [REQUIREMENTS / f"{name}.txt" for name in ("setup", LISTS[purpose])]
    if not is_whole(VENV):
        shutil.rmtree(VENV / ".stamps", ignore_errors=True)
    require_packages("git")
    once("environment", [REQUIREMENTS / "setup.txt"], make_environment)
    once(f"libraries-{LISTS[purpose]}", requirements, lambda: install(LISTS[purpose]))
    offer_packages("pdf")
    offer_packages("diagrams")
    if purpose != "run":
        offer_packages("browser")
        offer_packages("validity")
    packages = [ROOT / "package.json", ROOT / "package-lock.json"]
    sources = [ROOT / "scripts" / "build_assets.mjs", *files_in(ROOT / "static" / "src")]
    once("assets", packages + sources, build_assets, STYLE)
    if purpose != "run":
        once("validator of HTML", packages, install_validator, ROOT / "node_modules" / "vnu-jar")
    if purpose == "run":
        write_secret()
        collected = [
            *files_in(STYLE / "portal"),
            *files_in(ROOT / "docs" / "images"),
            REQUIREMENTS / "base.txt",
            ROOT / "ssd_portal" / "storage.py",
        ]
        once("static files", collected, collect_static, COLLECTED)


if __name__ == "__main__":
    if sys.version_info < (3, 11):
        sys.exit("Python 3.11 or newer is needed: name it with `make PYTHON=python3.11 ...`.")
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "run")
    except subprocess.CalledProcessError as error:
        sys.exit(f"Set-up stopped: `{' '.join(map(str, error.cmd))}` failed; its own words are above.")
    except KeyboardInterrupt:
        sys.exit("Set-up stopped; the next one goes on from here.")
