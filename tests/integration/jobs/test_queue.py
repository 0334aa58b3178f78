"""What is queued: once, with its transaction, as early as wanted."""

from __future__ import annotations

from datetime import timedelta
from threading import Event

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from specs_app.jobs import queue, upkeep
from specs_app.jobs.definition import recurring
from specs_app.jobs.models import JobState, Schedule
from specs_app.jobs.worker import claim, run
from tests.integration.jobs import samples
from tests.jobs import run_due
from tests.side_by_side import A_MOMENT, PATIENCE, at_once

pytestmark = pytest.mark.django_db


def waiting() -> list[DBTaskResult]:
    return list(DBTaskResult.objects.filter(status=queue.WAITING))


def test_rolled_back_transaction_leaves_no_job() -> None:
    with transaction.atomic():
        samples.write.enqueue("/a", "word")
        transaction.set_rollback(True)
    assert not waiting()
    assert not JobState.objects.exists()


def test_equal_waiting_call_is_queued_once() -> None:
    samples.write.enqueue("/a", "word")
    samples.write.enqueue("/a", "word")
    samples.write.enqueue("/a", "another")
    assert [row.args_kwargs["args"][1] for row in waiting()] == ["word", "another"]


def test_call_that_runs_is_no_reason_not_to_queue_an_equal_one() -> None:
    samples.write.enqueue("/a", "word")
    claim("somebody")
    samples.write.enqueue("/a", "word")
    assert len(waiting()) == 1


def test_equal_call_that_is_wanted_earlier_is_brought_forward() -> None:
    later, sooner = timezone.now() + timedelta(days=2), timezone.now() + timedelta(days=1)
    samples.tell.using(run_after=later).enqueue()
    samples.tell.using(run_after=sooner).enqueue()
    samples.tell.using(run_after=later).enqueue()
    assert [row.run_after for row in waiting()] == [sooner]
    assert claim("somebody") is None


def test_call_that_waits_for_its_next_try_is_not_brought_forward() -> None:
    samples.fail.enqueue()
    assert run_due() == 1
    samples.fail.enqueue()
    assert run_due() == 0
    assert len(waiting()) == 1


def test_tries_are_further_and_further_apart_and_come_to_an_end() -> None:
    samples.fail.enqueue()
    pauses = []
    for _ in range(2):
        before = timezone.now()
        run_due()
        (row,) = waiting()
        pauses.append(round((row.run_after - before).total_seconds() / 60))
        DBTaskResult.objects.update(run_after=before)
    run_due()
    assert pauses == [2, 4]
    (failed,) = queue.listed(queue.FAILED, 10)
    assert (failed.title, failed.tries, failed.error) == ("Fail", 3, "ValueError: no use")


def test_pause_is_an_hour_at_most_and_attempts_may_have_no_end() -> None:
    samples.fail_without_end.enqueue()
    run_due()
    JobState.objects.update(tries=5000)
    before = timezone.now()
    DBTaskResult.objects.update(run_after=before)
    run_due()
    (row,) = waiting()
    assert timedelta(minutes=59) < row.run_after - before <= timedelta(minutes=61)


def test_final_error_is_not_tried_again() -> None:
    samples.fail_for_good.enqueue()
    run_due()
    assert not waiting()
    assert queue.figures().failed == 1


def test_job_that_this_version_does_not_know_has_failed() -> None:
    samples.tell.enqueue()
    DBTaskResult.objects.update(task_path="tests.integration.jobs.samples.gone")
    run_due()
    (failed,) = queue.listed(queue.FAILED, 10)
    assert failed.title == "tests.integration.jobs.samples.gone"
    assert "gone" in failed.error


def test_failed_job_is_tried_again_as_if_it_were_new() -> None:
    samples.fail_for_good.enqueue()
    run_due()
    (failed,) = queue.listed(queue.FAILED, 10)
    assert queue.try_again(failed.key)
    (again,) = queue.listed(queue.WAITING, 10)
    assert (again.key, again.tries) == (failed.key, 0)
    assert queue.try_again(failed.key) is None
    assert run_due() == 1


