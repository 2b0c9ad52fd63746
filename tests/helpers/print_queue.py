"""A private printing system for tests: cupsd with two queues whose paper is a folder.

``PDF``, the default, is a printer of today: it takes PDF, and CUPS only arranges the pages. ``PostScript``
is a classic one: CUPS turns the file into PostScript, which the "printer" (a backend of ours, run by cupsd)
turns back with ghostscript; letters keep their look there, but not all of them their meaning.
"""

from __future__ import annotations

import grp
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.helpers.desktop import Desktop, listens, wait_until

SYSTEM_BIN = Path("/usr/lib/cups")
POSTSCRIPT_PPD = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd")
QUEUE, POSTSCRIPT_QUEUE = "PDF", "PostScript"

PDF_PPD = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "PAPER.PPD"
*Manufacturer: "Test"
*Product: "(Test paper)"
*ModelName: "Test paper"
*ShortNickName: "Test paper"
*NickName: "Test paper"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: True
*DefaultColorSpace: RGB
*FileSystem: False
*cupsVersion: 2.0
*cupsManualCopies: True
*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"
*OpenUI *PageSize/Media Size: PickOne
*DefaultPageSize: A4
*PageSize A4/A4: ""
*PageSize Letter/US Letter: ""
*CloseUI: *PageSize
*OpenUI *PageRegion/Media Size: PickOne
*DefaultPageRegion: A4
*PageRegion A4/A4: ""
*PageRegion Letter/US Letter: ""
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "0 0 595 842"
*ImageableArea Letter/US Letter: "0 0 612 792"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
*PaperDimension Letter/US Letter: "612 792"
*OpenUI *Duplex/Two-sided: PickOne
*DefaultDuplex: None
*Duplex None/Off: ""
*Duplex DuplexNoTumble/Long edge: ""
*CloseUI: *Duplex
"""

BACKEND = """#!/bin/sh
# Arguments as cupsd gives them: job, user, title, copies, options, [file].
if [ $# -eq 0 ]; then echo 'direct paper "Unknown" "Test paper"'; exit 0; fi
umask 022
part='{output}/.job'
case "$DEVICE_URI" in
*postscript*) gs -q -dNOPAUSE -dBATCH -dSAFER -sDEVICE=pdfwrite -sOutputFile="$part" "${{6:--}}" || exit 1;;
*) cat "${{6:--}}" > "$part" || exit 1;;
esac
printf '%s\\n' "$3" > "{output}/job-$1.title"
printf '%s\\n' "$4" > "{output}/job-$1.copies"
mv "$part" "{output}/job-$1.pdf"
"""

FILES_CONFIG = """ServerRoot {root}/etc
ServerBin {root}/bin
RequestRoot {root}/spool
CacheDir {root}/cache
StateDir {root}/state
TempDir {root}/tmp
AccessLog {root}/log/access_log
ErrorLog {root}/log/error_log
PageLog {root}/log/page_log
Printcap {root}/printcap
SystemGroup {group}
"""

DAEMON_CONFIG = """Listen {socket}
LogLevel info
MaxLogSize 0
Browsing Off
DefaultShared No
WebInterface No
DefaultAuthType None
PreserveJobFiles No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""


class PrintQueue:
    """The queue and its paper."""

    def __init__(self, root: Path) -> None:
        self.name = QUEUE
        self.postscript = POSTSCRIPT_QUEUE
        self.output = root / "output"
        self.socket = root / "cups.sock"
        self.log = root / "log" / "error_log"

    @property
    def env(self) -> dict[str, str]:
        """For every process that is to print here."""
        return {"CUPS_SERVER": str(self.socket)}

    def paper(self, job: str, seconds: float = 30.0) -> Path:
        """The finished paper of a job such as ``PDF-3``."""
        path = self.output / f"job-{int(job.rpartition('-')[2])}.pdf"
        try:
            return wait_until(lambda: path if path.exists() else None, f"the paper of {job}", seconds)
        except AssertionError as problem:
            raise AssertionError(f"{problem}\n{self.log.read_text(errors='replace')[-4000:]}") from None

    def papers(self) -> list[Path]:
        return sorted(self.output.glob("*.pdf"), key=lambda path: path.stat().st_mtime)

    def title_of(self, paper: Path) -> str:
        return paper.with_suffix(".title").read_text().strip()


@contextmanager
def print_service(desktop: Desktop) -> Iterator[PrintQueue]:
    """cupsd for the length of a `with` block, stopped and wiped after it."""
    root = Path(tempfile.mkdtemp(prefix="cd-cups-"))
    try:
        before = os.umask(0o022)  # a workspace opened earlier in this process keeps its files to itself
        try:
            queue = _prepare(root)
        finally:
            os.umask(before)
        with desktop.running(
            "cupsd",
            *(_program("cupsd"), "-f", "-c", f"{root}/etc/cupsd.conf", "-s", f"{root}/etc/cups-files.conf"),
            without=("LD_PRELOAD",),
        ):
            wait_until(lambda: listens(queue.socket), f"cupsd ({queue.log})")
            for name, driver in ((QUEUE, root / "etc" / "paper.ppd"), (POSTSCRIPT_QUEUE, POSTSCRIPT_PPD)):
                desktop.run(
                    *(
                        _program("lpadmin"),
                        "-p",
                        name,
                        "-E",
                        "-v",
                        f"paper:/{name.lower()}",
                        "-P",
                        str(driver),
                    ),
                    *("-o", "printer-is-shared=false"),
                    env=queue.env,
                )
            desktop.run(_program("lpadmin"), "-d", QUEUE, env=queue.env)
            yield queue
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _prepare(root: Path) -> PrintQueue:
    # Filters of a cupsd that was started by root run as the user lp and must get through here.
    root.chmod(0o755)
    for name in ("etc", "bin", "bin/backend", "spool", "spool/tmp", "cache", "state", "log", "tmp", "output"):
        (root / name).mkdir(mode=0o755)
    (root / "tmp").chmod(0o1777)
    for part in SYSTEM_BIN.iterdir():
        if part.name != "backend":
            (root / "bin" / part.name).symlink_to(part)
    queue = PrintQueue(root)
    backend = root / "bin" / "backend" / "paper"
    backend.write_text(BACKEND.format(output=queue.output))
    backend.chmod(0o700)
    group = grp.getgrgid(os.getgid()).gr_name
    (root / "etc" / "cups-files.conf").write_text(FILES_CONFIG.format(root=root, group=group))
    (root / "etc" / "paper.ppd").write_text(PDF_PPD)
    (root / "etc" / "cupsd.conf").write_text(DAEMON_CONFIG.format(socket=queue.socket))
    return queue


def _program(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    assert found, f"{name} is missing"
    return found
