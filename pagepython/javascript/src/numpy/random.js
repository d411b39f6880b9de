// @ts-check
// numpy.random.Generator over PCG64 (O'Neill 2014), seeded by SeedSequence: NumPy's own streams of numbers.
import { size } from "../runtime.js";
import { asarray, broadcast, flat, give, ND, raise, stretched } from "./array.js";
import { exponential, normal } from "./ziggurat.js";

const M32 = 0xffffffffn,
  M64 = (1n << 64n) - 1n,
  M128 = (1n << 128n) - 1n;
const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;

/** SeedSequence(entropy).generate_state(4, uint64). @param {bigint} entropy */
function seedWords(entropy) {
  const words = /** @type {number[]} */ ([]);
  for (let e = entropy; e > 0n || !words.length; e >>= 32n) words.push(Number(e & M32));
  let hash = 0x43b0d7e5;
  /** @param {number} v */
  const mixIn = (v) => {
    v = (v ^ hash) >>> 0;
    hash = Math.imul(hash, 0x931e8875) >>> 0;
    v = Math.imul(v, hash) >>> 0;
    return (v ^ (v >>> 16)) >>> 0;
  };
  /** @param {number} x @param {number} y */
  const mix = (x, y) => {
    const r = (Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y)) >>> 0;
    return (r ^ (r >>> 16)) >>> 0;
  };
  const pool = [0, 1, 2, 3].map((i) => mixIn(i < words.length ? words[i] : 0));
  for (let s = 0; s < 4; s++) for (let d = 0; d < 4; d++) if (s !== d) pool[d] = mix(pool[d], mixIn(pool[s]));
  for (let s = 4; s < words.length; s++) for (let d = 0; d < 4; d++) pool[d] = mix(pool[d], mixIn(words[s]));
  hash = 0x8b51f9dd;
  const out = Array.from({ length: 8 }, (_, i) => {
    let v = (pool[i % 4] ^ hash) >>> 0;
    hash = Math.imul(hash, 0x58f38ded) >>> 0;
    v = Math.imul(v, hash) >>> 0;
    return (v ^ (v >>> 16)) >>> 0;
  });
  return [0, 1, 2, 3].map((i) => BigInt(out[2 * i]) | (BigInt(out[2 * i + 1]) << 32n));
}

export class Generator {
  /** @param {string} seed a whole number as text, or "" for entropy of the machine */
  constructor(seed) {
    const words = seedWords(
      seed
        ? BigInt(seed)
        : [...crypto.getRandomValues(new Uint32Array(4))].reduce((n, w) => (n << 32n) | BigInt(w), 0n),
    );
    this.increment = ((((words[2] << 64n) | words[3]) << 1n) | 1n) & M128;
    this.state = 0n;
    this.step();
    this.state = (this.state + ((words[0] << 64n) | words[1])) & M128;
    this.step();
    /** @type {number | null} */
    this.half = null;
  }

  step() {
    this.state = (this.state * MULTIPLIER + this.increment) & M128;
  }

  /** 64 bits: XSL-RR of the next state. */
  word() {
    this.step();
    const x = (this.state >> 64n) ^ (this.state & M64),
      r = this.state >> 122n;
    return ((x >> r) | (x << ((64n - r) & 63n))) & M64;
  }

  /** 32 bits: the lower half first, the upper half next time. */
  short() {
    if (this.half !== null) {
      const h = this.half;
      this.half = null;
      return h;
    }
    const w = this.word();
    this.half = Number(w >> 32n);
    return Number(w & M32);
  }

  double() {
    return Number(this.word() >> 11n) / 9007199254740992;
  }

  normal() {
    for (;;) {
      const r = this.word(),
        low = Number(r & 0x1ffn),
        at = low & 255,
        rabs = Number((r >> 9n) & 0xfffffffffffffn);
      let x = rabs * normal.width[at];
      if (low & 256) x = -x;
      if (rabs < normal.inside[at]) return x;
      if (at === 0) {
        for (;;) {
          const xx = -0.27366123732975828 * Math.log1p(-this.double()),
            yy = -Math.log1p(-this.double());
          if (yy + yy > xx * xx) return (rabs / 256) & 1 ? -(normal.edge + xx) : normal.edge + xx;
        }
      }
      if ((normal.height[at - 1] - normal.height[at]) * this.double() + normal.height[at] < Math.exp(-0.5 * x * x))
        return x;
    }
  }

