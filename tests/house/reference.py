"""The reference pages that are written from the code, in both languages."""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from duijie.kernel import errors
from duijie.kernel.kinds import KINDS, FieldSpec
from duijie.kernel.settings import SETTINGS, Setting
from duijie.kernel.words import LANGS, Lang, translation
from tests.house.permission_words import RULES_IN_CHINESE

ROOT = Path(__file__).resolve().parents[2]
Labels = dict[str, dict[Lang, str]]

LABELS: Labels = {
    "written": {
        "en": "Written from the code by `make reference`; a test keeps it so.",
        "zh": "本页由 `make reference` 从代码生成，有测试保证一致。",
    },
    "settings": {"en": "Settings", "zh": "设置"},
    "settings_intro": {
        "en": "Set them in `settings.toml` under `DUIJIE_HOME` (`[match]` then `limit = 20`), or by "
        "an environment variable, which wins. A wrong value stops the start.",
        "zh": "写在 `DUIJIE_HOME` 下的 `settings.toml` 中（`[match]` 一节写 `limit = 20`），或用环境变量"
        "设置，环境变量优先。值有误时拒绝启动。",
    },
    "settings_head": {
        "en": "| setting | variable | default | allowed | meaning |",
        "zh": "| 设置项 | 环境变量 | 默认值 | 可取值 | 含义 |",
    },
    "errors": {"en": "Error codes", "zh": "错误代码"},
    "errors_intro": {
        "en": "Every error says its code, what happened and what to do.",
        "zh": "每条错误都给出代码、发生了什么、该怎么办。",
    },
    "errors_head": {
        "en": "| code | what happened | what to do |",
        "zh": "| 代码 | 发生了什么 | 该怎么办 |",
    },
    "problems": {"en": "Problem codes", "zh": "问题代码"},
    "problems_intro": {
        "en": "What an import may find in a row, as its report names it. A bad row never stops an import.",
        "zh": "导入时某一行可能出现的问题，与导入报告中的代码一致。有问题的行不会中断导入。",
    },
    "problems_head": {
        "en": "| code | what it means | what to do |",
        "zh": "| 代码 | 含义 | 怎么办 |",
    },
    "commands": {"en": "Commands", "zh": "命令"},
    "commands_intro": {
        "en": "`--home FOLDER` and `--lang zh|en` may stand anywhere in a call. Exit codes: 0 done, "
        "1 problems in the data, 2 wrong call, 130 stopped by Ctrl-C. What `--json` prints: "
        "[json](json.md).",
        "zh": "`--home FOLDER` 和 `--lang zh|en` 可放在命令的任何位置。退出码：0 完成，1 数据有问题，2 调用有误，"
        "130 被 Ctrl-C 中断。`--json` 的输出格式见 [json](json.md)。",
    },
    "commands_head": {
        "en": "| argument | default | meaning |",
        "zh": "| 参数 | 默认值 | 含义 |",
    },
    "records": {"en": "Record kinds and their fields", "zh": "记录类别与字段"},
    "records_intro": {
        "en": "Each kind is defined once. A column whose header is a label or a synonym is mapped "
        "by itself; case, width and traditional characters do not matter.",
        "zh": "每类记录只定义一次。表头与名称或同义词相同的列会自动对应，不分大小写、全角半角和繁简。",
    },
    "records_head": {
        "en": "| field | label | type | role | required | synonyms | codes |",
        "zh": "| 字段 | 名称 | 类型 | 用途 | 必填 | 同义表头 | 代码 |",
    },
    "permissions": {"en": "Roles and permissions", "zh": "角色与权限"},
    "permissions_intro": {
        "en": """Deny unless a rule allows: what has no rule here, nobody may do. Pages, API and commands ask the same rules.

| role | who has it |
|---|---|
| visitor | whoever is not signed in |
| newcomer | signed in, but of no verified organisation |
| member | of a verified organisation: as company, researcher or technology manager, by the kind of organisation |
| technology manager of an organisation | whom its administrators, an officer or an operator assigned: acts for it as a member does |
| officer | member of a verified district office |
| operator | named by `duijie operator`, or member of a platform operator |
| administrator | the members of an organisation who say who else acts for it |

Suspended organisations give no role. A token acts as its person within its scopes, and never changes who may do what. Who gets in at which address is in
[a table of its own](../../../tests/app/matrix/cells.csv), which a test holds against the site.""",
        "zh": """没有规则允许的，一律不许：这里没有列出的事，谁都不能做。页面、API 和命令用的是同一套规则。

| 角色 | 谁是 |
|---|---|
| 访客 | 没有登录的人 |
| 新用户 | 已登录，但不属于任何已核验单位 |
| 成员 | 属于已核验单位；按单位类别是企业、研究者或技术经理人 |
| 某单位的技术经理人 | 由该单位管理员、审核人员或运营人员指派，和成员一样代表它行事 |
| 审核人员 | 已核验的科技主管部门的成员 |
| 运营人员 | 由 `duijie operator` 指定，或平台运营单位的成员 |
| 管理员 | 单位里决定还有谁代表本单位的成员 |

被暂停的单位不给任何角色。令牌在其权限范围内代表本人行事，但绝不能改变谁能做什么。每个网址谁能进，见[单独的一张表](../../../tests/app/matrix/cells.csv)，
有测试逐格与网站核对。""",
    },
    "permissions_head": {"en": "| rule | who may |", "zh": "| 规则 | 谁可以 |"},
}


