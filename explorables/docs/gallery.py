"""A page of figures to look at: ``python docs/gallery.py gallery.html``."""

import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np
from explorables.hosts.page import pages_html

from explorables import Axis, Figure, Panel, Points, area, dots, explore, interact, line, readout

mpl.use("agg")
import matplotlib.pyplot as plt

DRAWS = np.random.default_rng(3).normal(size=60)


@explore(mu=(-3.0, 3.0), sigma=(0.3, 2.0))
def bell(mu=0.0, sigma=1.0):
    """How high is the peak of a narrow bell?"""
    x = np.linspace(-5, 5, 201)
    density = np.exp(-(((x - mu) / sigma) ** 2) / 2) / (sigma * np.sqrt(2 * np.pi))
    panel = Panel(area(x, density), line(x, density), y=Axis("density", domain=(0, 1.4)))
    return Figure(panel, readout("peak", density.max()))


@explore(data=Points([0, 1, 2, 3, 4], [1, 3, 2, 5, 4], domain_x=(0, 4), domain_y=(0, 6)))
def least_squares(data=None):
    """Which point pulls the line hardest? Drag them."""
    x, y = data.x - np.mean(data.x), data.y
    slope = np.sum(x * y) / np.sum(x * x)
    fit = np.mean(y) + slope * x
    panel = Panel(line(data.x, fit), dots(data.x, y), y=Axis("y", domain=(0, 6)))
    return Figure(panel, readout("slope", slope), readout("squares", np.sum((y - fit) ** 2)))


@interact(a=(0.0, 2.0), n=(1, 8))
def waves(a=1.0, n=3):
    """An ordinary function of matplotlib: n is a length, and stays a slider."""
    x = np.linspace(0, 10, 400)
    for k in range(n):
        plt.plot(x, a * np.sin((k + 1) * x) / (k + 1), "C0", alpha=0.5)
    plt.title(f"{n} waves of amplitude {a:.1f}")


@interact(mu=(-2.0, 2.0), sigma=(0.5, 2.0))
def histogram(mu=0.0, sigma=1.0):
    """Sixty draws, shifted and scaled."""
    plt.hist(mu + sigma * DRAWS, bins=np.linspace(-6, 6, 25), edgecolor="white")
    plt.ylim(0, 25)


FIGURES = [bell, least_squares, waves, histogram]

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(pages_html("Gallery", FIGURES), encoding="utf-8")
