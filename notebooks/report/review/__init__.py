"""Review the suggested coding of a report: `Review` holds it and saves every step, `show_panel` is its face in JupyterLab."""

from report.review.review import Review

__all__ = ["Review"]
