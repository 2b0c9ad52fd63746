"""The command line: the window without a subcommand, scripts and support with one.

Data goes to standard output, messages to standard error. Exit codes: 0 done, 1 refused with the reason,
2 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clientdesk import __version__, files
from clientdesk.models.errors import ClientDeskError, FileNotWritten, FileUnreadable
from clientdesk.services.clock import FrozenClock, SystemClock
from clientdesk.services.ports import Clock
from clientdesk.services.wording import unknown_zone_words, words_for

if TYPE_CHECKING:
    from clientdesk.services.early_read import EarlyRead
    from clientdesk.services.workspace import Workspace

REFUSED = 1
USAGE = 2


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code."""
    os.umask(0o077)
    parser = _parser()
    options = parser.parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except ClientDeskError as error:
        print(words_for(error), file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument(
        "--data", type=_folder, default=argparse.SUPPRESS, metavar="DIR", help="the workspace's folder"
    )
    parser = argparse.ArgumentParser(prog="clientdesk", description=__doc__, parents=[data])
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--version", action="version", version=f"clientdesk {__version__}")
    parser.add_argument("--hidden", action="store_true", help="start in the tray, if there is one")
    parser.set_defaults(command=_window)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, command: Callable[[argparse.Namespace], int], words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words, parents=[data])
        made.set_defaults(command=command)
        return made

    capture = add("capture", _capture, "open the small window for logging an update")
    capture.add_argument("client", nargs="?", default="", metavar="CLIENT", help="its name or id")
    add("demo", _demo, "make the demo workspace in DIR")
    tour = add("tour", _tour, "take pictures of every panel, off-screen, on a fresh demo")
    tour.add_argument("--out", type=Path, required=True, metavar="DIR")
    export = add("export", _export, "write everything as one JSON document")
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    bring = add(
        "import",
        _import,
        "take in a JSON document, a CSV file, vCards, a calendar (.ics) or mail (.eml, .mbox)",
    )
    bring.add_argument("file", type=Path, metavar="FILE")
    bring.add_argument("--dry-run", action="store_true", help="only say what would happen")
    bring.add_argument("--skip-bad", action="store_true", help="leave out rows without any name")
    bring.add_argument("--encoding", type=_encoding, help="of a CSV or vCard file that is not UTF-8")
    bring.add_argument("--json", action="store_true")
    agenda = add("agenda", _agenda, "a week: blocks, capacity, who is owed a word, dates at risk")
    agenda.add_argument("--week", type=_week, metavar="2026-W48")
    week = add("week", _week_out, "a week as a calendar file (iCalendar): own blocks and booked meetings")
    week.add_argument("--ics", type=Path, required=True, metavar="FILE.ics")
    week.add_argument("--week", type=_week, metavar="2026-W48", help="this week when left out")
    check_ins = add("check-ins", _check_ins, "when each client is owed a word")
    requests = add("requests", _requests, "what clients asked and by when they have an answer")
    for made in (agenda, check_ins, requests):
        made.add_argument("--now", type=_instant, metavar="INSTANT", help="such as 2026-10-14T09:00+02:00")
        made.add_argument("--json", action="store_true")
    paper = add("agreement", _agreement, "the statement of work of an engagement as PDF")
    paper.add_argument("--engagement", required=True, metavar="ID")
    paper.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    paper.add_argument("--issue", action="store_true", help="issue it: freezes the content for good")
    paper.add_argument("--json", action="store_true")
    backup = add("backup", _backup, "make a verified backup now")
    backup.add_argument("--json", action="store_true")
    restore = add("restore", _restore, "put a backup in the store's place; the present store is kept aside")
    restore.add_argument("backup", nargs="?", type=Path, metavar="FILE", help="the newest one when left out")
    doctor = add("doctor", _doctor, "look at store, backups, keyring, tray, notifications, fonts")
    doctor.add_argument("--json", action="store_true")
    return parser


def _folder(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("the folder's name is empty")
    return Path(text)


def _week(text: str) -> str:
    match = re.fullmatch(r"(\d{4})-W(\d{2})", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no ISO week; write it like 2026-W48")
    try:
        monday = datetime.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: there is no such week") from error
    _refuse_far_years(text, monday)
    return text


def _refuse_far_years(text: str, at: datetime) -> None:
    if not 1900 <= at.year <= 2200:
        raise argparse.ArgumentTypeError(f"{text!r} is outside the years 1900 to 2200")


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no instant; write it like 2026-10-14T09:00+02:00"
        ) from error
    if at.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r} needs its offset, such as +02:00 or Z")
    _refuse_far_years(text, at)
    return at


