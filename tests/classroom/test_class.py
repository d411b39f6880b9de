"""A class in one run: honest work, accidents and attacks together; nobody is lost, nobody gains."""

import hashlib
import os
import re
import signal
import subprocess
import sys
import time

import nbformat
import psutil
import pytest
from bs4 import BeautifulSoup
from course import NAME, ROOT, copied_course, machine, release, released, table
from handed import ALL, HANDED, place

pytest.importorskip("nbgrader")
OTHER_HOST = re.compile(r"\s*(?:https?:)?//", re.I)
OTHER_IN_STYLE = re.compile(r"""(?:@import|url\()\s*["']?\s*(?:https?:)?//""", re.I)
LONGEST = 15.0  # seconds a submission on two cores


def digests(folder):
    """{path: digest} of everything in a folder, links as links."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            found[str(path)] = os.readlink(path)
        elif path.is_file():
            found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The course after collect, grade and grades, and what each of them said."""
    course = copied_course(tmp_path_factory.mktemp("classroom"))
    release(course, NAME)
    release(course, "map-and-bayes")
    inbox = course.parent / "handed in"
    for student, what in HANDED.items():
        place(inbox, student, what, course)
    rows = ["id,last_name,first_name,email", *HANDED, "absent,Sent,Ab,ab@example.org"]
    (course / "students.csv").write_text("\n".join(rows), encoding="utf-8")
    before = digests(inbox) | digests(course / "source") | digests(course / "machine")
    said, began = {}, time.monotonic()
    said["collect"] = machine(course, "intake.collect", inbox)
    said["grade"] = machine(course, "grading.grade", "--sandbox", sandbox())
    seconds = time.monotonic() - began
    said["grades"] = machine(course, "marks.grades")
    for done in said.values():
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
    now = digests(inbox) | digests(course / "source") | digests(course / "machine")
    return course, said, table(course / "grades.csv"), before == now, seconds


def sandbox():
    """The room that SANDBOX names, else bubblewrap, unless this machine cannot have it."""
    from machine.sandbox.choose import ROOMS

    name = os.environ.get("SANDBOX", "bubblewrap")
    if (why := ROOMS[name].usable()) and "CI" not in os.environ:
        pytest.skip(why)
    return name


@pytest.mark.parametrize("student", HANDED)
def test_points_and_status(graded, student):
    _, said, rows, *_ = graded
    what, row = HANDED[student], rows[student, NAME]
    log = [line for line in said["grade"].stdout.splitlines() if f" {student}: " in line]
    assert float(row["score"]) == what.points, log
    assert re.match(what.status, row["status"]), row["status"]
    assert row["max_score"] == "24"


def test_nobody_is_forgotten_and_nobody_gained(graded):
    _, _, rows, *_ = graded
    assert {student for student, _ in rows} == {*HANDED, "absent"}
    assert rows["absent", NAME]["status"] == "nothing handed in"
    assert max(float(row["score"]) for row in rows.values()) == ALL


def test_nothing_that_was_handed_in_and_nothing_of_ours_is_changed(graded):
    *_, unchanged, _ = graded
    assert unchanged


def test_time(graded):
    *_, seconds = graded
    assert seconds < LONGEST * len(HANDED)


def test_every_version_is_kept(graded):
    course, *_ = graded
    kept = course / "received" / "utf-16" / NAME
    (version,) = [path for path in kept.iterdir() if path.is_dir()]
    handed_in = course.parent / "handed in" / "utf-16" / NAME / f"{NAME}.ipynb"
    assert (version / "notebook.ipynb").read_bytes() == handed_in.read_bytes()


def test_one_line_a_student(graded):
    _, said, *_ = graded
    lines = said["collect"].stdout.splitlines()
    for student in [*HANDED, "absent"]:
        assert len([line for line in lines if line.startswith(f"  {student}: ")]) == 1, student
    line = {name: next(x for x in lines if x.startswith(f"  {name}: ")) for name in HANDED}
    assert "entropy-of-log: 2 cells" in line["copied-cell"]
    assert "UTF-16" in line["utf-16"]
    assert "LOOK: entropy_of_log is defined nowhere (renamed?)" in line["renamed-functions"]
    assert "CANNOT BE GRADED: it is a link, not a file" in line["link-to-the-source"]
    assert "changed, put back" in line["edited-tests"]
    assert "changed" not in line["perfect"]
    assert "LOOK: the same answers as" in line["perfect"]
    assert "LOOK" not in line["empty"]


def test_nothing_outlives_its_room(graded):
    commands = [" ".join(p.info["cmdline"] or ()) for p in psutil.process_iter(["cmdline"])]
    assert not [c for c in commands if "sleep 21111" in c]


def pages(course):
    return {path.parts[-3]: path for path in course.glob(f"feedback/*/{NAME}/*.html")}


def test_everyone_gets_a_small_page_without_secrets(graded):
    course, *_ = graded
    assert pages(course).keys() == HANDED.keys()
    source = nbformat.read(course / "source" / NAME / f"{NAME}.ipynb", as_version=4)
    hidden = [c.source for c in source.cells if "HIDDEN" in c.source]
    secret = {line.strip() for text in hidden for line in text.splitlines() if len(line) > 30}
    secret -= {line.strip() for c in released(course).cells for line in c.source.splitlines()}
    for student, path in pages(course).items():
        text = path.read_text(encoding="utf-8")
        assert len(text) < 2_000_000, student
        assert "BEGIN HIDDEN" not in text
        for line in secret:
            assert line not in text, student


