"""The figure that each host shows."""

import numpy as np

from explorables import Axis, Figure, Panel, explore, handle, line, readout


@explore(a=(0.0, 2.0, 0.1))
def wave(a=1.0):
    """How high is the wave?

    Move a.
    """
    x = np.linspace(0.0, 6.0, 61)
    curve, knob = line(x, a * np.sin(x)), handle(np.pi / 2, a, moves=(None, "a"))
    panel = Panel(curve, knob, y=Axis(domain=(-2, 2)))
    return Figure(panel, readout("height", a))
