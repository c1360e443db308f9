"""The language in which figures and tables are shown, chosen once: both are always drawn and saved in both."""

import os

LANGUAGES = ("en", "zh")
_chosen = os.environ.get("REPORT_LANGUAGE", "en")


def choose_language(language: str) -> None:
    """Show figures and tables in this language, `en` or `zh`, from here on. Raises ValueError for any other."""
    global _chosen
    if language not in LANGUAGES:
        raise ValueError(f"a language is en or zh, not {language!r}")
    _chosen = language


def chosen_language() -> str:
    """The language chosen: `en`, unless chosen otherwise here or by REPORT_LANGUAGE."""
    return _chosen
