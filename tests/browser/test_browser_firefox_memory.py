"""In Firefox the book remembers as in Chromium, from a disk and over HTTP: a reader and a class."""

import json
import re
import shutil

import pytest
from test_browser_class import ANSWERS, MAKE, OPEN, SEEN
from test_browser_memory import ALIVE, CLOSED, END, FULL, KEY, OLD, placed

from glm_core.exercises import find

RIGHT = {name: str(find(name).reference()) for name in ("three-taxis", "twenty-questions")}
GUESS = "figure[data-explorable=surprise] .predict"
NARROW = "[data-progress={}]"
CHAPTER = """(title, column) => {
  const rows = [...document.querySelectorAll(".progress-table tr")];
  return rows.find((r) => r.innerText.includes(title)).cells[column].innerText;
}"""
VERDICT = """(name) => {
  const { verdict } = document.getElementById(`quiz-${name}`).dataset;
  return verdict !== "busy" && verdict;
}"""
DROP = """(names) => {
  const data = new DataTransfer();
  for (const [name, text] of names) data.items.add(new File([text], name));
  const event = new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true});
  document.querySelector(".class-drop").dispatchEvent(event);
}"""
BUTTON = """(words, name) => {
  const all = [...document.querySelectorAll("button")].filter((b) => b.checkVisibility());
  const found = all.find((b) => b.innerText.trim().startsWith(words));
  if (!found) return false;
  found.dataset.wanted = name;
  return true;
}"""
TROUBLE = [(CLOSED, "keeps nothing"), (FULL, "storage is full")]


@pytest.fixture(params=["file", "http"])
def place(request, book, served):
    return book.as_uri() if request.param == "file" else served


def visit(tab, place, name):
    tab.open(f"{place}/book/{name}.html")
    tab.wait(f"() => {ALIVE}")


def record(tab):
    return tab.run("(key) => JSON.parse(localStorage.getItem(key))", KEY)


def push(tab, words):
    """The button with these words, by the mouse."""
    name = re.sub(r"\W", "-", words)
    tab.wait(BUTTON, words, name)
    tab.click(f"button[data-wanted='{name}']")


def answer(tab, name, value):
    tab.fill(f"#quiz-{name} input[type=text]", value)
    tab.click(f"#quiz-{name} button[type=submit]")
    return tab.wait(VERDICT, name)


def test_deeds_come_back_after_a_reload(fox, place):
    visit(fox, place, "entropy")
    fox.click(f"{GUESS} .option")
    chosen = fox.text(f"{GUESS} .option.chosen")
    assert answer(fox, "twenty-questions", "3") == "wrong"
    assert answer(fox, "three-taxis", RIGHT["three-taxis"]) == "right"
    kept = record(fox)
    fox.asked.clear()
    fox.reload()
    fox.wait("() => document.querySelector('#quiz-three-taxis.book-done[data-verdict=right]')")
    fox.wait("() => document.querySelector('figure[data-explorable=surprise][data-restored]')")
    assert fox.text(f"{GUESS} .option.chosen") == chosen
    after = record(fox)
    assert after["quizzes"] == kept["quizzes"]
    assert after["quizzes"]["twenty-questions"]["tries"] == 1
    assert after["guesses"] == kept["guesses"]
    assert fox.asked or place.startswith("file:")
    assert not [url for url in fox.asked if not url.startswith(place)]


def test_a_section_that_was_read_is_ticked(fox, place):
    visit(fox, place, "entropy")
    name = fox.run(
        f"""() => {{
          const section = document.querySelectorAll("main section[id]")[1];
          ({END})(section);
          return section.id;
        }}"""
    )
    fox.wait("(n) => document.querySelector(`.contents a.book-done[href='#${n}']`)?.href", name)
    assert record(fox)["pages"]["book/entropy"]["sections"][name]


