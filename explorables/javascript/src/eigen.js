// @ts-check
// The symmetric eigenproblem by LAPACK's own steps (dsytd2, dlarfg, dsteqr, dlaev2, dlartg), so that eigenvectors
// have the signs that NumPy's have. Source: LAPACK 3.12; Golub and Van Loan, Matrix Computations, 8.3.

const EPS = 2 ** -53;
const SMALL = 2 ** -1022;
const sign = (/** @type {number} */ size, /** @type {number} */ like) =>
  like < 0 || Object.is(like, -0) ? -Math.abs(size) : Math.abs(size);

/** A = Q T Qᵀ with T tridiagonal, from the lower triangle; the reflectors of Q stay below the diagonal.
 * @param {Float64Array} a @param {number} n */
function tridiagonal(a, n) {
  const d = new Float64Array(n);
  const e = new Float64Array(Math.max(0, n - 1));
  const tau = new Float64Array(Math.max(0, n - 1));
  const v = new Float64Array(n);
  const w = new Float64Array(n);
  for (let i = 0; i < n - 1; i++) {
    tau[i] = reflector(a, n, i);
    e[i] = a[(i + 1) * n + i];
    if (tau[i] !== 0) {
      for (let r = i + 1; r < n; r++) v[r] = r === i + 1 ? 1 : a[r * n + i];
      let half = 0;
      for (let r = i + 1; r < n; r++) {
        let sum = 0;
        for (let c = i + 1; c < n; c++) sum += (c <= r ? a[r * n + c] : a[c * n + r]) * v[c];
        w[r] = tau[i] * sum;
        half += w[r] * v[r];
      }
      const share = -0.5 * tau[i] * half;
      for (let r = i + 1; r < n; r++) w[r] += share * v[r];
      for (let r = i + 1; r < n; r++) for (let c = i + 1; c <= r; c++) a[r * n + c] -= v[r] * w[c] + w[r] * v[c];
    }
    d[i] = a[i * n + i];
  }
  d[n - 1] = a[n * n - 1];
  return { d, e, tau };
}

/** Householder's reflector that clears column i below its first entry. @param {Float64Array} a @param {number} n @param {number} i */
function reflector(a, n, i) {
  let norm = 0;
  for (let r = i + 2; r < n; r++) norm = Math.hypot(norm, a[r * n + i]);
  if (norm === 0) return 0;
  const alpha = a[(i + 1) * n + i];
  const beta = -sign(Math.hypot(alpha, norm), alpha);
  for (let r = i + 2; r < n; r++) a[r * n + i] /= alpha - beta;
  a[(i + 1) * n + i] = beta;
  return (beta - alpha) / beta;
}

/** Givens: [c s; −s c][f; g] = [r; 0]. @param {number} f @param {number} g */
function givens(f, g) {
  if (g === 0) return [1, 0, f];
  if (f === 0) return [0, Math.sign(g), Math.abs(g)];
  const size = Math.sqrt(f * f + g * g);
  const r = sign(size, f);
  return [Math.abs(f) / size, g / r, r];
}

/** Eigenvalues of [[a, b], [b, c]] and the unit vector of the first. @param {number} a @param {number} b @param {number} c */
function two(a, b, c) {
  const [sum, difference] = [a + c, a - c];
  const tb = 2 * b;
  const [adf, ab] = [Math.abs(difference), Math.abs(tb)];
  const [most, least] = Math.abs(a) > Math.abs(c) ? [a, c] : [c, a];
  const rt =
    adf > ab ? adf * Math.sqrt(1 + (ab / adf) ** 2) : adf < ab ? ab * Math.sqrt(1 + (adf / ab) ** 2) : ab * Math.SQRT2;
  const down = sum < 0;
  const rt1 = sum === 0 ? 0.5 * rt : 0.5 * (sum + (down ? -rt : rt));
  const rt2 = sum === 0 ? -0.5 * rt : (most / rt1) * least - (b / rt1) * b;
  const cs = difference >= 0 ? difference + rt : difference - rt;
  let [c1, s1] = [1, 0];
  if (Math.abs(cs) > ab) {
    const t = -tb / cs;
    s1 = 1 / Math.sqrt(1 + t * t);
    c1 = t * s1;
  } else if (ab !== 0) {
    const t = -cs / tb;
    c1 = 1 / Math.sqrt(1 + t * t);
    s1 = t * c1;
  }
  return (down ? -1 : 1) === (difference >= 0 ? 1 : -1) ? [rt1, rt2, -s1, c1] : [rt1, rt2, c1, s1];
}

