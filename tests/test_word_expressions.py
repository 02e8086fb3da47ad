"""What a placeholder may say: a form names things and asks whether they are there; it computes and repeats nothing."""

from __future__ import annotations

import io
import time

import docx as word_files
import proposal_trial
import pytest
from form_trial import form, with_body

from codesign import word
from codesign.errors import TemplateError


def line(typed: str, **changes: object) -> str:
    made = word.render(proposal_trial.document(**changes), form(typed))
    return word_files.Document(io.BytesIO(made)).paragraphs[0].text


@pytest.mark.parametrize(
    "typed",
    [
        "{{ title|center(50000000) }}",
        "{{ 'x'*10**9 }}",
        "{{ 'x'|center(50000000) }}",
        "{% for n in range(10**9) %}{{ n }}{% endfor %}",
        "{% for letter in title %}{{ title }}{% endfor %}",
        "{{ title|safe }}",
        "{{ title|replace('', title) }}",
        "{{ title|wordwrap(1) }}",
        "{{ title|default('x', true) }}",
        "{{ title.center(50000000) }}",
        "{{ title ~ title }}",
        "{{ title * 50000000 }}",
        "{{ [title, title]|join }}",
        "{{ title[0] }}",
        "{% set x = title %}{{ x }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% filter upper %}x{% endfilter %}",
        "{% include 'x' %}",
        "{{ hours > 40 }}",
        "{{ title.a.b }}",
        "{{ '%s'|format(title) }}",
        "{{ " + "(" * 100 + "title" + ")" * 100 + " }}",
        "{{ section.demand or title }}",
        "{{p section.demand|upper }}",
        "{% if stamp %}" * 60 + "{% endif %}" * 60,
    ],
)
def test_whatever_computes_or_repeats_is_refused_at_once_with_the_words_around_it(typed: str) -> None:
    template = form("Before.", typed)
    began = time.process_time()
    with pytest.raises(TemplateError, match="In the text"):
        word.require_fillable(template)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("{{ title|upper }}", "HYDROGEN SYSTEMS SAFETY"),
        ("{{ institution|lower }} & co", "prairie polytechnic & co"),
        ("{{ region|default('the whole province') }}", "the whole province"),
        ("{% if stamp %}Not final{% else %}Final{% endif %}", "Not final"),
        ("{% if credential == 'microcredential' and not region %}small{% endif %}", "small"),
        ("{{ title if region else unit }}", "School of Energy"),
        ("{{ author }}", "School of Energy"),
        ("{{ author|upper }} {{ “quoted” }}", "SCHOOL OF ENERGY quoted"),
    ],
)
def test_names_conditions_and_letters_are_filled(typed: str, expected: str) -> None:
    scalars = {**proposal_trial.document().scalars, "region": ""}
    assert line(typed, scalars=scalars) == expected


@pytest.mark.parametrize("value", ["A & B <c> {{ title }}", "{_{ x }_} & <b>", "\"quoted\" &amp; 'so'"])
@pytest.mark.parametrize("typed", ["{{ institution }}", "{{ institution|trim }}", "{{ institution|default('x') }}"])
def test_the_words_of_a_study_stay_as_they_are_whatever_a_form_does_with_them(value: str, typed: str) -> None:
    assert line(typed, scalars={"institution": value}) == value


def test_letters_change_in_words_and_not_in_marks() -> None:
    assert line("{{ institution|upper }}", scalars={"institution": "A {_{ & b"}) == "A {_{ & B"


def test_a_condition_that_would_tear_a_table_is_refused() -> None:
    cell = "<w:p><w:r><w:t>{% if stamp %}</w:t></w:r></w:p>"
    table = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>"
    template = with_body(table + "<w:p><w:r><w:t>{% endif %}</w:t></w:r></w:p>")
    with pytest.raises(TemplateError, match="begins in one table cell or text box"):
        word.require_fillable(template)


def test_a_condition_over_paragraphs_is_kept_whole() -> None:
    made = word.render(proposal_trial.document(stamp=""), form("a {% if stamp %}b", "c", "d{% endif %} e"))
    assert word_files.Document(io.BytesIO(made)).paragraphs[0].text == "a  e"
