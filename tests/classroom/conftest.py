"""Assignments register exercises of their own: each test begins without those of others."""

import pytest


@pytest.fixture(autouse=True)
def no_exercises_of_a_notebook(monkeypatch):
    monkeypatch.setattr("glm_core.exercises._registry._IN_A_NOTEBOOK", {})
