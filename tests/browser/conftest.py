"""A reader's browser that says nothing: what its console says fails the test."""

import pytest

pytest.register_assert_rewrite("fox")
from fox import firefox, fox  # noqa: E402, F401


@pytest.fixture
def context(chromium):
    """A context of its own; `asked` lists the addresses that its pages asked for."""
    # the tests wait by evaluating texts; the policy is tested where pages are
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    said, asked = [], []
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    context.on("request", lambda request: asked.append(request.url))
    context.asked = asked
    yield context
    context.close()
    assert not said
