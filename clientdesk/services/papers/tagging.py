"""What a screen reader hears: the structure tree, filled by the blocks while they are drawn.

A block asks the canvas's `Tagging` to open marked content for an element. Whatever is drawn outside such content is
marked as an artifact by its block: rules, tints, heads repeated after a break, header and footer. Blocks that a page
break divides share a `Slot`, so both halves belong to one element.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFObject

HEADINGS = {"H1": 1, "H2": 2, "H3": 3}
_ARTIFACT = "/Artifact BMC"


class Element:
    """One node of the structure tree; kids are elements, or (page, number) of marked content."""

    __slots__ = ("alt", "attributes", "kids", "number", "role")

    def __init__(self, role: str, attributes: str = "", alt: str = "") -> None:
        self.role, self.attributes, self.alt = role, attributes, alt
        self.kids: list[Any] = []
        self.number = 0


class Slot:
    """Where a block keeps its element, shared by the halves that a page break makes of it."""

    __slots__ = ("element",)

    def __init__(self) -> None:
        self.element: Element | None = None


class Tagging:
    """The tree of one file and the place in it where drawing is."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self.page = 0
        self.marks: list[list[Element]] = [[]]
        self._level = 0
        self._silent = 0
        self._section = Element("Sect")
        self.root.kids.append(self._section)
        self._open: list[Element] = [self._section]

    @property
    def parent(self) -> Element:
        """The element that new ones go into."""
        return self._open[-1]

    @property
    def is_silent(self) -> bool:
        """Whether everything drawn now is decoration."""
        return self._silent > 0

    def next_page(self) -> None:
        """Marked content is numbered from 0 on each page."""
        self.page += 1
        self.marks.append([])

    def section(self) -> None:
        """Begin the next section of the document."""
        if not self._silent and len(self._open) == 1 and self._section.kids:
            self._section = Element("Sect")
            self.root.kids.append(self._section)
            self._open = [self._section]

    def element(self, slot: Slot | None, role: str, attributes: str = "") -> Element:
        """The slot's element, made under the current parent the first time."""
        if slot is not None and slot.element is not None:
            return slot.element
        made = Element(self._heading(role) if role in HEADINGS else role, attributes)
        self.parent.kids.append(made)
        if slot is not None:
            slot.element = made
        return made

    def _heading(self, role: str) -> str:
        """No level is skipped: the first heading under the title is a second one, whatever it asks for."""
        self._level = min(HEADINGS[role], self._level + 1)
        return f"H{self._level}"

    def enter(self, element: Element) -> None:
        self._open.append(element)

    def leave(self) -> None:
        self._open.pop()

    def begin(self, canvas: Any, element: Element) -> None:
        """Open marked content of an element; nothing while decoration is drawn."""
        if self._silent:
            return
        marks = self.marks[self.page]
        element.kids.append((self.page, len(marks)))
        canvas._code.append(f"/{element.role} <</MCID {len(marks)}>> BDC")
        marks.append(element)

    def end(self, canvas: Any) -> None:
        if not self._silent:
            canvas._code.append("EMC")

    @contextmanager
    def artifact(self, canvas: Any, kind: str = "") -> Iterator[None]:
        """All that is drawn inside is decoration. `kind`: Header or Footer for what repeats on pages."""
        if not self._silent:
            opening = f"/Artifact <</Type /Pagination /Subtype /{kind}>> BDC" if kind else _ARTIFACT
            canvas._code.append(opening)
        self._silent += 1
        try:
            yield
        finally:
            self._silent -= 1
            if not self._silent:
                canvas._code.append("EMC")

    @contextmanager
    def figure(
        self, canvas: Any, page: int, alt: str, box: tuple[float, float, float, float]
    ) -> Iterator[None]:
        """A picture with its words, first in the document."""
        edges = " ".join(f"{edge:.2f}" for edge in box)
        made = Element("Figure", f"<</O/Layout/BBox[{edges}]/Placement/Block>>", alt)
        self.root.kids[0].kids.insert(0, made)
        self.page, back = page, self.page
        self.begin(canvas, made)
        yield
        self.end(canvas)
        self.page = back

    def list_item(self, slot: Slot) -> Element:
        """The body's parent: an item of the list that is open at this place, or of a new one."""
        if slot.element is not None:
            return slot.element
        kids = self.parent.kids
        if not (kids and isinstance(kids[-1], Element) and kids[-1].role == "L"):
            kids.append(Element("L", "<</O/List/ListNumbering/Disc>>"))
        slot.element = Element("LI")
        kids[-1].kids.append(slot.element)
        return slot.element

    def last_body(self) -> Element | None:
        """The body of the last item, when a list is what stands before this place."""
        kids = self.parent.kids
        if kids and isinstance(kids[-1], Element) and kids[-1].role == "L":
            body: Element = kids[-1].kids[-1].kids[-1]
            return body
        return None


def tagging_of(canvas: Any) -> Tagging | None:
    """The canvas's tree; None on a canvas that has none."""
    found: Tagging | None = getattr(canvas, "tagging", None)
    return found


class _Raw(PDFObject):
    __slots__ = ("__InternalName__", "text")

    def __init__(self, text: bytes = b"") -> None:
        self.text = text

    def format(self, document: Any) -> bytes:  # noqa: ARG002
        return self.text


def write_tree(tagging: Tagging, document: Any) -> None:
    """Put the tree among the document's objects and link it in the catalog; pages must be written by now."""
    pages = [document.idToObjectNumberAndVersion[f"Page{place + 1}"][0] for place in range(tagging.page)]
    elements: list[tuple[Element, Element | None, _Raw]] = []
    _number(tagging.root, None, document, elements)
    root = _Raw()
    reference = document.Reference(root, "StructTreeRoot")
    top = document.objectcounter
    for element, parent, raw in elements:
        raw.text = _element(element, parent.number if parent else top, pages)
    parents = []
    for place, marks in enumerate(tagging.marks[: tagging.page]):
        listed = " ".join(f"{element.number} 0 R" for element in marks)
        parents.append(f"{place} [{listed}]")
    root.text = (
        f"<</Type/StructTreeRoot/K {tagging.root.number} 0 R/ParentTreeNextKey {len(parents)}"
        f"/ParentTree <</Nums[{' '.join(parents)}]>>>>"
    ).encode()
    document.Catalog.StructTreeRoot = reference
    document.Catalog.MarkInfo = "<</Marked true>>"


def _number(element: Element, parent: Element | None, document: Any, found: list[Any]) -> None:
    raw = _Raw()
    document.Reference(raw)
    element.number = document.objectcounter
    found.append((element, parent, raw))
    for kid in element.kids:
        if isinstance(kid, Element):
            _number(kid, element, document, found)


def _element(element: Element, parent: int, pages: list[int]) -> bytes:
    marks = [kid for kid in element.kids if not isinstance(kid, Element)]
    home = marks[0][0] if marks else None
    kids = []
    for kid in element.kids:
        if isinstance(kid, Element):
            kids.append(f"{kid.number} 0 R")
        elif kid[0] == home:
            kids.append(str(kid[1]))
        else:
            kids.append(f"<</Type/MCR/Pg {pages[kid[0]]} 0 R/MCID {kid[1]}>>")
    page = f"/Pg {pages[home]} 0 R" if home is not None else ""
    more = f"/A {element.attributes}" if element.attributes else ""
    if element.alt:
        words = b"\xfe\xff" + element.alt.encode("utf-16-be")
        more += f"/Alt <{words.hex()}>"
    return f"<</S/{element.role}/P {parent} 0 R{page}{more}/K[{' '.join(kids)}]>>".encode()