def _encoding(text: str) -> str:
    import codecs

    try:
        found = codecs.lookup(text)
        "".encode(found.name)
    except (LookupError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no known encoding of text") from error
    return found.name


def _root(options: argparse.Namespace) -> Path:
    chosen: Path | None = getattr(options, "data", None)
    return (chosen or files.data_folder()).expanduser().resolve()


@contextmanager
def _opened(options: argparse.Namespace, *, writing: bool, clock: Clock | None = None) -> Iterator[Workspace]:
    """The workspace; for writing with its lock held, for reading beside an open window too."""
    from clientdesk.services.door import WorkspaceDoor
    from clientdesk.services.preferences import Preferences

    preferences = Preferences(files.config_folder() / "preferences.json")
    door = WorkspaceDoor(_root(options), clock or SystemClock(), preferences)
    needs_lock = writing or not door.is_current()
    if needs_lock:
        door.acquire()
    try:
        workspace = door.open()
        try:
            _say_unknown_zone(workspace)
            yield workspace
        finally:
            workspace.close(back_up=False)
    finally:
        door.release()


def _say_unknown_zone(workspace: Workspace) -> None:
    name = workspace.practice.unknown_zone()
    if name:
        _say(unknown_zone_words(name, str(workspace.practice.zone())))


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _give(data: Any) -> None:
    json.dump(data, sys.stdout, ensure_ascii=False, indent=1)
    print()


def _window(options: argparse.Namespace) -> int:
    _end_at_once_by_keys()
    read = _begin_to_look if options.hidden else _begin_to_read
    early = read(_root(options))
    from clientdesk.app import main

    return main(getattr(options, "data", None), hidden=options.hidden, early=early)


def _capture(options: argparse.Namespace) -> int:
    """The program that runs already opens the window; without one this process becomes it, in the tray."""
    from clientdesk.ui.single_instance import ask_to_capture

    if ask_to_capture(_root(options), options.client, wait_s=0):
        return 0
    _end_at_once_by_keys()
    from clientdesk.app import main

    return main(getattr(options, "data", None), hidden=True, capture=options.client)


def _end_at_once_by_keys() -> None:
    """Ctrl+C while Qt is loaded ends the process, as SIGTERM does: as an exception it would be lost in there.

    Nothing is written before the event loop runs, and from then on `SessionEnd` listens.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _begin_to_look(root: Path) -> EarlyRead | None:
    """Look at what the tray needs, in a process whose memory goes when it is done."""
    from clientdesk.services.door import WorkspaceDoor
    from clientdesk.services.preferences import Preferences

    preferences = Preferences(files.config_folder() / "preferences.json")
    return WorkspaceDoor(root, SystemClock(), preferences).begin_hidden_look()


def _begin_to_read(root: Path) -> EarlyRead | None:
    """Read Today beside the loading of Qt, where its sentences need none of Qt's translations."""
    if any(files.resource("i18n").glob("*.qm")):
        return None
    from clientdesk.services.door import WorkspaceDoor
    from clientdesk.services.preferences import Preferences

    preferences = Preferences(files.config_folder() / "preferences.json")
    return WorkspaceDoor(root, SystemClock(), preferences).begin_first_read()


def _demo(options: argparse.Namespace) -> int:
    from clientdesk.services.demo import make_demo

    with _opened(options, writing=True) as workspace:
        make_demo(workspace)
    _say(f"The demo is in {_root(options)}. Open it with: clientdesk --data {_root(options)}")
    return 0


def _tour(options: argparse.Namespace) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from clientdesk.ui.tour import take_tour

    for path in take_tour(options.out.expanduser().resolve()):
        print(path)
    return 0


def _export(options: argparse.Namespace) -> int:
    with _opened(options, writing=False) as workspace:
        counts = workspace.interchange.export_to(options.out.expanduser())
    _say(f"{sum(counts.values())} records written to {options.out}")
    return 0


def _import(options: argparse.Namespace) -> int:
    path = options.file.expanduser()
    if not path.exists():
        raise FileUnreadable(path, "there is no such file")
    if path.suffix.lower() == ".ics":
        return _import_calendar(path, options)
    from clientdesk.services.mail.mail_files import holds_mail

    if holds_mail(path):
        return _import_mail(path, options)
    with _opened(options, writing=not options.dry_run) as workspace:
        if not options.dry_run and workspace.practice.get() is not None:
            workspace.back_up("before-import")
        report = workspace.interchange.import_file(
            path,
            dry_run=options.dry_run,
            skip_bad=options.skip_bad,
            encoding=options.encoding,
            zone=files.system_zone(),
        )
    if options.json:
        _give(
            {
                "dry_run": report.is_dry_run,
                "added": report.added,
                "known": report.known,
                "skipped": [problem.field for problem in report.skipped],
            }
        )
    total = sum(report.added.values())
    if total == 0:
        _say(
            f"Nothing new: all {report.known} entries are here already."
            if report.known
            else "Nothing to import."
        )
    else:
        verb = "would be added" if report.is_dry_run else "added"
        parts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in report.added.items())
        _say(f"{total} records {verb}: {parts}.")
        if report.known:
            _say(f"{report.known} were here already.")
    if report.skipped:
        _say(f"{len(report.skipped)} rows without any name were left out.")
    return 0


