"""Settings of a run: `factcheck.toml`, or `[tool.factcheck]` in `pyproject.toml`.

Every key is declared here, and a key that is not is refused with the nearest one: a setting that
nobody reads is a check that silently does not happen.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from factcheck.model import FactcheckError

FILE = "factcheck.toml"
FailOn = Literal["error", "warning", "never"]
Level = Literal["error", "warning", "note"]
Engine = Literal["pandas", "spark"]
Lang = Literal["zh", "en"]


class ConfigError(FactcheckError):
    """A setting that cannot be used; the message names the file and the key."""


class Limits(BaseModel):
    """How much of one input is read before it is refused (and named in the report); named as in `load.limits`."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    file_bytes: int = Field(default=64 * 2**20, gt=0, description="单个文件的最大字节数")
    text_chars: int = Field(default=20_000_000, gt=0, description="单个文件的最大字符数")
    pages: int = Field(default=2_000, gt=0, description="单个 PDF 的最大页数")
    table_cells: int = Field(default=1_000_000, gt=0, description="单个文件的最大单元格数")
    depth: int = Field(default=32, gt=0, description="文件夹的最大层数")
    files: int = Field(default=200_000, gt=0, description="一次检查的最大文件数")
    expanded_bytes: int = Field(default=512 * 2**20, gt=0, description="DOCX、XLSX 解压后的最大字节数")
    expansion: int = Field(default=200, gt=0, description="DOCX、XLSX 里单个部件的最大压缩比")
    seconds: float = Field(default=120.0, gt=0, description="单个文件的最长读取时间（秒）")


class Config(BaseModel):
    """What to check and how; frozen and picklable, so that workers get the very same settings.

    `root` is the folder of the file that was read (paths in the file count from there); it is
    not a key of the file.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    include: tuple[str, ...] = Field(default=(), description="不写路径时检查这些文件、文件夹或通配符")
    exclude: tuple[str, ...] = Field(default=(), description="不检查的文件（与 .gitignore 写法相同）")
    sources: str | None = Field(default=None, description="来源说明文件；默认读各文件夹里的 sources.toml")
    fail_on: FailOn = Field(default="error", description="从哪一级起以退出码 1 结束：error、warning、never")
    min_severity: Level = Field(default="note", description="报告里最低显示到哪一级：error、warning、note")
    jobs: int = Field(default=0, ge=0, description="并行进程数；0 表示自动")
    cache: str = Field(default=".factcheck_cache", description="缓存文件夹；off 表示不用")
    expectations: bool = Field(default=True, description="是否运行 expectations/ 里的规则")
    expectations_dir: str = Field(default="expectations", description="规则所在的文件夹")
    engine: Engine = Field(default="pandas", description="计算引擎：pandas 或 spark")
    master: str = Field(default="local[*]", description="Spark 的主节点，如 spark://主机:7077（引擎为 spark 时）")
    tables: str = Field(default="", description="把各表写成 Parquet 的文件夹（引擎为 spark 时）")
    lang: Lang = Field(default="zh", description="报告的语言：zh 或 en")
    decisions: str = Field(default="factcheck.decisions.toml", description="处理决定的文件")
    output: tuple[str, ...] = Field(default=(), description="输出，写法同 -o：如 text、html=reports/report.html")
    rules: dict[str, Literal["error", "warning", "note", "off"]] = Field(
        default_factory=dict, description="按规则改级别或关闭：FC103 = 'off'"
    )
    limits: Limits = Field(default=Limits(), description="读取上限")
    root: Path = Field(default=Path(), exclude=True, description="配置文件所在的文件夹")

    def path(self, name: str) -> Path:
        """A path written in the file, seen from the working folder."""
        return self.root / name

    def cache_dir(self) -> Path | None:
        """Where extraction is kept between runs, or None when caching is off."""
        return None if self.cache == "off" else self.path(self.cache)

    def decisions_file(self) -> Path:
        """Where decisions are kept."""
        return self.path(self.decisions)


def keys() -> tuple[str, ...]:
    """The keys that a settings file may hold."""
    return tuple(name for name in Config.model_fields if name != "root")


def load(file: str | Path | None = None, folder: Path | None = None) -> Config:
    """The settings of `file`, or of the nearest settings file at or above `folder`, or the defaults.

    Raises ConfigError when the file is missing, is no TOML, or holds a key or value that is not known.
    """
    own = found(file, folder)
    if own is None:
        return Config()
    return _checked(_table(own), str(own), root=_relative(own.parent))


def found(file: str | Path | None = None, folder: Path | None = None) -> Path | None:
    """The settings file that `load` would read, or None where there is none."""
    return Path(file) if file is not None else _nearest((folder or Path.cwd()).resolve())


def override(config: Config, **values: object) -> Config:
    """The settings with the given values in place; None leaves a setting as it is."""
    given = {name: value for name, value in values.items() if value is not None}
    merged = {name: getattr(config, name) for name in Config.model_fields} | given
    return _validate(merged, "命令行")


def _relative(folder: Path) -> Path:
    """The folder seen from the working folder where that is possible, so that outputs name no machine."""
    try:
        return folder.resolve().relative_to(Path.cwd())
    except ValueError:
        return folder


def _nearest(folder: Path) -> Path | None:
    """The closest settings file at or above the folder; a repository's top ends the search."""
    for place in (folder, *folder.parents):
        own = place / FILE
        if own.is_file():
            return own
        project = place / "pyproject.toml"
        if project.is_file() and "factcheck" in _toml(project).get("tool", {}):
            return project
        if (place / ".git").exists():
            return None
    return None


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(f"找不到配置文件 {file}。") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"读不了配置文件 {file}：{error}") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"配置文件 {file} 不是合法的 TOML：{error}") from None


