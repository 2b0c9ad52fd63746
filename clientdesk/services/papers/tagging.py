"""What a screen reader hears: the structure tree, filled by the blocks while they are drawn.

A block asks the canvas's `Tagging` to open marked content for an element. Whatever is drawn outside such content is
marked as an artifact by its block: rules, tints, heads repeated after a break, header and footer. Blocks that a page
break divides share a `Slot`, so both halves belong to one element.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

HEADINGS = {"H1": 1, "H2": 2, "H3": 3}
_ARTIFACT = "/Artifact BMC"
_HOLDERS = ("TD", "TH")
_SPARE = 4_096
"""Object numbers kept free for fonts and what else the library writes last."""


class Element:
    """One node of the structure tree; kids are elements, or (page, number) of marked content."""

    __slots__ = ("alt", "attributes", "kids", "number", "parent", "role")

    def __init__(self, role: str, parent: Element | None, attributes: str = "", alt: str = "") -> None:
        self.role, self.parent, self.attributes, self.alt = role, parent, attributes, alt
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
        self.elements: list[Element] = []
        self.root = self._made("Document", None)
        self.page = 0
        self.marks: list[list[Element]] = [[]]
        self.is_lone = False
        self._level = 0
        self._silent = 0
        self._section = self._made("Sect", self.root)
        self._open: list[Element] = [self._section]

    def _made(self, role: str, parent: Element | None, attributes: str = "", alt: str = "") -> Element:
        element = Element(role, parent, attributes, alt)
        self.elements.append(element)
        if parent is not None:
            parent.kids.append(element)
        return element

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
            self._section = self._made("Sect", self.root)
            self._open = [self._section]

    def element(self, slot: Slot | None, role: str, attributes: str = "") -> Element:
        """The slot's element, made under the current parent the first time."""
        if slot is not None and slot.element is not None:
            return slot.element
        made = self._made(self._heading(role) if role in HEADINGS else role, self.parent, attributes)
        if slot is not None:
            slot.element = made
        return made

    def leaf(self, slot: Slot, role: str) -> Element:
        """The element of a text; a lone paragraph of a table's cell is the cell itself."""
        if slot.element is None and role == "P" and self.is_lone and self.parent.role in _HOLDERS:
            slot.element = self.parent
        return self.element(slot, role)

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
        section = self.root.kids[0]
        made = self._made("Figure", section, f"<</O/Layout/BBox[{edges}]/Placement/Block>>", alt)
        section.kids.insert(0, section.kids.pop())
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
            self._made("L", self.parent, "<</O/List/ListNumbering/Disc>>")
        slot.element = self._made("LI", kids[-1])
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


def link_tree(document: Any) -> int:
    """Name the tree in the catalog before the file is written; the object number that it will have.

    The objects of the tree are appended to the written file by `append_tree`: as text, they cost a tenth of what
    they would as objects of the library.
    """
    number = document.objectcounter + _SPARE
    document.Catalog.StructTreeRoot = f"{number} 0 R"
    document.Catalog.MarkInfo = "<</Marked true>>"
    return int(number)


def append_tree(pdf: bytes, tagging: Tagging, document: Any, top: int) -> bytes:
    """The file with the objects of the tree behind it, as an update of the format's own kind."""
    numbers = document.idToObjectNumberAndVersion
    pages = [numbers[f"Page{place + 1}"][0] for place in range(tagging.page)]
    for number, element in enumerate(tagging.elements, start=top + 1):
        element.number = number
    listed = [
        f"{place} [{' '.join([f'{element.number} 0 R' for element in marks])}]"
        for place, marks in enumerate(tagging.marks[: tagging.page])
    ]
    root = (
        f"<</Type/StructTreeRoot/K {tagging.root.number} 0 R/ParentTreeNextKey {len(listed)}"
        f"/ParentTree <</Nums[{' '.join(listed)}]>>>>"
    )
    objects = [root, *(_element(element, top, pages) for element in tagging.elements)]
    written, offsets, at = [], [], len(pdf)
    for number, text in enumerate(objects, start=top):
        block = f"{number} 0 obj\n{text}\nendobj\n"
        written.append(block)
        offsets.append(f"{at:010d} 00000 n \n")
        at += len(block)
    ids = {name: numbers[getattr(document, name).__InternalName__][0] for name in ("Catalog", "info")}
    start = pdf[pdf.rindex(b"startxref") :].split()[1].decode()
    update = (
        f"xref\n{top} {len(objects)}\n{''.join(offsets)}trailer\n<</Size {top + len(objects)}"
        f"/Root {ids['Catalog']} 0 R/Info {ids['info']} 0 R/Prev {start}>>\nstartxref\n{at}\n%%EOF\n"
    )
    return b"".join([pdf, "".join(written).encode("ascii"), update.encode("ascii")])


def _element(element: Element, top: int, pages: list[int]) -> str:
    home = -1
    kids = []
    for kid in element.kids:
        if isinstance(kid, Element):
            kids.append(f"{kid.number} 0 R")
            continue
        if home < 0:
            home = kid[0]
        kids.append(str(kid[1]) if kid[0] == home else f"<</Type/MCR/Pg {pages[kid[0]]} 0 R/MCID {kid[1]}>>")
    more = f"/Pg {pages[home]} 0 R" if home >= 0 else ""
    if element.attributes:
        more += f"/A {element.attributes}"
    if element.alt:
        words = b"\xfe\xff" + element.alt.encode("utf-16-be")
        more += f"/Alt <{words.hex()}>"
    parent = element.parent.number if element.parent is not None else top
    return f"<</S/{element.role}/P {parent} 0 R{more}/K[{' '.join(kids)}]>>"
