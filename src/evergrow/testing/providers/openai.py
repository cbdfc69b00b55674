"""An endpoint of chat completions, as OpenAI documents it and many others speak it."""

from __future__ import annotations

from itertools import count
from typing import Any

from evergrow.testing.providers.server import Asked, Conduct, FakeProvider, Reply


class FakeChat(FakeProvider):
    """Answers every chat with `says`. Its base URL is `url` + `/v1`.

    Source:
        https://platform.openai.com/docs/api-reference/chat/create, https://platform.openai.com/docs/guides/error-codes
    """

    key = "sk-chat-key-that-nobody-may-see"
    model = "story-1"
    secrets = (key,)

    def __init__(self, says: str = "They come back.", conduct: Conduct = "accept") -> None:
        super().__init__(conduct)
        self.says = says
        self._numbers = count(1)

    def message_of(self, asked: Asked) -> Any:
        if (asked.method, asked.path) != ("POST", "/v1/chat/completions"):
            return None
        if asked.headers.get("authorization") != f"Bearer {self.key}":
            return self.unauthorized()
        body = asked.document()
        messages = body.get("messages")
        if not messages or any(set(one) != {"role", "content"} for one in messages):
            return _error(400, "Invalid value for 'messages'.", "invalid_request_error", "messages", None)
        if body.get("model") != self.model:
            what = f"The model `{body.get('model')}` does not exist or you do not have access to it."
            return _error(404, what, "invalid_request_error", None, "model_not_found")
        return body

    def accepted(self, message: Any) -> Reply:
        number = next(self._numbers)
        choice = {
            "index": 0,
            "message": {"role": "assistant", "content": self.says, "refusal": None},
            "logprobs": None,
            "finish_reason": "stop",
        }
        asked, said = len(str(message["messages"])) // 4, len(self.says) // 4
        return Reply(
            200,
            {
                "id": f"chatcmpl-{number:08d}",
                "object": "chat.completion",
                "created": 1_795_300_000 + number,
                "model": message["model"],
                "choices": [choice],
                "usage": {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said},
            },
        )

    def refused(self) -> Reply:
        return _error(400, "This request was refused.", "invalid_request_error", None, None)

    def busy(self) -> Reply:
        what = "Rate limit reached. Please try again in 20s."
        return _error(429, what, "requests", None, "rate_limit_exceeded")

    def unauthorized(self) -> Reply:
        what = f"Incorrect API key provided: {self.key}."
        return _error(401, what, "invalid_request_error", None, "invalid_api_key")

    def other(self, asked: Asked) -> Reply:
        what = f"Invalid URL ({asked.method} {asked.path})"
        return _error(404, what, "invalid_request_error", None, None)


def _error(status: int, message: str, kind: str, parameter: str | None, code: str | None) -> Reply:
    return Reply(status, {"error": {"message": message, "type": kind, "param": parameter, "code": code}})
