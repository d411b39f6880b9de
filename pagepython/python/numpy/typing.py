"""Names for annotations."""

from typing import Any

ArrayLike = NDArray = DTypeLike = Any
