"""The book remembers in this browser alone: places, guesses, answers, settings; nothing is sent."""

import json
import re

import pytest

from glm_core.exercises import find

KEY = "book:record"
RECORD = f"JSON.parse(localStorage.getItem('{KEY}'))"
ALIVE = "document.querySelectorAll('figure.explorable:not([data-ready])').length === 0"
END = "s => [...s.children].filter(c => c.localName !== 'section').at(-1).scrollIntoView()"
CLOSED = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("no", "SecurityError"); },
})"""
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
OLD = ["{not json", '{"version": 0, "pages": {"book/gone": 7}, "own": 1}', "[]", '"x"']
SAID = re.compile("Right|Not right|taxi|order")


def record(page):
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}')") or "null")


def visit(context, served, name):
    page = context.new_page()
    page.goto(f"{served}/book/{name}.html")
    page.wait_for_function(ALIVE)
    return page


def answer(page, name, value):
    form = page.locator(f"#quiz-{name}")
    form.locator("input[type=text]").fill(str(value))
    form.get_by_role("button", name="Check").click()
    form.locator(".quiz-verdict", has_text=SAID).wait_for()
    return form


def test_deeds_come_back_after_a_reload(context, served):
    page = visit(context, served, "entropy")
    figure = page.locator("figure.explorable", has=page.locator(".predict")).first
    slug = figure.get_attribute("data-explorable")
    figure.locator(".option").first.click()
    chosen = figure.locator(".option.chosen").inner_text()
    figure.locator("input[type=range]").first.press("ArrowRight")
    page.wait_for_function(f"{RECORD}.figures['{slug}']")
    left = figure.evaluate("f => f.explorable.params")
    right = find("three-taxis").reference()
    answer(page, "three-taxis", right)
    page.reload()
    page.wait_for_function("document.querySelector('figure.explorable[data-restored]')")
    assert figure.locator(".option.chosen").inner_text() == chosen
    assert figure.evaluate("f => f.explorable.params") == left
    page.locator("#quiz-three-taxis[data-verdict=right]").wait_for()
    assert page.locator("#quiz-three-taxis.book-done").count() == 1
    kept = record(page)
    assert kept["quizzes"]["three-taxis"]["tries"] == 1  # putting it back is no new try
    assert kept["version"] == 1


def test_code_that_was_checked_comes_back(context, served):
    page = visit(context, served, "softmax")
    section = page.locator("section[data-exercise=stable-softmax]")
    section.locator("button.try").click()
    for body, status in (("np.exp(eta) / np.exp(eta).sum()", "wrong"), ("eta * 0 + 7", "wrong")):
        section.locator(".cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(f"def my_softmax(eta):\n    return {body}\n")
        section.locator("button.py-check").click()
        section.locator(f".py-verdict[data-status={status}]").wait_for()
    page.wait_for_function(f"{RECORD}.code['stable-softmax']?.tries === 2")
    kept = record(page)["code"]["stable-softmax"]
    assert list(kept["slips"].values()) == [1], "a mistake with a sentence, and one without"
    assert "largest logit" in next(iter(kept["slips"]))
    page.reload()
    section.locator(".py-wait", has_text="Not right yet").wait_for()
    section.locator("button.try").click()
    section.locator(".cm-content", has_text="eta * 0 + 7").wait_for()
    section.locator("button.py-again").click()
    assert "eta * 0 + 7" not in section.locator(".cm-content").inner_text()
    assert record(page)["code"]["stable-softmax"]["tries"] == 2
    page.goto(f"{served}/book/progress.html")
    link = page.locator(".progress-slips a", has_text="stable softmax")
    link.click()
    page.wait_for_url("**/softmax.html#exercise-stable-softmax")
    assert section.locator("button.try").evaluate("b => b.matches(':target')")


def test_a_guess_is_put_back_by_its_words(context, served):
    """A new edition may state the options in another order, or take one away."""
    page = visit(context, served, "entropy")
    figure = page.locator("figure.explorable", has=page.locator(".predict")).first
    slug = figure.get_attribute("data-explorable")
    figure.locator(".option").first.click()
    chosen = figure.locator(".option.chosen span").inner_text()
    page.wait_for_function(f"{RECORD}.guesses['{slug}']")
    assert record(page)["guesses"][slug]["option"] == chosen
    edit = """([key, slug, name, value]) => {
      const all = JSON.parse(localStorage[key]);
      all.guesses[slug][name] = value;
      localStorage[key] = JSON.stringify(all);
    }"""
    place = record(page)["guesses"][slug]["choice"]
    page.evaluate(edit, [KEY, slug, "choice", (place + 1) % 3])
    page.reload()
    figure.locator(".option.chosen").wait_for()
    assert figure.locator(".option.chosen span").inner_text() == chosen
    page.evaluate(edit, [KEY, slug, "option", "an option of an older edition"])
    page.reload()
    page.wait_for_function(ALIVE)
    page.wait_for_timeout(500)
    assert figure.locator(".option.chosen").count() == 0


def test_a_section_whose_end_was_on_the_screen_is_read_and_ticked(context, served):
    page = visit(context, served, "entropy")
    section = page.locator("main section[id]").nth(1)
    name = section.get_attribute("id")
    section.evaluate(END)
    page.wait_for_function(f"{RECORD}.pages['book/entropy'].sections['{name}']")
    assert page.locator(f".contents a.book-done[href='#{name}']").count() == 1


def test_the_front_page_takes_the_reader_back(context, served):
    page = visit(context, served, "entropy")
    page.locator("main section[id]").nth(2).scroll_into_view_if_needed()
    page.wait_for_function(f"{RECORD}.last?.section")
    front = visit(context, served, "index")
    link = front.locator(".book-continue a")
    assert "Entropy" in link.inner_text()
    link.click()
    front.wait_for_url("**/book/entropy.html#*")


def test_progress_exports_imports_and_forgets(context, served, tmp_path):
    page = visit(context, served, "entropy")
    answer(page, "three-taxis", find("three-taxis").reference())
    answer(page, "twenty-questions", 3.0)
    progress = visit(context, served, "progress")
    row = progress.locator(".progress-table tr", has_text="Entropy")
    assert row.locator("td").nth(1).inner_text().startswith("1 of ")
    with progress.expect_download() as waiting:
        progress.get_by_role("button", name="Export").click()
    file = tmp_path / "mine.json"
    waiting.value.save_as(file)
    progress.get_by_role("button", name="Forget everything").click()
    progress.get_by_role("button", name="Keep it").click()
    assert record(progress)
    progress.get_by_role("button", name="Forget everything").click()
    progress.get_by_role("button", name="Forget it").click()
    progress.wait_for_function(f"localStorage.getItem('{KEY}') === null")
    assert row.locator("td").nth(1).inner_text().startswith("0 of ")
    for name, text in (("broken.json", "{"), ("foreign.json", '{"a": 1}')):
        (tmp_path / name).write_text(text)
        progress.set_input_files("[data-progress=import]", tmp_path / name)
        progress.locator(".progress-status", has_text="is not a record of this book").wait_for()
    progress.set_input_files("[data-progress=import]", file)
    progress.locator(".progress-status", has_text="has been added").wait_for()
    assert record(progress)["quizzes"]["three-taxis"]["status"] == "right"
    answer(
        page, "twenty-questions", find("twenty-questions").reference()
    )  # another tab writes: the table is drawn anew
    row.locator("td").nth(1).filter(has_text="2 of ").wait_for()
    assert "has been added" in progress.locator(".progress-status").inner_text()


def test_two_tabs_keep_each_others_deeds(context, served):
    one, two = visit(context, served, "entropy"), visit(context, served, "entropy")
    answer(one, "three-taxis", find("three-taxis").reference())
    answer(two, "twenty-questions", 3.0)
    assert set(record(one)["quizzes"]) == {"three-taxis", "twenty-questions"}


@pytest.mark.parametrize(
    ("script", "words"),
    [(CLOSED, "keeps nothing"), (FULL, "storage is full")],
    ids=["closed", "full"],
)
def test_without_storage_nothing_is_lost_and_the_page_says_why(context, served, script, words):
    context.add_init_script(script)
    page = visit(context, served, "entropy")
    form = answer(page, "three-taxis", find("three-taxis").reference())
    assert form.get_attribute("data-verdict") == "right"
    assert words in page.evaluate("bookMemory.trouble")
    assert page.evaluate("bookMemory.read().quizzes['three-taxis'].status") == "right"
    progress = visit(context, served, "progress")
    progress.evaluate("bookMemory.update(() => {})")
    progress.locator(".progress-status", has_text=words).wait_for()


def placed(old):
    """A script that puts a record where the book looks for one, unless there is one."""
    keep = f"localStorage.setItem('{KEY}', {json.dumps(old)})"
    return f"if (location.protocol.startsWith('http')) localStorage.getItem('{KEY}') ?? {keep}"


@pytest.mark.parametrize("old", OLD)
def test_an_old_or_broken_record_breaks_nothing_and_is_kept(context, served, old):
    context.add_init_script(placed(old))
    page = visit(context, served, "entropy")
    answer(page, "three-taxis", find("three-taxis").reference())
    assert record(page)["quizzes"]["three-taxis"]["status"] == "right"
    if old == "{not json":
        assert page.evaluate(f"localStorage.getItem('{KEY}:unreadable')") == old
    if "own" in old:
        assert record(page)["own"] == 1


def test_nothing_leaves_the_browser(context, served):
    page = visit(context, served, "entropy")
    context.asked.clear()
    answer(page, "three-taxis", find("three-taxis").reference())
    page.evaluate("scrollTo(0, 3000)")
    page.wait_for_timeout(2500)
    assert context.asked == []


def test_memory_weighs_little(book):
    import gzip

    files = book / "_static" / "memory"
    parts = [(files / name).read_bytes() for name in ("memory.js", "memory.css")]
    weight = sum(len(gzip.compress(part, 9)) for part in parts)
    assert weight <= 12_000
