"""Names for what goes in and comes out: `ArrayLike` in, and one of these out."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]
Floats: TypeAlias = Any  # a float for numbers, an array for arrays, a traced value for traced values
Size: TypeAlias = int | tuple[int, ...] | None

__all__ = ["Array", "ArrayLike", "Floats", "Size"]
