"""A class without a server: review, hand in, the teacher's page, a presenter's view, a test."""

import csv
import io
import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SLUG = "three-faces"
DAY = 86_400_000
SEEN = """bookMemory.update((record) => {
  record.pages["book/entropy"] = {title: "Entropy", sections: {}, seen: 1};
  record.quizzes["three-taxis"] = {tries: 1, status: "wrong", slips: {"A slip.": 1},
    page: "book/entropy", time: 1};
})"""
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
    assert not [url for url in context.asked if not url.startswith("blob:")]
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


def test_numbers_are_new_each_time(context, served):
    page = visit(context, served, "tests")
    seen = set()
    for _ in range(4):
        page.get_by_role("button", name="Draw a test").click()
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
