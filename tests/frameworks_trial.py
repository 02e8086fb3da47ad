"""Made-up files of occupational frameworks with the headings of the published ones; no row of them is real."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from codesign import spreadsheets, taxonomies
from codesign.taxonomies import Arrived, Finder, Library, Part

NOC = """\ufeffLevel,Hierarchical structure,Code - NOC 2021 V1.0,Class title,Class definition
1,Broad Category,0,Invented senior jobs,Jobs at the top.
2,Major Group,00,Invented senior jobs,Jobs at the top.
5,Unit Group,00019,Invented senior managers,Invented senior managers plan and direct.
5,Unit Group,72990,Heat pump fitters,Heat pump fitters install and mend heat pumps in houses.
5,Unit Group,72991,Kiln electricians,Kiln electricians wire kilns and furnaces.
"""
NOC_FRENCH = """\ufeffNiveau,Structure hiérarchique,Code dela CNP 2021 v1.0,Titres de classes,Définitions de la classe
5,Groupe de base,72990,Monteurs/monteuses de thermopompes,Ils installent des thermopompes.
5,Groupe de base,72991,Électriciens/électriciennes de fours,Ils câblent des fours.
"""
NOC_ELEMENTS = """\ufeffLevel,Code - NOC 2021 V1.0,Class title,Element Type Label English,Element Description English
5,72991,Kiln electricians,Illustrative example(s),furnace wirer
5,72991,Kiln electricians,Main duties,This group performs some or all of the following duties:
5,72991,Kiln electricians,Main duties,Wire kilns to the drawing
5,72991,Kiln electricians,Exclusion(s),Heat pump fitters (72990)
"""
TEER = "NOC,NOC Title,TEER,TEER Category\n19,Invented senior managers,0,Management\n72990,Heat pump fitters,2,College\n"
OASIS_LABELS = "\ufeffOaSIS profile code,Label\n72990.00,Heat pump fitters\n72991.01,Kiln electricians of the north\n"
OASIS_LEADS = "OaSIS profile code,Lead statement\n72991.01,They wire kilns in the north.\n"
OASIS_DUTIES = """\ufeffOaSIS profile code,Main duties
72990,Install heat pumps and connect their refrigerant lines
72990,Commission heat pumps and record their readings
72990,May estimate the cost of repairs
72991.1,Wire kilns
"""
OASIS_TITLES = """\ufeffOaSIS profile code,Concordance number,Job title type,Job title text\r
72990.00,1,Example,geothermal fitter\r
72990.00,2,Index,heat pump mechanic\r
"""
OASIS_SKILLS = (
    "\ufeffOaSIS Code - Final,OaSIS Label - Final,Writing  ,\u00a0 Setting\u00a0up\n72990.00,Heat pump fitters,0,4\n"
)
OASIS_GUIDE = "Code,Name,Structure type,Category,Description\nA01,Setting up,Descriptor,Skills,To set things up.\n"
ONET_OCCUPATIONS = [
    ("O*NET-SOC Code", "Title", "Description"),
    ("49-9999.01", "Heat Pump Installers", "Install heat pumps."),
    ("49-9999.02", "Kiln Wirers", "Wire kilns."),
]
ONET_TASKS = [
    ("O*NET-SOC Code", "Title", "Task ID", "Task", "Task Type", "Incumbents Responding", "Date", "Domain Source"),
    ("49-9999.01", "Heat Pump Installers", 901, "Charge refrigerant lines.", "Core", 20, "08/2024", "Incumbent"),
    ("49-9999.01", "Heat Pump Installers", 902, "Sweep the van.", "Supplemental", 20, "08/2023", "Incumbent"),
    ("49-9999.01", "Heat Pump Installers", 903, "Explain controls to owners.", None, None, "05/2020", "Analyst"),
]
ONET_RATINGS = "\n".join(
    "\t".join(cells)
    for cells in [
        ("O*NET-SOC Code", "Task ID", "Scale ID", "Category", "Data Value", "N", "Standard Error", "Lower CI Bound",
         "Upper CI Bound", "Recommend Suppress", "Date", "Domain Source"),
        ("49-9999.01", "901", "FT", "1", "20.00", "20", "1", "1", "1", "N", "08/2024", "Incumbent"),
        ("49-9999.01", "901", "IM", "n/a", "4.20", "20", "1", "1", "1", "N", "08/2024", "Incumbent"),
        ("49-9999.01", "901", "RT", "n/a", "88.00", "20", "1", "1", "1", "N", "08/2024", "Incumbent"),
        ("49-9999.01", "902", "IM", "n/a", "1.10", "20", "1", "1", "1", "Y", "08/2024", "Incumbent"),
    ]
)  # fmt: skip
ONET_TECHNOLOGY = (
    "O*NET-SOC Code,Title,Example,Commodity Code,Commodity Title,Hot Technology,In Demand\n"
    "49-9999.01,Heat Pump Installers,LoadCalc,431,Analytical software,N,N\n"
)
ONET_READ_ME = "O*NET 29.3 Database\nMay 2025 Release\n"
ESCO_OCCUPATIONS = (
    "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,regulatedProfessionNote,"
    "scopeNote,definition,inScheme,description,code\n"
    'Occupation,http://e/o1,7127,heat pump worker,"pump hand\nheat engineer\n",,released,2022-03-01T10:00:00Z,,,,,'
    "Workers who place heat pumps.,7127.9\n"
)
ESCO_SKILLS = (
    "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,scopeNote,"
    "definition,inScheme,description\n"
    "KnowledgeSkillCompetence,http://e/s1,skill/competence,occupation-specific,place heat pumps,,,released,,,,,\n"
    "KnowledgeSkillCompetence,http://e/s2,knowledge,cross-sector,thermodynamics,,,released,,,,,\n"
)
ESCO_RELATIONS = (
    "occupationUri,relationType,skillType,skillUri\n"
    "http://e/o1,essential,skill/competence,http://e/s1\nhttp://e/o1,optional,knowledge,http://e/s2\n"
)
SKILLS_FOR_SUCCESS = "Skills for Success,Definition,Components\nNumeracy,To work with numbers.,Measuring\n"


def sheet(rows: Sequence[Sequence[object]]) -> bytes:
    """Return rows as an .xlsx file."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def files() -> Mapping[str, bytes]:
    """Return one file of each kind by a name that tells nothing of what it is."""
    texts = (
        NOC, NOC_ELEMENTS, TEER, OASIS_LABELS, OASIS_LEADS, OASIS_DUTIES, OASIS_TITLES, OASIS_SKILLS, OASIS_GUIDE,
        ONET_TECHNOLOGY, ESCO_OCCUPATIONS, ESCO_SKILLS, ESCO_RELATIONS, SKILLS_FOR_SUCCESS,
    )  # fmt: skip
    tables = {f"file{number:02}.csv": text.encode() for number, text in enumerate(texts)}
    sheets = {"sheet1.xlsx": sheet(ONET_OCCUPATIONS), "sheet2.xlsx": sheet(ONET_TASKS)}
    return {**tables, **sheets, "tabs.txt": f"{ONET_RATINGS}\n".encode()}


def write_files(folder: Path) -> Path:
    """Write one file of each kind into a folder, and the text beside them that states O*NET's version."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (folder / name).write_bytes(content)
    (folder / "about.txt").write_text(ONET_READ_ME, encoding="utf-8")
    return folder


def part(text: str, version: str = "") -> Part:
    """Return what a file says whose text is given."""
    rows = spreadsheets.read_rows("given.csv", text.encode())
    seen = taxonomies.recognised(list(rows[0]))
    assert seen is not None, taxonomies.why_none(list(rows[0]))
    return taxonomies.part_of(seen, rows, version)


def library(*texts: str) -> Library:
    """Return the library of some files."""
    return Library(Arrived(one, one.version) for one in map(part, texts))


def finder(*texts: str) -> Finder:
    """Return the search through some files."""
    return Finder(library(*texts))
