"""Fetches the interface's icons from the npm package named below into resources/icons.

Needs npm. Run it after changing NAMES or VERSION and commit what it writes.
"""

from __future__ import annotations

import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "lucide-static"
VERSION = "1.62.0"
NAMES = re.findall(
    r"\S+",
    """
    arrow-left arrow-right bell bell-off briefcase-business calendar-days calendar-plus chart-gantt
    chart-no-axes-column check chevron-down chevron-left chevron-right chevron-up circle-alert circle-check clock
    copy download ellipsis external-link eye file-text folder info lock mail message-square minus monitor moon
    panel-left panel-right pause pencil phone plus printer redo-2 rotate-ccw search send settings shield signature
    sun trash-2 triangle-alert undo-2 upload user-plus users video x
    """,
)

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    icons = ROOT / "resources" / "icons"
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"], cwd=scratch, check=True)
        with tarfile.open(next(Path(scratch).glob("*.tgz"))) as archive:
            for old in icons.glob("*.svg"):
                old.unlink()
            for name in NAMES:
                text = _read(archive, f"package/icons/{name}.svg")
                (icons / f"{name}.svg").write_text(_slim(text), encoding="utf-8")
            licence = _read(archive, "package/LICENSE")
    (ROOT / "resources" / "licences" / "lucide.txt").write_text(
        f"Icons in resources/icons: {PACKAGE} {VERSION}\n\n{licence}", encoding="utf-8"
    )
    print(f"{len(NAMES)} icons of {PACKAGE} {VERSION}")


def _read(archive: tarfile.TarFile, member: str) -> str:
    stream = archive.extractfile(member)
    if stream is None:
        raise SystemExit(f"{member} is not in the package")
    return stream.read().decode("utf-8")


def _slim(svg: str) -> str:
    """One line an element, without the class attribute; the licence comment stays."""
    svg = re.sub(r'\s+class="[^"]*"', "", svg)
    return re.sub(r"<svg\s+([^>]*)>", lambda m: "<svg " + " ".join(m[1].split()) + ">", svg)


if __name__ == "__main__":
    main()
