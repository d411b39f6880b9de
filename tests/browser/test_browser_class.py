"""A class without a server: review, hand in, the teacher's page, a presenter's view, a test."""

import csv
import io
import json
import re
from pathlib import Path

from test_browser_memory import FULL

ROOT = Path(__file__).resolve().parents[2]
SLUG = "three-faces"
DAY = 86_400_000
SEEN = """bookMemory.update((record) => {
  record.pages["book/entropy"] = {title: "Entropy", sections: {}, seen: 1};
  record.quizzes["three-taxis"] = {tries: 1, status: "wrong", slips: {"A slip.": 1},
    page: "book/entropy", time: 1};
})"""
OPEN = """async () => {
  for (const name of ["questions", "packet"]) await bookLoad(`classes/${name}.js`);
}"""
MAKE = """(count) => Array.from({length: count}, (_, i) => {
  const {page, guesses, quizzes} = bookPacket.chapters.find((one) => one.page === "book/entropy");
  const slug = Object.keys(guesses)[0];
  const record = {edition: "x", code: {},
    guesses: {[slug]: {choice: i % guesses[slug].options.length}},
    quizzes: {[quizzes[0]]: {status: i % 4 ? "right" : "wrong", tries: 2,
      slips: i % 4 ? {} : {"The order makes no difference.": 1}}}};
  return JSON.stringify(bookPacket.make(record, `student ${i + 1}`, page));
})"""


def visit(context, served, name):
    page = context.new_page()
    page.goto(f"{served}/book/{name}.html")
    if name == "class":
        page.evaluate(OPEN)
    return page


# ---- review


def test_today_begins_with_slips_and_a_known_card_comes_later(context, served):
    page = visit(context, served, "review")
    assert "No cards yet" in page.locator(".review-status").inner_text()
    page.evaluate(SEEN)
    page.reload()
    card = page.locator(".review-card")
    assert "A slip." in card.inner_text()
    assert card.locator("form.quiz input").count() > 0
    page.get_by_role("button", name="Show where").click()
    page.get_by_role("button", name="Again").click()
    page.keyboard.press(" ")
    assert card.locator(".katex").count() > 0
    shown = card.locator(".review-where a").get_attribute("href")
    label = shown.split("#")[1]
    page.keyboard.press("3")
    kept = page.evaluate(f"bookMemory.read().cards['{label}']")
    again = page.evaluate(f"new Date(bookMemory.read().cards['{label}'].due) - Date.now()")
    assert again > DAY / 2
    assert kept["reps"] == 1
    page.reload()
    page.locator(".review-card:not([hidden])").wait_for()
    assert page.evaluate("bookMemory.read().cards['quiz-three-taxis'].due") is not None
    assert label not in page.locator(".review-card").inner_html()


def test_a_card_comes_again_when_it_is_due(context, served):
    page = visit(context, served, "review")
    page.evaluate(SEEN)
    page.reload()
    page.get_by_role("button", name="Show where").click()
    page.get_by_role("button", name="Easy").click()
    page.reload()
    assert page.locator(".review-card form.quiz").count() == 0
    late = """bookMemory.update((record) => {
      record.cards["quiz-three-taxis"].due = new Date(Date.now() - 1000).toISOString();
    })"""
    page.evaluate(late)
    page.reload()
    assert page.locator(".review-card form.quiz").count() == 1


def test_a_quiz_in_a_card_belongs_to_its_chapter(context, served):
    page = visit(context, served, "review")
    page.evaluate(SEEN)
    page.reload()
    form = page.locator("#quiz-three-taxis")
    form.locator("input[type=text]").fill("-1")
    form.get_by_role("button", name="Check").click()
    form.locator(".quiz-verdict", has_text="Not right").wait_for()
    kept = page.evaluate("bookMemory.read().quizzes['three-taxis']")
    assert (kept["tries"], kept["page"]) == (2, "book/entropy")