def label(name: str, lang: Lang) -> str:
    """Return a label in a language."""
    return LABELS[name][lang]


def cell(text: object) -> str:
    """Return a text fit for a cell of a Markdown table."""
    return str(text).replace("|", "\\|").replace("\n", " ")


def table(head: str, rows: list[list[object]]) -> str:
    """Return a Markdown table."""
    rule = "|" + "---|" * (head.count("|") - 1)
    return "\n".join([head, rule, *("| " + " | ".join(map(cell, row)) + " |" for row in rows)])


def _allowed(setting: Setting) -> str:
    if setting.choices:
        return ", ".join(choice or "“”" for choice in setting.choices)
    low = "" if setting.at_least is None else f"{setting.at_least:g}"
    high = "" if setting.at_most is None else f"{setting.at_most:g}"
    return f"{low}–{high}" if low or high else ""


def settings_page(lang: Lang) -> str:
    """Return the page of settings."""
    rows: list[list[object]] = [
        [f"`{s.name}`", f"`{s.variable}`", f"`{s.default!r}`", _allowed(s), getattr(s, lang)]
        for s in SETTINGS
    ]
    return page("settings", lang, table(label("settings_head", lang), rows))


def every_error() -> list[type[errors.DuijieError]]:
    """Return all classes of the error tree, by code."""
    classes = [getattr(errors, name) for name in errors.__all__]
    return sorted(classes, key=lambda c: str(c.code))


def named_places(template: str) -> str:
    """Return a template with its places as ‹name›."""
    return re.sub(r"%\((\w+)\)[sdg]", r"‹\1›", template)


def errors_page(lang: Lang) -> str:
    """Return the page of error codes."""
    gettext = translation(lang).gettext
    rows: list[list[object]] = [
        [f"`{e.code}`", named_places(gettext(e.what)), named_places(gettext(e.remedy))]
        for e in every_error()
    ]
    return page("errors", lang, table(label("errors_head", lang), rows))


def problems_page(lang: Lang) -> str:
    """Return the page of problem codes."""
    from duijie.ingest import PROBLEM_CODES

    rows: list[list[object]] = [
        [f"`{code}`", meaning.what_in(lang), meaning.remedy_in(lang)]
        for code, meaning in PROBLEM_CODES.items()
    ]
    return page("problems", lang, table(label("problems_head", lang), rows))


def _field_row(spec: FieldSpec, lang: Lang) -> list[object]:
    codes = ", ".join(f"{c.code} {getattr(c, lang)}" for c in spec.choices)
    required = "✓" if spec.is_required else ""
    synonyms = ", ".join(spec.synonyms)
    return [f"`{spec.name}`", getattr(spec, lang), spec.type, spec.role, required, synonyms, codes]


