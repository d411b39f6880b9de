// @ts-check
// numpy.linalg over the table of operations, and the decompositions that it does not have.
import { compile } from "../runtime.js";
import { asarray, broadcast, flat, give, ND, raise, spaced } from "./array.js";
import { operate } from "./elementwise.js";

/** @param {unknown} x @returns {ND} */
const matrix = (x) => {
  const a = asarray(x);
  if (a.shape.length < 2)
    raise("LinAlgError", `${a.shape.length}-dimensional array given. Array must be at least two-dimensional`);
  return a;
};
/** @param {unknown} x @returns {ND} */
const square = (x) => {
  const a = matrix(x),
    [m, n] = a.shape.slice(-2);
  if (m !== n) raise("LinAlgError", "Last 2 dimensions of the array must be square");
  return a;
};

/** @param {unknown} x @param {unknown} y */
export function matmul(x, y) {
  const a = asarray(x),
    b = asarray(y),
    p = a.shape,
    q = b.shape;
  if (!p.length || !q.length)
    raise(
      "ValueError",
      `matmul: Input operand ${p.length ? 1 : 0} does not have enough dimensions (has 0, gufunc core with signature (n?,k),(k,m?)->(n?,m?) requires 1)`,
    );
  const inner = p[p.length - 1],
    other = q[Math.max(q.length - 2, 0)];
  if (inner !== other)
    raise(
      "ValueError",
      `matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size ${other} is different from ${inner})`,
    );
  const batch = broadcast(p.slice(0, -2), q.slice(0, -2)),
    shape = [...batch, ...(p.length > 1 ? [p[p.length - 2]] : []), ...(q.length > 1 ? [q[q.length - 1]] : [])];
  return give(
    new ND(
      a.kind === "f" || b.kind === "f" ? "f" : a.kind === "i" || b.kind === "i" ? "i" : "b",
      shape,
      truth(a, b, operate("matmul", [a, b], shape)),
    ),
  );
}
/** @param {ND} a @param {ND} b @param {Float64Array} data */
const truth = (a, b, data) => (a.kind === "b" && b.kind === "b" ? data.map((v) => Number(v !== 0)) : data);

/** @param {unknown} x @param {unknown} y */
export function solve(x, y) {
  const a = square(x),
    b = asarray(y),
    n = a.shape[a.shape.length - 1],
    vector = b.shape.length === 1;
  const rows = b.shape[b.shape.length - (vector ? 1 : 2)];
  if (rows !== n)
    raise(
      "ValueError",
      `solve: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (m,m),(m${vector ? "" : ",n"})->(m${vector ? "" : ",n"}) (size ${rows} is different from ${n})`,
    );
  if (!flat(det(a)).every((d) => d !== 0)) raise("LinAlgError", "Singular matrix");
  const batch = broadcast(a.shape.slice(0, -2), vector ? [] : b.shape.slice(0, -2)),
    shape = [...batch, n, ...(vector ? [] : [b.shape[b.shape.length - 1]])];
  return give(new ND("f", shape, operate("solve", [a, b], shape)));
}

/** @param {ND} a */
const det = (a) => new ND("f", a.shape.slice(0, -2), operate("det", [a], a.shape.slice(0, -2)));

/** inv, det, cholesky, eigh_values, eigh_vectors. @param {string} op @param {unknown} x */
export function each(op, x) {
  const a = square(x),
    shape = op === "det" ? a.shape.slice(0, -2) : op === "eigh_values" ? a.shape.slice(0, -1) : a.shape;
  if (op === "inv" && !flat(det(a)).every((d) => d !== 0)) raise("LinAlgError", "Singular matrix");
  const lower = op.startsWith("eigh") ? fromLower(a) : a,
    data = operate(op, [lower], shape);
  if (op === "cholesky" && data.some((v) => v !== v)) raise("LinAlgError", "Matrix is not positive definite");
  return give(new ND("f", shape, data));
}

/** The symmetric matrices whose lower halves a has. @param {ND} a */
function fromLower(a) {
  const data = Float64Array.from(flat(a)),
    n = a.shape[a.shape.length - 1];
  for (let t = 0; t < data.length; t += n * n)
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) data[t + j * n + i] = data[t + i * n + j];
  return new ND("f", a.shape, data);
}

