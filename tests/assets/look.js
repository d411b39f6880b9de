// What a reader sees of every figure of a page, in every state it names, as plain JSON: places in
// thousandths of the panel's frame, colours by their names and as they are resolved now.
async () => {
  const round = (x) => {
    if (!Number.isFinite(x)) throw new Error(`a place must be finite (got ${x})`);
    return Math.round(x) + 0;
  };
  const text = (node) => {
    const copy = node.cloneNode(true);
    copy.querySelectorAll?.(".katex-mathml").forEach((part) => part.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  };
  // A colour by its name in the palette; the names that are used are kept with what they stand for.
  let palette = new Map(), used = {};
  const ink = (colour) => {
    const parts = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour);
    const hex = parts ? "#" + parts.slice(1).map((c) => Number(c).toString(16).padStart(2, "0")).join("") : colour;
    if (!palette.has(hex)) return hex;
    used[palette.get(hex)] = hex;
    return palette.get(hex);
  };
  // "a" for a, a, a; "a ×2, b" for a, a, b
  const runs = (values) => {
    const found = [];
    for (const value of values) {
      if (found.length && found.at(-1)[0] === value) found.at(-1)[1]++;
      else found.push([value, 1]);
    }
    return found.length === 1 ? found[0][0] : found.map(([value, n]) => (n > 1 ? `${value} ×${n}` : value)).join(", ");
  };
  // Up to eight rows stay; more become the means of eight runs, so that every row counts.
  const sketch = (rows) => {
    const n = Math.min(8, rows.length);
    return Array.from({ length: n }, (_, k) => {
      const run = rows.slice(Math.floor((k * rows.length) / n), Math.floor(((k + 1) * rows.length) / n));
      return run[0].map((_, c) => round(run.reduce((sum, row) => sum + row[c], 0) / run.length));
    });
  };

  function frameOf(root) {
    const box = root.querySelector(":scope > clipPath rect");
    const [left, top, width, height] = ["x", "y", "width", "height"].map((name) => Number(box.getAttribute(name)));
    const within = (v) => Math.min(Math.max(v, -100), 1100); // what lies far outside is not seen
    return (node, x, y) => {
      const m = node.getCTM();
      return [within((1000 * (m.a * x + m.c * y + m.e - left)) / width), within(1000 - (1000 * (m.b * x + m.d * y + m.f - top - 1)) / (height - 2))];
    };
  }

  async function picture(node) {
    const image = new Image();
    image.src = node.getAttribute("href");
    await image.decode();
    const [w, h] = [image.width, image.height], canvas = new OffscreenCanvas(w, h), context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, w, h), at = (share, n) => Math.min(n - 1, Math.floor(share * n));
    return { pixels: [w, h], alpha: [0.9, 0.5, 0.1].map((v) => [0.1, 0.3, 0.5, 0.7, 0.9].map((u) => data[4 * (at(v, h) * w + at(u, w)) + 3])) };
  }

  // One row of numbers per element; a single curve has one per corner.
  function rows(node, kind, place, alone) {
    const number = (name) => Number((node.getAttribute(name) ?? "0").replace(/^.*em$/, "0"));
    const tag = node.tagName;
    if (tag === "circle") return [[...place(node, number("cx"), number("cy")), 10 * number("r")]];
    if (tag === "line") return [[...place(node, number("x1"), number("y1")), ...place(node, number("x2"), number("y2"))]];
    if (tag === "rect") return [[...place(node, number("x"), number("y") + number("height")), ...place(node, number("x") + number("width"), number("y"))]];
    if (tag === "text") return [place(node, number("x"), number("y"))];
    if (kind === "dots" || kind === "stems") return [place(node, 0, 0)];
    const d = node.getAttribute("d") ?? "";
    if (kind === "line" || kind === "area") {
      const corners = [...d.matchAll(/[ML](-?[\d.e+-]+),(-?[\d.e+-]+)/g)].map((m) => place(node, Number(m[1]), Number(m[2])));
      return alone ? corners : [corners[0] ?? [], corners.at(-1) ?? []];
    }
    const length = d ? node.getTotalLength() : 0;
    return [[0, 1 / 3, 2 / 3].flatMap((t) => { const p = length ? node.getPointAtLength(t * length) : { x: 0, y: 0 }; return place(node, p.x, p.y); })];
  }

  async function group(nodes, kind, place) {
    const tag = nodes[0].tagName, styles = nodes.map((node) => getComputedStyle(node)), found = {};
    const of = (name, show = (v) => v) => runs(styles.map((s) => show(s[name])));
    const share = (name) => {
      const values = sketch(styles.map((s) => [100 * Number(s[name]) * Number(s.opacity)])).flat();
      return values.every((v) => v === values[0]) ? values[0] : values;
    };
    if (nodes.length > 1) found.n = nodes.length;
    if (tag !== "line" && styles.some((s) => s.fill !== "none")) Object.assign(found, { fill: of("fill", ink), filled: share("fillOpacity") });
    if (styles.some((s) => s.stroke !== "none")) Object.assign(found, { stroke: of("stroke", ink), stroked: share("strokeOpacity"), width: of("strokeWidth") });
    if (styles.some((s) => s.strokeDasharray !== "none")) found.dash = of("strokeDasharray");
    if (tag === "path" && (kind === "dots" || kind === "stems")) found.symbol = runs(nodes.map((node) => (node.getAttribute("d") ?? "").replace(/[^A-Za-z]/g, "")));
    if (tag === "text") found.words = nodes.map((node) => node.textContent).join(" | ");
    const all = nodes.flatMap((node) => rows(node, kind, place, nodes.length === 1));
    if (all.length > nodes.length) found.corners = all.length;
    found.at = sketch(all.filter((row) => row.length));
    return found;
  }

  async function layer(node, place, out, name) {
    let last = null, groups = [];
    for (const part of node.querySelectorAll("path, circle, rect, line, text, image")) {
      const key = part.tagName === "image" ? "image" : part.parentNode;
      if (last && last.key === key && last.tag === part.tagName && key !== "image") last.nodes.push(part);
      else groups.push((last = { key, tag: part.tagName, nodes: [part] }));
    }
    for (const [k, { tag, nodes }] of groups.entries())
      out[`${name}, ${k + 1}: ${tag}`] = tag === "image" ? await picture(nodes[0]) : await group(nodes, node.classList[1], place);
    if (!groups.length && node.classList[1] !== "handle") out[name] = "nothing";
  }

  function ticks(group_, place, axis) {
    return [...group_.querySelectorAll("text")].map((node) => [node.textContent, round(place(node, 0, 0)[axis])]);
  }

  async function panel(node, out, name) {
    const root = node.querySelector("svg.chart"), place = frameOf(root);
    out[`${name}: head`] = [...node.querySelectorAll(".head .title")].map(text).concat(
      [...node.querySelectorAll(".key .entry")].map((e) => `${e.className.replace("entry ", "")} ${ink(getComputedStyle(e.querySelector("i")).borderTopColor)} ${text(e)}`));
    const axes = [...root.querySelectorAll(":scope > g:not(.layer)")].filter((g) => g.querySelector("text"));
    axes.forEach((g) => { const y = g.getAttribute("text-anchor") === "end"; out[`${name}: ${y ? "y" : "x"} ticks`] = ticks(g, place, y ? 1 : 0); });
    out[`${name}: axes`] = [...root.querySelectorAll(":scope > .axis-label")].map(text);
    const baseline = root.querySelector(":scope > .baseline");
    out[`${name}: baseline`] = [...baseline.getAttribute("d").matchAll(/M([\d.]+),([\d.]+)/g)].map((m) => round(place(baseline, Number(m[1]), Number(m[2]))[1]));
    let k = 0;
    for (const one of root.querySelectorAll(":scope > .layer")) await layer(one, place, out, `${name}: ${++k} ${one.classList[1]}`);
    for (const label of root.querySelectorAll(":scope > .mark-label"))
      out[`${name}: beside "${text(label)}"`] = [`${ink(getComputedStyle(label).fill)} ${getComputedStyle(label).visibility}`, ...place(label, Number(label.getAttribute("x")), Number(label.getAttribute("y"))).map(round)];
    node.querySelectorAll("svg.over .handle").forEach((handle, i) => {
      if (handle.style.display === "none") return;
      out[`${name}: handle ${i + 1}`] = { name: handle.getAttribute("aria-label"), value: handle.getAttribute("aria-valuetext"), fill: ink(getComputedStyle(handle.querySelector(".knob")).fill), at: place(handle, 0, 0).map(round) };
    });
  }

  function control(node) {
    const input = node.querySelector("input[type=range]"), select = node.querySelector("select");
    const name = node.getAttribute("aria-label") ?? text(node.querySelector(input || select ? "label" : "span"));
    if (input) return { name, value: input.getAttribute("aria-valuetext"), range: [input.min, input.max, input.step].join(" ") };
    const options = [...node.querySelectorAll(".segments label, option")].map(text);
    return { name, value: (select ?? node.querySelector("input:checked"))?.value ?? "off", ...(options.length ? { options } : {}) };
  }

  async function look(figure) {
    const style = getComputedStyle(figure), out = { colours: (used = {}) };
    palette = new Map(["blue", "orange", "green", "purple", "red", "grey", "ink", "panel"].map((name) => [style.getPropertyValue(`--e-${name}`).trim(), name]));
    figure.querySelectorAll(".controls > *").forEach((node, k) => { out[`control ${k + 1}`] = control(node); });
    out["states"] = [...figure.querySelectorAll(".preset")].map((b) => (b.ariaPressed === "true" ? "● " : "") + text(b));
    let k = 0;
    for (const node of figure.querySelectorAll(".panel")) await panel(node, out, `panel ${++k}`);
    figure.querySelectorAll(".items > *").forEach((node, i) => { out[`${node.className.replace("-", " ")} ${i + 1}`] = [...node.childNodes].map(text).join(" "); });
    return out;
  }

  document.querySelectorAll("details").forEach((node) => { node.open = true; });
  const found = {};
  // what waited for the guess is looked at too, once it has come in
  for (const figure of document.querySelectorAll("figure.explorable"))
    if (figure.explorable.predict && !figure.explorable.predict.guess) figure.explorable.predict.choose(-1);
  document.querySelectorAll(".revealed").forEach((node) => node.classList.remove("revealed"));
  for (const figure of document.querySelectorAll("figure.explorable")) {
    const { explorable } = figure, opening = explorable.params;
    const states = [{ name: "opening", values: {} }, ...(explorable.payload.states ?? [])];
    explorable.reset();
    const start = explorable.params, seen = {};
    for (const { name, values } of states) {
      explorable.set({ ...start, ...values });
      seen[name] = await look(figure);
    }
    explorable.set(opening);
    found[figure.dataset.explorable] = seen;
  }
  return found;
}
