"""The page of an evaluation (评测页面): one HTML file that needs nothing else."""

from duijie.learn.evaluation.page.document import report_page

__all__ = ["report_page"]
