"""Whatever an LMS hands over: whose it is, which assignment, when; and nothing is lost."""

import io
import json
import os
import zipfile

import pytest
from course import NAME, cell, copied_course, machine, release, released, solved, text_of
from machine.intake import Refused, paths
from machine.intake.bundle import files
from machine.intake.decode import notebook
from machine.intake.roster import Student, safe, who

ASSIGNMENTS = ["foundations", "likelihood-and-losses", "map-and-bayes"]


@pytest.mark.parametrize(
    ("path", "student", "assignment", "late"),
    [
        ("kim/foundations/foundations.ipynb", "kim", "foundations", False),
        ("week 1/kim/foundations/foundations.ipynb", "kim", "foundations", False),
        ("kim/foundations.ipynb", "kim", "foundations", False),
        ("kim/Foundations (2).ipynb", "kim", "foundations", False),
        ("kim/Copy of foundations.ipynb", "kim", "foundations", False),
        ("kim/likelihood_and_losses.ipynb", "kim", "likelihood-and-losses", False),
        ("kim/homework.ipynb", "kim", None, False),
        ("kim/work/homework.ipynb", "kim", None, False),
        ("foundations/kim.ipynb", "kim", "foundations", False),
        ("foundations/kim/nb.ipynb", "kim", "foundations", False),
        ("foundations_kim.ipynb", "kim", None, False),
        ("kim.ipynb", "kim", None, False),
        ("late/kim/foundations/foundations.ipynb", "kim", "foundations", True),
        ("kim/foundations/late/foundations.ipynb", "kim", "foundations", True),
        ("late/foundations/foundations.ipynb", "late", "foundations", False),
        (
            "Kim Lee_123_assignsubmission_file_/foundations.ipynb",
            "Kim Lee",
            "foundations",
            False,
        ),
        ("Kim Lee_123_assignsubmission_file_foundations.ipynb", "Kim Lee", "foundations", False),
        ("leekim_4711_99_foundations-1.ipynb", "leekim_4711", "foundations", False),
        ("leekim_LATE_4711_99_foundations.ipynb", "leekim_4711", "foundations", True),
    ],
)
def test_what_a_path_says(path, student, assignment, late):
    claim = paths.claim(tuple(path.split("/")), ASSIGNMENTS)
    assert (claim.student, claim.assignment, claim.late) == (student, assignment, late)


def test_nobodys_file_is_nobodys():
    assert paths.claim(("foundations.ipynb",), ASSIGNMENTS) is None


CLASS = {
    "kl": Student("kl", "Lee", "Kim", "kim.lee@example.org", {"canvas_id": "4711"}),
    "zoë": Student("zoë", "van Dam", "Zoë", "zoe@example.org"),
    "al1": Student("al1", "Ames", "Lee", "a1@example.org"),
    "al2": Student("al2", "Ames", "Lee", "a2@example.org"),
}


@pytest.mark.parametrize(
    ("name", "how", "found"),
    [
        ("kl", "plain", "kl"),
        ("KL", "plain", "kl"),
        ("Kim Lee", "moodle", "kl"),
        ("kim.lee@example.org", "plain", "kl"),
        ("leekim_1", "canvas", "kl"),
        ("anything_4711", "canvas", "kl"),
        ("Zoe van Dam", "moodle", "zoë"),
        ("zoe\u0308", "plain", "zoë"),
        ("Lee Ames", "moodle", None),  # there are two
        ("nobody", "plain", None),
    ],
)
def test_who_is_it(name, how, found):
    assert who(name, how, CLASS) == found


@pytest.mark.parametrize("name", ["../../etc", "a/b", "..", ".hidden", "a\0b", "C:\\x", ""])
def test_no_name_leaves_its_folder(name):
    assert not {"/", "\\", "\0"} & set(safe(name))
    assert not safe(name).startswith(".")


