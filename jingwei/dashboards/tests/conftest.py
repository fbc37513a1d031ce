"""Pages as the named people open them."""

import pytest


@pytest.fixture
def read(client, cast):
    """read("赵敏", address) → the answer, as that person's browser gets it."""

    def open_as(name, address, **headers):
        client.force_login(cast[name], backend="django.contrib.auth.backends.ModelBackend")
        return client.get(address, headers=headers)

    return open_as
