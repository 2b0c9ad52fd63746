"""A small window from which files can be dragged, as from a file manager. Arguments: the paths."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from harness import run, tell
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QLabel

app = QApplication(sys.argv)


class Source(QLabel):
    """Begins to drag as soon as it is pressed and moved, and tells each step."""

    def paintEvent(self, event):
        super().paintEvent(event)
        tell("shown")

    def mousePressEvent(self, event):
        tell("pressed")

    def mouseMoveEvent(self, event):
        tell("dragging")
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(path) for path in sys.argv[1:]])
        drag = QDrag(self)
        drag.setMimeData(data)
        tell("dropped", taken=drag.exec(Qt.DropAction.CopyAction) == Qt.DropAction.CopyAction)


source = Source("Files")
source.setWindowTitle("File source")
source.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
source.setGeometry(0, 0, 80, 40)
source.show()
sys.exit(run({"quit": app.quit}))
