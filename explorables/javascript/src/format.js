// @ts-check
// Python's number formatting: exact decimal rounding, ties to even.

/**
 * Rounds half to even what toFixed / toExponential round half up.
 * @param {number} x non-negative @param {"toFixed" | "toExponential"} method @param {number} digits
 */
function rounded(x, method, digits) {
  const up = x[method](digits);
  const [mantissa, exponent = ""] = x[method](Math.min(digits + 40, 100)).split("e");
  const cut = mantissa.length - Math.min(40, 100 - digits);
  if (!/^50*$/.test(mantissa.slice(cut))) return up;
  const down = mantissa.slice(0, cut).replace(/\.$/, "");
  return Number(down[down.length - 1]) % 2 === 0 ? down + (exponent && `e${exponent}`) : up;
}

/** @param {number} x @param {number} digits */
const fixed = (x, digits) =>
  x === Infinity
    ? "inf"
    : x < 1e21
      ? rounded(x, "toFixed", digits)
      : BigInt(x) + (digits ? `.${"0".repeat(digits)}` : "");

/** @param {number} x @param {number} digits */
const exponential = (x, digits) => rounded(x, "toExponential", digits).replace(/e([+-])(\d)$/, "e$10$2");

/** @param {number} x @param {number} digits */
function general(x, digits) {
  const precision = Math.max(digits, 1),
    scientific = exponential(x, precision - 1);
  const power = Number(scientific.split("e")[1]);
  const [mantissa, exponent] =
    power < -4 || power >= precision ? scientific.split("e") : [fixed(x, precision - 1 - power), null];
  return (
    (mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa) + (exponent === null ? "" : `e${exponent}`)
  );
}

/** Python's repr of a float: the fewest digits that are read back as the same number. @param {number} x not negative */
function shortest(x) {
  const [mantissa, power] = x.toExponential().split("e");
  const n = Number(power);
  if (x === 0) return "0.0";
  if (n < -4 || n >= 16) return `${mantissa}e${n < 0 ? "-" : "+"}${String(Math.abs(n)).padStart(2, "0")}`;
  const digits = mantissa.replace(".", "");
  if (n < 0) return `0.${"0".repeat(-n - 1)}${digits}`;
  return `${digits.slice(0, n + 1).padEnd(n + 1, "0")}.${digits.slice(n + 1) || "0"}`;
}

const SPEC = /^(?:(.?)([<>^]))?([-+ ]?)(0?)(\d*)(,?)(?:\.(\d+))?([feEgdr%]?)$/;

/**
 * format(x, spec): [[fill]align][sign][0][width][,][.N](f|e|E|g|d|%), "r" for repr, "" for six significant digits.
 * @param {number} x @param {string} [spec]
 */
export function formatNumber(x, spec = "") {
  const match = SPEC.exec(spec);
  if (!match) throw new Error(`format must be like "+,.2f", ".3g", "d" or ".1%" (got "${spec}")`);
  const [, fill, align, sign, zero, width, comma, places, type] = match;
  const text = plainNumber(x, sign === "-" ? "" : sign, comma, places, type);
  const room = Number(width) - text.length;
  if (!(room > 0)) return text;
  if (zero && !align) {
    const [, front, rest] = /** @type {RegExpExecArray} */ (/^([-+ ]?)(.*)$/.exec(text));
    return front + "0".repeat(room) + rest;
  }
  const left = align === "<" ? 0 : align === "^" ? Math.floor(room / 2) : room;
  return (fill || " ").repeat(left) + text + (fill || " ").repeat(room - left);
}

/** @param {number} x @param {string} plus @param {string} comma @param {string | undefined} places @param {string} type */
function plainNumber(x, plus, comma, places, type) {
  const magnitude = Math.abs(x),
    digits = places === undefined ? 6 : Number(places),
    percent = type === "%" ? "%" : "";
  if (!(magnitude < Infinity)) return (x < 0 ? "-" : plus) + (x !== x ? "nan" : "inf") + percent;
  const shown =
    type === "d"
      ? fixed(magnitude, 0)
      : type === "f"
        ? fixed(magnitude, digits)
        : percent
          ? fixed(magnitude * 100, digits)
          : type === "e" || type === "E"
            ? exponential(magnitude, digits)
            : type === "r"
              ? shortest(magnitude)
              : general(magnitude, digits);
  const negative = x < 0 || Object.is(x, -0),
    zero = !/[1-9]/.test(shown.split("e")[0]);
  return (!negative ? plus : zero ? "" : "-") + group(shown, comma) + percent;
}

/** @param {string} text @param {string} comma */
function group(text, comma) {
  if (!comma) return text;
  const [whole, ...rest] = text.split(".");
  return [whole.replace(/\B(?=(\d{3})+(?!\d))/g, ","), ...rest].join(".");
}

/** A true minus sign for display. @param {string} text */
export const typeset = (text) => text.replace(/-(?=[\d.]|inf)/g, "−").replace(/inf$/, "∞");

/** 1000, 0.01, 10⁻⁹, 2·10⁶ @param {number} v */
export function powers(v) {
  if (v === 0 || (Math.abs(v) >= 0.01 && Math.abs(v) < 1e4)) return typeset(formatNumber(v, ".4g"));
  const [mantissa, power] = v.toExponential(2).split("e");
  const front = Number(mantissa) === 1 ? "" : Number(mantissa) === -1 ? "−" : `${typeset(String(Number(mantissa)))}·`;
  return `${front}10${Number(power)
    .toString()
    .replace(/./g, (c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)])}`;
}
