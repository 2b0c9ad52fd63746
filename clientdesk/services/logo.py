"""A logo for the papers: judged by its content, re-encoded, so that nothing of the given file is trusted."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from clientdesk.models.errors import InvalidInput, Problem

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS_A_SIDE = 4_000
_SIGNATURES = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}


def logo_png(content: bytes) -> bytes:
    """The picture as an sRGB PNG.

    Raises:
        InvalidInput: it is no PNG or JPEG, damaged, over 5 MB or over 4,000 pixels a side.
    """
    if len(content) > MOST_BYTES:
        raise _refused("logo_too_heavy", megabytes=5)
    kind = next((kind for signature, kind in _SIGNATURES.items() if content.startswith(signature)), None)
    if kind is None:
        raise _refused("logo_not_a_picture")
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=[kind]) as picture:
                if max(picture.size) > MOST_PIXELS_A_SIDE:
                    raise _refused("logo_too_large", pixels=MOST_PIXELS_A_SIDE)
                return _encoded(picture)
    except InvalidInput:
        raise
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise _refused("logo_damaged") from error


def _encoded(picture: Image.Image) -> bytes:
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(picture)
    plain = _in_srgb(upright)
    has_alpha = "A" in plain.mode or "transparency" in plain.info
    out = io.BytesIO()
    plain.convert("RGBA" if has_alpha else "RGB").save(out, "PNG", optimize=True, icc_profile=None)
    return out.getvalue()


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Through the picture's own colour profile where it has a usable one, else as it is."""
    profile = picture.info.get("icc_profile")
    if not profile:
        return picture
    from PIL import Image, ImageCms

    mode = "RGBA" if "A" in picture.mode else "RGB"
    source = picture if picture.mode in {"RGB", "RGBA", "CMYK", "L"} else picture.convert(mode)
    try:
        converted = ImageCms.profileToProfile(
            source,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode=mode,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return converted if isinstance(converted, Image.Image) else picture


def _refused(code: str, **facts: object) -> InvalidInput:
    return InvalidInput([Problem("logo", code, facts)])
