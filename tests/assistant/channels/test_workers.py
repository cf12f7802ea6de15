import asyncio
from threading import Event, get_ident

import pytest

from assistant.channels.workers import Busy, Workers


def test_a_call_runs_in_another_thread() -> None:
    workers = Workers()
    assert asyncio.run(workers.run(get_ident)) != get_ident()
    workers.close()


def test_an_error_reaches_the_caller() -> None:
    def fails() -> None:
        raise ValueError("no")

    workers = Workers()
    with pytest.raises(ValueError, match="no"):
        asyncio.run(workers.run(fails))
    workers.close()


def test_beyond_its_places_it_is_busy_and_places_come_back() -> None:
    workers, go = Workers(threads=1, waiting=1), Event()

    async def crowd() -> None:
        first = asyncio.create_task(workers.run(go.wait))
        second = asyncio.create_task(workers.run(go.wait))
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await workers.run(go.wait)
        go.set()
        await asyncio.gather(first, second)
        assert await workers.run(go.is_set)

    asyncio.run(crowd())
    workers.close()


def test_an_abandoned_call_keeps_its_place_until_it_ends() -> None:
    workers, go = Workers(threads=1, waiting=0), Event()

    async def leave() -> None:
        call = asyncio.create_task(workers.run(go.wait))
        await asyncio.sleep(0)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        with pytest.raises(Busy):
            await workers.run(go.is_set)
        go.set()
        while True:
            try:
                assert await workers.run(go.is_set)
                return
            except Busy:
                await asyncio.sleep(0)

    asyncio.run(leave())
    workers.close()
