"""The fastest settings of each library that still reach the optimum, as θ with intercept first."""

import numpy as np
import statsmodels.api as sm
from sklearn import linear_model as sk

try:
    import glum
except ImportError:
    glum = None


def stacked(model):
    """Intercept and coefficients of a scikit-learn or glum model."""
    coefficients = np.atleast_2d(model.coef_).T
    return np.vstack([np.atleast_1d(model.intercept_)[None], coefficients]).squeeze()


def with_constant(X):
    return np.column_stack([np.ones(len(X)), X])


def only_without_prior(task):
    if task.prior_variance is not None:
        raise TypeError("has no ridge penalty")


def lstsq(task, X, y):
    only_without_prior(task)
    return np.linalg.lstsq(with_constant(X), y, rcond=None)[0]


def sklearn_ridge(task, X, y):
    alpha = 1 / task.prior_variance if task.prior_variance else 0.0
    return stacked(sk.Ridge(alpha=alpha, solver="cholesky").fit(X, y))


def sklearn_linear(task, X, y):
    only_without_prior(task)
    return stacked(sk.LinearRegression().fit(X, y))


def statsmodels_ols(task, X, y):
    only_without_prior(task)
    return sm.OLS(y, with_constant(X)).fit(method="qr").params


def sklearn_logistic(solver):
    def fit(task, X, y):
        strength = task.prior_variance or np.inf
        model = sk.LogisticRegression(C=strength, solver=solver, tol=1e-8, max_iter=1000)
        return stacked(model.fit(X, y))

    return fit


def statsmodels_logit(task, X, y):
    only_without_prior(task)
    return sm.Logit(y, with_constant(X)).fit(method="newton", disp=0, tol=1e-10).params


def statsmodels_poisson(task, X, y):
    only_without_prior(task)
    return sm.Poisson(y, with_constant(X)).fit(method="newton", disp=0, tol=1e-10).params


def sklearn_poisson(task, X, y):
    model = sk.PoissonRegressor(alpha=0, solver="newton-cholesky", tol=1e-8, max_iter=1000)
    return stacked(model.fit(X, y))


def statsmodels_mnlogit(task, X, y):
    only_without_prior(task)
    params = sm.MNLogit(y, with_constant(X)).fit(method="newton", disp=0, tol=1e-10).params
    return np.column_stack([np.zeros(len(params)), params])


def glum_glm(family):
    def fit(task, X, y):
        alpha = 1 / (task.prior_variance * len(y)) if task.prior_variance else 0.0
        model = glum.GeneralizedLinearRegressor(
            family=family, alpha=alpha, l1_ratio=0, gradient_tol=1e-8, max_iter=1000
        )
        return stacked(model.fit(X, y))

    return fit


PEERS = {
    "linear": {
        "numpy lstsq": lstsq,
        "scikit-learn Ridge(cholesky)": sklearn_ridge,
        "scikit-learn LinearRegression": sklearn_linear,
        "statsmodels OLS": statsmodels_ols,
    },
    "logistic": {
        "scikit-learn newton-cholesky": sklearn_logistic("newton-cholesky"),
        "scikit-learn lbfgs": sklearn_logistic("lbfgs"),
        "statsmodels Logit": statsmodels_logit,
    },
    "poisson": {
        "scikit-learn newton-cholesky": sklearn_poisson,
        "statsmodels Poisson": statsmodels_poisson,
    },
    "softmax": {
        "scikit-learn newton-cholesky": sklearn_logistic("newton-cholesky"),
        "scikit-learn newton-cg": sklearn_logistic("newton-cg"),
        "scikit-learn lbfgs": sklearn_logistic("lbfgs"),
        "statsmodels MNLogit": statsmodels_mnlogit,
    },
}
if glum is not None:
    PEERS["linear"]["glum"] = glum_glm("normal")
    PEERS["logistic"]["glum"] = glum_glm("binomial")
    PEERS["poisson"]["glum"] = glum_glm("poisson")
