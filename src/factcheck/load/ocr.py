"""Scanned pages and pictures, by rapidocr: an extra, since its models weigh more than all the rest.

The lines it finds carry boxes, so pages.py puts columns in order as it does for PDF.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from typing import Any

from factcheck.load import pages
from factcheck.load.limits import Limits
from factcheck.load.pages import Piece
from factcheck.load.parsed import Parsed, Unreadable
from factcheck.model import Anchor

SCALE = 2.5  # pixels a point (180 dots an inch): enough for 9-point print
SIDE = 8_000  # pixels; a longer side is made smaller, and its print unreadable
SURE = 0.5  # confidence below which a line is not believed
MISSING = "是扫描件或图片，没有文字；安装 OCR 组件后可读：pip install 'factcheck-zh[ocr]'"


def parse(data: bytes, path: str, limits: Limits) -> Parsed:
    """A picture of one page."""
    found = pages.lines(list(pieces(_image(data), 1.0, 0.0)), scanned=True)
    text = "".join(pages.line_text(line) + "\n" for line in found)
    return Parsed(text, anchors=(Anchor(0, "图片"),))


def pieces(image: Any, scale: float, height: float) -> Iterator[Piece]:
    """Pieces of text in an image (an array of pixels), in no order; raises Unreadable without the extra."""
    result = _engine()(image)
    if result.txts is None:
        return
    for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        if score >= SURE:
            yield _piece(corners, text, scale, height)


def _piece(corners: Any, text: str, scale: float, height: float) -> Piece:
    """A line's box in points, y upwards, from its four corners in pixels, y downwards."""
    across = [float(x) / scale for x, _ in corners]
    down = [float(y) / scale for _, y in corners]
    return Piece(text.strip(), min(across), height - max(down), max(across), height - min(down))


@cache
def _engine() -> Any:
    try:
        from rapidocr import RapidOCR  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        raise Unreadable(MISSING) from None
    return RapidOCR(params={"Global.max_side_len": SIDE, "Global.log_level": "error"})


def _image(data: bytes) -> Any:
    _engine()
    import numpy
    from PIL import Image  # type: ignore[import-not-found,unused-ignore]

    Image.MAX_IMAGE_PIXELS = 100_000_000
    try:
        return numpy.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise Unreadable(f"图片无法读取：{type(error).__name__}") from None
