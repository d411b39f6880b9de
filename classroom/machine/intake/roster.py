"""The class: students.csv (id, last_name, first_name, email), and who of it a name in a path is."""

import csv
import unicodedata
from dataclasses import dataclass, field

from machine import places


@dataclass(frozen=True)
class Student:
    id: str
    last_name: str = ""
    first_name: str = ""
    email: str = ""
    more: dict = field(default_factory=dict, compare=False)

    @property
    def names(self):
        """What else means this student, plain: e-mail, what is before its @, both names."""
        first, last = plain(self.first_name), plain(self.last_name)
        both = {first + last, last + first} if first and last else set()
        return (both | {plain(self.email), plain(self.email.partition("@")[0])}) - {""}

    @property
    def numbers(self):
        """The values of further columns that end in "id": canvas_id, other_id, …"""
        return {value for key, value in self.more.items() if key.endswith("id") and value}

    @property
    def name(self):
        return f"{self.first_name} {self.last_name}".strip() or self.id


def roster():
    """{id: Student} of students.csv, in its order; empty where there is no such file."""
    if not places.STUDENTS.exists():
        return {}
    with open(places.STUDENTS, encoding="utf-8-sig", newline="") as file:
        text = file.read()
    comma = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    found = {}
    for row in csv.DictReader(text.splitlines(), delimiter=comma):
        row = {
            (k or "").strip().lower(): (v or "").strip() for k, v in row.items() if k is not None
        }
        name = safe(row.pop("id", "") or row.pop("student_id", ""))
        if name:
            known = {key: row.pop(key, "") for key in ("last_name", "first_name", "email")}
            found[name] = Student(name, **known, more=row)
    return found


def safe(name):
    """A student's id as the name of a folder: no slash, no control character, nothing hidden."""
    text = unicodedata.normalize("NFC", str(name))
    text = "".join("_" if c in '/\\:*?"<>|' or not c.isprintable() else c for c in text)
    return text.strip().strip(".").strip()[:120]


def who(claimed, how, students):
    """The id of the student in the class whom a path claims, or None."""
    if safe(claimed) in students:
        return safe(claimed)
    exact = {plain(one): one for one in students}
    if plain(claimed) in exact and plain(claimed):
        return exact[plain(claimed)]
    keys = {}
    for student in students.values():
        for key in student.names | {f"#{number}" for number in student.numbers}:
            keys.setdefault(key, set()).add(student.id)
    for key in _claims(claimed, how):
        if len(found := keys.get(key, ())) == 1:
            return next(iter(found))
    return None


def _claims(claimed, how):
    if how == "canvas":
        name, _, number = claimed.rpartition("_")
        return [f"#{number}", plain(name)]
    return [plain(claimed)]


def plain(text):
    """Letters and digits, without case and accents, to compare names with."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if c.isalnum())
