"""Settings: one typed table, read once at start, passed on as arguments."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from duijie.kernel.errors import SettingError, UnknownNameError
from duijie.kernel.matching import MOST_MATCHES
from duijie.kernel.words import N_, Phrase

SettingValue = int | float | str | bool


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting (设置项): name, default (whose type it has), labels and limits."""

    name: str
    default: SettingValue
    zh: str
    en: str
    at_least: float | None = None
    at_most: float | None = None
    choices: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """Return the environment variable that sets it, e.g. DUIJIE_MATCH_LIMIT."""
        return "DUIJIE_" + self.name.upper().replace(".", "_")


# fmt: off
SETTINGS: tuple[Setting, ...] = (
    Setting("lang", "", "界面语言；空为按系统语言", "Language of the interface; empty: by locale",
            choices=("", "zh", "en")),
    Setting("match.limit", 10, "每次匹配返回的条数", "Matches returned per request",
            at_least=1, at_most=MOST_MATCHES),
    Setting("match.candidates", 200, "每路召回的候选数", "Candidates taken from each retriever",
            at_least=10, at_most=10_000),
    Setting("match.per_organization", 3, "同一单位最多占用的条数",
            "Places one organisation may fill in a match list", at_least=1),
    Setting("match.cross_encoder", "", "交叉编码器目录：把最前面的二十条与需求一起重读一遍；空为不用",
            "Folder of a cross-encoder that reads the first twenty with the need; empty: none"),
    Setting("index.encoder", "", "编码器：模型版本名、模型目录或 openai:地址；空为在线版本，首次为本库训练的最新版本",
            "Encoder: release name, model folder or openai:URL; empty: the live one, at first the "
            "newest trained here"),
    Setting("index.workers", 0, "建索引的进程数；0 为按处理器数",
            "Processes that build the index; 0: as many as processors", at_least=0, at_most=64),
    Setting("release.slice_floor_percent", 5, "上线时任一切片最多可下降的百分比",
            "Percent that any slice may lose when a release goes live", at_least=0, at_most=100),
    Setting("release.judged_requests", 30, "用标注证明上线时至少需要的已标注请求数",
            "Judged requests that a proof by judgements needs at least", at_least=10),
    Setting("release.logged_requests", 200, "用反馈日志证明上线时至少需要的请求数",
            "Logged requests that a proof by feedback needs at least", at_least=10),
    Setting("release.holder_cap_percent", 10, "上线后单一持有方最多可占的曝光百分比",
            "Percent of what is looked at that one holder may get when a release goes live",
            at_least=1, at_most=100),
    Setting("release.looks", 6, "同一候选版本用反馈日志最多可评定的次数",
            "Times that one candidate may be compared on the growing log", at_least=1, at_most=50),
    Setting("feedback.log", "off", "命令行匹配是否记录曝光：off 不记录，on 记录",
            "Whether matches of the command line are logged as impressions: off or on",
            choices=("off", "on")),
    Setting("feedback.exploration", "on",
            "网页匹配是否偶尔交换相近的名次，以便学习：on 是，off 否",
            "Whether near ranks of shown lists change places now and then, to learn: on or off",
            choices=("on", "off")),
    Setting("records.valid_days", 365, "记录发布或续期后多少天到期",
            "Days after which a record that nobody renewed runs out", at_least=1, at_most=3650),
    Setting("records.remind_days", 14, "到期前多少天提醒", "Days before that its owner is reminded",
            at_least=1, at_most=365),
    Setting("records.attachment_megabytes", 20, "单个附件最大体积（MB）",
            "Size of an attached file at most, in megabytes", at_least=1, at_most=500),
    Setting("interests.valid_days", 30, "合作意向多少天无答复即失效",
            "Days after which an unanswered expression of interest runs out", at_least=1, at_most=365),
    Setting("interests.terms", "", "发送合作意向时须勾选同意的条款文字；空为不需要",
            "Text that the sender of an expression of interest must agree to; empty: none"),
    Setting("searches.most", 50, "每人最多同时订阅的搜索数",
            "Saved searches that one person may watch at a time", at_least=1, at_most=1000),
    Setting("web.host", "127.0.0.1", "网站监听的地址", "Address the site listens on"),
    Setting("web.port", 8000, "网站监听的端口", "Port the site listens on", at_least=1, at_most=65_535),
    Setting("web.public_url", "", "对外网址，如 https://duijie.example.cn；空为只在本机使用",
            "Address people type, e.g. https://duijie.example.cn; empty: this machine only"),
    Setting("web.processes", 1, "网站进程数", "Processes that answer pages", at_least=1, at_most=64),
    Setting("api.per_minute", 600, "每人每分钟最多调用接口的次数",
            "Calls of the API that one person may make in a minute", at_least=1, at_most=1_000_000),
    Setting("exchange.licence", "", "交换给其他平台的记录所附许可，如 CC-BY-4.0；空为未说明",
            "Licence of records that pass to other installations, e.g. CC-BY-4.0; empty: not said"),
    Setting("database.url", "", "PostgreSQL 地址；空为数据目录中的 SQLite",
            "Address of PostgreSQL; empty: SQLite in the data folder"),
    Setting("sms.sender", "console", "短信发送方式：console 打印到终端，file 写入数据目录",
            "How text messages are sent: console prints them, file writes them to the data folder",
            choices=("console", "file")),
    Setting("mail.sender", "console", "邮件发送方式：console 打印到终端，file 写入数据目录，smtp 由邮件服务器发送",
            "How mail is sent: console prints it, file writes it to the data folder, smtp sends it",
            choices=("console", "file", "smtp")),
    Setting("mail.from", "duijie@localhost", "发件人地址", "Address that mail comes from"),
    Setting("mail.host", "localhost", "邮件服务器", "Mail server"),
    Setting("mail.port", 587, "邮件服务器端口", "Port of the mail server", at_least=1, at_most=65_535),
    Setting("mail.security", "starttls", "与邮件服务器的加密方式", "How the way to the mail server is encrypted",
            choices=("starttls", "tls", "none")),
    Setting("mail.user", "", "邮件服务器用户名", "User name at the mail server"),
    Setting("mail.password_file", "", "存放邮件服务器密码的文件", "File that holds the password of the mail server"),
    Setting("oidc.server_url", "", "统一身份认证（OpenID Connect）地址，须为 https；空为不用",
            "Address of the OpenID Connect provider, https only; empty: none"),
    Setting("oidc.name", "OpenID Connect", "统一身份认证在登录页显示的名称",
            "Name of the provider on the sign-in page"),
    Setting("oidc.client_id", "", "统一身份认证客户端标识", "Client id at the provider"),
    Setting("oidc.secret_variable", "", "存放客户端密钥的环境变量名",
            "Name of the environment variable that holds the client secret"),
    Setting("oidc.secret_file", "", "存放客户端密钥的文件", "File that holds the client secret"),
    Setting("imports.max_megabytes", 200, "网页上传的导入文件最大体积（MB）",
            "Size of a file that is uploaded for an import at most, in megabytes",
            at_least=1, at_most=4096),
    Setting("ingest.max_cell_characters", 1_000_000, "单元格最多字符数",
            "Characters a cell may have at most", at_least=1000),
    Setting("ingest.max_unpacked_megabytes", 4096, "解压后最大体积（MB）",
            "Unpacked size of a compressed file at most, in megabytes", at_least=1),
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one installation (设置), each checked."""

    values: Mapping[str, SettingValue]

    def integer(self, name: str) -> int:
        """Return a whole-number setting."""
        return int(self._value(name))

    def text(self, name: str) -> str:
        """Return a text setting."""
        return str(self._value(name))

    def _value(self, name: str) -> SettingValue:
        try:
            return self.values[name]
        except KeyError:
            raise UnknownNameError(
                thing=N_("setting"), name=name, known=", ".join(s.name for s in SETTINGS)
            ) from None


def load_settings(file: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings from a TOML file and the environment, which wins.

    Raises:
        SettingError: a value has the wrong type or range, or a name does not exist.
    """
    environment = os.environ if environment is None else environment
    written = _read(file)
    known = {setting.name for setting in SETTINGS}
    for name in written:
        if name not in known:
            raise SettingError(
                name=name, value=written[name], why=N_("there is no such setting"), source=file
            )
    values: dict[str, SettingValue] = {}
    for setting in SETTINGS:
        raw, source = written.get(setting.name, setting.default), str(file)
        if setting.variable in environment:
            raw, source = environment[setting.variable], setting.variable
        values[setting.name] = _checked(setting, raw, source)
    return Settings(values)


def _read(file: Path) -> dict[str, object]:
    if not file.exists():
        return {}
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except (ValueError, RecursionError, OSError) as error:  # tomllib gives all three
        raise SettingError(name="*", value="", why=str(error), source=file) from error
    flat: dict[str, object] = {}
    for key, value in tables.items():
        if isinstance(value, dict):
            flat.update({f"{key}.{inner}": v for inner, v in value.items()})
        else:
            flat[key] = value
    return flat


def _checked(setting: Setting, raw: object, source: str) -> SettingValue:
    def wrong(why: str | Phrase) -> SettingError:
        return SettingError(name=setting.name, value=raw, why=why, source=source)

    value: SettingValue
    if isinstance(setting.default, int):
        try:
            value = int(str(raw))
        except ValueError:
            raise wrong(N_("a whole number is expected")) from None
        if setting.at_least is not None and value < setting.at_least:
            raise wrong(Phrase("at least %(limit)g is expected", limit=setting.at_least))
        if setting.at_most is not None and value > setting.at_most:
            raise wrong(Phrase("at most %(limit)g is expected", limit=setting.at_most))
        return value
    if not isinstance(raw, str):
        raise wrong(N_("text is expected"))
    if setting.choices and raw not in setting.choices:
        raise wrong(
            Phrase(
                "one of these is expected: %(known)s", known=", ".join(map(repr, setting.choices))
            )
        )
    return raw
