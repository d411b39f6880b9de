"""The book remembers in this browser alone: places, guesses, answers, settings; nothing is sent."""

import gzip
import json
import re
from pathlib import Path

import pytest

from glm_core.exercises import find

AXE = (Path(__file__).parents[1] / "assets" / "axe.min.js").read_text(encoding="utf-8")
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
    line = page.get_by_role("region", name="What is not kept")
    line.get_by_role("status").filter(has_text=words).wait_for()
    assert line.evaluate("e => innerHeight - e.getBoundingClientRect().bottom") == 0
    page.evaluate(AXE)
    found = page.evaluate("axe.run('.book-trouble', {preload: false}).then((r) => r.violations)")
    assert [one["id"] for one in found] == []
    assert page.evaluate("bookMemory.read().quizzes['three-taxis'].status") == "right"
    with page.expect_download() as waiting:
        line.get_by_role("button", name="Save to a file").click()
    kept = json.loads(waiting.value.path().read_text())
    assert kept["quizzes"]["three-taxis"]["status"] == "right"
    line.get_by_role("button", name="Close").click()
    answer(page, "twenty-questions", 3.0)
    assert line.count() == 0


@pytest.mark.parametrize("name", ["progress", "review", "tests", "class"])
@pytest.mark.parametrize(
    ("script", "words"),
    [(CLOSED, "keeps nothing"), (FULL, "storage is full")],
    ids=["closed", "full"],
)
def test_each_place_says_that_nothing_is_kept_before_one_begins(
    context, served, script, words, name
):
    context.add_init_script(script)
    page = visit(context, served, name)
    page.locator(".book-trouble [role=status]", has_text=words).wait_for()
    if name == "progress":
        assert "All of this stays" not in page.locator(".progress-status").inner_text()


def test_a_storage_that_is_full_in_truth_is_told_and_room_ends_the_line(context, served):
    page = visit(context, served, "entropy")
    page.evaluate("""() => {
      for (let size = 1 << 22; size >= 1; size >>= 1) {
        for (let k = 0; ; k++) {
          try {
            localStorage.setItem(`fill-${size}-${k}`, " ".repeat(size));
          } catch {
            break;
          }
        }
      }
    }""")
    answer(page, "three-taxis", find("three-taxis").reference())
    page.locator(".book-trouble [role=status]", has_text="storage is full").wait_for()
    assert "three-taxis" not in record(page)["quizzes"]
    page.evaluate("""() => {
      for (const key of Object.keys(localStorage))
        if (key.startsWith("fill")) delete localStorage[key];
    }""")
    answer(page, "twenty-questions", 3.0)
    page.locator(".book-trouble").wait_for(state="detached")
    assert set(record(page)["quizzes"]) == {"three-taxis", "twenty-questions"}


def test_a_tab_that_could_not_write_keeps_what_another_wrote_meanwhile(context, served):
    one, two = visit(context, served, "entropy"), visit(context, served, "entropy")
    one.evaluate(f"() => {{ window.before = Storage.prototype.setItem; {FULL} }}")
    answer(one, "three-taxis", find("three-taxis").reference())
    answer(two, "twenty-questions", 3.0)
    one.evaluate("() => { Storage.prototype.setItem = window.before; }")
    one.evaluate("bookMemory.update((record) => { record.cards.x = {time: 1}; })")
    assert set(record(one)["quizzes"]) == {"three-taxis", "twenty-questions"}


def load(page, tmp_path, found):
    (tmp_path / "record.json").write_text(json.dumps(found))
    page.set_input_files("[data-progress=import]", tmp_path / "record.json")


def test_an_import_brings_the_tests_too(context, served, tmp_path):
    progress = visit(context, served, "progress")
    exam = {"times": 1, "best": 0.5, "score": 3, "of": 6, "topics": {}, "time": 5}
    mine = progress.evaluate("bookMemory.read()")
    load(progress, tmp_path, mine | {"exams": {"the whole book": exam}})
    progress.locator(".progress-status", has_text="has been added").wait_for()
    assert record(progress)["exams"] == {"the whole book": exam}
    load(progress, tmp_path, mine | {"exams": {"the whole book": exam | {"time": 4, "score": 1}}})
    progress.wait_for_timeout(300)
    assert record(progress)["exams"] == {"the whole book": exam}
    tests = visit(context, served, "tests")
    tests.locator(".exam-status", has_text="Last time: 3 of 6").wait_for()


PARTS = ("guesses", "quizzes", "code", "figures", "cards")


def test_entries_of_an_import_that_are_none_are_left_out(context, served, tmp_path):
    """A record of an edition that named no format, damaged: what is right in it is taken."""
    progress = visit(context, served, "progress")
    taxi = {"tries": 1, "status": "right", "page": "book/entropy", "time": 5}
    found = {"version": 1, "edition": "1.0", "pages": {"book/entropy": {"sections": 3}, "x": None}}
    found |= {part: {"a": None, "b": [1], "c": "d"} for part in PARTS} | {"last": "y"}
    found["quizzes"]["three-taxis"] = taxi
    load(progress, tmp_path, found)
    progress.locator(".progress-status", has_text="has been added").wait_for()
    kept = record(progress)
    assert kept["quizzes"] == {"three-taxis": taxi | {"slips": {}}}
    assert [kept[part] for part in PARTS if part != "quizzes"] == [{}] * 4
    assert list(kept["pages"]) == ["book/entropy"]
    page = visit(context, served, "entropy")  # a page that says anything fails the test
    page.locator("#quiz-three-taxis.book-done").wait_for()
    page.evaluate("localStorage.setItem('book:record', JSON.stringify({version: 1, last: 'y'}))")
    assert visit(context, served, "index").locator(".book-continue").count() == 0


