"""Workers as processes: two at once, killed, stopped, and too slow."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from specs_app.jobs import queue, upkeep, worker
from specs_app.jobs.definition import Job
from specs_app.jobs.models import JobState
from tests.integration.jobs import samples
from tests.side_by_side import soon

pytestmark = pytest.mark.django_db(transaction=True)

Start = Callable[..., BaseProcess]
#: In the worker's own process and in one of the job's.
WAITING = pytest.mark.parametrize("job", [samples.wait, samples.wait_apart], ids=["here", "apart"])


@pytest.fixture(autouse=True)
def nothing_recurs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "recurring", {})


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts the command that is a worker, in a process of its own."""
    started: list[BaseProcess] = []

    def begin(*options: str) -> BaseProcess:
        connections.close_all()
        process = multiprocessing.get_context("fork").Process(target=call_command, args=("run_jobs", *options))
        process.start()
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.join()


def is_gone(pid: str) -> bool:
    """Ended, or ended and not asked for yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def words(path: Path) -> list[str]:
    return path.read_text().split() if path.exists() else []


def statuses() -> list[str]:
    return [row.status for row in DBTaskResult.objects.all()]


def test_two_workers_run_each_job_once(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "words"
    wanted = [str(number) for number in range(30)]
    for word in wanted:
        samples.write.enqueue(str(path), word)
    for process in [start("--once"), start("--once")]:
        process.join()
        assert process.exitcode == 0
    assert Counter(words(path)) == Counter(wanted)
    assert set(statuses()) == {"SUCCESSFUL"}
    assert len({row.worker_ids[0] for row in DBTaskResult.objects.all()}) == 2


@WAITING
def test_job_of_a_killed_worker_is_run_again_three_times_at_most(start: Start, tmp_path: Path, job: Job) -> None:
    path = tmp_path / "pids"
    job.enqueue(str(path))
    for attempt in range(1, 4):
        process = start()
        assert soon(lambda so_far=attempt: len(words(path)) == so_far)
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        assert soon(lambda: is_gone(words(path)[-1])), "the job's own process ends with its worker"
        upkeep.sweep()
        assert statuses() == [queue.RUNNING], "its lease still runs"
        JobState.objects.update(lease=timezone.now() - timedelta(seconds=1))
        upkeep.sweep()
        assert statuses() == [queue.WAITING if attempt < 3 else queue.FAILED]
    (failed,) = queue.listed(queue.FAILED, 10)
    assert "3 workers were lost" in failed.error


@pytest.mark.parametrize("job", [samples.wait_for, samples.wait_for_apart], ids=["here", "apart"])
def test_lease_of_a_job_that_runs_is_renewed(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, job: Job
) -> None:
    monkeypatch.setattr(worker, "BEAT", 0.05)
    path = tmp_path / "go"
    job.enqueue(str(path))
    process = start("--once")
    assert soon(lambda: statuses() == [queue.RUNNING])
    passed = timezone.now()
    JobState.objects.update(lease=passed)
    assert soon(lambda: JobState.objects.get().lease > passed)
    upkeep.sweep()
    assert statuses() == [queue.RUNNING]
    path.touch()
    process.join()
    assert statuses() == ["SUCCESSFUL"]


@WAITING
def test_stopped_worker_puts_its_job_back_untried(start: Start, tmp_path: Path, job: Job) -> None:
    path = tmp_path / "pids"
    job.enqueue(str(path))
    process = start()
    assert soon(lambda: len(words(path)) == 1)
    process.terminate()
    process.join()
    assert is_gone(words(path)[0])
    assert statuses() == [queue.WAITING]
    assert JobState.objects.get().tries == 0


def test_limit_ends_the_process_of_a_job(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "pids"
    samples.wait_briefly.enqueue(str(path))
    start("--once").join()
    assert all(is_gone(pid) for pid in words(path))
    (failed,) = queue.listed(queue.FAILED, 10)
    assert failed.error.endswith("It was stopped after 0.2 seconds")


def test_process_that_ends_early_takes_only_its_job_with_it(start: Start) -> None:
    samples.die.enqueue()
    samples.tell.enqueue()
    process = start("--once")
    process.join()
    assert process.exitcode == 0
    assert sorted(statuses()) == [queue.FAILED, "SUCCESSFUL"]
    (failed,) = queue.listed(queue.FAILED, 10)
    assert failed.error.endswith("Its process ended with 7")


def test_once_leaves_what_is_not_due(start: Start) -> None:
    samples.tell.using(run_after=timezone.now() + timedelta(hours=1)).enqueue()
    start("--once").join()
    assert statuses() == [queue.WAITING]


def test_worker_ends_with_the_process_that_started_it(monkeypatch: pytest.MonkeyPatch) -> None:
    parents = iter([1, 1, 1, 2])
    monkeypatch.setattr("os.getppid", lambda: next(parents))
    monkeypatch.setattr(worker, "IDLE", 0)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    samples.tell.enqueue()
    call_command("run_jobs", "--with-parent", "1")
    assert statuses() == ["SUCCESSFUL"]
    assert next(parents, None) is None
