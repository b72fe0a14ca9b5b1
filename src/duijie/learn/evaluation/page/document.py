"""The page as a whole: one HTML file, no script, nothing from anywhere else."""

from collections.abc import Iterator
from html import escape

from duijie import __version__
from duijie.kernel.words import N_, Lang, say
from duijie.learn.evaluation.page import chances, sections
from duijie.learn.evaluation.page.numbers import heading
from duijie.learn.evaluation.page.style import STYLE
from duijie.learn.evaluation.page.tables import plain_table
from duijie.learn.evaluation.report import Report, ReportKind

_TITLES = {
    ReportKind.RUN: N_("Evaluation of the rankings of %(subject)s"),
    ReportKind.PAIRS: N_("Evaluation of predicted pairs: %(subject)s"),
    ReportKind.CALIBRATION: N_("Evaluation of chances: %(subject)s"),
}


def report_page(report: Report, lang: Lang) -> str:
    """Return a report as an HTML page in a language."""
    title = escape(say(lang, _TITLES[report.kind], subject=report.subject))
    language = "zh-CN" if lang == "zh" else "en"
    body = "\n".join(part for part in _parts(report, lang) if part)
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style></head>\n"
        f"<body><main>\n<h1>{title}</h1>\n{body}\n</main></body></html>\n"
    )


def _parts(report: Report, lang: Lang) -> Iterator[str]:
    yield f'<p class="quiet small">{escape(_when(report, lang))}</p>'
    yield sections.answer(report, lang)
    for note in report.notes:
        yield f'<p class="note">{escape(note.worded(lang))}</p>'
    yield from sections.figures(report, lang)
    yield from sections.comparison(report.comparison, lang)
    yield from chances.ceiling(report.ceiling, lang)
    yield from chances.levels(report, lang)
    yield from chances.reliability(report, lang)
    yield from chances.abstention(report, lang)
    yield from sections.slices(report, lang)
    yield from _how(report, lang)


def _when(report: Report, lang: Lang) -> str:
    return say(
        lang,
        "%(moment)s · %(requests)s requests, %(pairs)s judged pairs · Duijie %(version)s",
        moment=f"{report.made_at:%Y-%m-%d %H:%M}",
        requests=f"{report.requests:,}",
        pairs=f"{report.pairs:,}",
        version=__version__,
    )


def _how(report: Report, lang: Lang) -> Iterator[str]:
    yield heading(say(lang, "How it was measured"))
    if report.inputs:
        heads = (say(lang, "File"), say(lang, "Bytes"), "SHA-256")
        rows = [
            (f"{file.role}: {file.name}", f"{file.bytes:,}", file.sha256[:12])
            for file in report.inputs
        ]
        yield plain_table(heads, rows)
    settings = ", ".join(f"{name} = {value}" for name, value in report.settings.items())
    yield f'<p class="small"><code>{escape(settings)}</code></p>'
    sentence = say(
        lang,
        "Intervals are bootstrap percentiles over requests, tests are paired randomisation tests, "
        "both with a fixed seed: the same files give the same page.",
    )
    yield f'<p class="small quiet">{escape(sentence)}</p>'