  /** @returns {number} */
  exponential() {
    for (;;) {
      const r = this.word() >> 3n,
        at = Number(r & 0xffn),
        rest = Number(r >> 8n),
        x = rest * exponential.width[at];
      if (rest < exponential.inside[at]) return x;
      if (at === 0) return exponential.edge - Math.log1p(-this.double());
      if ((exponential.height[at - 1] - exponential.height[at]) * this.double() + exponential.height[at] < Math.exp(-x))
        return x;
    }
  }

  /** @param {number} shape @returns {number} */
  gamma(shape) {
    if (shape === 1) return this.exponential();
    if (shape === 0) return 0;
    if (shape < 1) {
      for (;;) {
        const u = this.double(),
          v = this.exponential();
        if (u <= 1 - shape) {
          const x = u ** (1 / shape);
          if (x <= v) return x;
        } else {
          const y = -Math.log((1 - u) / shape),
            x = (1 - shape + shape * y) ** (1 / shape);
          if (x <= v + y) return x;
        }
      }
    }
    const b = shape - 1 / 3,
      c = 1 / Math.sqrt(9 * b);
    for (;;) {
      let x, v;
      do {
        x = this.normal();
        v = 1 + c * x;
      } while (v <= 0);
      v = v * v * v;
      const u = this.double();
      if (u < 1 - 0.0331 * (x * x) * (x * x)) return b * v;
      if (Math.log(u) < 0.5 * x * x + b * (1 - v + Math.log(v))) return b * v;
    }
  }

  /** @param {number} a @param {number} b */
  beta(a, b) {
    if (a <= 1 && b <= 1) {
      for (;;) {
        const u = this.double(),
          v = this.double(),
          x = u ** (1 / a),
          y = v ** (1 / b);
        if (x + y <= 1 && x + y > 0) return x / (x + y);
        if (u > 0 && v > 0 && x + y === 0) {
          const p = Math.log(u) / a,
            q = Math.log(v) / b,
            top = Math.max(p, q);
          return Math.exp(p - top - Math.log(Math.exp(p - top) + Math.exp(q - top)));
        }
      }
    }
    const p = this.gamma(a),
      q = this.gamma(b);
    return p / (p + q);
  }

  /** @param {number} lam */
  poisson(lam) {
    if (lam === 0) return 0;
    if (lam < 10) {
      const floor = Math.exp(-lam);
      for (let k = 0, product = 1; ; k++) {
        product *= this.double();
        if (product <= floor) return k;
      }
    }
    const slam = Math.sqrt(lam),
      loglam = Math.log(lam),
      b = 0.931 + 2.53 * slam,
      a = -0.059 + 0.02483 * b;
    const inverse = 1.1239 + 1.1328 / (b - 3.4),
      vr = 0.9277 - 3.6224 / (b - 2);
    for (;;) {
      const u = this.double() - 0.5,
        v = this.double(),
        us = 0.5 - Math.abs(u),
        k = Math.floor(((2 * a) / us + b) * u + lam + 0.43);
      if (us >= 0.07 && v <= vr) return k;
      if (k < 0 || (us < 0.013 && v > us)) continue;
      if (Math.log(v) + Math.log(inverse) - Math.log(a / (us * us) + b) <= -lam + k * loglam - logGamma(k + 1))
        return k;
    }
  }

  /** Numbers of ones by inversion, for small n p. @param {number} n @param {number} p @returns {number} */
  binomial(n, p) {
    if (n === 0 || p === 0) return 0;
    if (p > 0.5) return n - this.binomial(n, 1 - p);
    if (n * p > 30)
      raise(
        "NotImplementedError",
        "rng.binomial with n·p over 30 is not in the page's Python; (rng.random(n) < p).sum() is. In the notebook it works.",
      );
    const q = 1 - p,
      start = Math.exp(n * Math.log(q)),
      mean = n * p,
      bound = Math.min(n, Math.floor(mean + 10 * Math.sqrt(mean * q + 1)));
    let x = 0,
      px = start,
      u = this.double();
    while (u > px) {
      x++;
      if (x > bound) {
        x = 0;
        px = start;
        u = this.double();
      } else {
        u -= px;
        px = ((n - x + 1) * p * px) / (x * q);
      }
    }
    return x;
  }