/** Letters for the axes that "..." stands for, the last ones alike. @param {string} text @param {ND[]} arrays */
function withoutDots(text, arrays) {
  if (!text.includes("...")) return text;
  const [left, right] = text.split("->"),
    terms = left.split(","),
    spare = [..."ABCDEFGHIJKLMNOP"].filter((c) => !text.includes(c));
  const wide = terms.map((term, k) => (term.includes("...") ? arrays[k].shape.length - (term.length - 3) : 0)),
    most = Math.max(...wide);
  const dots = (/** @type {number} */ n) => spare.slice(most - n, most).join("");
  const named = terms.map((term, k) => term.replace("...", dots(wide[k]))).join(",");
  const once = [...new Set(left.replace(/[.,]/g, ""))]
    .filter((c) => left.split(c).length === 2)
    .sort()
    .join("");
  return `${named}->${right === undefined ? dots(most) + once : right.replace("...", dots(most))}`;
}

/** @param {string} subscripts @param {unknown[]} list */
export function einsum(subscripts, list) {
  const arrays = list.map(asarray),
    text = withoutDots(subscripts.replace(/ /g, ""), arrays);
  const terms = text.split("->")[0].split(",");
  if (terms.length !== arrays.length)
    raise(
      "ValueError",
      "more operands provided to einstein sum function than specified in the subscripts string".replace(
        "more",
        terms.length > arrays.length ? "fewer" : "more",
      ),
    );
  const letters = [...terms.join("")],
    result = text.includes("->")
      ? text.split("->")[1]
      : [...new Set(letters)]
          .filter((c) => letters.filter((l) => l === c).length === 1)
          .sort()
          .join("");
  /** @type {Record<string, number>} */
  const extent = {};
  terms.forEach((term, t) => {
    if (term.length !== arrays[t].shape.length)
      raise("ValueError", `einstein sum subscripts string contains too many subscripts for operand ${t}`);
    [...term].forEach((c, k) => {
      const d = arrays[t].shape[k];
      if (extent[c] > 1 && d > 1 && extent[c] !== d)
        raise(
          "ValueError",
          `operands could not be broadcast together with remapped shapes [original->remapped]: ${arrays.map((a) => spaced(a.shape)).join(" ")}`,
        );
      extent[c] = Math.max(extent[c] ?? 1, d);
    });
  });
  const shape = [...result].map((c) => extent[c]),
    node = compile(
      "einsum",
      arrays.map((a) => ({ shape: a.shape, data: flat(a) })),
      shape,
      { subscripts: `${terms.join(",")}->${result}` },
    );
  node.run();
  return give(new ND(arrays.some((a) => a.kind === "f") ? "f" : "i", shape, node.data));
}

/** Householder: q of m×k and r of k×n, LAPACK's signs. @param {unknown} x @param {boolean} complete */
export function qr(x, complete) {
  const a = matrix(x),
    [m, n] = a.shape,
    k = Math.min(m, n),
    r = Float64Array.from(flat(a)),
    q = new Float64Array(m * m);
  for (let i = 0; i < m; i++) q[i * m + i] = 1;
  for (let j = 0; j < k; j++) {
    let norm = 0;
    for (let i = j; i < m; i++) norm = Math.hypot(norm, r[i * n + j]);
    const tail = r.slice().some((_, p) => p % n === j && Math.floor(p / n) > j && r[p] !== 0);
    if (!tail || norm === 0) continue;
    const v = new Float64Array(m),
      beta = r[j * n + j] > 0 ? -norm : norm;
    for (let i = j; i < m; i++) v[i] = r[i * n + j] - (i === j ? beta : 0);
    const vv = v.reduce((s, e) => s + e * e, 0);
    reflect(r, v, vv, m, n, false);
    reflect(q, v, vv, m, m, true);
    for (let i = j + 1; i < m; i++) r[i * n + j] = 0;
  }
  const w = complete ? m : k;
  const Q = Float64Array.from({ length: m * w }, (_, p) => q[Math.floor(p / w) * m + (p % w)]);
  return [new ND("f", [m, w], Q), new ND("f", [w, n], r.slice(0, w * n))];
}