def test_a_card_asks_with_the_lines_of_its_task(context, served):
    page = visit(context, served, "review")
    page.evaluate("""bookMemory.update((record) => {
      record.quizzes["width-step"] = {tries: 1, status: "wrong", slips: {}, page: "book/errata",
        time: 1};
    })""")
    page.reload()
    card = page.locator(".review-card")
    card.get_by_text("are those of least squares").wait_for()
    assert card.locator("form.quiz label").count() == 4


def test_a_slip_in_code_comes_as_a_card(context, served):
    page = visit(context, served, "review")
    page.evaluate("""bookMemory.update((record) => {
      record.code["stable-softmax"] = {tries: 2, status: "wrong", slips: {"It overflows.": 1},
        page: "book/softmax", time: 1};
    })""")
    page.reload()
    card = page.locator(".review-card")
    card.get_by_text("stable softmax” you once slipped: It overflows.").wait_for()
    page.get_by_role("button", name="Show where").click()
    href = card.locator(".review-where a").get_attribute("href")
    assert href.endswith("book/softmax.html#exercise-stable-softmax")
    page.get_by_role("button", name="Good").click()
    page.locator(".review-status", has_text="Nothing more for today").wait_for()
    assert page.evaluate("bookMemory.read().cards['exercise-stable-softmax'].due") is not None
    page.reload()
    page.locator(".review-status", has_text="Nothing more for today").wait_for()


# ---- hand in, and the teacher's page


def hand_in(context, served, button):
    page = visit(context, served, "progress")
    page.evaluate(SEEN)
    page.get_by_label("Your name").fill("Ada, 7")
    context.asked.clear()
    return page, page.get_by_role("button", name=button)


def test_a_file_handed_in_is_read_by_the_teachers_page(context, served, tmp_path):
    page, button = hand_in(context, served, "Make a file")
    with page.expect_download() as waiting:
        button.click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    asked = {url for url in context.asked if not url.startswith("blob:")}
    scripts = ("classes/questions.js", "classes/packet.js")  # read now, and nothing sent
    assert asked == {f"{served}/_static/{name}" for name in scripts}
    assert set(json.loads(file.read_text())["quizzes"]) == {"three-taxis"}
    teacher = visit(context, served, "class")
    teacher.set_input_files(".class input[type=file]", file)
    teacher.locator(".class-status", has_text="1 read").wait_for()
    row = teacher.locator(".class-people tbody tr")
    assert row.locator("th").inner_text() == "Ada, 7"
    assert "1 × A slip." in teacher.locator(".class-answers").inner_text()


def test_a_link_handed_in_opens_the_teachers_page(context, served):
    page, button = hand_in(context, served, "Copy a link")
    button.click()
    link = page.get_by_label("The link to hand in").input_value()
    teacher = context.new_page()
    teacher.goto(link)
    teacher.locator(".class-status", has_text="1 read").wait_for()
    assert teacher.locator(".class-people th", has_text="Ada, 7").count() == 1


def test_a_qr_code_is_drawn(context, served):
    page, button = hand_in(context, served, "Show a QR code")
    button.click()
    image = page.get_by_alt_text("QR code of what you hand in")
    image.wait_for()
    assert image.evaluate("i => i.decode().then(() => i.naturalWidth)") > 100


def test_without_a_name_nothing_is_made(context, served):
    page = visit(context, served, "progress")
    page.get_by_label("Your name").fill("   ")
    page.get_by_role("button", name="Make a file").click()
    page.locator(".handin-status", has_text="A name or a number is needed").wait_for()


