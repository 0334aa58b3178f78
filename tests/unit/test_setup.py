"""Setting up a checkout: what was broken off or cut off is made again, and what cannot be installed is said in one line."""

import sys
import venv
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
LIBRARIES = f"lib/python3.{sys.version_info.minor}/site-packages"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """A module of `scripts/`, which find each other as they do when run."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return import_module


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """A virtual environment with a pip of two lines."""
    folder = tmp_path / "environment"
    venv.create(folder, symlinks=True)
    libraries = folder / LIBRARIES
    for name, text in {
        "pip/__init__.py": "",
        "pip/main.py": "print()\n",
        "pip-1.dist-info/RECORD": "pip/__init__.py,sha256=x,0\npip/main.py,sha256=x,8\npip-1.dist-info/RECORD,,\n",
    }.items():
        (libraries / name).parent.mkdir(exist_ok=True)
        (libraries / name).write_text(text, encoding="utf-8")
    return folder


def test_environment_that_the_suite_runs_in_is_whole(script: Callable[[str], ModuleType]) -> None:
    """A library whose own list of files is wrong would have the environment made anew at each start."""
    assert script("whole").is_whole(Path(sys.prefix))


def test_environment_without_damage_is_whole(script: Callable[[str], ModuleType], environment: Path) -> None:
    assert script("whole").is_whole(environment)


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / LIBRARIES / "pip/main.py").write_text("print("),
        lambda folder: (folder / LIBRARIES / "pip/main.py").unlink(),
        lambda folder: (folder / LIBRARIES / "pip-1.dist-info/RECORD").unlink(),
        lambda folder: (folder / LIBRARIES / "pip-1.dist-info/RECORD").write_text("pip/__init__.py,sha2"),
        lambda folder: (folder / LIBRARIES / "pip-1.dist-info/RECORD").write_bytes(b"\0" * 40),
        lambda folder: (folder / LIBRARIES / "pip").rename(folder / LIBRARIES / "pip_"),
        lambda folder: (folder / LIBRARIES).parent.rename(folder / "lib/python3.9"),
        lambda folder: (folder / "pyvenv.cfg").unlink(),
        lambda folder: (folder / "bin/python").unlink(),
        lambda folder: folder.rename(folder.parent / "elsewhere"),
    ],
    ids=[
        "file cut off",
        "file missing",
        "package half installed",
        "list cut off",
        "list of zeros",
        "no pip",
        "packages of another Python",
        "no settings",
        "no Python",
        "nothing",
    ],
)
def test_damaged_environment_is_not_whole(
    script: Callable[[str], ModuleType], environment: Path, damage: Callable[[Path], object]
) -> None:
    damage(environment)
    assert not script("whole").is_whole(environment)


def test_step_that_was_broken_off_is_done_again_though_its_inputs_are_the_old_ones(
    script: Callable[[str], ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup, done, wanted = script("setup"), list[str](), tmp_path / "wanted"
    monkeypatch.setattr(setup, "ROOT", tmp_path)

    def step() -> None:
        done.append(wanted.read_text())
        if done[-1] == "new":
            raise KeyboardInterrupt

    for text in ("old", "old", "new", "old"):
        wanted.write_text(text)
        try:
            setup.once("step", [wanted], step, tmp_path / "made")
        except KeyboardInterrupt:
            continue
    assert done == ["old", "new", "old"]


def package_manager(folder: Path, script: str) -> None:
    command = folder / "apt-get"
    command.write_text(f"#!/bin/sh\n{script}\n")
    command.chmod(0o700)


@pytest.fixture
def needed(
    script: Callable[[str], ModuleType], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> tuple[ModuleType, Path]:
    """Something is needed that is there once `got` exists; the folder has the commands that root may run."""
    packages = script("system_packages")
    need = packages.Need({"libfine": (tmp_path / "got").exists}, "nothing shines")
    monkeypatch.setitem(packages.NEEDS, "fine", need)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return packages, tmp_path


def test_system_package_is_installed_where_that_is_allowed(
    needed: tuple[ModuleType, Path], capfd: pytest.CaptureFixture[str]
) -> None:
    packages, folder = needed
    package_manager(folder, f'echo "debconf: noise" >&2; echo "$DEBIAN_FRONTEND $*" >> {folder}/got')
    assert packages.offer_packages("fine")
    assert capfd.readouterr() == ("Setting up: system packages libfine\n", "")
    assert [line.split()[0] for line in (folder / "got").read_text().splitlines()] == ["noninteractive"] * 2
    assert packages.offer_packages("fine")  # and not once more
    assert len((folder / "got").read_text().splitlines()) == 2


def test_system_package_that_cannot_be_installed_is_told_with_the_reason(
    needed: tuple[ModuleType, Path], capfd: pytest.CaptureFixture[str]
) -> None:
    packages, folder = needed
    package_manager(folder, 'echo "E: no $4" >&2; exit 100')
    assert not packages.offer_packages("fine")
    said = capfd.readouterr().err.splitlines()
    assert said[-1] == "Without libfine nothing shines: sudo apt-get install libfine"
    assert said[:-1] == ["E: no --no-install-recommends"]


def test_system_package_is_only_told_to_who_may_install_nothing(
    needed: tuple[ModuleType, Path], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    packages, folder = needed
    package_manager(folder, f"touch {folder}/called")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    (folder / "sudo").write_text("#!/bin/sh\nexit 1\n")
    (folder / "sudo").chmod(0o700)
    with pytest.raises(SystemExit):
        packages.require_packages("fine")
    assert capfd.readouterr() == ("", "Without libfine nothing shines: sudo apt-get install libfine\n")
    assert not (folder / "called").exists()
