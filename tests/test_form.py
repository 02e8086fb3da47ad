"""Forms: only what differs is saved, and each wrong field has its sentence."""

from __future__ import annotations

from typing import Any

import pytest
from store_trial import Browser

from codesign import parameters, widgets


@pytest.fixture
def form() -> tuple[Browser, list[dict[str, Any]]]:
    saved: list[dict[str, Any]] = []
    start = parameters.Parameters(
        study="clean", program=parameters.Program(noc=["22312"], sector_titles={"retrofit": "R"})
    )

    def save(changes: dict[str, Any]) -> str:
        saved.append(changes)
        return "Saved in study.yaml."

    screen = widgets.parameter_form(start, choices={"sector": ["hydrogen", "retrofit"]}, on_save=save)
    return Browser(screen), saved


def test_only_what_differs_is_saved(form: tuple[Browser, list[dict[str, Any]]]) -> None:
    browser, saved = form
    values = {
        "sector": "hydrogen",
        "small_group": "5",
        "program.noc": "22312, 00012",
        "program.sector_titles.hydrogen": "H",
        "program.sector_titles.retrofit": "R",
    }
    assert browser.change(action="save", values=values)["said"] == "Saved in study.yaml."
    program = {"noc": ["22312", "00012"], "sector_titles": {"retrofit": "R", "hydrogen": "H"}}
    assert saved == [{"sector": "hydrogen", "program": program}]
    assert browser.change("m2", action="save", values=values)["said"].startswith("Nothing has changed")


def test_hours_for_one_sector_are_saved_as_a_number(form: tuple[Browser, list[dict[str, Any]]]) -> None:
    browser, saved = form
    assert browser.change(action="save", values={"program.sector_hours.hydrogen": "42.5"})["said"]
    assert saved[0]["program"]["sector_hours"] == {"hydrogen": 42.5}


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("small_group", "2", "It must be at least 3."),
        ("small_group", "many", "Write a whole number."),
        ("cut_off", "x", "Write a number."),
        ("program.noc", "223", "Write five digits"),
        ("program.cip", "15", "Write it as 15.0503."),
        ("data_date", "May", "Write the date as YYYY-MM-DD."),
        ("program.short_title", "x" * 41, "At most 40 characters."),
        ("program.hours", "-1", "It must be at least 0."),
    ],
)
def test_each_wrong_field_has_its_own_sentence(
    form: tuple[Browser, list[dict[str, Any]]], name: str, text: str, sentence: str
) -> None:
    browser, saved = form
    wrong = browser.change(action="save", values={name: text})["wrong"]
    assert wrong[name].startswith(sentence)
    browser.say({"type": "check", "values": {name: text}})
    assert browser.last("checked")["wrong"] == wrong
    assert saved == []


def test_the_form_offers_every_parameter_of_the_schema(form: tuple[Browser, list[dict[str, Any]]]) -> None:
    fields = [field["name"] for group in form[0].last("snapshot")["groups"] for field in group["fields"]]
    known = {name.split(".")[1] if name.startswith("program.") else name for name in fields}
    assert known == (set(parameters.names()) | set(parameters.program_names())) - {"program", "language"}


def test_a_persons_name_needs_a_letter() -> None:
    browser = Browser(widgets.person_field("Ana", on_save=str.title))
    assert browser.change(action="save", values={"person": " - "})["wrong"]
    assert "You work here as Bo Lee." in browser.change("m2", action="save", values={"person": "bo lee"})["said"]