def test_the_front_page_takes_the_reader_back(fox, place):
    visit(fox, place, "entropy")
    fox.run("() => document.querySelectorAll('main section[id]')[2].scrollIntoView()")
    fox.wait("(key) => JSON.parse(localStorage.getItem(key))?.last?.section", KEY)
    visit(fox, place, "index")
    assert "Entropy" in fox.text(".book-continue a")
    fox.click(".book-continue a")
    fox.wait("() => /entropy[.]html#./.test(location.href)")


def test_progress_is_exported_to_another_reader_and_forgotten(fox, firefox, book, served, tmp_path):
    visit(fox, served, "entropy")
    answer(fox, "three-taxis", RIGHT["three-taxis"])
    visit(fox, served, "progress")
    assert fox.run(CHAPTER, "Entropy", 2).startswith("1 of ")
    saved = fox.saved("my-progress.json", lambda: fox.click(NARROW.format("export")))
    file = shutil.copy(saved, tmp_path / "mine.json")
    assert json.loads(file.read_text())["quizzes"]["three-taxis"]["status"] == "right"

    fox.click(NARROW.format("forget"))
    push(fox, "Keep it")
    assert record(fox)["quizzes"]
    fox.click(NARROW.format("forget"))
    push(fox, "Forget it")
    fox.said_in(".progress-status", "Everything is forgotten")
    assert record(fox) is None
    assert fox.run(CHAPTER, "Entropy", 2).startswith("0 of ")

    for place in (served, book.as_uri()):
        with firefox.reader() as other:
            visit(other, place, "progress")
            assert other.run(CHAPTER, "Entropy", 2).startswith("0 of ")
            (tmp_path / "foreign.json").write_text('{"a": 1}')
            other.choose(NARROW.format("import"), tmp_path / "foreign.json")
            other.said_in(".progress-status", "is not a record of this book")
            other.choose(NARROW.format("import"), file)
            other.said_in(".progress-status", "has been added")
            assert other.run(CHAPTER, "Entropy", 2).startswith("1 of ")
            assert record(other)["quizzes"]["three-taxis"]["tries"] == 1
            assert not other.said


def test_two_tabs_keep_each_others_answers(fox, place):
    visit(fox, place, "entropy")
    other = fox.beside()
    visit(other, place, "entropy")
    answer(fox, "three-taxis", RIGHT["three-taxis"])
    answer(other, "twenty-questions", "3")
    assert set(record(fox)["quizzes"]) == {"three-taxis", "twenty-questions"}
    assert not other.said


@pytest.mark.parametrize(("script", "words"), TROUBLE, ids=["closed", "full"])
def test_without_storage_nothing_is_lost_and_the_page_says_why(fox, place, script, words):
    fox.before_scripts(script)
    visit(fox, place, "entropy")
    assert answer(fox, "three-taxis", RIGHT["three-taxis"]) == "right"
    fox.said_in(".book-trouble [role=status]", words)
    assert fox.run("() => bookMemory.read().quizzes['three-taxis'].status") == "right"
    for name in ("progress", "review", "tests", "class"):
        visit(fox, place, name)
        fox.said_in(".book-trouble [role=status]", words)


def test_a_storage_that_is_really_full(fox, served):
    visit(fox, served, "entropy")
    fox.run(
        """() => {
          for (let size = 2 ** 22; size >= 1; size /= 2)
            for (let k = 0; k < 3; k++)
              try { localStorage[`x${size} ${k}`] = "x".repeat(size); } catch { }
        }"""
    )
    assert answer(fox, "three-taxis", RIGHT["three-taxis"]) == "right"
    fox.said_in(".book-trouble [role=status]", "storage is full")


@pytest.mark.parametrize("old", OLD)
def test_an_old_or_broken_record_breaks_nothing_and_is_kept(fox, served, old):
    fox.before_scripts(placed(old))
    visit(fox, served, "entropy")
    answer(fox, "three-taxis", RIGHT["three-taxis"])
    assert record(fox)["quizzes"]["three-taxis"]["status"] == "right"
    if old == "{not json":
        assert fox.run(f"() => localStorage.getItem('{KEY}:unreadable')") == old
    if "own" in old:
        assert record(fox)["own"] == 1