def _import_calendar(path: Path, options: argparse.Namespace) -> int:
    """A calendar's file: brought in once, what was mended or left out named by line."""
    from clientdesk.services.wording import words_for_problem

    with _opened(options, writing=not options.dry_run) as workspace:
        preview = workspace.calendars.preview_file(path)
        if not options.dry_run and preview.view.events:
            workspace.back_up("before-import")
            workspace.calendars.import_preview(preview)
    view = preview.view
    if options.json:
        added = {"calendars": 1, "calendar_events": view.occurrences} if view.events else {}
        skipped = [problem.field or "file" for problem in view.problems]
        _give({"dry_run": options.dry_run, "added": added, "known": 0, "skipped": skipped})
    for problem in view.problems:
        _say(words_for_problem(problem))
    if not view.events:
        _say("Nothing to import: there are no events in this calendar.")
        return 0
    verb = "would be added" if options.dry_run else "added"
    _say(f"{view.name}: {view.events} events ({view.occurrences} occurrences) {verb}.")
    return 0


def _import_mail(path: Path, options: argparse.Namespace) -> int:
    """Heads of messages with clients become entries of their record; what isn't clear is left out."""
    from clientdesk.models.views.mail import MOST_AT_ONCE

    with _opened(options, writing=not options.dry_run) as workspace:
        reading = workspace.mail.read_files([path])
        clear = [one for one in reading.proposals if not one.is_ambiguous]
        if not options.dry_run and clear:
            workspace.back_up("before-import")
            for first in range(0, len(clear), MOST_AT_ONCE):
                workspace.mail.take(reading, {one.key for one in clear[first : first + MOST_AT_ONCE]})
    left_out = {name: getattr(reading, name) for name in _LEFT_OUT if name != "ambiguous"}
    left_out["ambiguous"] = len(reading.proposals) - len(clear)
    if options.json:
        added = {"touchpoints": len(clear)} if clear else {}
        skipped = [name for name, count in left_out.items() if count]
        _give({"dry_run": options.dry_run, "added": added, "known": reading.known, "skipped": skipped})
    verb = "would be taken in" if options.dry_run else "taken in"
    _say(f"{len(clear)} of {reading.messages} messages {verb}; {reading.known} were here already.")
    rest = "; ".join(f"{count} {_LEFT_OUT[name]}" for name, count in left_out.items() if count)
    if rest:
        _say(f"Left out: {rest}.")
    return 0


_LEFT_OUT = {
    "strangers": "with nobody you know",
    "aside": "drafts, automatic answers or junk",
    "undated": "without a date",
    "ahead": "with a date after today",
    "unreadable": "cut off or damaged",
    "ambiguous": "with an address that two clients have",
}
"""Mail that is not taken in, by its name in `--json`."""


def _agenda(options: argparse.Namespace) -> int:
    clock = FrozenClock(options.now) if options.now else SystemClock()
    with _opened(options, writing=False, clock=clock) as workspace:
        agenda = workspace.week.agenda(options.week, clock.now())
    if options.json:
        _give(agenda)
        return 0
    print(agenda["week"])
    for day in agenda["days"]:
        print(f"{day['date']}  {_hours(day['planned_minutes'])} of {_hours(day['capacity_minutes'])}")
        for block in day["blocks"]:
            starts, ends = (datetime.fromisoformat(block[key]) for key in ("starts_at", "ends_at"))
            client = f"{block['client']} · " if block["client"] else ""
            print(f"   {starts:%H:%M}–{ends:%H:%M}  {client}{block['title']}")
    for client in agenda["check_ins"]:
        print(f"{client['state']:10} {client['due_on'] or '':10}  {client['client']}: {client['reason']}")
    return 0