@pytest.mark.parametrize(
    "found",
    [
        {"version": 1, "pages": {}},
        {"version": 1, "pages": {}, "quizzes": {"three-taxis": None}},
        {"format": "another book", "version": 1, "edition": "1", "pages": {}}
        | {part: {} for part in PARTS},
        {"version": 1, "edition": "1", "pages": None} | {part: {} for part in PARTS},
        [],
        None,
        3,
    ],
)
def test_what_is_no_record_of_this_book_is_not_read(context, served, tmp_path, found):
    progress = visit(context, served, "progress")
    load(progress, tmp_path, found)
    progress.locator(".progress-status", has_text="is not a record of this book").wait_for()
    assert record(progress) is None


# ---- ticks in the contents


def test_a_chapter_is_ticked_when_all_of_it_is_read(context, served):
    page = visit(context, served, "entropy")
    names = page.locator("main section[id]").evaluate_all("all => all.map(s => s.id)")
    chapter = page.locator(".contents a[href='#']")
    assert chapter.get_attribute("data-sections") == str(len(names))
    read = """(names) => bookMemory.update((record) => {
      for (const name of names) record.pages["book/entropy"].sections[name] = 1;
    })"""
    page.evaluate(read, names[:3])
    assert chapter.evaluate("a => [...a.classList]").count("book-part") == 1
    assert chapter.locator(".visually-hidden").inner_text() == f"(3 of {len(names)} sections read)"
    assert page.locator(".contents a.book-done", has_text="Entropy").count() == 0
    other = visit(context, served, "losses")
    away = other.locator(".contents a[href='entropy.html']")
    assert "3 of" in away.locator(".visually-hidden").inner_text()
    page.evaluate(read, names)
    assert chapter.evaluate("a => a.matches('.book-done:not(.book-part)')")
    away.locator("xpath=self::*[contains(@class, 'book-done')]").wait_for()
    assert "all sections read" in away.inner_text()


def test_exercises_are_counted_in_the_contents(context, served):
    page = visit(context, served, "entropy")
    link = page.locator(".contents a[href='#exercises']")
    tasks = page.locator("#exercises form.quiz, #exercises section[data-exercise]").count()
    answer(page, "twenty-questions", 3.0)
    assert link.inner_text().strip() == "Exercises"
    answer(page, "three-taxis", find("three-taxis").reference())
    assert link.inner_text().split() == f"Exercises 1 of {tasks} solved".split()
    page.evaluate("""() => bookMemory.update((record) => {
      const one = {tries: 1, slips: {}, status: "right", page: "book/entropy", time: 1};
      for (const e of document.querySelectorAll("form.quiz")) record.quizzes[e.id.slice(5)] = one;
      for (const e of document.querySelectorAll("section[data-exercise]"))
        record.code[e.dataset.exercise] = one;
    })""")
    assert link.evaluate("a => a.classList.contains('book-done')")


def test_what_is_forgotten_has_no_tick_in_any_tab(context, served):
    page = visit(context, served, "entropy")
    answer(page, "three-taxis", find("three-taxis").reference())
    page.evaluate("""() => bookMemory.update((record) => {
      for (const s of document.querySelectorAll("main section[id]"))
        record.pages["book/entropy"].sections[s.id] = 1;
    })""")
    assert page.locator(".book-done").count() > 5
    progress = visit(context, served, "progress")
    assert progress.locator(".contents .book-done").count() == 1
    progress.get_by_role("button", name="Forget everything").click()
    progress.get_by_role("button", name="Forget it").click()
    progress.locator(".progress-status", has_text="forgotten").wait_for()
    for tab in (progress, page):
        tab.locator(".book-done").first.wait_for(state="detached")
        assert tab.locator(".book-done, .book-part, .book-said").count() == 0


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


OURS = re.compile(
    r'(?:src|href)="\.\./(_static/(?:memory|classes|exam|quiz|places|results)/[^"?]+)'
)


def test_memory_weighs_little(book):
    """What a page brings for memory, quizzes, tests and a class, before anything is asked for."""
    heavy = {}
    for path in sorted((book / "book").glob("*.html")):
        files = set(OURS.findall(path.read_text(encoding="utf-8")))
        assert "_static/memory/memory.js" in files
        weight = sum(len(gzip.compress((book / file).read_bytes(), 9)) for file in files)
        if weight > 12_000:
            heavy[path.name] = weight
    assert not heavy


@pytest.mark.parametrize("name", ["progress", "review", "tests", "class", "entropy"])
def test_nothing_heavy_is_read_before_it_is_asked_for(context, served, name):
    """As the browser sees it: no script brings another by itself."""
    page = visit(context, served, name)
    page.wait_for_timeout(1000)
    ours = {url for url in context.asked if re.search("/_static/(memory|classes|exam|quiz)/", url)}
    assert ours
    source = context.request.get(f"{served}/book/{name}.html").text()
    assert all(url.partition("/_static/")[2] in source for url in ours)
