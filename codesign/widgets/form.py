"""Forms: the parameters of a study, and the name of the person who sits here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError

from codesign import display
from codesign.display import Html
from codesign.parameters import Parameters, Program
from codesign.widgets.columns import shown
from codesign.widgets.screen import Message, Refused, Row, Screen, now

TITLES = {
    "sector": "Sector", "data_date": "Date of the evidence", "small_group": "Smallest group shown",
    "cut_off": "Cut-off of ratings", "rule": "Rule that selects tasks",
    "sample": "Sample study", "cip": "CIP code", "noc": "NOC codes",
    "sector_titles": "Title for", "sector_short_titles": "Badge title for", "sector_roles": "Job for",
    "start_on": "First delivery",
    "review_years": "Years to review",
}  # fmt: skip
ALL = {"sector": "all sectors", "region": "all regions"}


class Form(Screen):
    """Labelled fields, each with its sentence when something is wrong with it; nothing is saved until all are right."""

    name = "form"

    def __init__(self, title: str, button: str) -> None:
        super().__init__()
        self.title, self.button = title, button

    def groups(self) -> list[Row]:
        """Return the fields in groups: title, whether it is folded, fields."""
        raise NotImplementedError

    def checked(self, values: Mapping[str, str]) -> tuple[Any, dict[str, str]]:
        """Return what the fields mean, and the sentence for each that is wrong."""
        raise NotImplementedError

    def saved(self, value: Any) -> str:
        """Save what the fields mean and return what to tell."""
        raise NotImplementedError

    def snapshot(self) -> Message:
        """Return the fields with their values."""
        return {"title": self.title, "button": self.button, "groups": self.groups()}

    def change(self, message: Message) -> Message:
        """Save the fields, or say what is wrong with each."""
        value, wrong = self.checked(message["values"])
        if wrong:
            return {"at": "", "wrong": wrong, "said": "Not saved yet: see the fields marked in red."}
        sentence = self.saved(value)
        return {"at": now(), "wrong": {}, "said": sentence, "groups": self.groups()}

    def ask(self, message: Message) -> None:
        """Say what is wrong with the fields the person has left."""
        if message.get("type") == "check":
            self.send({"type": "checked", "wrong": self.checked(message["values"])[1]})

    def static(self) -> Html:
        """Return the fields that have a value, as two lists."""
        page = Html("")
        for group in self.groups():
            lines = [
                f"{field['label']}: {_in_words(field)}" for field in group["fields"] if field["value"] not in ("", None)
            ]
            page += display.heading(group["title"]) + display.listing(lines, empty="Nothing filled in yet.")
        return page


class ParameterForm(Form):
    """The parameters of a study, checked by the schema that checks every run."""

    def __init__(
        self, parameters: Parameters, choices: Mapping[str, Sequence[str]], on_save: Callable[[dict[str, Any]], str]
    ) -> None:
        super().__init__("Parameters of the study", "Save parameters")
        self.parameters, self._choices, self._on_save = parameters, choices, on_save

    def groups(self) -> list[Row]:
        """Return what a manager changes, then the facts about the program."""
        first = self._fields(Parameters, "", self.parameters, leave_out=("program", "language"))
        program = self._fields(Program, "program.", self.parameters.program)
        return [{"title": "This study", "fields": first}, {"title": "Facts about the program", "fields": program}]

    def _fields(
        self, model: type[BaseModel], prefix: str, values: BaseModel, leave_out: Sequence[str] = ()
    ) -> list[Row]:
        fields: list[Row] = []
        for name, field in model.model_fields.items():
            value = getattr(values, name)
            if name in leave_out:
                continue
            if isinstance(value, dict):
                fields += self._by_sector(prefix + name, name, value)
            else:
                base = {
                    "name": prefix + name,
                    "label": TITLES.get(name, display.label(name)),
                    "help": field.description,
                }
                fields.append({**base, "value": _text(value), **self._kind(name, field.annotation)})
        return fields

    def _kind(self, name: str, annotation: Any) -> Row:
        if name == "study":
            return {"locked": True}
        if name in self._choices:
            first = [{"value": "", "label": ALL[name]}] if name in ALL else []
            return {"options": first + [{"value": value, "label": value} for value in self._choices[name]]}
        if get_origin(annotation) is Literal:
            return {"options": [{"value": value, "label": value} for value in get_args(annotation)]}
        if annotation is bool:
            return {"options": [{"value": value, "label": value} for value in ("no", "yes")]}
        return {}

    def _by_sector(self, place: str, name: str, values: Mapping[str, str]) -> list[Row]:
        sectors = [
            *self._choices.get("sector", ()),
            *(one for one in values if one not in self._choices.get("sector", ())),
        ]
        words = "only where it differs for a run on this sector"
        title = TITLES.get(name, display.label(name))
        return [
            {"name": f"{place}.{sector}", "label": f"{title} {sector}", "help": words, "value": values.get(sector, "")}
            for sector in sectors
        ]

    def checked(self, values: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
        """Return the parameters, and the sentence for each field that is wrong."""
        typed = self.parameters.model_dump()
        for place, text in values.items():
            _set(typed, place.split(".", 2), str(text).strip())
        try:
            Parameters.model_validate(typed)
        except ValidationError as error:
            return typed, {_place(detail): _sentence(detail) for detail in error.errors()}
        return typed, {}

    def saved(self, value: dict[str, Any]) -> str:
        """Save what differs from before."""
        before = self.parameters.model_dump()
        program = {name: new for name, new in value["program"].items() if new != before["program"][name]}
        changes = {name: new for name, new in value.items() if name != "program" and new != before[name]}
        if not changes and not program:
            return "Nothing has changed, so nothing was saved."
        sentence = self._on_save({**changes, **({"program": program} if program else {})})
        self.parameters = Parameters.model_validate(value)
        return sentence


class PersonField(Form):
    """The name of the person who sits here."""

    def __init__(self, name: str, on_save: Callable[[str], str]) -> None:
        super().__init__("Who works here", "Save name")
        self.person, self._on_save = name, on_save

    def groups(self) -> list[Row]:
        """Return the one field."""
        words = "your codings and decisions are kept under this name"
        field = {"name": "person", "label": "Your name", "help": words, "value": self.person}
        return [{"title": "You", "fields": [field]}]

    def checked(self, values: Mapping[str, str]) -> tuple[str, dict[str, str]]:
        """Return the name; it needs a letter or digit."""
        name = " ".join(str(values.get("person", "")).split())
        is_name = any(character.isalnum() for character in name)
        return name, {} if is_name else {"person": "Write your name with at least one letter or digit."}

    def saved(self, value: str) -> str:
        """Keep the name."""
        try:
            self.person = self._on_save(value)
        except ValueError as error:
            raise Refused(f"Not saved: {error}") from error
        return f"You work here as {self.person}. Run the workbook again to code under this name."


def parameter_form(
    parameters: Parameters, *, choices: Mapping[str, Sequence[str]], on_save: Callable[[dict[str, Any]], str]
) -> ParameterForm:
    """Return the form of a study's parameters.

    `choices` are the values there are for a parameter, such as the study's sectors; `on_save` gets what changed
    (facts about the program under `program`) and returns the sentence to show.
    """
    return ParameterForm(parameters, choices, on_save)


def person_field(name: str, *, on_save: Callable[[str], str]) -> PersonField:
    """Return the field for the name of the person who sits here; `on_save` returns the name as it was kept."""
    return PersonField(name, on_save)


def _text(value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(value)
    return shown(value)


def _in_words(field: Row) -> str:
    options = {option["value"]: option["label"] for option in field.get("options", [])}
    return str(options.get(field["value"], field["value"]))


def _set(values: dict[str, Any], place: Sequence[str], text: str) -> None:
    name = place[0]
    if len(place) > 1 and isinstance(values.get(name), dict) and name == "program":
        _set(values[name], place[1:], text)
    elif len(place) > 1:
        others = {key: value for key, value in values[name].items() if key != ".".join(place[1:])}
        value = _number(text, whole=False) if name == "sector_hours" else text
        values[name] = {**others, ".".join(place[1:]): value} if text else others
    else:
        values[name] = _value(values.get(name), text)


def _value(before: Any, text: str) -> Any:
    if isinstance(before, bool):
        return text == "yes"
    if isinstance(before, list):
        return [part.strip() for part in text.split(",") if part.strip()]
    if isinstance(before, (int, float)):
        return _number(text, whole=isinstance(before, int))
    return text


def _number(text: str, *, whole: bool) -> Any:
    try:
        number = float(text.replace(",", "").replace("\u00a0", "") or 0)
    except ValueError:
        return text
    return int(number) if whole and number.is_integer() else number


def _place(detail: Any) -> str:
    return ".".join(str(part) for part in detail["loc"] if not isinstance(part, int))


def _sentence(detail: Any) -> str:
    kind, context = str(detail["type"]), detail.get("ctx", {})
    if "pattern" in kind:
        place = str(detail["loc"])
        return {"noc": "Write five digits, such as 22312; commas between several.", "cip": "Write it as 15.0503."}.get(
            next((name for name in ("noc", "cip") if name in place), ""), "Write the date as YYYY-MM-DD."
        )
    if "greater" in kind or "less" in kind:
        return f"It must be {'at least' if 'ge' in context else 'at most'} {context.get('ge', context.get('le'))}."
    if kind == "string_too_long":
        return f"At most {context['max_length']} characters."
    if kind == "too_long":
        return f"At most {context['max_length']} of them."
    if kind == "literal_error":
        return f"Choose {context['expected']}."
    return (
        "Write a whole number."
        if "int" in kind
        else "Write a number."
        if "float" in kind
        else "This is not allowed here."
    )