/** r ← (1 - 2vvᵀ/vᵀv) r, or q ← q (1 - 2vvᵀ/vᵀv). @param {Float64Array} a @param {Float64Array} v @param {number} vv @param {number} m @param {number} n @param {boolean} right */
function reflect(a, v, vv, m, n, right) {
  const lines = right ? m : n,
    at = (/** @type {number} */ l, /** @type {number} */ i) => (right ? l * n + i : i * n + l);
  for (let l = 0; l < lines; l++) {
    let s = 0;
    for (let i = 0; i < m; i++) s += v[i] * a[at(l, i)];
    if (s) for (let i = 0; i < m; i++) a[at(l, i)] -= (2 * s * v[i]) / vv;
  }
}

/** One-sided Jacobi (Hestenes 1958): u of m×k, s falling, vt of k×n. @param {unknown} x @param {boolean} full @returns {[ND, ND, ND]} */
export function svd(x, full) {
  const a = matrix(x),
    [m, n] = a.shape;
  if (m < n) {
    const [u, s, vt] = svd(turned(a), full);
    return [turned(vt), s, turned(u)];
  }
  const u = Float64Array.from(flat(a)),
    v = new Float64Array(n * n);
  if (u.some((e) => !Number.isFinite(e))) raise("LinAlgError", "SVD did not converge");
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  for (let sweep = 0, moved = true; moved && sweep < 60; sweep++) {
    moved = false;
    for (let p = 0; p < n - 1; p++)
      for (let q = p + 1; q < n; q++) {
        let alpha = 0,
          beta = 0,
          gamma = 0;
        for (let i = 0; i < m; i++) {
          const y = u[i * n + p],
            z = u[i * n + q];
          alpha += y * y;
          beta += z * z;
          gamma += y * z;
        }
        if (gamma === 0 || Math.abs(gamma) <= 1e-16 * Math.sqrt(alpha * beta)) continue;
        moved = true;
        const zeta = (beta - alpha) / (2 * gamma),
          t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.hypot(1, zeta)),
          c = 1 / Math.hypot(1, t),
          s = c * t;
        for (let i = 0; i < m; i++) {
          const y = u[i * n + p],
            z = u[i * n + q];
          u[i * n + p] = c * y - s * z;
          u[i * n + q] = s * y + c * z;
        }
        for (let i = 0; i < n; i++) {
          const y = v[i * n + p],
            z = v[i * n + q];
          v[i * n + p] = c * y - s * z;
          v[i * n + q] = s * y + c * z;
        }
      }
  }
  const sizes = Array.from({ length: n }, (_, j) => {
    let s = 0;
    for (let i = 0; i < m; i++) s = Math.hypot(s, u[i * n + j]);
    return s;
  });
  const order = sizes.map((_, j) => j).sort((i, j) => sizes[j] - sizes[i]),
    w = full ? m : n,
    U = new Float64Array(m * w),
    VT = new Float64Array(n * n);
  order.forEach((j, k) => {
    for (let i = 0; i < m; i++) U[i * w + k] = sizes[j] > 1e-300 ? u[i * n + j] / sizes[j] : 0;
    for (let i = 0; i < n; i++) VT[k * n + i] = v[i * n + j];
  });
  complete(U, m, w, order.filter((j) => sizes[j] > 1e-14 * sizes[order[0]]).length);
  return [
    new ND("f", [m, w], U),
    new ND(
      "f",
      [n],
      Float64Array.from(order, (j) => sizes[j]),
    ),
    new ND("f", [n, n], VT),
  ];
}

/** @param {ND} a */
const turned = (a) => {
  const [m, n] = a.shape,
    d = flat(a);
  return new ND(
    "f",
    [n, m],
    Float64Array.from({ length: m * n }, (_, p) => d[(p % m) * n + Math.floor(p / m)]),
  );
};

/** Fills the columns from `rank` on with an orthonormal rest (Gram and Schmidt, twice). @param {Float64Array} U @param {number} m @param {number} w @param {number} rank */
function complete(U, m, w, rank) {
  let candidate = 0;
  for (let k = rank; k < w; k++) {
    for (; candidate < m + 1; candidate++) {
      const v = Float64Array.from({ length: m }, (_, i) => Number(i === candidate));
      for (let twice = 0; twice < 2; twice++)
        for (let j = 0; j < k; j++) {
          let s = 0;
          for (let i = 0; i < m; i++) s += U[i * w + j] * v[i];
          for (let i = 0; i < m; i++) v[i] -= s * U[i * w + j];
        }
      const norm = Math.hypot(...v);
      if (norm > 1e-6) {
        for (let i = 0; i < m; i++) U[i * w + k] = v[i] / norm;
        candidate++;
        break;
      }
    }
  }
}
