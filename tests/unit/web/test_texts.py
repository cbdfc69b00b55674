"""A text message shows what it costs while it is written."""

import httpx


def test_a_text_tells_its_pieces_and_what_makes_it_dear(operator: httpx.Client) -> None:
    plain = operator.post("/api/texts/parts", json={"text": "Hello " * 30}).json()
    dear = operator.post("/api/texts/parts", json={"text": "Don’t miss it 🎁" + "!" * 60}).json()

    assert plain == {"encoding": "gsm7", "units": 180, "parts": 2, "outside": []}
    assert dear == {"encoding": "ucs2", "units": 76, "parts": 2, "outside": ["’", "🎁"]}
