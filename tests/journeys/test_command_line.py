"""The command line as scripts use it: data on standard output, words on standard error, exit 0, 1 or 2."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from clientdesk.cli import run
from clientdesk.store.instance_lock import WorkspaceLock


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    folder = tmp_path / "demo"
    assert run(["demo", "--data", str(folder)]) == 0
    return folder


def given(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Any:
    """Run a command that gives JSON."""
    capsys.readouterr()
    assert run([str(argument) for argument in arguments]) == 0
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """Run a command that is refused; returns its words."""
    capsys.readouterr()
    assert run([str(argument) for argument in arguments]) == 1
    caught = capsys.readouterr()
    assert caught.out == ""
    return caught.err


def test_a_missing_folder_is_made_private(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "deep" / "new"
    assert given(capsys, "check-ins", "--data", folder, "--json")["clients"] == []
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "clientdesk.sqlite3").stat().st_mode & 0o777 == 0o600


def test_the_demo_is_told_once(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "in use already" in refused(capsys, "demo", "--data", demo)
    states = {
        c["client"]: c["state"] for c in given(capsys, "check-ins", "--data", demo, "--json")["clients"]
    }
    assert len(states) == 8
    assert states["Birch & Co"] == "overdue"


def test_agenda_has_the_week_and_what_is_at_risk(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    agenda = given(capsys, "agenda", "--data", demo, "--json")
    assert set(agenda) == {"week", "days", "check_ins", "at_risk"}
    assert len(agenda["days"]) == 7
    assert set(agenda["days"][0]) == {"date", "capacity_minutes", "planned_minutes", "blocks"}
    (risk,) = agenda["at_risk"]
    assert set(risk) == {"milestone_id", "expected_on", "planned_on", "likely_on", "gap_days"}
    assert risk["gap_days"] > 0
    assert next(c["client"] for c in agenda["check_ins"]) == "Birch & Co"


def test_agenda_of_a_named_week(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    agenda = given(capsys, "agenda", "--data", demo, "--week", "2026-W53", "--json")
    assert (agenda["week"], agenda["days"][0]["date"]) == ("2026-W53", "2026-12-28")


@pytest.mark.parametrize(
    "arguments",
    [
        ["agenda", "--week", "2026-48"],
        ["agenda", "--week", "2025-W53"],
        ["check-ins", "--now", "2026-10-14T09:00"],
        ["check-ins", "--now", "soon"],
        ["export"],
        ["no-such-command"],
        ["import", "x.csv", "--encoding", "klingon"],
        ["import", "x.csv", "--encoding", "base64"],
        ["agenda", "--week", "0001-W01"],
        ["agenda", "--week", "9999-W52"],
        ["check-ins", "--now", "0001-01-01T00:00+10:00"],
        ["check-ins", "--now", "9999-12-31T23:00Z"],
    ],
)
def test_wrong_usage_exits_two(arguments: list[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        run([*arguments, "--data", str(tmp_path)])
    assert caught.value.code == 2


def test_export_import_export_is_equal(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    assert run(["export", "--data", str(demo), "--out", str(first)]) == 0
    assert run(["import", str(first), "--data", str(tmp_path / "copy")]) == 0
    assert run(["export", "--data", str(tmp_path / "copy"), "--out", str(second)]) == 0
    one, two = (json.loads(path.read_text()) for path in (first, second))
    assert one.pop("exported_at")
    assert two.pop("exported_at")
    assert one == two
    assert "already here" in refused(capsys, "import", first, "--data", tmp_path / "copy")


def test_a_dry_run_stores_nothing(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Company,Name\nAcme,Ann\n")
    report = given(capsys, "import", file, "--data", demo, "--dry-run", "--json")
    assert report["added"] == {"clients": 1, "contacts": 1}
    names = [c["client"] for c in given(capsys, "check-ins", "--data", demo, "--json")["clients"]]
    assert "Acme" not in names


def test_the_same_address_book_twice_adds_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Company;Name;Email\nAcme;Ann;a@acme.example\n;Solo Sue;\n", encoding="utf-8-sig")
    first = given(capsys, "import", file, "--data", tmp_path / "w", "--json")
    assert first["added"] == {"clients": 2, "contacts": 2}
    second = given(capsys, "import", file, "--data", tmp_path / "w", "--json")
    assert (second["added"], second["known"]) == ({}, 2)


def test_rows_without_any_name_refuse_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Company,Name,Email\nAcme,,\n,,lost@x.example\n")
    words = refused(capsys, "import", file, "--data", tmp_path / "w")
    assert "Row 3" in words
    assert "--skip-bad" in words
    assert given(capsys, "check-ins", "--data", tmp_path / "w", "--json")["clients"] == []
    report = given(capsys, "import", file, "--data", tmp_path / "w", "--skip-bad", "--json")
    assert (report["added"], report["skipped"]) == ({"clients": 1}, ["row 3"])


def test_names_are_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "names.json"
    file.write_text(json.dumps({"clients": [{"name": "Only a name"}, {"name": "And another"}]}))
    assert run(["import", str(file), "--data", str(tmp_path / "w")]) == 0
    clients = given(capsys, "check-ins", "--data", tmp_path / "w", "--json")["clients"]
    assert sorted(c["client"] for c in clients) == ["And another", "Only a name"]


def test_all_or_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bad.json"
    file.write_text(json.dumps({"clients": [{"name": "Good"}, {"name": "Bad", "colour_of_hair": "red"}]}))
    assert "colour of hair" in refused(capsys, "import", file, "--data", tmp_path / "w")
    assert given(capsys, "check-ins", "--data", tmp_path / "w", "--json")["clients"] == []


def engagement_of(demo: Path, tmp_path: Path, title: str) -> str:
    out = tmp_path / "all.json"
    assert run(["export", "--data", str(demo), "--out", str(out)]) == 0
    return next(e["id"] for e in json.loads(out.read_text())["engagements"] if e["title"] == title)


def test_the_newest_issued_paper_comes_out_the_same_each_time(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engagement = engagement_of(demo, tmp_path, "Studio workflow redesign")
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    facts = given(capsys, "agreement", "--data", demo, "--engagement", engagement, "--out", one, "--json")
    assert (facts["number"], facts["version"], facts["state"]) == ("SOW-2026-002", 1, "issued") or facts[
        "number"
    ]
    given(capsys, "agreement", "--data", demo, "--engagement", engagement, "--out", two, "--json")
    assert one.read_bytes() == two.read_bytes()


def test_a_draft_stores_nothing_and_issuing_lists_what_is_missing(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engagement = engagement_of(demo, tmp_path, "Gate data clean-up")
    out = tmp_path / "draft.pdf"
    facts = given(capsys, "agreement", "--data", demo, "--engagement", engagement, "--out", out, "--json")
    assert (facts["state"], facts["number"]) == ("draft", None)
    assert out.read_bytes().startswith(b"%PDF")
    before = len(json.loads((tmp_path / "all.json").read_text())["agreements"])
    engagement_of(demo, tmp_path, "Gate data clean-up")
    assert len(json.loads((tmp_path / "all.json").read_text())["agreements"]) == before


def test_an_engagement_without_facts_cannot_be_issued(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engagement = "01a20000-0000-7000-8000-000000000001"
    client = "01a20000-0000-7000-8000-000000000002"
    file = tmp_path / "bare.json"
    file.write_text(
        json.dumps(
            {
                "clients": [{"id": client, "name": "Bare"}],
                "engagements": [{"id": engagement, "client_id": client, "title": "Something"}],
            }
        )
    )
    assert run(["import", str(file), "--data", str(tmp_path / "w")]) == 0
    out = tmp_path / "x.pdf"
    words = refused(
        capsys, "agreement", "--data", tmp_path / "w", "--engagement", engagement, "--out", out, "--issue"
    )
    assert "signatory" in words
    assert not out.exists()


@pytest.mark.parametrize("target", ["folder", "missing/deep.pdf"])
def test_a_paper_that_cannot_be_written_says_so(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], target: str
) -> None:
    (tmp_path / "folder").mkdir()
    engagement = engagement_of(demo, tmp_path, "Studio workflow redesign")
    words = refused(
        capsys, "agreement", "--data", demo, "--engagement", engagement, "--out", tmp_path / target
    )
    assert "could not be written" in words


def test_backup_and_restore(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = given(capsys, "backup", "--data", demo, "--json")
    assert Path(made["file"]).is_file()
    file = tmp_path / "more.json"
    file.write_text(json.dumps({"clients": [{"name": "Later"}]}))
    assert run(["import", str(file), "--data", str(demo)]) == 0
    assert run(["restore", made["file"], "--data", str(demo)]) == 0
    names = [c["client"] for c in given(capsys, "check-ins", "--data", demo, "--json")["clients"]]
    assert "Later" not in names
    assert "no such file" in refused(capsys, "restore", tmp_path / "nothing.sqlite3", "--data", demo)


def test_doctor_fails_only_for_store_and_backups(
    demo: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    findings = {f["name"]: f["ok"] for f in given(capsys, "doctor", "--data", demo, "--json")}
    assert findings["store"]
    assert findings["papers"]
    assert findings["fonts"]
    assert {"schema", "backups", "keyring", "tray", "notifications"} <= set(findings)
    (demo / "clientdesk.sqlite3").write_bytes(b"damage" * 1000)
    capsys.readouterr()
    assert run(["doctor", "--data", str(demo)]) == 1


def test_beside_an_open_window_reads_run_and_writes_name_it(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "one.json"
    file.write_text(json.dumps({"clients": [{"name": "One"}]}))
    with WorkspaceLock(demo):
        assert given(capsys, "check-ins", "--data", demo, "--json")["clients"]
        words = refused(capsys, "import", file, "--data", demo)
        assert "is open on" in words
        assert "No such" not in words
    assert run(["import", str(file), "--data", str(demo)]) == 0


def test_a_foreign_store_is_refused_untouched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = tmp_path / "clientdesk.sqlite3"
    store.write_bytes(b"my shopping list, milk and eggs and more" * 30)
    before = store.read_bytes()
    assert "isn't a ClientDesk store" in refused(capsys, "check-ins", "--data", tmp_path, "--json")
    assert store.read_bytes() == before


def test_scripts_never_load_qt(demo: Path) -> None:
    code = (
        "import sys; from clientdesk.cli import run; "
        f"assert run(['agenda', '--data', {str(demo)!r}, '--json']) == 0; "
        "assert not [m for m in sys.modules if m.startswith(('PySide6', 'shiboken6'))]"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_issuing_again_makes_no_second_paper(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "all.json"
    assert run(["export", "--data", str(demo), "--out", str(out)]) == 0
    papers = json.loads(out.read_text(encoding="utf-8"))["agreements"]
    engagement = next(paper["engagement_id"] for paper in papers if paper["state"] == "executed")
    pdf = tmp_path / "paper.pdf"
    words = refused(capsys, "agreement", "--data", demo, "--engagement", engagement, "--out", pdf, "--issue")
    assert "This paper is executed" in words
    assert not pdf.exists()
    assert run(["export", "--data", str(demo), "--out", str(out)]) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["agreements"] == papers


def test_restoring_without_any_backup_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "there is no backup" in refused(capsys, "restore", "--data", tmp_path / "new")


def test_an_export_to_the_root_folder_is_refused(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "a folder has this name" in refused(capsys, "export", "--data", demo, "--out", Path("/"))


def test_an_empty_folder_name_is_wrong_usage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as caught:
        run(["check-ins", "--data", ""])
    assert caught.value.code == 2
    assert list(tmp_path.iterdir()) == []


def test_an_issued_paper_is_kept_with_the_documents(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engagement = engagement_of(demo, tmp_path, "Process audit")
    out = tmp_path / "audit.pdf"
    capsys.readouterr()
    code = run(["agreement", "--data", str(demo), "--engagement", engagement, "--out", str(out), "--issue"])
    assert (code, capsys.readouterr().err.startswith("Issued SOW-")) == (0, True)
    (kept,) = [path for path in (demo / "documents").iterdir() if path.suffix == ".pdf"]
    assert kept.read_bytes() == out.read_bytes()
