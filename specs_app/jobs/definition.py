"""What a job is: a function of a module that a worker calls, with what the queue has to know of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ParamSpec, TypeVar

from django_tasks_db.compat import Task

P = ParamSpec("P")
T = TypeVar("T")

#: Jobs that come again by themselves, by the place of their function.
recurring: dict[str, Job[Any, Any]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Task[P, T]):
    """A function of a module that workers call; made by `job`.

    ``job.enqueue(*args)`` queues a call within the caller's transaction, ``job.using(run_after=moment).enqueue(*args)`` one for
    later. Arguments are what JSON can say. While an equal call waits, a second one adds nothing; two that are queued at the
    same moment may both run. A job may be broken off anywhere and run again: done twice, it has to leave what it leaves done
    once. ``job.call(*args)`` calls the function here and now.

    title: what operators read.
    attempts: how often it is tried; without end where None. An error in ``final`` is not tried again.
    pause: what lies between the first try and the second; twice as much before each next one, up to ``longest_pause``.
    limit: seconds after which an attempt is ended; it has a process of its own then. Without one it must not be able to hang.
    every: makes a job without arguments recurring; ``at_start`` has it run whenever a worker starts as well.
    """

    title: str
    attempts: int | None = 3
    limit: float | None = None
    pause: timedelta = timedelta(minutes=1)
    longest_pause: timedelta = timedelta(hours=1)
    final: tuple[type[Exception], ...] = field(default=())
    every: timedelta | None = None
    at_start: bool = False

    def pause_after(self, tries: int) -> timedelta:
        """What comes before the next try."""
        longer: timedelta = self.pause * 2 ** min(tries - 1, 10)
        return min(self.longest_pause, longer)

    def may_try_again(self, tries: int, error: Exception) -> bool:
        """Whether a job that was tried so often, and ended with this error, is tried once more."""
        return not isinstance(error, self.final) and (self.attempts is None or tries < self.attempts)


def job(title: str, **options: Any) -> Callable[[Callable[P, T]], Job[P, T]]:
    """Make a function of a module a job; ``options`` are the fields of `Job`, and ``priority`` from -100 to 100."""

    def made(function: Callable[P, T]) -> Job[P, T]:
        defined: Job[P, T] = Job(func=function, title=title, **options)
        if defined.every:
            recurring[defined.module_path] = defined
        return defined

    return made
