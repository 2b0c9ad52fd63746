"""The user's part of the Windows registry, for what starts at login."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import winreg

    from clientdesk.models.errors import FileNotWritten

    class UserRegistry:
        """Values below HKEY_CURRENT_USER."""

        def get(self, key: str, name: str) -> str | bytes | None:
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    value = winreg.QueryValueEx(opened, name)[0]
            except OSError:
                return None
            return value if isinstance(value, str | bytes) else None

        def set_text(self, key: str, name: str, value: str) -> None:
            from pathlib import Path

            try:
                with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)
            except OSError as error:
                raise FileNotWritten(Path(key), error.strerror or str(error)) from error

        def remove(self, key: str, name: str) -> None:
            from contextlib import suppress

            with (
                suppress(FileNotFoundError),
                winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened,
            ):
                winreg.DeleteValue(opened, name)
