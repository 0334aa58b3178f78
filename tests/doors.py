"""The two ways in, by page and by REST, for what must come out the same by both."""

from __future__ import annotations

import json
from typing import Any, Protocol

from django.contrib.auth.models import User
from django.test import Client
from knox.models import AuthToken

from changes_app.models import ChangeRequest


class Door(Protocol):
    """A way in: each gives the HTTP status of the answer and its text."""

    def begin(self, slug: str, by: User, **words: str) -> tuple[int, str]: ...

    def vote(self, change: ChangeRequest, by: User, verdict: str, comment: str = "") -> tuple[int, str]: ...

    def reword(self, change: ChangeRequest, by: User, **words: str) -> tuple[int, str]: ...

    def step(self, change: ChangeRequest, by: User, name: str, comment: str = "") -> tuple[int, str]: ...

    def settle(self, change: ChangeRequest, by: User, keep: str) -> tuple[int, str]: ...

    def read(self, change: ChangeRequest, by: User) -> str: ...

    def look(self, slug: str, part: str, by: User | None = None) -> str: ...


class Pages:
    """The forms, as a browser sends them."""

    def begin(self, slug: str, by: User, **words: str) -> tuple[int, str]:
        answer = self._client(by).post(f"/{slug}/changes/new/why/?form=wording&target=YOUN002A", words)
        return answer.status_code, answer.content.decode()

    def vote(self, change: ChangeRequest, by: User, verdict: str, comment: str = "") -> tuple[int, str]:
        return self._send(change, by, "vote", verdict=verdict, comment=comment, content_hash=change.content_hash)

    def reword(self, change: ChangeRequest, by: User, **words: str) -> tuple[int, str]:
        present = {name: getattr(change, name) for name in ("title", "reason", "benefit")}
        return self._send(change, by, "why", **{**present, **words})

    def step(self, change: ChangeRequest, by: User, name: str, comment: str = "") -> tuple[int, str]:
        return self._send(change, by, "send" if name == "submit" else name, comment=comment)

    def settle(self, change: ChangeRequest, by: User, keep: str) -> tuple[int, str]:
        path = f"{change.get_absolute_url()}conflicts/"
        form = self._client(by).get(path).context["form"]
        kept = {name: keep for name in form.fields if name.startswith("keep_")}
        return self._send(change, by, "conflicts", revision=form["revision"].value(), **kept)

    def read(self, change: ChangeRequest, by: User) -> str:
        return self._client(by).get(change.get_absolute_url()).content.decode()

    def look(self, slug: str, part: str, by: User | None = None) -> str:
        return (self._client(by) if by else Client()).get(f"/{slug}/{part}").content.decode()

    def _send(self, change: ChangeRequest, by: User, part: str, **data: str) -> tuple[int, str]:
        answer = self._client(by).post(f"{change.get_absolute_url()}{part}/", data)
        return answer.status_code, answer.content.decode()

    def _client(self, by: User) -> Client:
        client = Client()
        client.force_login(by)
        return client


class Rest:
    """The same with a token."""

    def begin(self, slug: str, by: User, **words: str) -> tuple[int, str]:
        path = f"/api/v1/specifications/{slug}/changes/"
        answer = self._client(by).post(path, json.dumps({**words, "edits": []}), content_type="application/json")
        return answer.status_code, answer.content.decode()

    def vote(self, change: ChangeRequest, by: User, verdict: str, comment: str = "") -> tuple[int, str]:
        body = {"verdict": verdict, "comment": comment, "content_hash": change.content_hash}
        return self._send("post", change, by, "reviews/", body)

    def reword(self, change: ChangeRequest, by: User, **words: str) -> tuple[int, str]:
        return self._send("patch", change, by, "", words)

    def step(self, change: ChangeRequest, by: User, name: str, comment: str = "") -> tuple[int, str]:
        return self._send("post", change, by, f"{name}/", {"comment": comment})

    def settle(self, change: ChangeRequest, by: User, keep: str) -> tuple[int, str]:
        found = json.loads(self.read(change, by))["conflicts"]
        choices = [{"address": one["address"], "field": one["field"], "keep": keep} for one in found]
        return self._send("post", change, by, "settle/", {"choices": choices})

    def read(self, change: ChangeRequest, by: User) -> str:
        return self._send("get", change, by, "", None)[1]

    def look(self, slug: str, part: str, by: User | None = None) -> str:
        client = self._client(by) if by else Client()
        return client.get(f"/api/v1/specifications/{slug}/{part}").content.decode()

    def _send(self, method: str, change: ChangeRequest, by: User, part: str, body: Any) -> tuple[int, str]:
        client = self._client(by)
        path = f"/api/v1/specifications/{change.specification.slug}/changes/{change.number}/{part}"
        data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        answer = getattr(client, method)(path, **data)
        return answer.status_code, answer.content.decode()

    def _client(self, by: User) -> Client:
        return Client(headers={"Authorization": f"Bearer {AuthToken.objects.create(by)[1]}"})
