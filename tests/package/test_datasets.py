"""The shipped data: shapes, missing values, and facts that their sources state."""

import numpy as np
import pytest

from glm_core import datasets

LOADERS = [
    datasets.load_penguins,
    datasets.load_orings,
    datasets.load_horse_kicks,
    datasets.load_seattle_weather,
]


@pytest.mark.parametrize("load", LOADERS, ids=lambda load: load.__name__)
def test_columns_are_arrays_of_one_length_named_in_the_docstring(load):
    data = load()
    assert len({len(column) for column in data.values()}) == 1
    for name, column in data.items():
        assert name in load.__doc__
        assert column.dtype.kind in "fUM"


def test_penguins():
    data = datasets.load_penguins()
    species, counts = np.unique(data["species"], return_counts=True)
    assert dict(zip(species, counts, strict=True)) == {
        "Adelie": 152,
        "Chinstrap": 68,
        "Gentoo": 124,
    }
    assert np.isnan(data["bill_length_mm"]).sum() == 2
    assert (data["sex"] == "").sum() == 11


def test_complete_penguins():
    data = datasets.load_penguins(complete=True)
    assert len(data["species"]) == 333
    assert not any(np.isnan(c).any() for c in data.values() if c.dtype.kind == "f")
    assert set(data["sex"]) == {"female", "male"}


def test_orings():
    data = datasets.load_orings()
    assert np.flatnonzero(np.isnan(data["failures"])).tolist() == [3]
    assert data["flight"][3] == "4"
    assert np.nansum(data["failures"]) == 9
    assert data["temperature_f"].min() == 53


def test_horse_kicks():
    data = datasets.load_horse_kicks()
    assert data["corps_years"].sum() == 200
    assert data["deaths"] @ data["corps_years"] / 200 == pytest.approx(0.61)


def test_seattle_weather():
    data = datasets.load_seattle_weather()
    assert data["date"][0] == np.datetime64("2012-01-01")
    assert (np.diff(data["date"]) == np.timedelta64(1, "D")).all()
    assert data["date"].size == 1461
    assert set(data["weather"]) == {"drizzle", "fog", "rain", "snow", "sun"}
    assert (data["temp_min"] <= data["temp_max"]).all()
