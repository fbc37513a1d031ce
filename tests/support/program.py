"""A program that calls the API with a personal token, as tests write it: `Program(person).get("/cases")`."""

from uuid import uuid4

from django.test import Client

from jingwei.api.models import TokenScope
from jingwei.api.tokens import make_token

PREFIX = "/api/v1"


class Program:
    """Calls of one person's token, good for everything unless `scopes` say less."""

    def __init__(self, person, scopes=TokenScope.values, days=30):
        self.token, self.value = make_token(person, name="tests", scopes=scopes, days=days)
        self.client = Client()

    @property
    def headers(self) -> dict:
        return {"authorization": f"Bearer {self.value}"}

    def get(self, path: str, **query):
        return self.client.get(PREFIX + path, query, headers=self.headers)

    def post(self, path: str, body: dict | None = None, *, key: str | None = None, method: str = "post"):
        headers = {**self.headers, "idempotency-key": key or uuid4().hex}
        return getattr(self.client, method)(
            PREFIX + path, body if body is not None else {}, content_type="application/json", headers=headers
        )

    def put(self, path: str, body: dict, *, key: str | None = None):
        return self.post(path, body, key=key, method="put")

    def send(self, path: str, parts: dict, *, key: str | None = None):
        """A form with files."""
        headers = {**self.headers, "idempotency-key": key or uuid4().hex}
        return self.client.post(PREFIX + path, parts, headers=headers)
