"""Names for what goes in and comes out of the public functions."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]
Size: TypeAlias = int | tuple[int, ...] | None

# What most functions take: anything `ArrayLike`, and also what stands for an array while a figure
# records them; and what they give back: a float for numbers, an array for arrays, else the like.
Numbers: TypeAlias = Any
Floats: TypeAlias = Any

__all__ = ["Array", "ArrayLike", "Floats", "Numbers", "Size"]
