"""Which of PostgreSQL's stemmers a language has, and the SQL that takes words to their stems."""

from __future__ import annotations

_STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""Snowball's, which come with PostgreSQL 15 and later; another language is compared word by word."""

# The Arabic stemmer leaves the article where "and", "by", "like" or "for" is written before it.
_STEM = {
    "ar": "(ts_lexize('arabic_stem', regexp_replace(lexeme, '^[وفبك]?(ال|لل)', '')))[1]",
}


def stem_sql(language: str) -> str:
    """An SQL expression over `lexeme`: its stem, or NULL for a stop word. Holds nothing that came from outside."""
    primary = language.lower().partition("-")[0]
    if primary in _STEM:
        return _STEM[primary]
    stemmer = _STEMMERS.get(primary)
    return f"(ts_lexize('{stemmer}_stem', lexeme))[1]" if stemmer else "lexeme"
