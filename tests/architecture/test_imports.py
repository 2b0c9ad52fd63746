"""The layers: who may import whom, and what an import must not drag in."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT, imports, module_name, sources

# Heavy or dangerous libraries and the only places that may import them.
HOMES = {
    "alembic": ("clientdesk.store",),
    "jeepney": ("clientdesk.ui", "clientdesk.services.session_facts"),
    "jinja2": ("clientdesk.ui.sheet",),
    "keyring": ("clientdesk.services.secrets",),
    "qt_material": ("clientdesk.ui.sheet",),
    "reportlab": ("clientdesk.services.papers",),
    "sqlcipher3": ("clientdesk.store",),
    "vobject": ("clientdesk.services.interchange",),
}
# ClientDesk makes no network call: nobody imports what could.
NETWORK = {
    "aiohttp", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib", "ssl", "urllib3",
    "PySide6.QtNetwork", "PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets", "urllib.request", "xmlrpc",
}  # fmt: skip


def loaded_after_importing(modules: list[str]) -> set[str]:
    """Names in sys.modules of a fresh process that imported these modules."""
    program = (
        "import importlib, json, sys\n"
        "for name in json.loads(sys.argv[1]): importlib.import_module(name)\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, json.dumps(modules)],
        cwd=ROOT, check=False, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


def roots(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


def test_the_layers_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT, check=False, capture_output=True, text=True, timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("layer", ["models", "services", "store"])
def test_everything_below_the_window_loads_without_qt(layer: str) -> None:
    skipped = {"clientdesk.store.migrations.env"}  # runs only inside Alembic
    modules = [module_name(path) for path in sources(layer)]
    loaded = loaded_after_importing([name for name in modules if name not in skipped])
    assert f"clientdesk.{layer}" in loaded
    assert roots(loaded) & {"PySide6", "shiboken6", "qt_material"} == set()


def test_the_command_line_loads_without_qt() -> None:
    loaded = loaded_after_importing(["clientdesk.__main__", "clientdesk.cli"])
    assert roots(loaded) & {"PySide6", "shiboken6", "qt_material"} == set()


def test_the_window_loads_nothing_that_its_first_paint_can_wait_for() -> None:
    loaded = loaded_after_importing(["clientdesk.app", "clientdesk.ui.main_window"])
    late = {
        "alembic", "holidays", "jeepney", "jinja2", "keyring", "pydantic", "qt_material", "reportlab",
        "sqlalchemy", "sqlmodel", "vobject",
    }  # fmt: skip
    assert roots(loaded) & late == set()
    assert {name for name in loaded if name.startswith(("PySide6.QtPdf", "PySide6.QtPrint"))} == set()


@pytest.mark.parametrize("library", sorted(HOMES))
def test_a_heavy_library_stays_in_its_room(library: str) -> None:
    guests = [
        found.where
        for path in sources()
        for found in imports(path)
        if found.module.split(".")[0] == library and not module_name(path).startswith(HOMES[library])
    ]
    assert guests == []


def test_only_the_reader_of_subscribed_calendars_can_reach_the_network() -> None:
    reaching = {
        found.where.rsplit(":", 1)[0]
        for path in sources()
        for found in imports(path)
        if {found.module, found.module.split(".")[0], f"{found.module}.{found.name}"} & NETWORK
    }
    assert reaching == {"clientdesk/services/calendars/fetching.py"}


@pytest.mark.parametrize("banned", ["sqlite3", "pickle", "marshal", "shelve"])
def test_a_banned_module_is_imported_nowhere(banned: str) -> None:
    found = [
        each.where for path in sources() for each in imports(path) if each.module.split(".")[0] == banned
    ]
    assert found == []


def test_services_change_rows_one_by_one_so_that_undo_sees_them() -> None:
    bulk = [
        f"{found.where} {found.name}"
        for path in sources("services")
        for found in imports(path)
        if found.module.split(".")[0] in {"sqlalchemy", "sqlmodel"}
        and found.name in {"update", "delete", "insert"}
    ]
    assert bulk == []


def test_migrations_never_import_the_tables_of_today() -> None:
    found = [
        each.where
        for path in sources("store/migrations/versions")
        for each in imports(path)
        if each.module.startswith("clientdesk")
    ]
    assert found == []