def test_standing_tells_place_progress_and_end() -> None:
    assert queue.standing(samples.tell) is None
    samples.write.enqueue("/nowhere/a", "word")
    samples.tell.enqueue()
    assert queue.standing(samples.tell).ahead == 1
    run_due()
    stands = queue.standing(samples.tell)
    assert (stands.status, stands.progress) == ("SUCCESSFUL", "half done")
    assert "No such file" in queue.standing(samples.write, "/nowhere/a", "word").error


def test_figures_count_and_tell_the_age_of_the_oldest() -> None:
    assert queue.figures() == queue.Figures(due=0, oldest_due=0, running=0, failed=0)
    now = timezone.now()
    samples.tell.using(run_after=now - timedelta(minutes=5)).enqueue()
    samples.fail.using(run_after=now + timedelta(minutes=5)).enqueue()
    figures = queue.figures()
    assert (figures.due, figures.running, figures.failed) == (1, 0, 0)
    assert 300 <= figures.oldest_due < 400


def test_old_jobs_are_forgotten_and_failed_ones_later() -> None:
    samples.tell.enqueue()
    samples.fail_for_good.enqueue()
    run_due()
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=2))
    upkeep.forget.call()
    assert [row.status for row in DBTaskResult.objects.all()] == [queue.FAILED]
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=31))
    upkeep.forget.call()
    assert not JobState.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_recurring_job_is_queued_once_whatever_the_number_of_workers() -> None:
    upkeep.queue_recurring()
    assert {row.task_path for row in waiting()} == set(recurring)
    assert at_once(*[upkeep.queue_recurring] * 4) == [None] * 4
    assert len(waiting()) == len(recurring)
    DBTaskResult.objects.all().delete()
    Schedule.objects.update(due_at=timezone.now())
    assert at_once(*[upkeep.queue_recurring] * 4) == [None] * 4
    assert sorted(row.task_path for row in waiting()) == sorted(recurring)


@pytest.mark.django_db(transaction=True)
def test_recurring_job_that_ran_is_not_due_before_its_time() -> None:
    upkeep.queue_recurring()
    DBTaskResult.objects.all().delete()
    upkeep.queue_recurring()
    assert not waiting()


@pytest.mark.django_db(transaction=True)
def test_call_that_is_relied_on_is_taken_after_the_transaction_alone() -> None:
    """So its run finds what was written. On PostgreSQL nobody waits for that: worker and other callers pass on."""
    samples.tell.enqueue()
    relied_on, tried, ended = Event(), Event(), Event()

    def rely() -> None:
        with transaction.atomic():
            samples.tell.enqueue()
            relied_on.set()
            tried.wait(PATIENCE if connection.vendor == "postgresql" else A_MOMENT)
            ended.set()

    def take() -> bool:
        relied_on.wait(PATIENCE)
        taken = claim("somebody")
        too_early = taken is not None and not ended.is_set()
        if connection.vendor == "postgresql":
            samples.tell.enqueue()
        tried.set()
        return too_early

    assert at_once(rely, take) == [None, False]
    if connection.vendor == "postgresql":
        assert len(waiting()) == 2
        assert claim("somebody") is not None
    assert not waiting(), "one run does the work of both"


@pytest.mark.django_db(transaction=True)
def test_attempt_of_a_worker_that_was_taken_for_lost_does_not_count() -> None:
    samples.tell.enqueue()
    row = claim("slow")
    JobState.objects.update(lease=timezone.now() - timedelta(seconds=1))
    upkeep.sweep()
    again = claim("other")
    run(row)
    assert [entry.status for entry in DBTaskResult.objects.all()] == [queue.RUNNING]
    run(again)
    assert [entry.status for entry in DBTaskResult.objects.all()] == ["SUCCESSFUL"]
