// @ts-check
// The figures' own numbers: the one place that knows where their runtime lives.
export { formatNumber } from "../../../explorables/javascript/src/format.js";
export { compile } from "../../../explorables/javascript/src/operations.js";
export { positions, size, strides } from "../../../explorables/javascript/src/shapes.js";

/** @typedef {import("../../../explorables/javascript/src/operations.js").Attr} Attr */
