"""Names for annotations, which are not kept here."""

from typing import Any

Array = ArrayLike = Floats = Numbers = Size = Any