def test_two_hundred_files_some_of_them_broken(context, served, tmp_path):
    page = visit(context, served, "class")
    texts = page.evaluate(MAKE, 200)
    forged = texts[0].replace('"tries":2', '"tries":1')
    foreign = json.dumps({"format": "another book", "version": 1})
    newer = texts[1].replace('"version":1', '"version":9')
    bad = {"torn.json": texts[2][:-9], "forged.json": forged, "foreign.json": foreign}
    bad |= {"newer.json": newer, "empty.json": "", "large.json": "{" + " " * 300_000}
    files = []
    for name, text in [*((f"s{i}.json", t) for i, t in enumerate(texts)), *bad.items()]:
        files.append(tmp_path / name)
        files[-1].write_text(text, encoding="utf-8")
    context.asked.clear()
    page.set_input_files(".class input[type=file]", files)
    page.locator(".class-status", has_text="200 read, 6 skipped; 200 people").wait_for()
    assert not context.asked
    skipped = page.locator(".class-skipped").inner_text()
    assert all(name in skipped for name in bad)
    assert "forged.json: its check sum is wrong" in skipped
    first = page.locator(".class-guesses table").first
    assert "(200 guesses)" in first.locator("caption").inner_text()
    counts = [int(n) for n in first.locator("tbody td:nth-child(2)").all_inner_texts()]
    assert sum(counts) == 200
    assert max(counts) - min(counts) <= 1
    row = page.locator(".class-answers tbody tr").first.locator("td")
    assert row.all_inner_texts()[:3] == ["200", "150", "2.0"]
    assert "50 × The order" in row.last.inner_text()
    assert page.locator(".class-people tbody tr").count() == 200