  /** A whole number from 0 to top, by Lemire's method: 32 bits are enough or 64 are taken. @param {bigint} top */
  below(top) {
    if (top === 0n) return 0n;
    if (top <= M32) {
      if (top === M32) return BigInt(this.short());
      const n = top + 1n;
      let m = BigInt(this.short()) * n;
      if ((m & M32) < n) {
        const least = (M32 - top) % n;
        while ((m & M32) < least) m = BigInt(this.short()) * n;
      }
      return m >> 32n;
    }
    const n = top + 1n;
    let m = this.word() * n;
    if ((m & M64) < n) {
      const least = (M64 - top) % n;
      while ((m & M64) < least) m = this.word() * n;
    }
    return m >> 64n;
  }

  /** By masks and rejection, as shuffles take it. @param {number} top */
  interval(top) {
    if (top === 0) return 0;
    const mask = 2 ** (32 - Math.clz32(top)) - 1;
    for (;;) {
      const v = (this.short() & mask) >>> 0;
      if (v <= top) return v;
    }
  }
}

/** @param {number} x */
function logGamma(x) {
  const a = [
    8.333333333333333e-2, -2.777777777777778e-3, 7.936507936507937e-4, -5.952380952380952e-4, 8.417508417508418e-4,
    -1.917526917526918e-3, 6.41025641025641e-3, -2.955065359477124e-2, 1.796443723688307e-1, -1.3924322169059,
  ];
  if (x === 1 || x === 2) return 0;
  const n = x <= 7 ? Math.floor(7 - x) : 0;
  let x0 = x + n,
    sum = a[9];
  const x2 = 1 / (x0 * x0);
  for (let k = 8; k >= 0; k--) sum = sum * x2 + a[k];
  let value = sum / x0 + 0.5 * Math.log(2 * Math.PI) + (x0 - 0.5) * Math.log(x0) - x0;
  if (x <= 7)
    for (let k = 0; k < n; k++) {
      value -= Math.log(x0 - 1);
      x0 -= 1;
    }
  return value;
}

/** @type {Record<string, [string, (g: Generator, a: number, b: number) => number]>} */
const draws = {
  random: ["f", (g) => g.double()],
  uniform: ["f", (g, low, high) => low + (high - low) * g.double()],
  normal: ["f", (g, loc, scale) => loc + scale * g.normal()],
  exponential: ["f", (g, scale) => scale * g.exponential()],
  gamma: ["f", (g, shape, scale) => scale * g.gamma(shape)],
  beta: ["f", (g, a, b) => g.beta(a, b)],
  chisquare: ["f", (g, df) => 2 * g.gamma(df / 2)],
  standard_t: [
    "f",
    (g, df) => {
      const n = g.normal(),
        d = g.gamma(df / 2);
      return (Math.sqrt(df / 2) * n) / Math.sqrt(d);
    },
  ],
  standard_cauchy: [
    "f",
    (g) => {
      const n = g.normal();
      return n / g.normal();
    },
  ],
  laplace: [
    "f",
    (g, loc, scale) => {
      for (;;) {
        const u = g.double();
        if (u >= 0.5) return loc - scale * Math.log(2 - u - u);
        if (u > 0) return loc + scale * Math.log(u + u);
      }
    },
  ],
  logistic: [
    "f",
    (g, loc, scale) => {
      for (;;) {
        const u = g.double();
        if (u > 0) return loc + scale * Math.log(u / (1 - u));
      }
    },
  ],
  gumbel: [
    "f",
    (g, loc, scale) => {
      for (;;) {
        const u = 1 - g.double();
        if (u < 1) return loc - scale * Math.log(-Math.log(u));
      }
    },
  ],
  lognormal: ["f", (g, mean, sigma) => Math.exp(mean + sigma * g.normal())],
  poisson: ["i", (g, lam) => g.poisson(lam)],
  binomial: ["i", (g, n, p) => g.binomial(n, p)],
  bernoulli: ["i", (g, p) => Number(g.double() < p)],
};

