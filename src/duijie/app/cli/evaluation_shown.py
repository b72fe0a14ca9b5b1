"""What an evaluation found, on the terminal, as JSON, and in the folder that it is written to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from duijie.app.cli.terminal import Terminal
from duijie.kernel.words import N_, say

if TYPE_CHECKING:
    from duijie.learn.evaluation import Comparison, Estimate, PairedTest, PairPrediction, Report


@dataclass(slots=True)
class WrittenReport:
    """A report in its folder (已写出的评测报告), and the files beside it."""

    terminal: Terminal
    report: "Report"
    folder: Path
    files: dict[str, Path] = field(default_factory=dict)

    def tell(self, *, as_json: bool) -> None:
        """Print the report: its JSON, or a table and where the page lies."""
        terminal, lang = self.terminal, self.terminal.lang
        if as_json:
            from duijie.learn.evaluation import report_json

            files = {name: str(file) for name, file in self.files.items()}
            terminal.print_json({**report_json(self.report, lang), "files": files})
            return
        for note in self.report.notes:
            terminal.print(note.worded(lang), style="yellow")
        terminal.out.print(_table(terminal, self.report))
        if self.report.ceiling is not None and self.report.ceiling.at_most.value is not None:
            terminal.print(
                say(
                    lang,
                    "Judgements that repeat: one more judge would reach a MAE score of %(others)s, "
                    "no predictor more than %(most)s.",
                    others=_number(self.report.ceiling.by_others.value),
                    most=_number(self.report.ceiling.at_most.value),
                )
            )
        terminal.print(say(lang, "Written to %(folder)s.", folder=self.folder))
        terminal.print(say(lang, "The page: %(file)s", file=self.files["page"]), style="dim")


def write_and_keep(terminal: Terminal, report: "Report", out: Path | None) -> WrittenReport:
    """Write a report to the folder named, else to one of its own, and return it."""
    from duijie.app.evaluating import report_folder, write_report

    folder = out or report_folder(terminal.home, report.kind.value, report.made_at)
    return WrittenReport(terminal, report, folder, write_report(folder, report, terminal.lang))


def tell_predictions(
    terminal: Terminal, predictions: "Sequence[PairPrediction]", file: Path, *, as_json: bool
) -> None:
    """Say where predictions were written that there is nothing to compare with."""
    if as_json:
        terminal.print_json({"pairs": len(predictions), "files": {"predictions": str(file)}})
        return
    terminal.print(
        say(
            terminal.lang,
            "%(count)s pairs predicted. The test file says no levels, so there is nothing to "
            "measure. Written to %(file)s.",
            count=f"{len(predictions):,}",
            file=file,
        )
    )


def _table(terminal: Terminal, report: "Report") -> Table:
    from duijie.learn.evaluation import figure_label

    lang, compared = terminal.lang, report.comparison
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say(lang, N_("Figure")), overflow="fold", min_width=12)
    heads = [N_("Value"), N_("Interval (95 %)"), N_("Requests")]
    if compared is not None:
        heads = [N_("Value"), N_("Baseline"), N_("Difference"), N_("Interval (95 %)"), "p"]
    for head in heads:
        table.add_column(say(lang, head), justify="right", no_wrap=True)
    for name, found in report.figures.items():
        alone = (_number(found.value), _interval(found), f"{found.n:,}")
        cells = alone if compared is None else _compared(found, compared, name)
        table.add_row(figure_label(name, lang), *cells)
    return table


def _compared(found: "Estimate", compared: "Comparison", name: str) -> tuple[str, ...]:
    test = compared.tests[name]
    return (
        _number(found.value),
        _number(compared.figures[name].value),
        f"{test.difference:+.3f}",
        _interval(test),
        f"{test.p:.4f}",
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _interval(found: "Estimate | PairedTest") -> str:
    if found.low is None or found.high is None:
        return "–"
    return f"[{found.low:.3f}, {found.high:.3f}]"
