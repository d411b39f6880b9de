// @ts-check
// The bundle's one global. Nothing here touches a page until one is there.
import { replay } from "./figure.js";
import { live, mount, render } from "./hosts.js";
import { compile, operations } from "./operations.js";

/** @param {string} op @param {import("./operations.js").Arr[]} inputs @param {number[]} shape @param {import("./operations.js").Attr} [attr] */
function evaluate_operation(op, inputs, shape, attr) {
  const node = compile(
    op,
    inputs.map((a) => ({ shape: a.shape, data: Float64Array.from(a.data) })),
    shape,
    attr ?? {},
  );
  node.run();
  return { shape, data: Array.from(node.data) };
}

Object.assign(globalThis, { explorables: { render, mount, live, replay, evaluate_operation, operations } });

// A figure comes to life as soon as the page has been read past it, before anything below it is shown: so nothing jumps.
if (typeof document !== "undefined") {
  const observer = new MutationObserver(() => mount());
  if (document.readyState === "loading") {
    observer.observe(document, { childList: true, subtree: true });
    document.addEventListener("DOMContentLoaded", () => {
      observer.disconnect();
      mount();
    });
  }
  mount();
}
