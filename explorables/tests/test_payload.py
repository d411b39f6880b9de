"""The payload, the one contract between two languages, is what its schema says."""

import copy
import json
from pathlib import Path

import jsonschema
import plots
import pytest
from every_mark import every_mark_figure

from explorables import interact

SCHEMA = json.loads(
    (Path(__file__).parents[1] / "src" / "explorables" / "payload.schema.json").read_text("utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def complaints(payload):
    """What is wrong with a payload, as the page reads it."""
    found = VALIDATOR.iter_errors(json.loads(json.dumps(payload)))
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in found]


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_mark_and_every_kind_of_parameter():
    assert complaints(every_mark_figure().payload()) == []


@pytest.mark.parametrize("function", plots.ALL, ids=lambda f: f.__name__)
def test_figures_that_others_wrote(function):
    assert complaints(interact(function, **plots.ALL[function]).payload()) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda p: p.update(format=2),
        lambda p: p.pop("alt"),
        lambda p: p["figures"][0]["figure"]["panels"][0]["marks"][0].update(colour="blue"),
        lambda p: p["figures"][0]["figure"]["panels"][0]["marks"][0].pop("x"),
        lambda p: p["nodes"].append(["add", [0.5], []]),
        lambda p: p["parameters"][0].update(kind="dial"),
    ],
)
def test_a_spoilt_payload_is_seen(spoil):
    payload = copy.deepcopy(every_mark_figure().payload())
    spoil(payload)
    assert complaints(payload)
