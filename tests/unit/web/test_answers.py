"""Kept answers: as fresh as the data allows, and never computed twice at once."""

import threading
import time

from evergrow.web.answers import Answers


class Shop:
    """A clock, a version and a report whose cost is known; `computed` counts."""

    def __init__(self, cost: float) -> None:
        self.now, self.version, self.cost, self.computed = 0.0, 1, cost, 0
        self.overdue: list[float] = []
        self.answers = Answers(lambda: self.version, overdue=self.overdue.append, clock=lambda: self.now)

    def ask(self, address: str = "/api/lifecycle") -> int:
        return int(self.answers.of(address, self._compute))

    def _compute(self) -> bytes:
        self.computed += 1
        self.now += self.cost
        return str(self.version).encode()


def test_an_answer_is_kept_until_the_data_changes() -> None:
    shop = Shop(cost=0.03)

    assert [shop.ask(), shop.ask()] == [1, 1]
    assert shop.computed == 1

    shop.version, shop.now = 2, shop.now + 1
    assert shop.ask() == 2


def test_a_cheap_answer_is_at_most_a_quarter_of_a_second_old() -> None:
    shop = Shop(cost=0.01)
    shop.ask()
    shop.version = 2

    shop.now += 0.2
    assert shop.ask() == 1
    shop.now += 0.1
    assert shop.ask() == 2


def test_a_dear_answer_is_fresh_at_once_after_a_rest() -> None:
    shop = Shop(cost=1.0)
    shop.ask()
    shop.version, shop.now = 2, shop.now + 0.3

    assert shop.ask() == 2


def test_a_dear_answer_may_be_five_times_its_cost_old_under_steady_change_and_the_page_is_told_to_look_again() -> (
    None
):
    shop = Shop(cost=2.5)
    shop.ask()
    shop.version = 2

    shop.now += 12.0
    assert shop.ask() == 1
    assert shop.overdue == [0.5]
    shop.now += 1.0
    assert shop.ask() == 2


def test_who_asks_before_an_answer_is_too_old_has_the_next_one_made_and_does_not_wait() -> None:
    shop = Shop(cost=2.5)
    shop.ask()
    shop.version, shop.now = 2, shop.now + 11.0

    assert shop.ask() == 1
    deadline = time.monotonic() + 60
    while shop.computed < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.01)
    assert (shop.computed, shop.ask()) == (2, 2)


def test_time_alone_makes_an_answer_old() -> None:
    shop = Shop(cost=0.01)
    shop.ask()
    shop.now += 21
    shop.ask()
    assert shop.computed == 2


def test_a_dear_answer_is_kept_twenty_times_its_cost_where_nothing_changed() -> None:
    shop = Shop(cost=3.0)
    shop.ask()
    shop.now += 59
    shop.ask()
    assert shop.computed == 1
    shop.now += 2
    shop.ask()
    assert shop.computed == 2


def test_ten_pages_that_ask_together_are_one_computation() -> None:
    computed: list[int] = []
    answers = Answers(lambda: 1)

    def compute() -> bytes:
        computed.append(1)
        time.sleep(0.05)
        return b"1"

    pages = [threading.Thread(target=answers.of, args=("/api/rfm", compute)) for _ in range(10)]
    for each in pages:
        each.start()
    for each in pages:
        each.join()
    assert computed == [1]


def test_a_refusal_is_not_kept() -> None:
    answers = Answers(lambda: 1)
    tries: list[int] = []

    def compute() -> bytes:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("not yet")
        return b"ok"

    try:
        answers.of("/api/rfm", compute)
    except ValueError:
        assert answers.of("/api/rfm", compute) == b"ok"
