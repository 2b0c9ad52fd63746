"""Child of `tray_idle.py`: an empty PySide6 window with a tray icon, which does nothing until it is ended."""

from __future__ import annotations

import sys

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMainWindow, QSystemTrayIcon

application = QApplication([])
window = QMainWindow()
window.resize(1360, 860)
window.show()
icon = QSystemTrayIcon(QIcon(sys.argv[1]))
icon.show()
application.exec()
