// @ts-check
// Text of an array as NumPy writes it.
import { asarray, flat, ND, quoted, scalar, spaced, word, wordsOf } from "./array.js";

const options = { precision: 8, suppress: false, linewidth: 75, threshold: 1000, edgeitems: 3 };

/** @param {Partial<typeof options>} changes */
export function setOptions(changes) {
  const before = { ...options };
  Object.assign(options, changes);
  return before;
}

/** Shortest text within `digits` after the point; `keep` pads with zeros to so many. @param {number} x @param {number} digits @param {number} keep */
function positional(x, digits, keep) {
  let s = plain(x);
  const point = s.indexOf(".");
  if (s.length - point - 1 > digits) s = fixed(x, digits);
  let [whole, part = ""] = s.split(".");
  part = part.replace(/0+$/, "").padEnd(keep, "0");
  return `${whole}.${part}`;
}

/** toFixed with ties to even. @param {number} x @param {number} digits */
function fixed(x, digits) {
  const up = x.toFixed(digits),
    long = x.toFixed(Math.min(100, digits + 40));
  const tail = long.slice(long.indexOf(".") + 1 + digits);
  if (!/^50*$/.test(tail) || digits === 0) return digits === 0 && /^50*$/.test(tail) ? evenWhole(x) : up;
  const cut = long.slice(0, long.indexOf(".") + 1 + digits);
  return Number(cut[cut.length - 1]) % 2 === 0 ? cut : up;
}

/** @param {number} x */
const evenWhole = (x) => {
  const r = Math.floor(Math.abs(x)),
    v = r % 2 ? r + 1 : r;
  return (x < 0 ? "-" : "") + v;
};

/** All shortest digits, without an exponent. @param {number} x */
function plain(x) {
  const [m, e] = x.toExponential().split("e"),
    power = Number(e),
    sign = m[0] === "-" ? "-" : Object.is(x, -0) ? "-" : "";
  const digits = m.replace(/[-.]/g, "");
  if (power < 0) return `${sign}0.${"0".repeat(-power - 1)}${digits}`.replace(/\.$/, ".0");
  return `${sign}${digits.slice(0, power + 1).padEnd(power + 1, "0")}.${digits.slice(power + 1)}`;
}

/** @param {number} x @param {number} digits @param {number} keep @param {number} width of the exponent */
function scientific(x, digits, keep, width = 2) {
  let [m, e] = x.toExponential().split("e");
  if (Object.is(x, -0)) m = "-0";
  if ((m.split(".")[1] ?? "").length > digits) [m, e] = x.toExponential(digits).split("e");
  const [whole, part = ""] = m.split(".");
  return `${whole}.${part.replace(/0+$/, "").padEnd(keep, "0")}e${Number(e) < 0 ? "-" : "+"}${String(Math.abs(Number(e))).padStart(width, "0")}`;
}

/** How all the numbers of an array are written. @param {number[]} data @returns {(x: number) => string} */
function floats(data) {
  const finite = data.filter(Number.isFinite),
    sizes = finite.filter((x) => x !== 0).map(Math.abs);
  let max = 0,
    min = Infinity;
  for (const x of sizes) {
    if (x > max) max = x;
    if (x < min) min = x;
  }
  const exponent = sizes.length > 0 && (max >= 1e8 || (!options.suppress && (min < 1e-4 || max / min > 1000)));
  let left = 0,
    right = 0,
    keep = 0,
    width = -1;
  if (finite.length && exponent) {
    const texts = finite.map((x) => scientific(x, options.precision, 0));
    keep = Math.max(...texts.map((t) => t.split("e")[0].split(".")[1].length));
    width = Math.max(...texts.map((t) => t.split("e")[1].length)) - 1;
    left = Math.max(...texts.map((t) => t.split(".")[0].length));
    right = width + 2 + keep;
  } else if (finite.length) {
    const texts = finite.map((x) => positional(x, options.precision, 0).split("."));
    left = Math.max(...texts.map(([w]) => w.length));
    right = Math.max(...texts.map(([, p]) => p.length));
  }
  if (finite.length < data.length)
    left = Math.max(left, 3 - right - 1, 3 + Number(data.includes(-Infinity)) - right - 1);
  return (x) => {
    if (!Number.isFinite(x)) return (x !== x ? "nan" : x < 0 ? "-inf" : "inf").padStart(left + right + 1);
    if (exponent) return scientific(x, keep, keep, width).padStart(left + keep + 1 + width + 2);
    const [w, p] = positional(x, options.precision, 0).split(".");
    return `${w.padStart(left)}.${p.padEnd(right)}`;
  };
}