/** Turns columns j and j + 1 of z. @param {Float64Array} z @param {number} n @param {number} j @param {number} c @param {number} s */
function turn(z, n, j, c, s) {
  for (let i = 0; i < n; i++) {
    const [x, y] = [z[i * n + j], z[i * n + j + 1]];
    z[i * n + j + 1] = c * y - s * x;
    z[i * n + j] = s * y + c * x;
  }
}

/** Implicit QL or QR steps on one unreduced block, from `l` to `end`. @param {Float64Array} d @param {Float64Array} e @param {Float64Array} z @param {number} n @param {number} first @param {number} last */
function iterate(d, e, z, n, first, last) {
  const up = Math.abs(d[last]) >= Math.abs(d[first]); // QL runs from the top, QR from the bottom
  const step = up ? 1 : -1;
  const end = up ? last : first;
  let l = up ? first : last;
  const beside = (/** @type {number} */ i) => (up ? i : i - 1); // where e joins i and its neighbour towards the end
  for (let turns = 0; (end - l) * step >= 0 && turns < 30 * n; ) {
    let m = l;
    while (m !== end && e[beside(m)] ** 2 > EPS * EPS * Math.abs(d[m]) * Math.abs(d[m + step]) + SMALL) m += step;
    if (m !== end) e[beside(m)] = 0;
    const p0 = d[l];
    if (m === l) {
      l += step;
      continue;
    }
    if (m === l + step) {
      const low = Math.min(l, m);
      const [rt1, rt2, c, s] = two(d[low], e[low], d[low + 1]);
      turn(z, n, low, c, s);
      [d[low], d[low + 1], e[low]] = [rt1, rt2, 0];
      l += 2 * step;
      continue;
    }
    turns++;
    let g = (d[l + step] - p0) / (2 * e[beside(l)]);
    g = d[m] - p0 + e[beside(l)] / (g + sign(Math.hypot(g, 1), g));
    let [s, c, p, r] = [1, 1, 0, 0];
    /** @type {number[][]} */
    const turnsOfZ = [];
    for (let i = m - step; ; i -= step) {
      const k = beside(i);
      const [f, b] = [s * e[k], c * e[k]];
      [c, s, r] = givens(g, f);
      if (i !== m - step) e[beside(i + step)] = r;
      g = d[i + step] - p;
      r = (d[i] - g) * s + 2 * c * b;
      p = s * r;
      d[i + step] = g + p;
      g = c * r - b;
      turnsOfZ.push([k, c, up ? -s : s]);
      if (i === l) break;
    }
    for (const [k, cosine, sine] of turnsOfZ) turn(z, n, k, cosine, sine);
    d[l] -= p;
    e[beside(l)] = g;
  }
}

/** Values ascending, and vectors as columns. @param {Float64Array} a @param {number} n */
export function eigh(a, n) {
  const { d, e, tau } = tridiagonal(a, n);
  const z = new Float64Array(n * n);
  for (let i = 0; i < n; i++) z[i * n + i] = 1;
  for (let first = 0; first < n; ) {
    let last = first;
    while (last < n - 1 && Math.abs(e[last]) > Math.sqrt(Math.abs(d[last])) * Math.sqrt(Math.abs(d[last + 1])) * EPS)
      last++;
    if (last < n - 1) e[last] = 0;
    if (last > first) iterate(d, e, z, n, first, last);
    first = last + 1;
  }
  for (let i = 0; i < n - 1; i++) {
    let least = i;
    for (let j = i + 1; j < n; j++) if (d[j] < d[least]) least = j;
    if (least === i) continue;
    [d[i], d[least]] = [d[least], d[i]];
    for (let r = 0; r < n; r++) [z[r * n + i], z[r * n + least]] = [z[r * n + least], z[r * n + i]];
  }
  for (let i = n - 2; i >= 0; i--) reflect(a, n, i, tau[i], z);
  return { values: d, vectors: z };
}

/** z ← H z for the reflector that stands in column i. @param {Float64Array} a @param {number} n @param {number} i @param {number} tau @param {Float64Array} z */
function reflect(a, n, i, tau, z) {
  if (tau === 0) return;
  for (let c = 0; c < n; c++) {
    let sum = z[(i + 1) * n + c];
    for (let r = i + 2; r < n; r++) sum += a[r * n + i] * z[r * n + c];
    z[(i + 1) * n + c] -= tau * sum;
    for (let r = i + 2; r < n; r++) z[r * n + c] -= tau * sum * a[r * n + i];
  }
}
