"""Who is whom: decided from the links alone, in whatever order they came."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from evergrow.kernel import key_of
from evergrow.record.customers import Link, resolve

DAY = datetime(2026, 1, 1, tzinfo=UTC)


def _identify(device: str, user: str, day: int = 0) -> Link:
    return Link(
        f"anon:{device}", f"user:{user}", "identify", DAY + timedelta(days=day), f"m-{device}-{user}-{day}"
    )


def _alias(old: str, new: str) -> Link:
    return Link(old, new, "alias", DAY, f"alias-{old}-{new}")


def _customers(*links: Link) -> list[set[str]]:
    names = {key_of(name): name for link in links for name in (link.identity, link.other)}
    groups: dict[int, set[str]] = {}
    for identity, customer in resolve(links).items():
        groups.setdefault(customer, set()).add(names[identity])
    return sorted(groups.values(), key=sorted)


def test_a_visitor_who_signs_in_is_the_customer() -> None:
    assert _customers(_identify("phone", "ana")) == [{"anon:phone", "user:ana"}]


def test_two_devices_of_one_person_are_one_customer() -> None:
    assert _customers(_identify("phone", "ana"), _identify("laptop", "ana")) == [
        {"anon:phone", "anon:laptop", "user:ana"}
    ]


def test_two_people_on_one_device_stay_two_and_the_device_is_the_first_ones() -> None:
    assert _customers(_identify("tablet", "ben", day=2), _identify("tablet", "ana", day=1)) == [
        {"anon:tablet", "user:ana"},
        {"user:ben"},
    ]


def test_an_alias_joins_an_old_name_and_all_that_hung_on_it() -> None:
    links = [
        _identify("phone", "ana@old"),
        _alias("user:ana@old", "user:ana@new"),
        _identify("laptop", "ana@new"),
    ]
    assert len(_customers(*links)) == 1


def test_a_customer_goes_by_a_user_id_before_a_device_id() -> None:
    assert resolve([_identify("aaa", "zoe")])[key_of("anon:aaa")] == key_of("user:zoe")


_people = st.sampled_from(["ana", "ben", "zoe"])
_devices = st.sampled_from(["phone", "laptop", "tablet"])
_links = st.lists(
    st.builds(_identify, _devices, _people, st.integers(0, 3))
    | st.builds(lambda a, b: _alias(f"user:{a}", f"user:{b}"), _people, _people)
    | st.builds(lambda a, b: _alias(f"anon:{a}", f"user:{b}"), _devices, _people),
    max_size=8,
)


@given(_links, st.randoms(use_true_random=False))
def test_the_order_of_links_decides_nothing(links: list[Link], chance: random.Random) -> None:
    shuffled = [*links, *links[:2]]
    chance.shuffle(shuffled)
    assert resolve(shuffled) == resolve(links)
