"""For programs under faketime: Debian's libfaketime refuses the call behind Python's `time.sleep`."""

import select
import time


def _sleep(seconds: float) -> None:
    select.select([], [], [], max(0.0, seconds))


time.sleep = _sleep