def printed(course, student):
    """All that a student's cells printed while they were graded."""
    path = course / "autograded" / student / NAME / f"{NAME}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    outputs = [output for c in cells if c.cell_type == "code" for output in c.outputs]
    return "".join(output.get("text", "") for output in outputs)


def test_no_file_and_no_network_is_in_reach(graded):
    course, *_ = graded
    assert "FOUND []" in printed(course, "source-read")
    assert "REACHED" not in printed(course, "asks-the-network")


def test_feedback_says_what_was_wrong(graded):
    course, *_ = graded
    text = {student: path.read_text(encoding="utf-8") for student, path in pages(course).items()}
    assert "Your entropy is in nats: this task asks for bits." in text["wrong-units"]
    assert "Is there a loop without an end?" in text["loop-that-swallows-everything"]
    assert "was it renamed" in text["renamed-functions"]
    assert "glm_core is not there" in text["answers-of-the-package"]
    assert "Output truncated" in text["a-million-lines"]
    assert "JSON is broken" in text["cut-off"]
    assert text["perfect"].count("<math") > 5


def test_feedback_asks_no_other_host(graded):
    course, *_ = graded
    for path in pages(course).values():
        html = path.read_text(encoding="utf-8")
        assert "<script" not in html
        assert "default-src 'none'" in html
        soup = BeautifulSoup(html, "html.parser")
        asked = [
            tag[name] for name in ("src", "srcset", "poster") for tag in soup.select(f"[{name}]")
        ]
        asked += [tag.get("href", "") for tag in soup.select("link, base")]
        assert [address for address in asked if OTHER_HOST.match(address)] == [], path
        styles = [tag.get_text() for tag in soup.select("style")]
        styles += [tag["style"] for tag in soup.select("[style]")]
        assert not any(OTHER_IN_STYLE.search(style) for style in styles), path


def test_another_host_would_be_seen():
    assert OTHER_HOST.match(" //evil.example/a.js")
    assert OTHER_HOST.match("https://evil.example")
    assert not OTHER_HOST.match("data:image/png;base64,//8=")
    assert OTHER_IN_STYLE.search("a { background: url( '//evil.example/b.png') }")
    assert OTHER_IN_STYLE.search('@import "https://evil.example/c.css"')


def test_feedback_in_a_browser_makes_no_request(graded, chromium):
    course, *_ = graded
    page = chromium.new_page()
    asked, complaints, opened = [], [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: opened.append(dialog.message))
    for student in ("perfect", "html-that-asks-others", "cut-off"):
        page.goto(pages(course)[student].as_uri())
        page.wait_for_load_state("networkidle")
    page.close()
    assert len(asked) >= 3
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert complaints == opened == []


def test_items_name_the_slip(graded):
    course, *_ = graded
    text = (course / "items.csv").read_text(encoding="utf-8")
    assert re.search(r",Your entropy is in nats: this task asks for bits\.,\d+\n", text)
    assert "(seed" not in text


def test_files_for_an_lms(graded):
    course, *_ = graded
    canvas = (course / "canvas.csv").read_text(encoding="utf-8").splitlines()
    assert canvas[0] == "Student,ID,SIS User ID,SIS Login ID,Section,foundations"
    assert canvas[1].split(",")[0].strip() == "Points Possible"
    assert canvas[1].endswith(",24")
    assert '"Sent, Ab",,absent,ab@example.org,,0' in canvas
    assert "half,,half,half,,8" in canvas
    assert "perfect,,perfect,perfect,," in canvas  # its words wait for points
    moodle = (course / "moodle.csv").read_text(encoding="utf-8").splitlines()
    assert moodle[0] == "First name,Last name,ID number,Email address,foundations"
    assert "Ab,Sent,absent,ab@example.org,0" in moodle


def test_a_run_that_is_broken_off_goes_on(graded, tmp_path):
    course, *_ = graded
    for student in ("half", "empty", "perfect"):
        (course / "results" / student / f"{NAME}.json").unlink()
    command = [sys.executable, "-m", "machine.grading.grade"]
    where = {"PYTHONPATH": str(course), "CLASSROOM": str(course), "PYTHONWARNINGS": "ignore"}
    with subprocess.Popen(
        command, cwd=course, env=os.environ | where, stdout=subprocess.PIPE
    ) as run:
        run.stdout.readline()
        run.send_signal(signal.SIGKILL)
    again = machine(course, "grading.grade")
    assert again.returncode == 0, again.stderr
    assert machine(course, "marks.grades", "--no-feedback").returncode == 0
    rows = table(course / "grades.csv")
    assert [float(rows[s, NAME]["score"]) for s in ("half", "empty", "perfect")] == [8, 0, ALL]


def test_make_help_has_a_line_for_each_verb():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    for verb in ("collect", "grade", "grades", "room"):
        assert re.search(rf"^{verb}:.*## \S+", text, re.M)