def zipped(members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def test_a_zip_of_windows_of_macos_and_in_a_zip(tmp_path):
    inner = zipped({"foundations.ipynb": b"{}"})
    link = zipfile.ZipInfo("li/foundations.ipynb")
    link.external_attr = 0o120777 << 16
    path = tmp_path / "all.zip"
    members = {
        "kim\\foundations\\foundations.ipynb": b"1",
        "__MACOSX/kim/._foundations.ipynb": b"2",
        "lee/work.zip": inner,
        "../../evil/foundations.ipynb": b"3",
        "broken/work.zip": b"PK no zip",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.writestr(link, "/etc/passwd")
    found = {"/".join(file.parts): file for file in files(path)}
    assert found["kim/foundations/foundations.ipynb"].data == b"1"
    assert found["lee/foundations.ipynb"].data == b"{}"
    assert found["evil/foundations.ipynb"].data == b"3"
    assert "link" in found["li/foundations.ipynb"].trouble
    assert "cannot be opened" in found["broken/work.zip"].trouble
    assert len(found) == 5


def test_a_zip_that_unpacks_to_more_than_there_is_room_for(tmp_path, monkeypatch):
    monkeypatch.setattr("machine.intake.bundle.LARGEST", 1000)
    path = tmp_path / "bomb.zip"
    path.write_bytes(zipped({"kim/foundations.ipynb": b"0" * 5000}))
    (file,) = files(path)
    assert file.data is None
    assert "larger than" in file.trouble


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"\0" * 100, "empty"),
        (b"{", "broken"),
        (b"[" * 100_000, "nested|broken"),
        (b"null", "no notebook"),
        (b'{"cells": 3}', "no notebook"),
        (b'{"cells": [3, null, {"source": 5}], "metadata": []}', None),
        (b'{"nbformat": 3, "worksheets": [{"cells": "x"}]}', "format 3"),
    ],
)
def test_bytes_that_are_no_notebook(data, why):
    if why is None:
        notebook(data)
        return
    with pytest.raises(Refused, match=why):
        notebook(data)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = copied_course(tmp_path_factory.mktemp("intake"))
    release(made, NAME)
    return made


