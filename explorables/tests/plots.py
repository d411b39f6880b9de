"""Functions as teachers write them, for interact: NumPy, matplotlib, nothing of ours."""

# ruff: noqa: UP031
import math

import matplotlib.pyplot as plt
import numpy as np
from scipy import stats

_rng = np.random.default_rng(3)
X = np.linspace(0, 10, 30)
Y = 2 + 0.7 * X + _rng.normal(0, 1, 30)


def slope_and_residuals(slope=0.5):
    intercept = np.mean(Y) - slope * np.mean(X)
    fit = intercept + slope * X
    plt.figure(figsize=(7, 4))
    plt.plot(X, Y, "ko")
    plt.plot(X, fit, "r-", lw=2, label="fit")
    plt.vlines(X, fit, Y, colors="gray", linestyles="dashed")
    mse = np.mean((Y - fit) ** 2)
    plt.title("slope = " + str(np.round(slope, 2)) + f", mse = {mse:.3f}")
    plt.legend()
    plt.xlabel("x")
    plt.show()


def in_a_style(height=1.0):
    """As in tutorials whose figures are drawn by hand, or by a house's style sheet."""
    x = np.linspace(0, 4, 41)
    with plt.style.context("default"), plt.rc_context({"axes.grid": False}):
        plt.plot(x, height * np.exp(-x))
        plt.show()


def rate_and_gain(rate=1.0, gain=2.0, shift=0.0):
    t = np.linspace(-5, 5, 201)
    f = gain / (1 + np.exp(-rate * (t - shift)))
    f = f - f[0]
    d = np.diff(f) / np.diff(t)
    fig, axes = plt.subplots(2, 1)
    ax = axes[0]
    ax.plot(t, f, "C0")
    low, high = ax.get_ylim()
    ax.plot([shift, shift], [low, high], "k--")
    ax.plot([t[0], t[-1]], [gain / 2, gain / 2], "r:")
    axes[1].plot(t[:-1], d, "C1")
    axes[1].hlines(d.max(), -5, 5)
    axes[1].vlines(shift, 0, d.max())
    ax.text(0.05, 0.9, "ratio " + str(round(d.max() / gain, 3)), transform=ax.transAxes)
    ax.set_xlim(-5, 5)


def euler(dx=0.1):
    x = np.arange(0, 5, dx)
    y = np.zeros(len(x))
    y[0] = 1
    for i in range(1, len(x)):
        y[i] = y[i - 1] - dx * y[i - 1]
    plt.plot(x, y, "o-", label="Euler")
    plt.plot(x, np.exp(-x), label="exact")
    plt.legend()


def autoregression(phi=0.5):
    noise = np.random.RandomState(1).normal(size=500)
    y = np.zeros(500)
    for i in range(1, 500):
        y[i] = phi * y[i - 1] + noise[i]
    plt.plot(y)
    plt.ylim(-5, 5)


def bell(mu=0.0, sigma=1.0):
    x = np.linspace(-5, 5, 101)
    density = stats.norm.pdf(x, mu, sigma)
    fig, ax = plt.subplots()
    ax.fill_between(x, density, alpha=0.3, color="tab:green")
    ax.plot(x, density, color="tab:green")
    ax.axvline(mu, color="k", ls="--")
    ax.axhline(0.4)
    ax.set(xlabel="x", ylabel="density", title=rf"$\mu$ = {mu:.1f}")


def sample_histogram(mu=0.0, sigma=1.0):
    np.random.seed(4)
    draws = np.random.normal(mu, sigma, 200)
    plt.hist(draws, bins=12, range=(-6, 6), density=True, color="C2", edgecolor="white")
    plt.axvspan(mu - sigma, mu + sigma, alpha=0.2)


def moving_bins(width=2.0):
    plt.hist(Y, bins=np.linspace(Y.min(), Y.min() + 5 * width, 9))


def bars_side_by_side(p=0.3):
    k = np.arange(6)
    plt.bar(k - 0.2, stats.binom.pmf(k, 5, p), width=0.4, label="binomial")
    plt.bar(k + 0.2, stats.poisson.pmf(k, 5 * p), width=0.4, label="Poisson")
    plt.legend()


def level_bars(a=1.0):
    plt.barh([0, 1, 2], [a, 2 * a, 3.0], height=0.5)