/** Numbers of a distribution; parameters are stretched over the size. @param {Generator} g @param {string} name @param {unknown} x @param {unknown} y @param {number[] | null} shape */
export function draw(g, name, x, y, shape) {
  const [kind, one] = draws[name],
    a = asarray(x),
    b = asarray(y),
    own = broadcast(a.shape, b.shape),
    all = shape ?? own;
  if (own.length && shape) {
    const s = broadcast(own, shape);
    if (s.length !== shape.length || s.some((d, k) => d !== shape[k]))
      raise(
        "ValueError",
        `Output size (${shape.join(", ")}${shape.length === 1 ? "," : ""}) is not compatible with broadcast dimensions of inputs (${own.join(", ")}${own.length === 1 ? "," : ""}).`,
      );
  }
  const p = flat(stretched(a, all)),
    q = flat(stretched(b, all)),
    out = new Float64Array(size(all));
  for (let i = 0; i < out.length; i++) out[i] = one(g, p[i], q[i]);
  return give(new ND(kind, all, out));
}

/** @param {Generator} g @param {unknown} low @param {unknown} high exclusive @param {number[] | null} shape */
export function integers(g, low, high, shape) {
  const a = asarray(low),
    b = asarray(high),
    own = broadcast(a.shape, b.shape),
    all = shape ?? own,
    out = new Float64Array(size(all));
  const p = flat(stretched(a, all)),
    q = flat(stretched(b, all)),
    spread = own.length > 0;
  for (let i = 0; i < out.length; i++) {
    if (q[i] <= p[i]) raise("ValueError", "low >= high");
    out[i] = p[i] + Number(g.below(BigInt(q[i] - p[i]) - 1n));
  }
  return spread || all.length ? give(new ND("i", all, out)) : give(new ND("i", [], out));
}

/** Fisher and Yates on places 0 … n-1; only the last `count` are settled. @param {Generator} g @param {number} n */
export function shuffled(g, n) {
  const order = Float64Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = g.interval(i);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return new ND("i", [n], order);
}

/** Places of a choice without replacement, equal chances: Floyd's method, or the tail of a shuffle. @param {Generator} g @param {number} n @param {number} k @param {boolean} shuffle */
export function chosen(g, n, k, shuffle) {
  if (n > 10000 && k > Math.floor(n / (shuffle ? 50 : 20))) {
    const order = Float64Array.from({ length: n }, (_, i) => i);
    swapFrom(g, order, Math.max(n - k, 1));
    return new ND("i", [k], order.slice(n - k));
  }
  const seen = new Set(),
    out = new Float64Array(k);
  for (let j = n - k, i = 0; j < n; j++, i++) {
    const v = Number(g.below(BigInt(j)));
    out[i] = seen.has(v) ? j : v;
    seen.add(out[i]);
  }
  if (shuffle) swapFrom(g, out, 1);
  return new ND("i", [k], out);
}

/** @param {Generator} g @param {Float64Array} data @param {number} first */
function swapFrom(g, data, first) {
  for (let i = data.length - 1; i >= first; i--) {
    const j = Number(g.below(BigInt(i)));
    [data[i], data[j]] = [data[j], data[i]];
  }
}

/** @param {Generator} g @param {unknown} alpha @param {number[]} shape */
export function dirichlet(g, alpha, shape) {
  const a = flat(asarray(alpha)),
    n = size(shape),
    k = a.length,
    out = new Float64Array(n * k);
  const small = Math.max(...a) < 0.1;
  for (let i = 0; i < n; i++) {
    if (small) {
      let rest = 1,
        sum = a.reduce((s, v) => s + v, 0);
      for (let j = 0; j < k - 1; j++) {
        sum -= a[j];
        const v = g.beta(a[j], sum);
        out[i * k + j] = rest * v;
        rest *= 1 - v;
      }
      out[i * k + k - 1] = rest;
      continue;
    }
    let total = 0;
    for (let j = 0; j < k; j++) total += out[i * k + j] = g.gamma(a[j]);
    const scale = 1 / total;
    for (let j = 0; j < k; j++) out[i * k + j] *= scale;
  }
  return new ND("f", [...shape, k], out);
}

/** @param {Generator} g @param {unknown} n @param {unknown} p @param {number[]} shape */
export function multinomial(g, n, p, shape) {
  const q = flat(asarray(p)),
    k = q.length,
    out = new Float64Array(size(shape) * k),
    total = flat(asarray(n))[0];
  for (let i = 0; i < size(shape); i++) {
    let left = total,
      rest = 1;
    for (let j = 0; j < k - 1 && left > 0; j++) {
      const v = g.binomial(left, q[j] / rest);
      out[i * k + j] = v;
      left -= v;
      rest -= q[j];
    }
    if (left > 0) out[i * k + k - 1] += left;
  }
  return new ND("i", [...shape, k], out);
}
