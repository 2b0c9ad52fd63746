"""Starts the command line."""

from __future__ import annotations

import sys

from clientdesk.cli import run


def main() -> int:
    """Entry point of the `clientdesk` command."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
