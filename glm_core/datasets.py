"""Four real data sets, shipped with the package, as dictionaries of NumPy arrays.

Numbers are float64 with NaN where a value is missing, words are strings with "" where missing.
"""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DATA = Path(__file__).parent / "data"


def load_penguins(*, complete: bool = False) -> dict[str, NDArray]:
    """344 penguins near Palmer Station: species, island, bill, flipper, mass, sex, year.

    Keys: species, island, bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g, sex,
    year. `complete=True` drops the 11 penguins with a missing value and leaves 333.

    Horst, Hill & Gorman (2020), palmerpenguins; Gorman, Williams & Fraser (2014). CC0.
    """
    data = _load("penguins.csv", words=("species", "island", "sex"))
    if complete:
        whole = np.all([c != "" if c.dtype.kind == "U" else ~np.isnan(c) for c in data.values()], 0)
        data = {name: column[whole] for name, column in data.items()}
    return data


def load_orings() -> dict[str, NDArray]:
    """24 shuttle flights before Challenger: how many of six primary O-rings were damaged.

    Keys: flight (a word), temperature_f (°F at launch), pressure_psi (leak check), failures (0 to
    6; NaN for flight 4, whose hardware was lost at sea).

    Dalal, Fowlkes & Hoadley (1989), JASA 84, 945–957.
    """
    return _load("orings.csv", words=("flight",))


def load_horse_kicks() -> dict[str, NDArray]:
    """200 corps-years of the Prussian army: in how many were 0, 1, ... men killed by horse kicks.

    Keys: deaths, corps_years. Bortkiewicz (1898), Das Gesetz der kleinen Zahlen.
    """
    return _load("horse_kicks.csv")


def load_seattle_weather() -> dict[str, NDArray]:
    """1,461 days in Seattle, 2012 to 2015.

    Keys: date (datetime64[D]), precipitation (mm), temp_max and temp_min (°C), wind (m/s), weather
    (drizzle, fog, rain, snow or sun).

    The word changes its meaning: to March 2013 a wet day is called rain (248 of 456 days; fog 6),
    from April 2013 on fog (405 of 1,005 days; rain 11). For the weather itself use precipitation.

    NOAA daily summaries, public domain, as packaged by vega-datasets.
    """
    data = _load("seattle-weather.csv", words=("date", "weather"))
    dates = np.array([date.replace("/", "-") for date in data["date"]], dtype="datetime64[D]")
    return {**data, "date": dates}


def _load(name, words=()):
    """The columns of a CSV file in `glm_core/data`."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return {
        column: _words(cells) if column in words else _numbers(cells)
        for column, cells in zip(header, zip(*rows, strict=True), strict=True)
    }


def _numbers(cells):
    return np.array([np.nan if cell in ("", "NA") else float(cell) for cell in cells])


def _words(cells):
    return np.array(["" if cell == "NA" else cell for cell in cells])
