"""ZIP containers (DOCX, XLSX): what they would unpack to is looked at before anything is unpacked."""

from __future__ import annotations

import io
import zipfile

from factcheck.load.limits import Limits
from factcheck.load.parsed import Unreadable

LARGE = 1 << 20  # bytes; smaller members may compress as well as they like
COMPOUND = b"\xd0\xcf\x11\xe0"  # what old Office files begin with, and new ones with a password


def check(data: bytes, member: str, kind: str, limits: Limits) -> None:
    """Raise Unreadable unless `data` is a container with `member` that unpacks to a bearable size."""
    if data.startswith(COMPOUND):
        raise Unreadable(f"不是 {kind}：有密码，或是旧版 Office 文件；请去掉密码，另存为 .{kind.lower()}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            entries = container.infolist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, NotImplementedError):
        raise Unreadable(f"不是 {kind}：文件损坏、不完整，或后缀写错") from None
    total = sum(entry.file_size for entry in entries)
    worst = max((e.file_size / max(e.compress_size, 1) for e in entries if e.file_size > LARGE), default=0.0)
    if total > limits.expanded_bytes or worst > limits.expansion:
        raise Unreadable(f"解压后达 {total / 2**20:.0f} MiB（压缩比 {worst:.0f}），疑似压缩炸弹，未展开")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(f"{kind} 有密码，无法打开")
    if member not in {entry.filename for entry in entries}:
        raise Unreadable(f"不是 {kind}：缺少 {member}")
