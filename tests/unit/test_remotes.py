"""Where the environment says that specifications are pushed to: a wrong one is a problem in which no secret stands."""

from __future__ import annotations

from pathlib import Path

import environ
import pytest

from specs_app.repository.credentials import Remote
from ssd_portal.environment import Reader
from ssd_portal.remotes import read_remotes

SECRET = "hunter2"


class Given(environ.Env):
    """An environment of the test's own."""

    def __init__(self, **values: str) -> None:
        super().__init__()
        self.ENVIRON = values


def read(**values: str) -> tuple[dict[str, Remote], dict[str, str]]:
    """The remotes by slug; what is wrong, by the name of the setting."""
    reader = Reader(Given(**values))
    return read_remotes(reader), {one.name: f"{one.message} {one.remedy}" for one in reader.problems}


@pytest.fixture
def key(tmp_path: Path) -> Path:
    file = tmp_path / "key"
    file.write_text(f"{SECRET}\n")
    file.chmod(0o600)
    return file


@pytest.mark.parametrize(
    "address",
    [
        "/srv/git/standard.git",
        "git@host.example:owner/name.git",
        "ssh://git@host.example:2222/owner/name.git",
        "https://host.example/owner/name.git",
        "https://[::1]:8443/name.git",
    ],
)
def test_remote_of_a_standard_with_hyphens(address: str) -> None:
    found, problems = read(SPEC_REMOTE_YOUTH_DATA_2=address)
    assert (found, problems) == ({"youth-data-2": Remote(address)}, {})


@pytest.mark.parametrize(
    "address",
    [
        "standard.git",
        "../standard.git",
        "http://host.example/name.git",
        "git://host.example/name.git",
        "ftp://host.example/name.git",
        "file:///srv/git/standard.git",
        "ext::sh -c hunter2",
        "-oProxyCommand=hunter2",
        "ssh://-oProxyCommand=hunter2/x",
        "ssh://git:hunter2@host.example/name.git",
        "https://user:hunter2@host.example/name.git",
        "https://hunter2@host.example/name.git",
        "https://host.example/name.git?token=hunter2",
        "https://host.example",
        "https://host:port/name.git",
        "https:///hunter2/name.git",
        "/srv/git/\x07hunter2",
    ],
)
def test_wrong_address_is_a_problem_that_tells_no_secret(address: str) -> None:
    found, problems = read(SPEC_REMOTE_SSD=address)
    assert (found, list(problems)) == ({}, ["SPEC_REMOTE_SSD"])
    assert SECRET not in str(problems)


def test_key_and_token_go_to_their_own_standard(key: Path) -> None:
    found, problems = read(
        SPEC_REMOTE_SSD="git@host.example:name.git",
        SPEC_REMOTE_KEY_SSD=str(key),
        SPEC_REMOTE_OTHER="https://host.example/other.git",
        SPEC_REMOTE_TOKEN_OTHER=SECRET,
        SPEC_REMOTE_THIRD="https://host.example/third.git",
        SPEC_REMOTE_KEY_THIRD=str(key),
    )
    assert problems == {}
    assert found["ssd"] == Remote("git@host.example:name.git", key=str(key))
    assert found["other"].secret() == found["third"].secret() == SECRET
    assert SECRET not in repr(found)
    assert str(key) in found["ssd"].environment("")["GIT_SSH_COMMAND"]


def test_path_of_a_key_is_one_word_for_the_shell() -> None:
    told = Remote("git@host:a.git", key="/keys/a; touch b").environment("")
    assert told["GIT_SSH_COMMAND"].endswith("-i '/keys/a; touch b'")


@pytest.mark.parametrize(
    ("wrong", "values"),
    [
        ("SPEC_REMOTE_KEY_SSD", {"SPEC_REMOTE_KEY_SSD": "/keys/a"}),
        ("SPEC_REMOTE_TOKEN_SSD", {"SPEC_REMOTE_TOKEN_SSD": SECRET}),
        ("SPEC_REMOTE_TOKEN_SSD", {"SPEC_REMOTE_SSD": "git@h:a.git", "SPEC_REMOTE_TOKEN_SSD": SECRET}),
        ("SPEC_REMOTE_TOKEN_SSD", {"SPEC_REMOTE_SSD": "/srv/a.git", "SPEC_REMOTE_TOKEN_SSD": SECRET}),
        ("SPEC_REMOTE_KEY_SSD", {"SPEC_REMOTE_SSD": "/srv/a.git", "SPEC_REMOTE_KEY_SSD": "/keys/a"}),
        ("SPEC_REMOTE_KEY_SSD", {"SPEC_REMOTE_SSD": "git@h:a.git", "SPEC_REMOTE_KEY_SSD": "/nowhere/hunter2"}),
        ("SPEC_REMOTE_KEY_SSD", {"SPEC_REMOTE_SSD": "git@h:a.git", "SPEC_REMOTE_KEY_SSD": "key"}),
        ("SPEC_REMOTE_TOKEN_SSD", {"SPEC_REMOTE_SSD": "https://h/a", "SPEC_REMOTE_TOKEN_SSD": "hunter2 b"}),
    ],
)
def test_what_does_not_fit_together_is_a_problem_and_leaves_the_remote_out(
    wrong: str, values: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "key").write_text("")
    found, problems = read(**values)
    assert (found, list(problems)) == ({}, [wrong])
    assert SECRET not in str(problems)


def test_one_way_in_is_enough(key: Path) -> None:
    values = {"SPEC_REMOTE_KEY_SSD": str(key), "SPEC_REMOTE_TOKEN_SSD": SECRET}
    assert list(read(SPEC_REMOTE_SSD="https://h/a.git", **values)[1]) == ["SPEC_REMOTE_TOKEN_SSD"]


def test_key_that_others_read_is_a_problem(key: Path) -> None:
    key.chmod(0o644)
    _, problems = read(SPEC_REMOTE_SSD="git@h:a.git", SPEC_REMOTE_KEY_SSD=str(key))
    assert "mode 600" in problems["SPEC_REMOTE_KEY_SSD"]


def test_file_of_a_token_that_holds_more_is_a_problem(key: Path) -> None:
    key.write_text(f"{SECRET}\n{SECRET}\n")
    _, problems = read(SPEC_REMOTE_SSD="https://h/a.git", SPEC_REMOTE_KEY_SSD=str(key))
    assert list(problems) == ["SPEC_REMOTE_KEY_SSD"]
    assert SECRET not in str(problems)


def test_empty_setting_is_none() -> None:
    assert read(SPEC_REMOTE_SSD="", SPEC_REMOTE_TOKEN_SSD="") == ({}, {})
