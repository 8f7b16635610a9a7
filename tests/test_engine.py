"""The engine: work in order on several processes, whatever happens to them."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from archive.batch.engine import PLAIN, Engine, Orders, WorkerFault, WorkersEnd
from archive.batch.known import Again
from archive.batch.pieces import Chunk
from archive.errors import PhrasedError
from tests.works import Deadly, Faulty, Numbers, Once


def chunks(count: int) -> Iterator[Chunk]:
    return (Chunk(number=number, pieces=()) for number in range(count))


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_chunks(jobs):
    with Engine(Numbers(), jobs) as engine:
        done = list(engine.run(chunks(20)))

    assert [chunk.number for chunk, _ in done] == [result[0] for _, result in done]
    assert [chunk.number for chunk, _ in done] == list(range(20))


def test_one_job_is_done_by_this_process_and_several_are_not():
    with Engine(Numbers(), 1) as alone, Engine(Numbers(), 2) as together:
        (own,) = {result[2] for _, result in alone.run(chunks(3))}
        others = {result[2] for _, result in together.run(chunks(3))}

    assert own == os.getpid()
    assert own not in others


def test_workers_that_may_not_be_needed_are_started_when_there_is_a_second_chunk():
    with Engine(Numbers(), 2, is_eager=False) as engine:
        done = engine.run(chunks(2))
        (_, first) = next(done)
        assert engine.pids == []
        (_, second) = next(done)

    assert first[2] == os.getpid()
    assert second[2] != os.getpid()


def test_few_chunks_are_taken_before_their_results_are():
    taken = []

    def noted() -> Iterator[Chunk]:
        for chunk in chunks(50):
            taken.append(chunk.number)
            yield chunk

    with Engine(Numbers(), 2) as engine:
        for chunk, _ in engine.run(noted()):
            assert len(taken) - chunk.number <= 2 * 3 + 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_chunk_can_be_done_again_knowing_more(jobs):
    orders = Orders(again={0: Again(0, "R129", "a.json")})

    with Engine(Numbers(), jobs) as engine:
        before = [engine.redo(chunk, orders)[1] for chunk, _ in engine.run(chunks(3))]
        after = [result[1] for _, result in engine.run(chunks(2))]

    assert before == [orders] * 3
    assert after == [PLAIN] * 2


def test_a_worker_that_is_killed_loses_nothing(tmp_path):
    with Engine(Once(tmp_path / "mark"), 2) as engine:
        done = [(chunk.number, is_careful) for chunk, is_careful in engine.run(chunks(5))]

    assert done == [(0, False), (1, True), (2, False), (3, False), (4, False)]


def test_the_record_with_which_workers_end_is_found_and_passed_over():
    with Engine(Deadly(), 2) as engine:
        guilty = [result for _, result in engine.run(chunks(4))]

    assert guilty == [frozenset(), frozenset(), frozenset({3}), frozenset()]


def test_workers_that_end_before_they_begin_are_not_started_for_ever():
    with Engine(Deadly(is_silent=True), 2) as engine, pytest.raises(WorkersEnd):
        list(engine.run(chunks(4)))


def test_an_error_that_is_told_comes_out_of_a_worker_as_it_was():
    with Engine(Faulty(is_told=True), 2) as engine, pytest.raises(PhrasedError) as told:
        list(engine.run(chunks(2)))

    assert told.value.key == "cannot_write"
    assert told.value.values["name"] == "x"


def test_a_fault_of_the_program_comes_out_of_a_worker_with_its_traceback():
    with Engine(Faulty(is_told=False), 2) as engine, pytest.raises(WorkerFault, match="a fault"):
        list(engine.run(chunks(2)))


def test_no_worker_is_left_behind():
    with Engine(Numbers(), 2) as engine:
        next(engine.run(chunks(2)))
        pids = engine.pids

    assert len(pids) == 2
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