def steps_and_stems(a=1.0):
    fig, (left, right) = plt.subplots(1, 2)
    left.step(X[:8], a * np.sqrt(X[:8]), where="mid")
    left.errorbar(X[:8], a * X[:8], yerr=0.3 * a, fmt="s")
    right.stem(X[:8], a * np.cos(X[:8]))
    right.semilogy(X[1:8], a * X[1:8] ** 2)


def field(a=1.0):
    x, y = np.linspace(-2, 2, 21), np.linspace(-1, 1, 11)
    xx, yy = np.meshgrid(x, y)
    z = np.exp(-a * xx**2 - yy**2)
    plt.subplot(1, 2, 1)
    plt.pcolormesh(x, y, z)
    plt.subplot(1, 2, 2)
    plt.contour(xx, yy, z, levels=[0.2, 0.5, 0.8])
    plt.plot([0], [0], "r+")


def picture(a=1.0):
    z = np.outer(np.linspace(0, 1, 5), np.linspace(0, a, 7))
    plt.imshow(z, cmap="gray")


def scattered(s=1.0):
    plt.scatter(X, s * Y, c=X, s=40, cmap="viridis")
    plt.scatter([5.0], [s], marker="^", color="red", label="here")
    plt.annotate("here", xy=(5.0, s), xytext=(6.0, s + 4), arrowprops=dict(arrowstyle="->"))
    plt.arrow(0, 0, 1, s)
    plt.legend()


def either(a=0.5):
    if a > 0:
        y = a * X
    else:
        y = -(X**2) * a
    plt.plot(X, y)
    plt.ylim(0, 100)


def helper(x):
    return 1.0 / (1.0 + math.exp(-x)) if x > -3 else 0.0


def through_a_helper(k=1.0):
    x = np.linspace(-5, 5, 41)
    smooth = np.vectorize(helper)(k * x)
    value = max(k, 1.0)
    plt.plot(x, smooth, label=f"k = {k:g}")
    plt.plot(x, value * np.ones_like(x))
    plt.legend()


def gaps(a=1.0):
    x = np.linspace(-2, 2, 41)
    with np.errstate(all="ignore"):
        plt.plot(x, np.sqrt(x - a + 1), x, np.log(x + a), "--")


def fits(noise=0.5, degree=3):
    y = np.sin(X / 2) + noise * np.random.default_rng(2).normal(size=X.size)
    coefficients = np.polyfit(X, y, degree)
    plt.plot(X, y, ".")
    plt.plot(X, np.polyval(coefficients, X))


def walk(p=0.5, seed=1):
    np.random.seed(seed)
    steps = np.where(np.random.rand(50) < p, 1, -1)
    plt.plot(np.cumsum(steps), drawstyle="steps-post")


def smoothed(width=1.0):
    kernel = np.exp(-(np.linspace(-2, 2, 9) ** 2) / width)
    plt.plot(np.convolve(Y, kernel / kernel.sum(), mode="same"))
    plt.plot(np.gradient(Y, X) * width)


def ways_to_sum(a=0.2):
    total = 0.0
    sums = []
    for k in range(12):
        total += a**k
        sums.append(total)
    plt.plot(sums, "o")
    plt.plot([0, 11], [1 / (1 - a), 1 / (1 - a)])
    plt.xlim(-1, 12)
    plt.grid(True)


GRID = np.linspace(0, 1, 201)
TABLE = np.round(np.outer(np.arange(1, 6), np.sqrt(np.arange(1, 9))), 3)


def coin(heads=3, tosses=10):
    """The mode is looked up on the grid, and so is the place where a fortieth lies below."""
    p = np.linspace(0, 1, 201)
    posterior = stats.beta.pdf(p, 1 + heads, 1 + tosses - heads)
    best = p[np.argmax(posterior)]
    below = np.cumsum(posterior) / np.sum(posterior)
    low, high = GRID[np.searchsorted(below, 0.025)], (2 * GRID)[np.searchsorted(below, 0.975)] / 2
    plt.plot(p, posterior)
    plt.axvline(best, color="red", ls="--")
    plt.plot([low, high], [0, 0], lw=4)
    plt.title(f"mode {best:.2f}, from {low:.2f} to {high:.2f}")


