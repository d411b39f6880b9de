// Shows each {anywidget} of a page that `myst build --site` has made, by the renderer that MyST's themes use.
import { ANY_RENDERERS } from "@myst-theme/anywidget";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

const nodes = (at) => (at.type === "anywidget" ? [at] : (at.children ?? []).flatMap(nodes));
const page = await (await fetch("/content/index.json")).json();
const root = createRoot(document.getElementById("root"));
globalThis.leave = () => root.unmount();
root.render(nodes(page.mdast).map((node) =>
  createElement(ANY_RENDERERS.anywidget, { key: node.key, node: { ...node, esm: `/public${node.esm}` } })));
