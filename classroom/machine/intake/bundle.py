"""Files of a folder or a zip, whoever packed it; links and bombs are named, not opened."""

import contextlib
import io
import os
import stat
import time
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path

LARGEST = 200 << 20  # bytes of one file
TOGETHER = 4 << 30  # and of all files of a zip
MOST = 20_000  # files of a zip
NOISE = {"__MACOSX", ".ipynb_checkpoints", ".git", "__pycache__"}
NOISE_FILES = {".DS_Store", "Thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class File:
    """Where it stood (parts of its path), its time, its bytes or why they are not taken."""

    parts: tuple
    time: float
    data: bytes | None
    trouble: str = ""


def files(source):
    """All Files of a folder, a zip, or one notebook, in order of their paths."""
    source = Path(source)
    if source.is_file() and zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            yield from _unpacked(archive, ())
    elif source.is_file():
        yield from _on_disk(source, (source.name,))
    elif source.is_dir():
        yield from _folder(source)
    else:
        raise FileNotFoundError(
            f"FROM must be a folder, a zip, or a notebook (got {str(source)!r})"
        )


def _folder(top):
    for place, folders, names in os.walk(top):
        folders[:] = sorted(name for name in folders if name not in NOISE)
        for name in sorted(folders):
            path = Path(place, name)
            if path.is_symlink() or name.lower().endswith(".ipynb"):
                yield from _on_disk(path, _parts(path.relative_to(top).as_posix()))
        for name in sorted(names):
            path = Path(place, name)
            if not _is_noise(parts := _parts(path.relative_to(top).as_posix())):
                yield from _on_disk(path, parts)


def _on_disk(path, parts):
    what = path.lstat()
    if stat.S_ISLNK(what.st_mode):
        yield File(parts, what.st_mtime, None, "it is a link, not a file")
    elif stat.S_ISDIR(what.st_mode):
        yield File(parts, what.st_mtime, None, "it is a folder, not a file")
    elif not stat.S_ISREG(what.st_mode):
        yield File(parts, what.st_mtime, None, "it is no ordinary file")
    elif what.st_size > LARGEST:
        yield File(parts, what.st_mtime, None, f"it is larger than {LARGEST >> 20} MB")
    else:
        try:
            data = _read(path)
        except OSError as error:
            yield File(parts, what.st_mtime, None, f"it cannot be read ({error.strerror})")
            return
        yield from _opened(parts, what.st_mtime, data)


def _read(path):
    """The bytes of a file that is still no link when it is opened."""
    descriptor = os.open(
        path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    )
    with open(descriptor, "rb") as file:
        return file.read(LARGEST + 1)


def _opened(parts, when, data, depth=0):
    """The file, or the files in it when a student handed in a zip."""
    if depth < 2 and parts[-1].lower().endswith(".zip"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                yield from _unpacked(archive, parts[:-1], depth + 1)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            yield File(parts, when, None, f"it is a zip that cannot be opened ({error})")
        return
    yield File(parts, when, data)


def _unpacked(archive, above, depth=0):
    members, total = archive.infolist(), 0
    for member in members[:MOST]:
        parts = (*above, *_parts(_name(member)))
        if _is_noise(parts):
            continue
        when = _zip_time(member)
        if member.is_dir() or _name(member).endswith("/"):
            if parts and parts[-1].lower().endswith(".ipynb"):
                yield File(parts, when, None, "it is a folder, not a file")
            continue
        if stat.S_ISLNK(member.external_attr >> 16):
            yield File(parts, when, None, "it is a link, not a file")
            continue
        total += member.file_size
        if member.file_size > LARGEST or total > TOGETHER:
            yield File(parts, when, None, f"it is larger than {LARGEST >> 20} MB")
            continue
        try:
            with archive.open(member) as file:
                data = file.read(LARGEST + 1)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
            yield File(parts, when, None, f"it cannot be unpacked ({error})")
            continue
        yield from _opened(parts, when, data, depth)


def _name(member):
    """Its path with slashes: Windows packs backslashes, and old programs no UTF-8."""
    name = member.filename
    if not member.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _zip_time(member):
    try:
        return time.mktime((*member.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return 0.0


def _parts(path):
    """Parts of a path, composed letters (macOS takes them apart), nothing that climbs."""
    text = unicodedata.normalize("NFC", path).replace("\\", "/")
    clean = ("".join(c for c in part if c.isprintable()).strip() for part in text.split("/"))
    return tuple(part for part in clean if part not in ("", ".", ".."))


def _is_noise(parts):
    hidden = not parts or parts[-1].startswith("._") or parts[-1] in NOISE_FILES
    return hidden or any(part in NOISE for part in parts)
