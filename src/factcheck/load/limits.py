"""How much one input may cost before it is refused with a sentence instead of a hang."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings for one document (bytes, code points, pages, seconds) and for one walk (folder levels)."""

    file_bytes: int = 64 * 1024 * 1024
    text_chars: int = 20_000_000
    pages: int = 2_000
    table_cells: int = 1_000_000
    depth: int = 32
    files: int = 200_000
    expanded_bytes: int = 512 * 1024 * 1024  # all members of a DOCX or XLSX together, unpacked
    expansion: int = 200  # unpacked size over packed size of one member above a megabyte
    seconds: float = 120.0  # for reading one PDF, DOCX, XLSX or image, and again for extracting from one document


DEFAULT = Limits()
