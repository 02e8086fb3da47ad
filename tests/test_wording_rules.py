"""What an experienced facilitator would send back is remarked on, and what they would write is left alone."""

from __future__ import annotations

import time

import pytest

from codesign.wording import task_remarks

BAD = {
    "V1": [
        "Installing guard rails",
        "Inspects fire doors",
        "To calibrate a scale",
        "Trainees will splice cable",
        "Technicians must vent the line",
        "Filters are changed every month",
        "The conveyor belt is tracked",
        "Do not leave rags on benches",
    ],
    "N1": [
        "Safe handling of chlorine",
        "Installation of heat pumps",
        "Maintenance of pumps",
        "Repair of hand rails",
        "Set up of the stage",
        "Proper use of ladders",
        "Equipment inspection",
        "Communication with suppliers",
        "Fire prevention",
        "Hydrogen safety",
        "Micrometer",
        "Torque wrench",
        "Oscilloscope, probes and leads",
        "CNC controller",
        "Guest satisfaction",
        "Setup of the stage",
        "Lockout/tagout",
        "First aid",
    ],
    "N2": [
        "Good attitude",
        "Teamwork",
        "Be punctual",
        "Show initiative",
        "Maintain a positive attitude",
        "Strong work ethic",
        "Lead by example",
        "Work as part of a team",
        "Foster a culture of safety",
    ],
    "V2": [
        "Understand load charts",
        "Knowledge of pipe grades",
        "Good knowledge of plumbing",
        "Able to climb towers",
        "Must be able to read drawings",
        "The learner will be able to weld pipe",
        "Familiar with crane signals",
        "Familiarity with spreadsheets",
        "Understanding of hydraulics",
        "Experience with robots",
        "Basic computer skills",
        "Maintain knowledge of new codes",
        "Willing to travel",
        "Responsible for the tool crib",
        "Is responsible for the tool crib",
        "Assist in unloading",
        "Involved in planning",
        "Perform other duties as assigned",
    ],
    "V3": ["Ensure site safety", "Oversee the paint shop", "Use a multimeter", "Manage operations"],
    "Q1": [
        "Effectively greet clients",
        "Greet clients effectively",
        "Stack lumber properly on racks",
        "Neatly and quickly wrap gifts",
        "Change filters as required",
        "Wipe tables, counters, etc.",
        "Answer calls in a timely manner",
    ],
    "B1": [
        "Scrape and paint railings",
        "Bleed the brakes, then test them",
        "Read meters and send the readings in",
    ],
    "L1": ["Weld", "Check every one of the tyres on the truck"],
}
"""Faults by rule, in words of our own."""
GOOD = [
    "Torque wheel nuts to specification",
    "Label tanks as required by law",
    "Stock shelves as required under the contract",
    "Add water as needed to keep the level",
    "Drill a water well",
    "Lock out and tag out conveyors",
    "Start up the boiler",
    "Test start and stop controls",
    "Inspect hoses and fittings",
    "Using a torch, solder copper joints",
    "Use a spotter to back up trucks",
    "Tack-weld pipe joints",
    "Bus tables",
    "Service elevators",
    "Program controllers",
    "Staff the front desk",
    "Handle customer complaints",
    "Schedule maintenance with the dispatcher",
    "Analyse water samples for chlorine",
    "Feel bearings for heat",
    "Control animal movement",
    "Research recycling routes",
    "License the use of photographs",
    "Use radar to set courses",
]
BAD_IN_FRENCH = {
    "V1": [
        "Installez les garde-corps",
        "Inspecte les portes coupe-feu",
        "Les filtres sont changés",
        "Les apprentis souderont",
    ],
    "N1": ["Manipulation sécuritaire du chlore", "Installation de thermopompes", "Entretien des pompes", "Micromètre"],
    "N2": ["Bonne attitude", "Esprit d’équipe", "Être ponctuel", "Être à l’heure", "Travailler en équipe"],
    "V2": [
        "Connaissance des grues",
        "Connaître les grues",
        "Être capable de grimper",
        "L’étudiante sera en mesure de souder",
        "Responsable de l’atelier",
        "Participer à la planification",
    ],
    "V3": ["Assurer la propreté des lieux", "Utiliser des outils manuels"],
    "Q1": ["Accueillir efficacement les clients", "Changer les filtres au besoin", "Essuyer les tables, etc."],
    "B1": ["Gratter et peindre les rampes", "Purger les freins, puis les essayer"],
    "L1": ["Souder", "Vérifier chacun des pneus de la remorque avant chaque départ"],
}
GOOD_IN_FRENCH = [
    "Étiqueter le réservoir tel que requis par règlement",
    "Cadenasser et étiqueter le convoyeur",
    "Mettre à jour le registre d’entretien",
    "Utiliser un palan pour lever le moteur",
    "Régler le débit d’air",
    "Vérifier les boyaux et les raccords",
    "S’inscrire au registre des visiteurs",
    "Prélever l’eau à analyser",
]


