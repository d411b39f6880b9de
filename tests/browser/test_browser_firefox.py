"""Every explorable of the built book lives in Firefox, from a file."""

FIGURES = """async () => {
  const figures = () => [...document.querySelectorAll("figure.explorable")];
  const waits = () => document.documentElement.classList.contains("fonts-pending");  // hidden yet
  for (let k = 0; k < 200 && (waits() || !figures().every(f => f.hasAttribute("data-ready"))); k++)
    await new Promise(done => setTimeout(done, 50));
  document.querySelectorAll(".predict .pass:not([hidden])").forEach(b => b.click());
  return figures().map(f => f.dataset.explorable).join(" ");
}"""
FOCUS = """async slug => {
  const figure = document.querySelector(`figure[data-explorable="${slug}"]`);
  const seen = "input[type=range], .handle[role=slider], .segments input, select, .switch input";
  const control = figure.hasAttribute("data-ready") && figure.querySelector(seen);
  if (!control) return figure.querySelector(".controls, .handle") ? "asleep" : "still";
  control.focus();
  return document.activeElement === control ? control.type ?? "handle" : "unreached";
}"""
STATE = """async slug => {
  await new Promise(requestAnimationFrame);
  const figure = document.querySelector(`figure[data-explorable="${slug}"]`);
  const parts = figure.querySelectorAll("svg.chart, svg.over, .items");
  return JSON.stringify(figure.explorable.params) + [...parts].map(p => p.innerHTML).join();
}"""


def test_every_explorable_moves_in_firefox(fox, book):
    pages = [p for p in sorted(book.glob("**/*.html")) if 'class="explorable"' in p.read_text()]
    stuck, moved = [], 0
    for path in pages:
        fox.open(path.as_uri())
        for slug in fox.run(FIGURES).split():
            kind = fox.run(FOCUS, slug)
            if kind == "still":
                continue
            before = fox.run(STATE, slug)
            for keys in (["space"],) if kind == "checkbox" else (["right"], ["left"], ["up"]):
                fox.press(*keys * (1 if kind == "checkbox" else 3))
                if fox.run(STATE, slug) != before:
                    moved += 1
                    break
            else:
                stuck.append((path.stem, slug, kind))
    assert not stuck, f"figures that do not move: {stuck}"
    assert moved > len(pages), f"every page must have a figure that moves ({moved} did)"
