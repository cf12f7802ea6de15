"""The one bounded pool through which asynchronous doors call the synchronous core.

A door must never block its event loop, and a burst of questions must never grow threads or queues
without bound: what finds no place is told so at once.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Busy(Exception):
    """All workers are taken and the queue is full."""


class Workers:
    """At most `threads` calls run at once and at most `waiting` more wait for a thread."""

    def __init__(self, threads: int = 4, waiting: int = 32) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="wenshu")
        self._places = threads + waiting
        self._taken = 0

    async def run(self, call: Callable[[], T]) -> T:
        """The result of `call`, run in a thread; raises Busy when there is no place.

        Must be awaited on one event loop. A cancelled caller frees its place only when the thread
        has really ended, so the bound holds for abandoned calls as well.
        """
        if self._taken >= self._places:
            raise Busy
        self._taken += 1
        future = asyncio.get_running_loop().run_in_executor(self._pool, call)
        future.add_done_callback(self._free)
        return await asyncio.shield(future)

    def close(self) -> None:
        """Take no more calls; those that wait are dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _free(self, future: asyncio.Future[T]) -> None:
        self._taken -= 1
        if not future.cancelled():
            future.exception()
