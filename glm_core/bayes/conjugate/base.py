"""What every conjugate model shares."""

import numpy as np

from glm_core._validation import is_traced, quiet


class Conjugate:
    """log p(y) = log Z(posterior) − log Z(prior) + Σ log b(y), with Z = ∫ of the prior's form.

    A subclass gives `_statistic(y)` with a row for each observation, `_count_in(sum of them, n)`,
    and `_log_evidence(y)`, where the logarithms are subtracted on paper.
    """

    @quiet
    def update(self, data):
        """p(θ | data), as a new model of the same kind."""
        statistic = self._statistic(data)
        return self._count_in(np.sum(statistic, axis=0), np.shape(statistic)[0])

    @quiet
    def log_evidence(self, data):
        """log p(data) = log ∫ p(data | θ) p(θ) dθ, in nats, for the data in the order given."""
        return self._log_evidence(self._statistic(data))

    def _set(self, **checked):
        """Hyperparameters that were a list become arrays; numbers stay as they were written."""
        for name, value in checked.items():
            given = getattr(self, name)
            if not isinstance(given, int | float) and not is_traced(given):
                object.__setattr__(self, name, value)


def tails(level):
    """The two tail probabilities of an equal-tailed interval."""
    if not 0.0 < level < 1.0:
        raise ValueError(f"level must lie between 0 and 1 (got {level})")
    return 0.5 * (1.0 - level), 0.5 * (1.0 + level)
