"""Plain text; HTML tags and Markdown marks that it carries are hidden as in Markdown."""

from __future__ import annotations

from factcheck.load import markdown
from factcheck.load.decode import decode
from factcheck.load.limits import Limits
from factcheck.load.parsed import Parsed


def parse(data: bytes, path: str, limits: Limits) -> Parsed:
    """A text file."""
    decoded = decode(data)
    return markdown.parse_text(decoded.text, decoded.encoding)