def records_page(lang: Lang) -> str:
    """Return the page of record kinds."""
    parts = [
        f"## {getattr(kind, lang)} `{kind.name}`\n\n"
        + table(label("records_head", lang), [_field_row(f, lang) for f in kind.fields])
        for kind in KINDS.values()
    ]
    return page("records", lang, "\n\n".join(parts))


def _commands(command: Any, path: str) -> list[tuple[str, Any]]:
    inner = getattr(command, "commands", {})
    return [
        (path, command),
        *(entry for name, c in inner.items() for entry in _commands(c, f"{path} {name}")),
    ]


def _parameter_row(parameter: Any) -> list[object]:
    is_argument = not parameter.opts[0].startswith("-")
    names = parameter.name.upper() if is_argument else ", ".join(parameter.opts)
    value = "" if is_argument or parameter.is_flag else f" {parameter.metavar or 'VALUE'}"
    is_told = not isinstance(parameter.default, bool) and parameter.default not in (None, "")
    default = f"`{parameter.default}`" if is_told else ""
    return [f"`{names}{value}`", default, parameter.help]


def json_commands(lang: Lang) -> list[str]:
    """Return the commands that can print JSON, such as `duijie index build`."""
    from duijie.app.cli.commands import build_command

    return [
        path
        for path, command in _commands(build_command(lang), "duijie")
        if any("--json" in parameter.opts for parameter in command.params)
    ]


def commands_told(text: str) -> list[str]:
    """Return the commands that a page names, `index build / update` being two.

    >>> commands_told("see `duijie index build / update --json`")
    ['duijie index', 'duijie index build', 'duijie index update']
    """
    found = []
    for call in re.findall(r"`duijie ([a-z][^`]*)`", text):
        first, *more = (part.split(" --")[0] for part in call.split(" / "))
        group, _, rest = first.partition(" ")
        names = [rest.split(" ")[0], *(part.split(" ")[0] for part in more)]
        found += [f"duijie {group}", *(f"duijie {group} {name}" for name in names if name)]
    return found


def commands_page(lang: Lang) -> str:
    """Return the page of commands."""
    from duijie.app.cli.commands import build_command

    parts = []
    for path, command in _commands(build_command(lang), "duijie"):
        rows = [_parameter_row(parameter) for parameter in command.params]
        arguments = f"\n\n{table(label('commands_head', lang), rows)}" if rows else ""
        parts.append(f"## `{path}`\n\n{command.help}{arguments}\n\n{command.epilog}")
    return page("commands", lang, "\n\n".join(parts))


def permissions_page(lang: Lang) -> str:
    """Return the page of rules: in English as each says of itself."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duijie.app.django_settings")
    django.setup()
    from duijie.app.shared.permissions import rules

    said = {
        name: " ".join(str(may.__doc__).partition("\n\n")[0].split())
        for name, may in sorted(rules().items())
    }
    if lang == "zh":
        said = {name: f"{RULES_IN_CHINESE[name]}。" for name in said}
    rows: list[list[object]] = [[f"`{name}`", words] for name, words in said.items()]
    return page("permissions", lang, table(label("permissions_head", lang), rows))


def page(name: str, lang: Lang, body: str) -> str:
    """Return a whole page: heading, introduction, body."""
    return (
        f"# {label(name, lang)}\n\n{label(name + '_intro', lang)}\n\n{body}\n\n"
        f"*{label('written', lang)}*\n"
    )


PAGES: dict[str, Callable[[Lang], str]] = {
    "settings": settings_page,
    "errors": errors_page,
    "problems": problems_page,
    "records": records_page,
    "commands": commands_page,
    "permissions": permissions_page,
}


def path_of(name: str, lang: Lang) -> Path:
    """Return where a page stands."""
    return ROOT / "docs" / lang / "reference" / f"{name}.md"


if __name__ == "__main__":
    for page_name, write in PAGES.items():
        for language in LANGS:
            path_of(page_name, language).write_text(write(language), "utf-8")
    sys.stdout.write(f"{len(PAGES) * len(LANGS)} pages written\n")
