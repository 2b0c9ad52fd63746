"""The logo as a picture that a page can take, whatever its file holds; None when it can't be read."""

from __future__ import annotations

import io
from typing import Any

from reportlab.lib.utils import ImageReader

MOST_PIXELS = 4_000
"""Wide or high; a larger picture is not even decoded."""


def picture(data: bytes) -> tuple[Any, int, int] | None:
    """The picture in the colours of the file's profile, its width and height.

    It is decoded whole before it goes on a page: a file cut short leaves no half picture.
    """
    from PIL import Image

    failures = (
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    )
    try:
        image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
        wide, high = image.size
        if not (0 < wide <= MOST_PIXELS and 0 < high <= MOST_PIXELS):
            return None
        has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
        decoded = image.convert("RGBA" if has_alpha else "RGB")
    except failures:
        return None
    return ImageReader(decoded), wide, high
