"""A logo taken in: told by its content, bounded, and drawn anew as a plain PNG in sRGB."""

from __future__ import annotations

import io
import warnings

from clientdesk.models.errors import InvalidInput, Problem

MOST_BYTES = 5_000_000
MOST_PIXELS = 4_000


def clean_logo(data: bytes) -> bytes:
    """PNG bytes of a PNG or JPEG, without metadata.

    Raises:
        InvalidInput: `too_large` (over 5 MB or 4,000 pixels a side), or `not_an_image`.
    """
    from PIL import Image

    if len(data) > MOST_BYTES:
        raise InvalidInput([Problem("logo", "too_large", {"most_megabytes": MOST_BYTES // 1_000_000})])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
            if max(image.size) > MOST_PIXELS:
                raise InvalidInput([Problem("logo", "too_large", {"most_pixels": MOST_PIXELS})])
            drawn = image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning) as error:
        raise InvalidInput([Problem("logo", "not_an_image")]) from error
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()
