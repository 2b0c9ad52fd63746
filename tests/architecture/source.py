"""What the tests of this folder read of the sources: modules, their names, and every import in them."""

from __future__ import annotations

import ast
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "clientdesk"


@dataclass(frozen=True)
class Import:
    """One imported name with the place where it stands."""

    where: str
    module: str
    name: str


@cache
def sources(folder: str = "") -> tuple[Path, ...]:
    """Python files of the package, or of one folder of it."""
    return tuple(sorted((PACKAGE / folder).rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


@cache
def imports(path: Path) -> tuple[Import, ...]:
    """Every import of a file, also those inside functions and under TYPE_CHECKING."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                found.append(Import(place(path, node), alias.name, ""))
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                found.append(Import(place(path, node), node.module, alias.name))
    return tuple(found)


@cache
def calls(path: Path) -> tuple[tuple[str, ast.Call], ...]:
    """Every call of a file with the dotted name it calls, as written."""
    found = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    return tuple((ast.unparse(node.func), node) for node in found)


@cache
def committed_files() -> tuple[Path, ...]:
    """What git keeps of this project."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return tuple(ROOT / name for name in listed.split("\0") if name)
