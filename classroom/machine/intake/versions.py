"""received/STUDENT/ASSIGNMENT/: every version that was handed in, as it was, and which one counts.

A version is a folder `TIME-DIGEST/` with the file as it came and `about.json`; the file `current`
names the one that is graded, and may be edited by hand. Nothing is ever overwritten.
"""

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from machine import places


@dataclass(frozen=True)
class Version:
    """One file handed in: `time` is seconds since 1970, `path` where it stood."""

    digest: str
    time: float
    path: str
    late: bool = False
    trouble: str = ""

    @property
    def name(self):
        when = datetime.fromtimestamp(self.time, UTC)
        return f"{when:%Y-%m-%d-%H%M%S}-{self.digest[:12]}"


def folder(student, assignment):
    return places.RECEIVED / student / assignment


def keep(student, assignment, file, late=False):
    """(version, is it new?): stores the bytes of a File of `bundle`, once."""
    content = file.data if file.data is not None else f"{file.trouble}\n".encode()
    digest = hashlib.sha256(content).hexdigest()
    known = {version.digest: version for version in all_of(student, assignment)}
    if digest in known:
        old = known[digest]
        if file.time > old.time and current(student, assignment) != old:
            version = Version(digest, file.time, "/".join(file.parts), late, file.trouble)
            return _stored(student, assignment, version, content), True
        return old, False
    version = Version(digest, file.time, "/".join(file.parts), late, file.trouble)
    return _stored(student, assignment, version, content), True


def _stored(student, assignment, version, content):
    place = folder(student, assignment) / version.name
    if place.exists():
        return version
    place.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=place.parent))
    (making / "notebook.ipynb").write_bytes(content)
    (making / "about.json").write_text(json.dumps(asdict(version), ensure_ascii=False, indent=1))
    os.chmod(making, 0o755)
    os.replace(making, place)
    return version


def all_of(student, assignment):
    """All versions, oldest first."""
    abouts = folder(student, assignment).glob("[!.]*/about.json")
    versions = [Version(**json.loads(path.read_text())) for path in abouts]
    return sorted(versions, key=lambda version: version.name)


def current(student, assignment):
    """The version that counts, or None."""
    place = folder(student, assignment) / "current"
    if not place.exists():
        return None
    named = place.read_text(encoding="utf-8").strip()
    return next((v for v in all_of(student, assignment) if v.name == named), None)


def make_current(student, assignment, version):
    place = folder(student, assignment) / "current"
    making = place.with_name(".current")
    making.write_text(version.name + "\n", encoding="utf-8")
    os.replace(making, place)


def content(student, assignment, version):
    return (folder(student, assignment) / version.name / "notebook.ipynb").read_bytes()


def handed_in():
    """{assignment: [students]} of whatever was received."""
    found = {}
    for path in sorted(places.RECEIVED.glob("*/*/current")):
        found.setdefault(path.parts[-2], []).append(path.parts[-3])
    return found