def test_a_class_is_read_dropped_and_pasted(fox, place):
    visit(fox, place, "class")
    fox.run(OPEN)
    texts = fox.run(MAKE, 12)
    forged = texts[0].replace('"tries":2', '"tries":1')
    bad = [["torn.json", texts[2][:-9]], ["forged.json", forged], ["empty.json", ""]]
    fox.asked.clear()
    fox.run(DROP, [[f"s{i}.json", text] for i, text in enumerate(texts[:8])] + bad)
    fox.said_in(".class-status", "8 read, 3 skipped; 8 people")
    skipped = fox.text(".class-skipped")
    assert all(name in skipped for name, _ in bad)
    assert "empty.json: it is empty" in skipped
    paste = "(t) => { document.querySelector('.class textarea').value = t; }"
    fox.run(paste, "\n".join([*texts[8:], "{"]))
    push(fox, "Read what is pasted")
    fox.said_in(".class-status", "4 read, 1 skipped; 12 people")
    assert "(12 guesses)" in fox.text(".class-guesses caption")
    counts = """() => [...document.querySelectorAll(".class-guesses table")[0].tBodies[0].rows]
      .map((r) => [+r.cells[1].innerText, r.querySelector(".class-bar").offsetWidth > 0])"""
    bars = fox.run(counts)
    assert sum(count for count, _ in bars) == 12
    assert all(seen == (count > 0) for count, seen in bars)
    assert not fox.asked


def test_a_file_handed_in_is_read_by_the_teachers_page(fox, place, tmp_path):
    visit(fox, place, "progress")
    fox.run(f"() => {SEEN}")
    fox.fill(".handin input[name=who]", "Ada, 7")
    fox.asked.clear()
    saved = fox.saved("hand-in-Ada-7.json", lambda: push(fox, "Make a file"))
    asked = {url for url in fox.asked if not url.startswith("blob:")}
    scripts = ("classes/questions.js", "classes/packet.js")  # read now, and nothing sent
    assert asked <= {f"{place}/_static/{name}" for name in scripts}
    file = shutil.copy(saved, tmp_path)
    visit(fox, place, "class")
    fox.choose(".class input[type=file]", file)
    fox.said_in(".class-status", "1 read")
    assert fox.text(".class-people tbody th") == "Ada, 7"
    assert "1 × A slip." in fox.text(".class-answers")


def test_review_begins_with_a_slip_and_a_card_is_rated(fox, place):
    visit(fox, place, "review")
    assert "No cards yet" in fox.text(".review-status")
    fox.run(f"() => {SEEN}")
    fox.reload()
    fox.wait("() => document.querySelector('.review-card form.quiz input')")
    assert "A slip." in fox.text(".review-card")
    assert answer(fox, "three-taxis", "-1") == "wrong"
    assert answer(fox, "three-taxis", RIGHT["three-taxis"]) == "right"
    push(fox, "Good")
    kept = fox.wait("() => bookMemory.read().cards['quiz-three-taxis']")
    assert kept["reps"] == 1
    assert record(fox)["quizzes"]["three-taxis"]["page"] == "book/entropy"
    fox.said_in(".review-status", "1 done")


def test_a_test_is_drawn_and_marked(fox, place):
    visit(fox, place, "tests")
    push(fox, "Draw a test")
    fox.wait("() => document.querySelector('.exam-form input')")
    answers = fox.run(f"() => {ANSWERS}")
    assert len(answers) >= 5
    put = """(answers) => document.querySelectorAll(".exam-form input")
      .forEach((field, i) => { field.value = i ? answers[i] : "12345"; })"""
    fox.run(put, answers)
    push(fox, "Mark it")
    fox.said_in(".exam-result", f"{len(answers) - 1} of {len(answers)} right")
    kept = fox.run("() => Object.values(bookMemory.read().exams)[0]")
    assert (kept["score"], kept["of"]) == (len(answers) - 1, len(answers))
