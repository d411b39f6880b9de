"""Time glm_core against the fastest settings of scikit-learn, statsmodels and glum.

    pip install -r benchmarks/requirements.txt
    python benchmarks/fit.py                          # every row: minutes
    python benchmarks/fit.py --sizes 1000x5 100000x20 --tasks logistic poisson

All fit the same objective, to an optimum whose gradient (per row, largest entry) is printed beside
the time: a fast answer with a large gradient is not the same answer. The ratio is glm_core over the
fastest peer whose gradient is below 1e-6; below 1 glm_core is faster. NumPy's lstsq is printed for
comparison: the bare solution of a linear model, without checks, errors or anything around it.
"""

import argparse
import time
import warnings
from collections import namedtuple

import numpy as np
import peers

import glm_core

Task = namedtuple("Task", "model kind prior_variance")
TASKS = {
    "linear": Task(glm_core.GLM(glm_core.Gaussian()), "linear", None),
    "ridge": Task(
        glm_core.GLM(glm_core.Gaussian(), prior=glm_core.GaussianPrior(1.0)), "linear", 1.0
    ),
    "logistic": Task(glm_core.GLM(glm_core.Bernoulli()), "logistic", None),
    "logistic-l2": Task(
        glm_core.GLM(glm_core.Bernoulli(), prior=glm_core.GaussianPrior(1.0)), "logistic", 1.0
    ),
    "poisson": Task(glm_core.GLM(glm_core.Poisson()), "poisson", None),
    "softmax": Task(glm_core.GLM(glm_core.Categorical(3)), "softmax", None),
    "softmax-l2": Task(
        glm_core.GLM(glm_core.Categorical(3), prior=glm_core.GaussianPrior(1.0)), "softmax", 1.0
    ),
}
SIZES = ["1000x5", "100000x20", "100000x100", "1000000x20"]
PRECISE = 1e-6


def make_data(kind, n, p, rng):
    """Standard normal columns and a response from the model itself."""
    X = rng.normal(size=(n, p))
    eta = 0.2 + X @ (rng.normal(size=p) / np.sqrt(p))
    if kind == "logistic":
        return X, (rng.random(n) < glm_core.sigmoid(eta)).astype(float)
    if kind == "poisson":
        return X, rng.poisson(np.exp(eta / 2)).astype(float)
    if kind == "softmax":
        scores = X @ (rng.normal(size=(p, 3)) / np.sqrt(p)) + rng.gumbel(size=(n, 3))
        return X, scores.argmax(axis=1)
    return X, eta + rng.normal(size=n)


def largest_gradient(task, X, y, theta):
    """max |∇f(θ)| / n, the same for everyone; θ is (p + 1,) or (p + 1, K)."""
    eta = theta[0] + X @ theta[1:]
    mean = {
        "linear": lambda eta: eta,
        "logistic": glm_core.sigmoid,
        "poisson": np.exp,
        "softmax": glm_core.softmax,
    }[task.kind](eta)
    residual = mean - (np.eye(3)[y] if task.kind == "softmax" else y)
    slope = X.T @ residual + (theta[1:] / task.prior_variance if task.prior_variance else 0.0)
    return max(np.abs(slope).max(), np.abs(residual.sum(axis=0)).max()) / len(y)


def ours(task, X, y):
    return task.model.fit(X, y).theta


def attempt(task, X, y, fit):
    """Seconds, and the θ reached; a peer that cannot do this gives ∞ and its reason."""
    start = time.perf_counter()
    try:
        theta = fit(task, X, y)
    except (ArithmeticError, ValueError, TypeError, np.linalg.LinAlgError) as error:
        return np.inf, f"{type(error).__name__}: {error}"[:60]
    return time.perf_counter() - start, theta


def measure(task, X, y, contenders, seconds):
    """Best time of each and the θ it reached, by turns, so that a busy moment hits them all.

    The first round, in which libraries are still loaded, does not count. A contender that takes ten
    times as long as the fastest has its say only in the three after it.
    """
    reached = {name: attempt(task, X, y, fit)[1] for name, fit in contenders.items()}
    best = dict.fromkeys(contenders, np.inf)
    end, rounds = time.perf_counter() + seconds, 0
    while rounds < 3 or (time.perf_counter() < end and rounds < 500):
        limit = 10 * min(best.values())
        for name, fit in contenders.items():
            if rounds >= 3 and not best[name] <= limit:
                continue
            elapsed, reached[name] = attempt(task, X, y, fit)
            best[name] = min(best[name], elapsed)
        rounds += 1
    return best, reached


def run(name, size, seconds, rng):
    """Print one row of the table in full and return its ratio and the fastest peer."""
    task, (n, p) = TASKS[name], map(int, size.split("x"))
    X, y = make_data(task.kind, n, p, rng)
    print(f"\n{name}, {n:,} × {p}")
    contenders = {"glm_core": ours, **peers.PEERS[task.kind]}
    best, reached = measure(task, X, y, contenders, seconds)
    times = {}
    for contender, theta in reached.items():
        if best[contender] == np.inf:
            print(f"  {contender:34s} {theta}")
            continue
        slope = largest_gradient(task, X, y, theta)
        print(f"  {contender:34s} {best[contender] * 1e3:10.2f} ms   gradient {slope:.0e}")
        if slope < PRECISE and contenders[contender] is not peers.lstsq:
            times[contender] = best[contender]
    us = times.pop("glm_core")
    peer = min(times, key=times.get)
    print(f"  ratio {us / times[peer]:.2f} ({peer})", flush=True)
    return us / times[peer], peer


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="+", default=SIZES, metavar="NxP")
    parser.add_argument("--tasks", nargs="+", default=list(TASKS), choices=TASKS)
    parser.add_argument(
        "--seconds", type=float, default=5.0, help="per row, three rounds at the least"
    )
    arguments = parser.parse_args()
    rng = np.random.default_rng(0)
    warnings.simplefilter("ignore")
    rows = {
        task: [run(task, size, arguments.seconds, rng) for size in arguments.sizes]
        for task in arguments.tasks
    }
    print("\nTime of glm_core over that of the fastest peer\n")
    print("| task | " + " | ".join(arguments.sizes) + " |")
    print("| --- " * (len(arguments.sizes) + 1) + "|")
    for task, ratios in rows.items():
        print(f"| {task} | " + " | ".join(f"{r:.2f} ({peer})" for r, peer in ratios) + " |")


if __name__ == "__main__":
    main()