def _week_out(options: argparse.Namespace) -> int:
    with _opened(options, writing=False) as workspace:
        count = workspace.week.export_ics(options.ics.expanduser(), options.week)
    _say(f"{count} entries written to {options.ics}" if count != 1 else f"1 entry written to {options.ics}")
    return 0


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def _check_ins(options: argparse.Namespace) -> int:
    from clientdesk.services.agenda import check_in
    from clientdesk.services.check_in_words import pause_words, sentence

    now = options.now or SystemClock().now()
    with _opened(options, writing=False, clock=FrozenClock(now)) as workspace:
        views = workspace.check_ins.statuses(now)
    if options.json:
        _give({"now": now.isoformat(), "clients": [check_in(view) for view in views]})
        return 0
    for view in views:
        said = "; ".join(part for part in (pause_words(view), sentence(view), view.reach) if part)
        print(f"{view.state.value:10} {view.due_on or ''!s:10}  {view.client}: {said}")
    return 0


def _requests(options: argparse.Namespace) -> int:
    from clientdesk.services.request_json import request_facts

    now = options.now or SystemClock().now()
    with _opened(options, writing=False, clock=FrozenClock(now)) as workspace:
        requests = workspace.requests.open()
    if options.json:
        _give({"now": now.isoformat(), "requests": [request_facts(view) for view in requests]})
        return 0
    for view in requests:
        print(f"{view.urgency:10} {view.client}: {view.title}: {view.words}")
    return 0


def _agreement(options: argparse.Namespace) -> int:
    from clientdesk.services.papers.saving import write_pdf

    out = options.out.expanduser()
    with _opened(options, writing=options.issue) as workspace:
        workspace.engagements.get(options.engagement)
        if options.issue:
            view = workspace.agreements.issue_engagement(options.engagement)
            try:
                workspace.agreements.keep_copy(view.row.agreement_id, workspace.folder.documents)
            except FileNotWritten as error:
                _say(words_for(error))
            _say(f"Issued {view.row.number} version {view.row.version}, content ID {view.content_id}.")
        pdf = workspace.agreements.engagement_pdf(options.engagement)
        issued = workspace.agreements.newest_issued(options.engagement)
        row = workspace.agreements.get(issued) if issued else None
    write_pdf(out, pdf)
    if options.json:
        _give(
            {
                "file": str(out),
                "agreement_id": row.row.agreement_id if row else None,
                "number": row.row.number if row else None,
                "version": row.row.version if row else None,
                "state": row.row.state.value if row else "draft",
                "content_id": row.content_id if row else None,
                "fingerprint": row.fingerprint if row else None,
            }
        )
    else:
        _say(f"Written to {out}" + ("" if row else " (a draft; nothing was stored)"))
    return 0


def _backup(options: argparse.Namespace) -> int:
    with _opened(options, writing=False) as workspace:
        made = workspace.back_up("asked")
    if options.json:
        _give({"file": str(made.path), "made_at": made.made_at.isoformat(), "bytes": made.size})
    else:
        print(made.path)
    return 0


def _restore(options: argparse.Namespace) -> int:
    from clientdesk.services.door import WorkspaceDoor
    from clientdesk.services.preferences import Preferences
    from clientdesk.store.backup import list_backups

    preferences = Preferences(files.config_folder() / "preferences.json")
    door = WorkspaceDoor(_root(options), SystemClock(), preferences)
    door.acquire()
    try:
        backup: Path | None = options.backup
        if backup is None:
            found = list_backups(door.folder.backups)
            if not found:
                raise FileUnreadable(door.folder.backups, "there is no backup in it")
            backup = found[0].path
        elif not backup.expanduser().is_file():
            raise FileUnreadable(backup, "there is no such file")
        aside = door.restore(backup.expanduser())
    finally:
        door.release()
    _say(f"Restored {backup.name}. The store that was here is kept in {aside}.")
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from clientdesk.services.doctor import examine
    from clientdesk.store.folder import WorkspaceFolder

    findings = examine(WorkspaceFolder(_root(options)))
    if options.json:
        _give([{"name": f.name, "ok": f.is_well, "words": f.words} for f in findings])
    else:
        for finding in findings:
            print(f"{'ok ' if finding.is_well else '-- '} {finding.name:14} {finding.words}")
    return REFUSED if any(finding.is_grave and not finding.is_well for finding in findings) else 0
