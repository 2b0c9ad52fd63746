"""The keyring of a real desktop session: open, locked, missing."""

from __future__ import annotations

import json
import sys
from typing import Any

from tests.helpers.desktop import ROOT, Desktop, Process
from tests.helpers.keyring_daemon import keyring_daemon, lock

PROGRAM = """
import json, sys, time
from clientdesk.models.errors import SecretsUnavailable
from clientdesk.services.secrets import KeyringVault
vault = KeyringVault()
out = []
for step, *arguments in json.loads(sys.argv[1]):
    try:
        out.append(getattr(vault, step)(*arguments))
    except SecretsUnavailable as problem:
        out.append({"why": problem.why})
print(json.dumps(out))
"""


def in_session(desktop: Desktop, *steps: list[str], display: bool = False) -> list[Any]:
    """Run steps of the vault in a process of the session."""
    script = desktop.root / "vault_steps.py"
    script.write_text(PROGRAM)
    hidden = {} if display else {"DISPLAY": ""}
    answer = desktop.run(
        *(sys.executable, "-W", "error", str(script), json.dumps(steps)),
        env={"PYTHONPATH": str(ROOT), **hidden},
    )
    answers: list[Any] = json.loads(answer)
    return answers


def test_secret_is_kept_found_and_forgotten(desktop: Desktop, unlocked_keyring: Process) -> None:
    secret = "pässwörd 🔑"  # noqa: S105
    answers = in_session(
        desktop,
        ["describe"],
        ["get", "mail"],
        ["set", "mail", secret],
        ["get", "mail"],
        ["forget", "mail"],
        ["forget", "mail"],
        ["get", "mail"],
    )
    assert "SecretService" in answers[0]
    assert answers[1:] == [None, None, secret, True, False, None]


def test_locked_keyring_says_so(desktop: Desktop) -> None:
    with keyring_daemon(desktop, "open sesame"):
        in_session(desktop, ["set", "mail", "x"])
        lock(desktop)
        assert (
            in_session(desktop, ["get", "mail"], ["set", "mail", "y"], ["forget", "mail"])
            == [{"why": "locked"}] * 3
        )


def test_no_keyring_says_so(desktop: Desktop) -> None:
    steps = (["describe"], ["get", "mail"], ["set", "mail", "x"], ["forget", "mail"])
    assert in_session(desktop, *steps) == [{"why": "none"}] * 4


def test_no_bus_says_so(desktop: Desktop) -> None:
    script = desktop.root / "vault_steps.py"
    script.write_text(PROGRAM)
    answer = desktop.run(
        *(sys.executable, str(script), '[["describe"], ["set", "mail", "x"]]'),
        env={"PYTHONPATH": str(ROOT), "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", "DISPLAY": ""},
    )
    assert json.loads(answer) == [{"why": "none"}] * 2


def test_a_keyring_that_would_keep_plain_text_is_not_used(desktop: Desktop) -> None:
    script = desktop.root / "vault_steps.py"
    script.write_text(PROGRAM)
    answer = desktop.run(
        *(sys.executable, str(script), '[["describe"], ["set", "mail", "x"]]'),
        env={"PYTHONPATH": str(ROOT), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"},
    )
    assert json.loads(answer) == [{"why": "none"}] * 2