def rules(label: str, statement: str = "", language: str = "en-CA") -> set[str]:
    return {rule for rule, level, _ in task_remarks(label, statement, language=language) if level != "info"}


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in BAD.items() for text in texts])
def test_a_fault_is_named_by_its_rule(rule: str, text: str) -> None:
    assert rule in rules(text)


@pytest.mark.parametrize("text", GOOD)
def test_a_good_label_is_left_alone(text: str) -> None:
    assert rules(text) == set()


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in BAD_IN_FRENCH.items() for text in texts])
def test_a_fault_in_french_is_named_by_its_rule(rule: str, text: str) -> None:
    assert rule in rules(text, language="fr-CA")


@pytest.mark.parametrize("text", GOOD_IN_FRENCH)
def test_a_good_label_in_french_is_left_alone(text: str) -> None:
    assert rules(text, language="fr-CA") == set()


def sentence(text: str, language: str = "en-CA") -> str:
    return task_remarks(text, language=language)[0][2]


def test_a_remark_says_what_to_do_with_the_words_as_they_were_typed() -> None:
    assert sentence("Safe handling of chlorine").endswith("begin with the verb, “Handle …”.")
    assert sentence("Inspects fire doors") == "It begins with “Inspects”; write the plain verb, “Inspect”."
    assert "“Must be able” cannot be watched" in sentence("Must be able to read drawings")
    assert "“Scrape” and “paint”" in sentence("Scrape and paint railings")
    assert "« vérifier »" in sentence("Connaître les grues", "fr-CA")
    assert "“Entretenir …”" in sentence("Entretien des pompes", "fr-CA")


def test_a_label_beside_a_statement_is_asked_to_name_one_act_too() -> None:
    statement = "Hold a tank of chlorine upright while it is moved to the store"
    remark = task_remarks("Safe handling of chlorine", statement)
    assert [rule for rule, _, _ in remark] == ["N1"]
    assert remark[0][2].startswith("The label: ")


def test_what_is_wrong_with_both_is_said_once() -> None:
    remarks = task_remarks("Scrape and paint railings", "Scrape and paint the railings of the upper deck each spring")
    assert [rule for rule, _, _ in remarks] == ["B1"]


def test_labels_and_statements_have_lengths_of_their_own() -> None:
    assert rules("Check the tyres", "Check the tyres of the truck for wear before each trip") == set()
    assert rules("Check the tyres", "Check the tyres") == {"L1"}
    assert rules("Check the tyres of the truck for wear before trips", "Check tyres of the truck for wear daily") == {
        "L1"
    }
    assert rules("Check the tyres", "Check the tyres " + "of the truck " * 8) == {"L1"}


def test_what_may_be_right_is_info_and_never_a_warning() -> None:
    for text in ("Flurb the lines", "Select relevant drawings", "Coordinate lifts with the crane crew"):
        assert {level for _, level, _ in task_remarks(text)} == {"info"}


def test_a_task_is_judged_while_it_is_typed() -> None:
    task_remarks("Install pumps", language="en-CA")
    statement = "Install the pump, align it to the motor, and test it under load as required by the maker of the pump"
    start = time.process_time()
    for _ in range(100):
        task_remarks("Install and test a pump", statement)
    assert (time.process_time() - start) / 100 < 0.005
