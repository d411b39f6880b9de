"""Pack the built book into ``_build/book.zip``: the same bytes for the same pages."""

import zipfile
from pathlib import Path

HTML = Path(__file__).resolve().parents[1] / "_build" / "html"


def pack(html: Path, archive: Path) -> int:
    """Write the folder as ``where-loss-functions-come-from/…``; returns the archive's bytes."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as zipped:
        for path in sorted(p for p in html.rglob("*") if p.is_file()):
            inside = f"where-loss-functions-come-from/{path.relative_to(html).as_posix()}"
            info = zipfile.ZipInfo(inside, date_time=(1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            zipped.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    return archive.stat().st_size


if __name__ == "__main__":
    target = HTML.parent / "book.zip"
    size = pack(HTML, target)
    print(f"{target} ({size / 1e6:.1f} MB): unpack it and open index.html")
