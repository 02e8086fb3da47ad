"""Words for people outside the team, in English and French: one gettext catalogue a language."""

from codesign.languages.catalogue import LANGUAGES, Language, language

__all__ = ["LANGUAGES", "Language", "language"]
