"""`explorables` under the name that readers' notebooks know, set up for this book.

The figures' engine is a distribution of its own, `explorables`; what this book brings to it, the
macros of its formulas and the way out that its errors name, stands here and nowhere else.
"""

import explorables as _engine
from explorables import *  # noqa: F403
from explorables import __all__  # noqa: F401

MACROS = {
    r"\E": r"\mathbb{E}",
    r"\Var": r"\operatorname{Var}",
    r"\Cov": r"\operatorname{Cov}",
    r"\H": r"\operatorname{H}",
    r"\KL": r"\operatorname{KL}\mathopen{}\left(#1\,\middle\|\,#2\right)\mathclose{}",
    r"\NLL": r"\operatorname{NLL}",
    r"\softmax": r"\operatorname{softmax}",
    r"\logit": r"\operatorname{logit}",
    r"\diag": r"\operatorname{diag}",
    r"\tr": r"\operatorname{tr}",
    r"\sign": r"\operatorname{sign}",
    r"\argmin": r"\operatorname*{arg\,min}",
    r"\argmax": r"\operatorname*{arg\,max}",
    r"\R": r"\mathbb{R}",
    r"\N": r"\mathbb{N}",
    r"\Normal": r"\mathcal{N}",
    r"\Data": r"\mathcal{D}",
    r"\Loss": r"\mathcal{L}",
    r"\d": r"\mathop{}\!\mathrm{d}",
    r"\T": r"^{\mathsf{T}}",
    r"\given": r"\mid",
    r"\v": r"\boldsymbol{#1}",
}

_engine.configure(
    macros=MACROS,
    libraries=("glm_core",),
    remedies={
        "array": "glm_core.numerics has logsumexp, softmax and others",
        "function": "“Write your own explorable” lists them",
    },
)
