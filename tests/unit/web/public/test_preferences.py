"""Where customers decide: signed links, one click out, and nothing done by looking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pyarrow as pa
import pytest
from sqlalchemy import select

from evergrow.engage.messages import messages
from evergrow.ingest import CONSENTS
from evergrow.kernel import key_of
from evergrow.record import customers
from evergrow.runtime import Workspace, consents, judge_messages, tick
from evergrow.runtime.accounts import change_account, read_account
from evergrow.runtime.messages import save_topics
from evergrow.testing import entry_of, identify
from evergrow.web import app, client_of

NOW = datetime.now(UTC)


@pytest.fixture
def ana(workspace: Workspace) -> str:
    """A customer with an address."""
    workspace.log.append_now(
        [entry_of([identify(NOW, user="ana", email="ana@example.com")], received_at=NOW)]
    )
    tick(workspace, NOW)
    return "user:ana"


@pytest.fixture
def anybody(workspace: Workspace, ana: str) -> Iterator[httpx.Client]:
    """A browser without a session, a header of the dashboard or a cookie."""
    with client_of(app(workspace), {"accept-language": "en"}) as client:
        yield client


def _path(url: str) -> str:
    return "/p/" + url.split("/p/")[1]


def _said(workspace: Workspace) -> list[tuple[str, str, bool, bool]]:
    tick(workspace, datetime.now(UTC))
    rows = workspace.warehouse.fetch(customers.CONSENT_LOG.rows).to_pylist()
    rows.sort(key=lambda row: (row["at"], row["topic"]))
    return [(row["channel"], row["topic"], row["is_granted"], row["is_confirmed"]) for row in rows]


def test_looking_at_the_unsubscribe_page_changes_nothing_and_its_button_does(
    workspace: Workspace, anybody: httpx.Client, ana: str
) -> None:
    links = consents.public_links(workspace)
    path = _path(links.unsubscribe_url(identity=ana, channel="email", topic="offers", message_key=7))
    page = anybody.get(path)
    assert page.status_code == 200
    assert "Do you no longer want to get “Offers”" in page.text
    assert '<form method="post">' in page.text
    assert "set-cookie" not in page.headers
    assert "<script" not in page.text
    assert _said(workspace) == []
    assert "You are unsubscribed" in anybody.post(path).text
    assert _said(workspace) == [("email", "offers", False, False)]


def test_a_mail_program_unsubscribes_by_one_post_and_the_proof_is_kept(
    workspace: Workspace, anybody: httpx.Client, ana: str
) -> None:
    links = consents.public_links(workspace)
    path = _path(links.unsubscribe_url(identity=ana, channel="email", topic="offers", message_key=7))
    for _ in range(2):
        answer = anybody.post(path, data={"List-Unsubscribe": "One-Click"}, headers={"user-agent": "Gmail"})
        assert answer.status_code == 200
    tick(workspace, datetime.now(UTC))
    history = customers.consent_history_of(
        workspace.warehouse, customers.identity_keys(workspace.warehouse, ana)
    )
    assert {(said.topic, said.is_granted) for said in history} == {("offers", False)}
    assert history[0].wording == "Do you no longer want to get “Offers” from My shop?"
    assert history[0].place is not None
    assert history[0].place.endswith("/p/unsubscribe")
    assert history[0].source_id == "preferences"


def test_the_preference_page_keeps_what_is_ticked(
    workspace: Workspace, anybody: httpx.Client, ana: str
) -> None:
    path = _path(consents.public_links(workspace).preferences_url(identity=ana))
    assert 'value="offers/email">' in anybody.get(path).text
    ticked = ["offers/email", "orders/email", "nothing/email", "site/in_app", "site/web_push"]
    saved = anybody.post(path, data={"choice": ticked})
    assert 'value="offers/email" checked' in saved.text
    assert "Saved." in saved.text
    assert _said(workspace) == [("email", "offers", True, False)]
    assert 'value="offers/email" checked' in anybody.get(path).text
    assert " checked" not in anybody.post(path, data={"choice": ["offers/email"], "none": "1"}).text
    assert ("email", "offers", False, False) in _said(workspace)[1:]


def test_a_double_opt_in_waits_until_the_owner_of_the_address_confirms(
    workspace: Workspace, anybody: httpx.Client, ana: str
) -> None:
    links = consents.public_links(workspace)
    path = _path(links.preferences_url(identity=ana))
    assert (
        "look for a mail from us"
        in anybody.post(path, data={"choice": ["news/email", "site/in_app", "site/web_push"]}).text
    )
    assert _said(workspace) == [("email", "news", True, False)]
    confirm = _path(links.confirm_url(identity=ana, channel="email", topic="news", message_id="m"))
    assert "Do you want to get “Newsletter”" in anybody.get(confirm).text
    assert len(_said(workspace)) == 1
    assert "Thank you" in anybody.post(confirm).text
    assert ("email", "news", True, True) in _said(workspace)
    assert "look for a mail" not in anybody.get(path).text


def test_a_yes_to_confirm_asks_once_by_mail(workspace: Workspace, ana: str) -> None:
    now = datetime.now(UTC)
    said = {
        "identity_key": key_of(ana), "channel": "email", "topic": "news", "is_granted": True, "is_confirmed": False,
        "at": now.replace(tzinfo=None), "message_id": "m1",
    }  # fmt: skip
    rows = [
        said,
        said | {"topic": "offers"},
        said | {"is_confirmed": True},
        said | {"at": datetime(2020, 1, 1)},
    ]
    stated = pa.Table.from_pylist(rows, schema=CONSENTS)
    for asked in (1, 0):
        with workspace.state.transaction() as tx:
            assert consents.ask_to_confirm(workspace, tx, stated, now) == asked
    with workspace.state.reading() as tx:
        waiting = tx.rows(select(messages))
    assert [(row["template"], row["topic"], row["customer_id"]) for row in waiting] == [
        ("confirm-subscription", "account", "user:ana")
    ]
    assert "/p/confirm/" in waiting[0]["trigger"]


def test_a_brand_whose_topics_are_all_marketing_asks_to_confirm_all_the_same(
    workspace: Workspace, ana: str
) -> None:
    now = datetime.now(UTC)
    said = {
        "identity_key": key_of(ana), "channel": "email", "topic": "news", "is_granted": True, "is_confirmed": False,
        "at": now.replace(tzinfo=None), "message_id": "m1",
    }  # fmt: skip
    topics = "topics:\n  - { id: news, title: News, consent: double_opt_in }\n"
    save_topics(workspace, topics, by="t", now=now)
    with workspace.state.transaction() as tx:
        consents.ask_to_confirm(workspace, tx, pa.Table.from_pylist([said], schema=CONSENTS), now)

    judge_messages(workspace, datetime.now(UTC))

    with workspace.state.reading() as tx:
        assert [(row["topic"], row["reason"]) for row in tx.rows(select(messages))] == [("account", None)]
    save_topics(
        workspace, topics.replace("News", "Letters"), by="t", now=now
    )  # the question is in no one's way


def test_a_link_that_was_made_up_shows_a_page_and_does_nothing(
    workspace: Workspace, anybody: httpx.Client, ana: str
) -> None:
    links = consents.public_links(workspace)
    other = links.confirm_url(identity=ana, channel="email", topic="news", message_id="").rpartition("/")[2]
    for place in ("unsubscribe", "preferences", "confirm"):
        for token in ("x", "WyJ1Il0.abc", "%00", other if place != "confirm" else "x" * 5_000):
            for method in ("GET", "POST"):
                answer = anybody.request(method, f"/p/{place}/{token}")
                assert answer.status_code == 404
                assert "This link is not complete" in answer.text
    assert _said(workspace) == []


def test_the_pages_speak_japanese_and_escape_the_brands_name(
    workspace: Workspace, anybody: httpx.Client, ana: str
) -> None:
    change_account(workspace.state, replace(read_account(workspace.state), name="<b>Tea</b>"))
    path = _path(consents.public_links(workspace).preferences_url(identity=ana))
    page = anybody.get(path, headers={"accept-language": "ja,en;q=0.5"}).text
    assert '<html lang="ja">' in page
    assert "お得な情報" in page
    assert "<b>Tea</b>" not in page
    assert "&lt;b&gt;Tea&lt;/b&gt;" in page
