"""Derivatives, in reverse, of products, systems and decompositions of matrices.

The entries are those of :mod:`~explorables.trace.array_rules`. What leading axes there are count
matrices.
"""

from __future__ import annotations

from string import ascii_letters

import numpy as np

from .array_rules import summed_to
from .tracer import record


def _t(x):
    """Matrices transposed: the last two axes."""
    return np.transpose(x, [*range(x.ndim - 2), x.ndim - 1, x.ndim - 2])


def _times(*matrices):
    product = matrices[0]
    for matrix in matrices[1:]:
        product = record("matmul", product, matrix)
    return product


def _einsum(k, g, z, *operands, subscripts):
    """g and the other operands, summed to the letters of operand k; a letter twice by a 1."""
    terms, out = subscripts.split("->")
    words = terms.split(",")
    extent: dict[str, int] = {}
    for word, x in zip(words, operands, strict=True):
        extent |= {c: max(extent.get(c, 1), n) for c, n in zip(word, x.shape, strict=True)}
    factors = [(out, g)]
    factors += [(w, x) for j, (w, x) in enumerate(zip(words, operands, strict=True)) if j != k]
    target, free = "", [c for c in ascii_letters if c not in extent]
    for c in words[k]:
        twin = free.pop() if c in target else c
        if twin != c:
            factors.append((c + twin, np.eye(extent[c])))
        target += twin
    missing = [c for c in target if not any(c in word for word, _ in factors)]
    if missing:
        factors.append(("".join(missing), np.ones([extent[c] for c in missing])))
    letters = ",".join(word for word, _ in factors)
    return summed_to(np.einsum(f"{letters}->{target}", *(x for _, x in factors)), operands[k].shape)


def _solve_matrix(g, z, a, b):
    """A x = b: ∂L/∂A = −A⁻ᵀ g xᵀ"""
    return summed_to(-_times(record("solve", _t(a), g), _t(z)), a.shape)


def _symmetric(m):
    return (m + _t(m)) / 2


def _cholesky(g, z, a):
    """L⁻ᵀ Φ(Lᵀ g) L⁻¹ made symmetric; Φ: the lower triangle, half its diagonal (Murray, 2016)."""
    n = a.shape[-1]
    inverse = np.linalg.inv(z)
    inner = _times(_t(z), np.where(np.tri(n) == 1, g, 0.0))
    return _symmetric(_times(_t(inverse), inner * (np.tri(n) - np.eye(n) / 2), inverse))


def _eigh_values(g, z, a):
    """V diag(g) Vᵀ"""
    v = record("eigh_vectors", a)
    return _times(v * np.reshape(g, (*g.shape[:-1], 1, g.shape[-1])), _t(v))


def _eigh_vectors(g, z, a):
    """V (F ∘ Vᵀ g) Vᵀ made symmetric, Fᵢⱼ = 1 / (λⱼ − λᵢ) off the diagonal: λ must differ."""
    values, eye = record("eigh_values", a), np.eye(a.shape[-1])
    row = np.reshape(values, (*values.shape[:-1], 1, values.shape[-1]))
    gaps = row - _t(row) + eye
    return _symmetric(_times(z, (1 - eye) / gaps * _times(_t(z), g), _t(z)))


MATRIX_RULES = {
    "matmul": (
        lambda g, z, a, b: summed_to(_times(g, _t(b)), a.shape),
        lambda g, z, a, b: summed_to(_times(_t(a), g), b.shape),
    ),
    "einsum": _einsum,
    "solve": (
        _solve_matrix,
        lambda g, z, a, b: summed_to(record("solve", _t(a), g), b.shape),
    ),
    "inv": (lambda g, z, a: -_times(_t(z), g, _t(z)),),
    "det": (lambda g, z, a: np.reshape(g * z, (*z.shape, 1, 1)) * _t(np.linalg.inv(a)),),
    "cholesky": (_cholesky,),
    "eigh_values": (_eigh_values,),
    "eigh_vectors": (_eigh_vectors,),
}
