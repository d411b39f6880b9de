"""``interact`` that stays alive: other people's functions, with matplotlib and all, as figures."""

from .api import fixed, interact, interactive

__all__ = ["fixed", "interact", "interactive"]
