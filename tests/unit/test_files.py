"""Where things are: the three ways this program can be installed, and the folders it may write to."""

from __future__ import annotations

import sys
from pathlib import Path

from clientdesk import files


def test_resources_of_a_checkout_lie_beside_the_package():
    assert files.resource("overlay.qss").is_file()
    assert files.resource_folder().parent == Path(files.__file__).resolve().parent.parent


def test_resources_of_an_installed_package_lie_inside_it(tmp_path, monkeypatch):
    package = tmp_path / "clientdesk"
    (package / "_resources").mkdir(parents=True)
    monkeypatch.setattr(files, "__file__", str(package / "files.py"))
    assert files.resource("icons") == package.resolve() / "_resources" / "icons"


def test_resources_of_a_frozen_program_lie_in_its_bundle(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert files.resource("overlay.qss") == tmp_path / "resources" / "overlay.qss"


def test_writable_folders_are_all_in_the_users_home(private_home):
    folders = [
        files.data_folder(),
        files.demo_folder(),
        files.cache_folder(),
        files.config_folder(),
        files.log_folder(),
    ]
    assert len(set(folders)) == len(folders)
    for folder in folders:
        assert private_home in folder.parents
        assert not folder.exists()