/** @param {string} kind @param {number[]} data @returns {(x: number) => string} */
function writer(kind, data) {
  if (kind === "f") return floats(data);
  const text = (/** @type {number} */ x) =>
    kind === "b" ? (x ? "True" : "False") : kind === "U" ? quoted(word(x)) : String(x);
  const width = kind === "b" ? 5 : Math.max(0, ...Array.from(data, (x) => text(x).length));
  return (x) => (kind === "U" ? text(x) : text(x).padStart(width));
}

/** @param {ND} a @param {string} separator @param {number} indent @param {number} width @param {(x: number) => string} [format] */
function lines(a, separator, indent, width, format) {
  const data = flat(a),
    long = a.size > options.threshold,
    edge = options.edgeitems;
  const leading = (/** @type {number} */ d) =>
    long && d > 2 * edge
      ? [...Array(edge).keys(), -1, ...Array.from({ length: edge }, (_, k) => d - edge + k)]
      : [...Array(d).keys()];
  const shown = /** @type {number[]} */ ([]);
  const inner = a.shape.map((_, k) => a.shape.slice(k + 1).reduce((n, d) => n * d, 1));
  /** @param {number} axis @param {number} offset */
  const collect = (axis, offset) => {
    for (const k of leading(a.shape[axis]))
      if (k >= 0)
        axis === a.shape.length - 1 ? shown.push(data[offset + k]) : collect(axis + 1, offset + k * inner[axis]);
  };
  collect(0, 0);
  const write = format ?? writer(a.kind, shown),
    sep = separator.trimEnd();
  /** @param {number} axis @param {number} offset @param {string} hanging @param {number} room @returns {string} */
  const row = (axis, offset, hanging, room) => {
    const rest = a.shape.length - axis,
      items = leading(a.shape[axis]),
      final = items.length - 1;
    const between = sep + "\n".repeat(rest - 1);
    let out = "",
      line = hanging;
    items.forEach((k, i) => {
      if (rest > 1) {
        out +=
          hanging +
          (k < 0 ? "..." : row(axis + 1, offset + k * inner[axis], `${hanging} `, room - 1)) +
          (i === final ? "" : between);
        return;
      }
      const word = k < 0 ? "..." : write(data[offset + k]),
        limit = i === final ? room : room - Math.max(sep.length, 1);
      if (line.length + word.length > limit && line.length > hanging.length) {
        out += `${line.trimEnd()}\n`;
        line = hanging;
      }
      line += word + (i === final ? "" : separator);
    });
    return `[${(rest > 1 ? out : out + line).slice(hanging.length)}]`;
  };
  return row(0, 0, " ".repeat(indent), width);
}

/** str(a) @param {ND} a */
export function str(a) {
  return a.size ? lines(a, " ", 1, options.linewidth) : "[]";
}

/** repr(a) @param {ND} a */
export function repr(a) {
  if (!a.shape.length) return `array(${scalarText(a)})`;
  const size = a.kind === "U" ? Math.max(1, ...wordsOf(a).map((s) => [...s].length)) : 0;
  const name =
    a.kind === "U" ? `dtype='<U${size}'` : a.size ? "" : `dtype=${{ f: "float64", i: "int64", b: "bool" }[a.kind]}`;
  const shape = (!a.size && a.shape.length !== 1) || a.size > options.threshold ? `shape=${spaced(a.shape)}` : "";
  const body = `array(${a.size ? lines(a, ", ", 7, options.linewidth - 1) : "[]"}`,
    extras = [shape, name].filter(Boolean).join(", ");
  if (!extras) return `${body})`;
  const last = body.length + 1 - (body.lastIndexOf("\n") + 1);
  return `${body},${last + extras.length + 2 > options.linewidth ? `\n${" ".repeat(6)}` : " "}${extras})`;
}

/** @param {ND} a */
function scalarText(a) {
  const x = a.data[a.offset];
  return a.kind === "f"
    ? positionalScalar(x)
    : a.kind === "b"
      ? x
        ? "True"
        : "False"
      : a.kind === "U"
        ? `${quoted(word(x))}, dtype='<U${[...word(x)].length}'`
        : String(x);
}
const positionalScalar = (/** @type {number} */ x) => floats([x])(x).trim();

/** @param {unknown} x @param {string} separator @param {((x: ReturnType<typeof scalar>) => string) | null} [own] @param {number} [precision] */
export function array2string(x, separator, own, precision) {
  const a = asarray(x),
    format = own ? (/** @type {number} */ v) => own(scalar(a.kind, v)) : undefined,
    before = setOptions(precision == null ? {} : { precision });
  try {
    return a.shape.length
      ? a.size
        ? lines(a, separator, 1, options.linewidth, format)
        : "[]"
      : format
        ? format(a.data[a.offset])
        : scalarText(a);
  } finally {
    setOptions(before);
  }
}
