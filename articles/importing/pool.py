"""Work ahead: a job for each part of the input, done by other processes, the results in the order of the jobs.

A process of its own for each core, begun anew (spawn) and not split off: the one that writes holds a connection to the
database, which no two processes may share. A helper whose parent was killed ends by itself.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import wait

import django

from .records import UnreadablePage

JOBS_AHEAD = 4  # for each helper: none waits while a chunk is written, and no more than this lies in memory


@dataclass(frozen=True, slots=True)
class Job:
    """A function of a module with what it takes, all of which can travel; `tag` stays here, for the result.

    One without a function is a mark in the row: it comes back when all before it are done.
    """

    tag: object
    function: Callable | None = None
    arguments: tuple = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a job: its result, or why the file cannot be read."""

    tag: object
    result: object = None
    error: UnreadablePage | None = None


def done(jobs: Iterable[Job], *, helpers: int) -> Iterator[Done]:
    """The jobs, done in their order by so many other processes; by this one where there are none."""
    if not helpers:
        for job in jobs:
            yield _finished(job, partial(job.function, *job.arguments) if job.function else _nothing)
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(helpers, mp_context=context, initializer=_begin)
    waiting: deque[tuple[Job, Callable]] = deque()
    try:
        for job in jobs:
            future = pool.submit(job.function, *job.arguments) if job.function else None
            waiting.append((job, future.result if future else _nothing))
            if len(waiting) > helpers * JOBS_AHEAD:
                yield _finished(*waiting.popleft())
        while waiting:
            yield _finished(*waiting.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _finished(job: Job, result: Callable) -> Done:
    try:
        return Done(job.tag, result())
    except UnreadablePage as error:
        return Done(job.tag, error=error)


def _nothing() -> None:
    """The result of a mark."""


def _begin() -> None:
    """What a helper does first. It leaves an interruption to the process that writes, which ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    wait([multiprocessing.parent_process().sentinel])
    os._exit(1)