def _table(file: Path) -> dict[str, Any]:
    table = _toml(file)
    if file.name != "pyproject.toml":
        return table
    own = table.get("tool", {}).get("factcheck", {})
    if not isinstance(own, dict):
        raise ConfigError(f"{file} 里的 tool.factcheck 应为一张表。")
    return own


def _unknown(table: Mapping[str, Any], model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    known = tuple(name for name in model.model_fields if name != "root")
    for key, value in table.items():
        if key not in known:
            near = get_close_matches(key, known, n=1)
            yield f"不认识的键 `{prefix}{key}`" + (f"，是否想写 `{prefix}{near[0]}`？" if near else "。")
        elif key == "limits" and isinstance(value, dict):
            yield from _unknown(value, Limits, "limits.")


def _checked(table: dict[str, Any], name: str, root: Path) -> Config:
    faults = list(_unknown(table, Config))
    if faults:
        raise ConfigError(f"{name}：" + " ".join(faults))
    listed = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    return _validate(listed | {"root": root}, name)


def _validate(values: dict[str, Any], name: str) -> Config:
    try:
        return Config.model_validate(values)
    except ValidationError as error:
        raise ConfigError(f"{name}：" + " ".join(_fault(one) for one in error.errors())) from None


_FAULTS = {
    "literal_error": "应为 {expected} 之一",
    "int_type": "应为整数",
    "bool_type": "应为 true 或 false",
    "string_type": "应为字符串",
    "tuple_type": "应为列表",
    "dict_type": "应为一张表",
    "model_type": "应为一张表",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}",
}


def _fault(error: Any) -> str:
    key = ".".join(str(part) for part in error["loc"])
    form = _FAULTS.get(error["type"])
    said = form.format(**error.get("ctx", {})) if form else error["msg"]
    return f"`{key}` {said}，现为 {error['input']!r}。"


def template() -> str:
    """A settings file with every key, its meaning and its default, all commented out but `include`."""
    lines = ["# factcheck 的配置。去掉行首的 # 即可修改；写错的键会被拒绝。", 'include = ["."]', ""]
    fields = Config.model_fields
    for name in keys():
        default = fields[name].get_default(call_default_factory=True)
        if name == "include" or isinstance(default, dict | BaseModel):
            continue
        lines += [f"# {fields[name].description}", f"# {name} = {_literal(default)}", ""]
    lines += ["# 按规则改级别或关闭", "# [rules]", '# FC103 = "off"', "", "# 读取上限", "# [limits]"]
    lines += [f"# {name} = {field.default}  # {field.description}" for name, field in Limits.model_fields.items()]
    return "\n".join(lines) + "\n"


def _literal(value: object) -> str:
    if value is None:
        return '"sources.toml"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(f'"{one}"' for one in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)