def one_left_out(k=4, column=2, table=TABLE):
    plt.plot(X, Y, "o")
    plt.plot(X[k], Y[k], "rx")
    plt.plot(table[k], "k-")
    plt.plot(table[1:, column], "g-")
    plt.title(f"datum {k}: {Y[k]:.3f}, {table[k, 3]:.3f}, {TABLE[-1, column]:.3f}")


def two_groups(gap=2.0, steps=3):
    """Data that move, in bins that move with them: the largest belongs to the last bin."""
    left, right = (np.random.default_rng(k).normal(size=50) for k in (1, 2))
    data = np.concatenate([left - gap, gap + right])
    m = np.array([-0.5, 0.5])
    for _ in range(steps):
        near = stats.norm.pdf(data, m[0]) / (
            stats.norm.pdf(data, m[0]) + stats.norm.pdf(data, m[1])
        )
        m = np.array(
            [np.sum(near * data) / np.sum(near), np.sum((1 - near) * data) / np.sum(1 - near)]
        )
    plt.hist(data, 25, color="0.8")
    plt.axvline(m[0])
    plt.axvline(m[1], color="C1")
    plt.title(
        "means %.2f and %+6.3f after %d steps, %d %% to the left"
        % (m[0], m[1], steps, 100 * np.mean(near))
    )


def turned(angle=30, grow=1.0):
    """Degrees, and the old way to write numbers into words."""
    u = np.array([np.cos(np.radians(angle)), np.sin(np.deg2rad(angle))])
    along = np.column_stack([X, Y]) @ u
    plt.plot(along * u[0], along * u[1], "k.")
    plt.plot([0, grow * u[0]], [0, grow * u[1]])
    plt.xlabel(
        "%(a)d degrees are %(r).3f, variance %(v)g"
        % {"a": angle, "r": np.radians(angle), "v": np.var(along)}
    )
    plt.title("back %.1f, %s" % (np.rad2deg(np.arctan2(u[1], u[0])), "turned"))


ALL = {
    slope_and_residuals: dict(slope=(-1.0, 2.0, 0.05)),
    in_a_style: dict(height=(0.5, 2.0, 0.1)),
    rate_and_gain: dict(rate=(0.1, 3.0, 0.1), gain=(0.5, 5.0, 0.1), shift=(-2.0, 2.0, 0.1)),
    euler: dict(dx=(0.05, 0.5, 0.05)),
    autoregression: dict(phi=(-1.0, 1.0, 0.05)),
    bell: dict(mu=(-2.0, 2.0, 0.1), sigma=(0.5, 2.0, 0.1)),
    sample_histogram: dict(mu=(-1.0, 1.0, 0.1), sigma=(0.5, 2.0, 0.1)),
    moving_bins: dict(width=(0.5, 3.0, 0.1)),
    bars_side_by_side: dict(p=(0.05, 0.95, 0.05)),
    level_bars: dict(a=(0.5, 3.0, 0.1)),
    steps_and_stems: dict(a=(0.5, 3.0, 0.1)),
    field: dict(a=(0.5, 3.0, 0.1)),
    picture: dict(a=(0.5, 3.0, 0.1)),
    scattered: dict(s=(0.5, 3.0, 0.1)),
    either: dict(a=(-1.0, 1.0, 0.1)),
    through_a_helper: dict(k=(0.2, 3.0, 0.1)),
    gaps: dict(a=(0.5, 2.5, 0.1)),
    fits: dict(noise=(0.0, 1.0, 0.05), degree=(1, 6)),
    walk: dict(p=(0.1, 0.9, 0.05), seed=(0, 9)),
    smoothed: dict(width=(0.5, 3.0, 0.1)),
    ways_to_sum: dict(a=(0.0, 0.9, 0.05)),
    two_groups: dict(gap=(0.5, 3.0, 0.25), steps=(1, 8)),
    turned: dict(angle=(0, 180), grow=(0.5, 2.0, 0.1)),
    coin: dict(heads=(0, 10), tosses=(10, 40)),
    one_left_out: dict(k=(0, 4), column=(0, 7)),
}
STEPWISE = {"euler": ["dx"], "fits": ["degree"], "walk": ["seed"], "two_groups": ["steps"]}