def test_the_class_as_csv(context, served, tmp_path):
    page = visit(context, served, "class")
    texts = page.evaluate(MAKE, 3)
    evil = page.evaluate("bookPacket.make({guesses: {}, quizzes: {}, code: {}}, '=1+1', '')")
    page.locator(".class textarea").fill("\n".join([*texts, json.dumps(evil)]))
    page.get_by_role("button", name="Read what is pasted").click()
    page.locator(".class-status", has_text="4 read").wait_for()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as CSV").click()
    waiting.value.save_as(tmp_path / "class.csv")
    text = (tmp_path / "class.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 5
    assert len({len(row) for row in rows}) == 1
    assert rows[1][0] == "'=1+1"  # no formula in a spreadsheet
    assert "wrong (2)" in rows[2]


def test_a_name_is_text_and_no_markup(context, served):
    page = visit(context, served, "class")
    name = "<img src=x onerror=alert(1)>"
    packet = page.evaluate(
        "(n) => bookPacket.make({guesses: {}, quizzes: {}, code: {}}, n, '')", name
    )
    page.locator(".class textarea").fill(json.dumps(packet))
    page.get_by_role("button", name="Read what is pasted").click()
    page.locator(".class-people th", has_text="<img").wait_for()
    assert page.locator(".class img").count() == 0


PASTE = """async ([who, time, entries]) => {
  const packet = bookPacket.make({guesses: {}, quizzes: {}, code: {}, ...entries}, who, "");
  const {sum, ...whole} = {...packet, time};
  const text = new TextEncoder().encode(JSON.stringify(whole));
  let hash = 0x811c9dc5;
  for (const byte of text) hash = Math.imul(hash ^ byte, 0x01000193);
  return JSON.stringify({...whole, sum: (hash >>> 0).toString(16).padStart(8, "0")});
}"""


def paste(page, *packets):
    page.locator(".class textarea").fill("\n".join(packets))
    page.get_by_role("button", name="Read what is pasted").click()
    page.locator(".class-status", has_text="read").wait_for()


def first_guess(page):
    return page.evaluate("""() => {
      const {guesses} = bookPacket.chapters.find((one) => one.page === "book/entropy");
      const slug = Object.keys(guesses)[0];
      return [slug, guesses[slug].options];
    }""")


def test_two_files_under_one_name_are_told_and_the_newer_counts(context, served):
    page = visit(context, served, "class")
    slug, _ = first_guess(page)

    def guess(choice, time):
        entries = {"guesses": {slug: {"choice": choice, "shown": True}}}
        return page.evaluate(PASTE, ["Ada", time, entries])

    newer, older = guess(1, 2_000_000), guess(0, 1_000_000)
    paste(page, newer, older)
    page.locator(".class-status", has_text="2 read; 1 people").wait_for()
    counts = page.locator(".class-guesses tbody td:nth-child(2)").all_inner_texts()
    assert counts[:2] == ["0", "1"]
    assert "Ada: 2 files under one name" in page.locator(".class-skipped").inner_text()
    paste(page, newer, page.evaluate(PASTE, ["Bob", 5, {}]))
    page.locator(".class-status", has_text="2 people").wait_for()
    assert "Bob" not in page.locator(".class-skipped").inner_text()


def test_a_time_that_is_none_is_refused(context, served, tmp_path):
    page = visit(context, served, "class")
    times = [1e300, -1e300, 9e15, 0, "today"]
    paste(page, *[page.evaluate(PASTE, [f"No {k}", t, {}]) for k, t in enumerate(times)])
    page.locator(".class-status", has_text="0 read, 5 skipped").wait_for()
    paste(page, page.evaluate(PASTE, ["Ada", 2e14, {}]))
    page.locator(".class-status", has_text="1 read; 1 people").wait_for()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as CSV").click()
    assert "Ada" in waiting.value.path().read_text(encoding="utf-8-sig")


def test_a_guess_of_an_older_edition_does_not_cost_the_rest(context, served):
    page = visit(context, served, "class")
    slug, options = first_guess(page)

    def made(guess):
        return json.loads(page.evaluate(PASTE, ["Ada", 5, {"guesses": {slug: guess}}]))["guesses"]

    assert made({"choice": 9}) == {}
    assert made({"choice": 0, "option": "gone"}) == {}
    assert made({"choice": 0, "option": options[1]}) == {slug: 1}
    assert made({"choice": 1}) == {slug: 1}
    assert made({"choice": -1}) == {slug: -1}
    entries = {"guesses": {slug: {"choice": 9}}}
    entries["quizzes"] = {"three-taxis": {"status": "right", "tries": 1, "slips": {}}}
    paste(page, page.evaluate(PASTE, ["Ada", 5, entries]))
    page.locator(".class-status", has_text="1 read; 1 people").wait_for()


def test_a_class_that_cannot_be_kept_is_told(context, served):
    context.add_init_script(FULL)
    page = visit(context, served, "class")
    paste(page, page.evaluate(PASTE, ["Ada", 5, {}]))
    page.locator(".class-status", has_text="1 people in all. This browser cannot keep").wait_for()


# ---- the presenter's view


def test_the_question_the_hands_the_figure_the_answer(context, served):
    page = context.new_page()
    page.goto(f"{served}/book/entropy.html?present=surprise")
    figure = page.locator("figure[data-explorable=surprise]")
    figure.locator(".present-vote").first.wait_for()
    assert not figure.locator(".stage").is_visible()
    assert not page.locator("h1").is_visible()
    hands = figure.locator(".present-vote input")
    hands.nth(0).fill("4")
    hands.nth(1).fill("12")
    widths = figure.locator(".present-bar-fill").evaluate_all(
        "all => all.map(e => e.style.inlineSize)"
    )
    assert sorted(widths)[-2:] in (["100%", "33.3333%"], ["33.3333%", "100%"])
    figure.get_by_role("button", name="Show the figure").click()
    assert figure.locator(".stage").is_visible()
    assert "your guess" in figure.locator(".present-vote").nth(1).inner_text()
    figure.get_by_role("button", name="Show the answer").click()
    assert figure.locator(".verdict").inner_text()
    assert not page.evaluate("localStorage.getItem('book:record')")  # nobody's own guess


def test_a_figure_that_is_not_there_is_said(context, served):
    page = context.new_page()
    page.goto(f"{served}/book/entropy.html?present=nothing")
    page.locator(".present-missing", has_text='no figure "nothing"').wait_for()


# ---- a test at the end


def test_a_test_is_marked_by_topic_and_says_what_to_read_again(context, served):
    page = visit(context, served, "tests")
    page.locator(".exam select").select_option(index=1)
    page.get_by_role("button", name="Draw a test").click()
    fields = page.locator(".exam-form input")
    fields.first.wait_for()
    count = fields.count()
    assert count >= 5
    answers = page.evaluate(ANSWERS)
    assert len(answers) == count
    for i in range(1, count):
        fields.nth(i).fill(answers[i])
    fields.nth(0).fill("12345")
    page.get_by_role("button", name="Mark it").click()
    result = page.locator(".exam-result")
    assert f"{count - 1} of {count} right" in result.locator("h2").inner_text()
    link = result.locator("td a")
    assert link.count() == 1
    link.click()
    page.wait_for_url(re.compile(r"/book/[a-z-]+\.html#"))
    assert page.evaluate("document.getElementById(location.hash.slice(1)) !== null")
    kept = page.evaluate("Object.values(bookMemory.read().exams)[0]")
    assert (kept["score"], kept["of"]) == (count - 1, count)


ANSWERS = """[...document.querySelectorAll(".exam-form fieldset p:not(.exam-said)")].map((p) => {
  const words = p.innerText.replaceAll("−", "-").replace(/\\s+/g, " ");
  for (const q of bookExam.questions) {
    const shell = document.createElement("p");
    for (const [numbers, answer] of q.variants) {
      shell.innerHTML = q.html.replace(/«(\\w+)»/g, (_, n) => numbers[q.names.indexOf(n)]);
      p.after(shell);
      const same = shell.innerText.replaceAll("−", "-").replace(/\\s+/g, " ") === words;
      shell.remove();
      if (same) return answer.toFixed(q.digits);
    }
  }
  return null;
})"""


JUDGED = """([unit, digits, answer, texts]) => {
  const question = {name: "x", page: "book/entropy", topic: "x", section: "x", heading: "x", digits,
    unit, html: "x", names: [], slips: ["a slip"], variants: [[[], answer, [7]]]};
  Object.assign(bookExam, {parts: [], questions: texts.map(() => question)});
}"""


def test_a_test_reads_numbers_as_the_quizzes_do(context, served):
    page = visit(context, served, "tests")
    page.get_by_role("button", name="Draw a test").click()
    page.locator(".exam-form input").first.wait_for()
    for unit, digits, answer, told in [
        (
            "nats",
            3,
            0.389,
            {"0.389 nats": "Right.", "0.39": "one more digit", "0.389 bits": "nats"},
        ),
        ("nats", 3, 0.389, {"389/1000": "Right.", "0.4": "2 more digits", "0.5": "Not right"}),
        ("", 3, 0.818, {"81.8 percent": "Right.", "81.8 per cent": "Right.", "9:11": "Right."}),
        (
            "",
            1,
            50500,
            {"50,500": "Right.", "50 500": "Right.", "50.5": "Not right", "7": "a slip"},
        ),
        ("", 2, 0.5, {"": "Left empty", "many": "no number", "０．５": "Right."}),
    ]:
        page.evaluate(JUDGED, [unit, digits, answer, list(told)])
        page.get_by_role("button", name="Draw a test").click()
        for i, text in enumerate(told):
            page.locator(".exam-form input").nth(i).fill(text)
        page.get_by_role("button", name="Mark it").click()
        said = page.locator(".exam-said").all_inner_texts()
        assert all(map(str.__contains__, said, told.values())), said


def test_numbers_are_new_each_time(context, served):
    page = visit(context, served, "tests")
    seen = set()
    for _ in range(4):
        page.get_by_role("button", name="Draw a test").click()
        page.locator(".exam-form input").first.wait_for()
        seen.add(page.locator(".exam-form").inner_text())
    assert len(seen) == 4


def test_each_recorded_answer_is_the_questions_own(book):
    text = (book / "_static" / "exam" / "questions.js").read_text(encoding="utf-8")
    data = json.loads(text.removeprefix("globalThis.bookExam = ").rstrip().removesuffix(";"))
    assert len(data["parts"]) == 5
    assert len(data["questions"]) >= 30
    for question in data["questions"]:
        assert "«" not in question["html"] or question["names"]
        assert set(re.findall(r"«(\w+)»", question["html"])) <= set(question["names"])
        assert len(question["variants"]) >= 15
        for part in data["parts"]:
            pages = [q for q in data["questions"] if q["page"] in part["pages"]]
            assert len(pages) >= 3