def collect(course, source, *more):
    done = machine(course, "intake.collect", source, *more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def versions(course, student):
    return sorted(p.name for p in (course / "received" / student / NAME).iterdir() if p.is_dir())


def current(course, student):
    name = (course / "received" / student / NAME / "current").read_text().strip()
    place = course / "received" / student / NAME / name
    return json.loads((place / "notebook.ipynb").read_bytes())


def hand_in(folder, student, text, when=None):
    path = folder / student / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    if when is not None:
        os.utime(path, (when, when))
    return path


def test_every_version_is_kept_and_the_newest_counts(course, tmp_path):
    first, second = text_of(released(course)), text_of(solved(course))
    hand_in(tmp_path, "vera", first, 1_700_000_000)
    collect(course, tmp_path)
    hand_in(tmp_path, "vera", second, 1_700_009_000)
    collect(course, tmp_path)
    collect(course, tmp_path)  # the same again
    assert len(versions(course, "vera")) == 2
    assert current(course, "vera") == json.loads(second)
    hand_in(tmp_path, "vera", first, 1_700_000_000)  # the old zip by mistake
    collect(course, tmp_path)
    assert current(course, "vera") == json.loads(second)
    hand_in(tmp_path, "vera", first, 1_700_020_000)  # she goes back to it
    collect(course, tmp_path)
    assert current(course, "vera") == json.loads(first)


def test_of_two_files_at_once_the_fuller_counts_and_both_are_kept(course, tmp_path):
    when = 1_700_000_000
    path = hand_in(tmp_path, "tim", text_of(solved(course)), when)
    other = path.with_name("foundations (1).ipynb")
    other.write_text(text_of(released(course)), encoding="utf-8")
    os.utime(other, (when, when))
    assert "2 files" in collect(course, tmp_path)
    assert len(versions(course, "tim")) == 2
    assert current(course, "tim") == json.loads(text_of(solved(course)))


def test_a_refused_file_does_not_displace_an_accepted_one(course, tmp_path):
    hand_in(tmp_path, "rob", text_of(solved(course)), 1_700_000_000)
    collect(course, tmp_path)
    path = hand_in(tmp_path, "rob", "", 1_700_000_100)
    path.unlink()
    path.symlink_to("/etc/passwd")
    assert "another version counts" in collect(course, tmp_path)
    assert current(course, "rob") == json.loads(text_of(solved(course)))


def test_a_folder_around_everybodys_folders(course, tmp_path):
    for student in ("una", "uwe"):
        hand_in(tmp_path / "download" / "course 7", student, text_of(solved(course)))
        hand_in(tmp_path / "download" / "course 7" / student, "deeper", text_of(released(course)))
        (tmp_path / "download" / "course 7" / student / "deeper" / NAME).rename(
            tmp_path / "download" / "course 7" / student / "deeper" / "work"
        )
    said = collect(course, tmp_path / "download")
    assert "  una: foundations.ipynb" in said
    assert "  uwe: foundations.ipynb" in said
    assert "course 7: " not in said
    assert "deeper: " not in said


def test_moodle_and_canvas_with_a_roster(course, tmp_path):
    rows = [
        "id,last_name,first_name,email,canvas_id",
        "kl,Lee,Kim,k@example.org,4711",
        "xx,Xu,Xi,,",
    ]
    (course / "students.csv").write_text("\n".join(rows), encoding="utf-8")
    text = text_of(solved(course))
    members = {
        "Xi Xu_77_assignsubmission_file_/foundations.ipynb": text,
        "leekim_LATE_4711_12_foundations-2.ipynb": text,
        "unknownperson_5_6_foundations.ipynb": text,
    }
    path = tmp_path / "submissions.zip"
    path.write_bytes(zipped(members))
    said = collect(course, path)
    (course / "students.csv").unlink()
    assert "  xx: foundations.ipynb" in said
    assert "  kl: " in said
    assert "late" in said.partition("  kl: ")[2].partition("\n")[0]
    assert "not in students.csv" in said.partition("  unknownperson: ")[2].partition("\n")[0]


def test_a_source_that_is_not_there(course):
    done = machine(course, "intake.collect", "/no/such/folder")
    assert done.returncode != 0
    assert "must be a folder, a zip, or a notebook (got '/no/such/folder')" in done.stderr


TYPED = {  # student: (what the cell holds, what the report says of it, or "")
    "ann": ('me = "Ann "', ""),
    "bob": ('me = "ann"', "the id typed in it is 'ann', which is that of ann"),
    "cis": ('me = ""', "no id is typed in it"),
    "dan": ('me = "Dan Dee"', ""),
    "eve": ("me = 'eve@example.org'", ""),
    "4711": ("me = 4711", ""),
    "fay": ('me = "fey"', "the id typed in it is 'fey'"),
    "gus": ('me = "m-99"', ""),
    "hal": ("me = hal", "no id is typed in it"),
    "ida": ("# ida", ""),  # typed into another cell instead
}


def test_an_id_that_is_not_the_students(course, tmp_path):
    rows = [
        "id,last_name,first_name,email,other_id",
        *(f"{student},,,," for student in TYPED if student not in ("dan", "eve", "gus")),
        "dan,Dee,Dan,,",
        "eve,,,eve@example.org,",
        "gus,,,,m99",
    ]
    (course / "students.csv").write_text("\n".join(rows), encoding="utf-8")
    for student, (code, _) in TYPED.items():
        notebook = solved(course)
        cell(notebook, "me").source = code
        if student == "ida":
            cell(notebook, "entropy-of-log").source += "\n\n\nme = 'ida'"
        hand_in(tmp_path, student, text_of(notebook))
    lines = {x.strip().partition(":")[0]: x for x in collect(course, tmp_path).splitlines()}
    (course / "students.csv").unlink()
    for student, (_, said) in TYPED.items():
        looks = lines[student].partition("LOOK: ")[2].partition(" · ")[0]
        assert looks.startswith(said) if said else "typed in it" not in looks, lines[student]
    assert "the same id is typed in the notebook of bob" in lines["ann"]
    assert "me: the id typed in another cell" in lines["ida"]


def test_without_a_list_of_the_class_an_id_is_believed_unless_it_is_another_ones(course, tmp_path):
    for student, said in (("jon", "j-17"), ("kai", "jon")):
        notebook = solved(course)
        cell(notebook, "me").source = f"me = {said!r}"
        hand_in(tmp_path, student, text_of(notebook))
    lines = {x.strip().partition(":")[0]: x for x in collect(course, tmp_path).splitlines()}
    assert "typed in it" not in lines["jon"]
    assert "the id typed in it is 'jon'" in lines["kai"]


def test_what_is_handed_in_instead_of_a_notebook_is_named(course, tmp_path):
    hand_in(tmp_path, "lin", text_of(solved(course)))
    for name in ("foundations.pdf", "foundations.py", "foundations.ipynb.gz", "notes.xyz"):
        (tmp_path / "lin" / name).write_text("x")
    said = collect(course, tmp_path)
    named = [line for line in said.splitlines() if line.startswith("not taken: ")]
    assert named == [
        f"not taken: lin/{name} (it is no notebook: ask for one)"
        for name in ("foundations.ipynb.gz", "foundations.pdf", "foundations.py")
    ]
