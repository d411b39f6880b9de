"""What every conjugate model shares."""

from abc import ABC, abstractmethod
from typing import Any

import numpy as np

from glm_core._typing import Floats, Numbers
from glm_core._validation import is_traced, quiet


class Conjugate(ABC):
    """log p(y) = log Z(posterior) − log Z(prior) + Σ log b(y), with Z = ∫ of the prior's form.

    A subclass gives the three methods whose names begin with an underline.
    """

    @quiet
    def update(self, data: Numbers) -> Any:
        """p(θ | data), as a new model of the same kind."""
        statistic = self._statistic(data)
        return self._count_in(np.sum(statistic, axis=0), np.shape(statistic)[0])

    @quiet
    def log_evidence(self, data: Numbers) -> Floats:
        """log p(data) = log ∫ p(data | θ) p(θ) dθ, in nats, for the data in the order given."""
        return self._log_evidence(self._statistic(data))

    @abstractmethod
    def _statistic(self, y: Any) -> Any:
        """T(y), a row for each observation."""

    @abstractmethod
    def _count_in(self, total: Any, n: int) -> Any:
        """The model with n observations counted in, whose T sum up to `total`."""

    @abstractmethod
    def _log_evidence(self, statistic: Any) -> Any:
        """log Z(posterior) − log Z(prior) + Σ log b, subtracted on paper."""

    def _set(self, **checked):
        """Hyperparameters that were a list become arrays; numbers stay as they were written."""
        for name, value in checked.items():
            given = getattr(self, name)
            if not isinstance(given, int | float) and not is_traced(given):
                object.__setattr__(self, name, value)


def tails(level: float) -> tuple[float, float]:
    """The two tail probabilities of an equal-tailed interval."""
    if not 0.0 < level < 1.0:
        raise ValueError(f"level must lie between 0 and 1 (got {level})")
    return 0.5 * (1.0 - level), 0.5 * (1.0 + level)
