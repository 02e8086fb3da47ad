"""The commands: each makes one thing, says so in plain words, and exits with 0 only when the thing was made."""

from __future__ import annotations

import io
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from codesign import __version__
from codesign.errors import CodesignError, StudyError
from codesign.phrases import count_of

if TYPE_CHECKING:
    from codesign.intake import ImportReport
    from codesign.runs import RunResult
    from codesign.study import Study
    from codesign.workbook import Workbook

FILES = click.Path(exists=True, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)


class Plain(click.Group):
    """A group of commands that tells what went wrong in sentences, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; exit with 1 when it could not do what was asked."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")  # a Windows code page lacks letters that names and quotes have
        try:
            return super().invoke(ctx)
        except CodesignError as error:
            click.echo(str(error), err=True)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except KeyboardInterrupt:
            click.echo("\nStopped. What was saved before is safe; the same command again does the rest.", err=True)
            raise click.exceptions.Exit(130) from None
        except Exception:  # noqa: BLE001 - the last place where a fault can become a sentence
            click.echo(_fault(traceback.format_exc()), err=True)
        raise click.exceptions.Exit(1)


@click.group(cls=Plain, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="workbook")
def main() -> None:
    """Design a program with employers: from interviews to a proposal that can be checked line by line.

    A study is a folder in interview_data: give its name, or the path of a folder.

    \b
    The way from nothing to a proposal:
      workbook new wind-energy
      workbook import wind-energy interviews/*.docx
      workbook open wind-energy
      workbook run wind-energy
    """  # noqa: D301


@main.command()
@click.argument("name")
def new(name: str) -> None:
    """Make an empty study with a codebook for employer interviews.

    \b
    Example:  workbook new wind-energy
    """  # noqa: D301
    from codesign.study import Study
    from codesign.study.person import slug

    root = _root()
    short = slug(name)
    if not short:
        raise StudyError(
            f"“{name}” cannot be the name of a folder. Use the letters a to z, digits and hyphens. Nothing was made."
        )
    study = Study.create(root / "interview_data" / short, root / "templates" / "study")
    click.echo(f"Made the study {_shown(study.folder)} with a codebook of {len(study.read()['codes'])} codes.")
    click.echo(f"Next: workbook import {short} FILES, then fill in participants.csv and workbook open {short}.")


@main.command("import")
@click.argument("study")
@click.argument("files", nargs=-1, required=True, type=FILES)
@click.option("--participant", default="", metavar="ID", help="Who was interviewed, when one interview is imported.")
@click.option("--author-texts", is_flag=True, help="Take what was typed into the author boxes of a proposal in Word.")
@click.option(
    "--author", default="", metavar="NAME", help="Who wrote the author texts; asked for where it is left out."
)
@click.option("--sector", default="", help="The sector the author texts are for, or all: where the file does not say.")
@click.option(
    "--as",
    "kind",
    type=click.Choice(["ratings", "survey", "postings"]),
    help="The file is a table of a survey program or job board: what it holds. Postings may be texts too.",
)
@click.option("--columns", default="", metavar="OURS=THEIRS,...", help="Which column of a table is which.")
@click.option("--words", default="", metavar="ANSWER=NUMBER,...", help="What answers in words mean, from 1 to 5.")
@click.option("--preview", is_flag=True, help="Only tell how a table would be read.")
@click.option("--correct", default="", metavar="ID", help="The file is a corrected text of this transcript.")
@click.option("--another-text", is_flag=True, help="Take a corrected text although most of its words are others.")
@click.option("--taxonomy", is_flag=True, help="The files, or folders of files, are of NOC, OaSIS, O*NET or ESCO.")
@click.option(
    "--taxonomy-version", default="", metavar="VERSION", help="The version of a framework whose files do not state one."
)
def import_(
    study: str,
    files: Sequence[Path],
    participant: str,
    author_texts: bool,
    author: str,
    sector: str,
    columns: str,
    words: str,
    preview: bool,
    kind: str | None,
    correct: str,
    another_text: bool,
    taxonomy: bool,
    taxonomy_version: str,
) -> None:
    """Bring interviews and tables into a study.

    The originals are kept as they are. Interviews: .docx .odt .rtf .pdf .txt .md .vtt .srt.
    Tables: .csv .xlsx, named after the table. Work from other programs: .qdpx and .qdc (REFI-QDA), and
    tables of coded passages or codes, such as Taguette's.

    An interview whose file is numbered, such as INT-07.docx, keeps its number; any other gets the next one,
    as a file's name may tell who spoke.

    Job postings come in with --as postings: tables with one a row, or a folder of texts, Word and PDF files, as
    often as you like. What is there already is not taken in twice.

    A corrected text is kept beside the earlier one. Codings move with their words; those whose words are not the very
    same wait in workbook 01 until somebody decides, and count nowhere until then.

    Answers of Microsoft Forms, Google Forms, LimeSurvey or Qualtrics, and postings of a job board, come in with --as.
    What each column holds is told by its heading, and by what was chosen last time for the same survey; what is not
    plain stays out until you say it. No name or address of a respondent is kept.

    With --taxonomy come files of occupational frameworks, as they are published: NOC 2021, OaSIS, O*NET, ESCO, Skills
    for Success. Occupations are then searched and linked in workbook 03.

    \b
    Examples:  workbook import wind-energy interviews/*.docx
               workbook import wind-energy ratings.csv
               workbook import wind-energy forms.xlsx --as ratings --preview
               workbook import wind-energy forms.xlsx --as ratings --columns "importance A1=C,employer=D"
               workbook import wind-energy --taxonomy noc_2021 onet_29_3
               workbook import wind-energy project.qdpx
               workbook import wind-energy highlights.csv --columns quote=Content,code=Tag --preview
               workbook import wind-energy --as postings collected/ june.xlsx
               workbook import wind-energy --correct INT-07 corrected.docx
               workbook import wind-energy outputs/wind-energy/all-sectors/proposal.docx --author-texts
    """  # noqa: D301
    from codesign.cli.assignments import chosen_columns
    from codesign.intake import import_files, preview_files

    opened = _study(study)
    beside = {"--participant": participant, "--as": kind, "--columns": columns, "--preview": preview}
    _refuse_beside({"--words": words}, {"any other use than --as": not kind})
    _refuse_beside({"--author-texts": author_texts}, {**beside, "--correct": correct, "--another-text": another_text})
    _refuse_beside({"--correct": correct}, beside)
    _refuse_beside({"--as": kind}, {"--participant": participant, "--another-text": another_text})
    others = {**beside, "--author-texts": author_texts, "--correct": correct, "--another-text": another_text}
    _refuse_beside({"--taxonomy": taxonomy}, others)
    _refuse_without("--taxonomy", taxonomy, {"--taxonomy-version": taxonomy_version})
    _refuse_without("--author-texts", author_texts, {"--sector": sector, "--author": author})
    if kind == "postings" and not preview:
        _take_postings(opened, _expanded(files), chosen_columns(columns))
        return
    if taxonomy:
        from codesign.cli.frameworks import take_in_taxonomies

        take_in_taxonomies(opened, files, taxonomy_version, _tell_report)
        return
    if author_texts:
        from codesign.cli.typed_texts import take_in

        for path in files:
            take_in(opened, path, sector, author)
        return
    _refuse_beside({"--preview": preview}, {"--participant": participant})
    if kind:
        from codesign.cli.mapped_tables import take_tables

        take = partial(take_tables, kind=kind, columns=columns, words=words, preview=preview)
    elif preview:
        take = partial(preview_files, columns=chosen_columns(columns))
    elif correct or another_text:
        take = partial(_correction, transcript_id=correct, another_text=another_text)
    else:
        take = partial(import_files, participant_id=participant, columns=chosen_columns(columns), tell=_tell_report)
    reports = take(opened, _expanded(files))
    for report in reports if take.func is not import_files else ():
        _tell_report(report)
    refused = sum(not report.is_in for report in reports)
    done = "would come in. Nothing was changed: leave --preview out to bring them in" if preview else "came in"
    click.echo(f"{len(reports) - refused} of {len(reports)} files {done}.")
    if refused or not reports:
        raise click.exceptions.Exit(1)


@main.command()
@click.argument("study")
def check(study: str) -> None:
    """List what is wrong or unfinished in a study.

    Unfinished things do not stop a run. The exit code is 1 when something is wrong.

    \b
    Example:  workbook check clean-energy
    """  # noqa: D301
    opened = _study(study)
    problems = opened.problems()
    wrong = [str(problem) for problem in problems if problem.level == "error"]
    _listed("Wrong", wrong)
    _listed("Chosen differently by two people", [str(conflict) for conflict in opened.conflicts()])
    dangling = [str(problem) for problem in problems if problem.level != "error"]
    _listed("Unfinished", dangling + ([] if wrong else _unfinished(opened)))
    if wrong:
        raise click.exceptions.Exit(1)
    click.echo(f"{opened.name}: nothing is wrong; it can be run.")


@main.command()
@click.argument("study")
@click.option("--sector", help="Only evidence of this sector.")
@click.option("--each-sector", is_flag=True, help="One run for each sector of the study, one after the other.")
@click.option("--region", help="Only evidence of this region.")
@click.option("--credential", help="What is proposed: microcredential, certificate, ...")
@click.option("--edition", type=click.Choice(["committee", "public"]), help="Who reads it.")
@click.option("--small-group", type=int, help="Groups smaller than this are not broken down.")
@click.option("-p", "--parameter", "assignments", multiple=True, metavar="NAME=VALUE", help="Any other parameter.")
@click.option(
    "--engine",
    type=click.Choice(["auto", "forked", "kernel"]),
    default="auto",
    show_default=True,
    help="How the workbooks are run; the result is the same.",
)
@click.option("--output", type=FOLDER, help="Folder for what is made.")
def run(
    study: str, each_sector: bool, assignments: Sequence[str], engine: Any, output: Path | None, **named: Any
) -> None:
    """Run the seven workbooks and make the proposal.

    \b
    Examples:  workbook run clean-energy
               workbook run clean-energy --sector hydrogen --edition public
               workbook run clean-energy -p program.hours=40 -p program.noc=22310,72400
    """  # noqa: D301
    from codesign import runs
    from codesign.cli.assignments import assigned
    from codesign.coding import sectors

    changes = {**assigned(assignments), **{name: value for name, value in named.items() if value is not None}}
    _refuse_beside({"--each-sector": each_sector}, {"--sector": "sector" in changes})
    opened = _study(study)
    failed = []
    for sector in sectors(opened.read()) if each_sector else [""]:
        chosen = {**changes, "sector": sector} if sector else changes
        place = output / sector if output and sector else output
        try:
            result = runs.run(
                opened.folder, root=opened.root, changes=chosen, output=place, engine=engine, progress=_tell_progress
            )
        except CodesignError as error:
            if not each_sector:
                raise
            click.echo(f"{sector}: {error}", err=True)
            failed.append(sector)
            continue
        _tell_result(result)
        failed += [] if result.ok else [sector]
    if failed and each_sector:
        click.echo(f"Not made: {', '.join(failed)}. Each sector was tried.", err=True)
    if failed:
        raise click.exceptions.Exit(1)


@main.command("open")
@click.argument("study", required=False)
def open_(study: str | None) -> None:
    """Open the workbooks in JupyterLab, on this computer only.

    A workbook that is opened runs itself; one whose code somebody changed says so instead.
    With a study, its own copies of the workbooks are opened; they hold no data and can be made again.

    \b
    Examples:  workbook open
               workbook open wind-energy
    """  # noqa: D301
    from codesign import lab
    from codesign.runs.copies import workbook_copies

    opened = _study(study) if study else None
    root = opened.root if opened else _root()
    start = workbook_copies(opened.folder, root) if opened else lab.START
    click.echo("JupyterLab opens in your browser. To stop it, come back here and press Ctrl+C.")
    raise click.exceptions.Exit(lab.open_lab(root, start))


@main.command()
@click.argument("study")
@click.option("--sector", default="", help="Only evidence of this sector.")
@click.option("--region", default="", help="Only evidence of this region.")
@click.option("--to", "folder", type=FOLDER, help="Folder for the tables; without it outputs/STUDY/export.")
@click.option("--codings", type=FILE, metavar="FILE", help="Only all codings with their words, as .csv or .xlsx.")
@click.option("--codebook", type=FILE, metavar="FILE", help="Only the codebook, as .qdc, .csv or .xlsx.")
@click.option("--refi", type=FILE, metavar="FILE", help="Only a REFI-QDA project, as .qdpx: texts, codes and codings.")
@click.option(
    "--analysis",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Only the tables of the analysis, as .xlsx, or in a folder as .csv.",
)
@click.option(
    "--employer-workbooks",
    "employers",
    type=FOLDER,
    metavar="FOLDER",
    help="Only a workbook for each rater to fill in.",
)
@click.option(
    "--language", type=click.Choice(["en-CA", "fr-CA"]), help="The language of employer workbooks: en-CA, or fr-CA."
)
def export(
    study: str,
    sector: str,
    region: str,
    folder: Path | None,
    employers: Path | None,
    language: str | None,
    **files: Path | None,
) -> None:
    """Write a study's tables, or files for other programs.

    The tables, as tables.xlsx and a .csv each, have what the team decided, and what follows from it: counts, task
    selection, evidence.

    Employer workbooks ask each rater of the study, and each interviewed employer without one, about the tasks of the
    chart. Send the files as they are, and bring back what returns: workbook import STUDY returned/*.xlsx

    \b
    Examples:  workbook export clean-energy --to tables-for-review
               workbook export clean-energy --codings codings.xlsx --codebook codes.qdc
               workbook export clean-energy --refi project.qdpx
               workbook export clean-energy --analysis analysis.xlsx --sector hydrogen
               workbook export clean-energy --employer-workbooks to-send --sector hydrogen --language fr-CA
    """  # noqa: D301
    from codesign.workbook import Workbook
    from codesign.workbook.published_tables import write_tables

    opened = _study(study)
    _refuse_beside({f"--{kind}": path for kind, path in files.items()}, {"--to": folder})
    others = {f"--{kind}": path for kind, path in {**files, "to": folder, "region": region}.items()}
    _refuse_beside({"--employer-workbooks": employers}, others)
    if language and not employers:
        raise StudyError("--language is for --employer-workbooks only: leave it out. Nothing was written.")
    if employers:
        from codesign.cli.employers import make

        make(opened, employers, sector, language or "en-CA")
        return
    analysis = files.pop("analysis", None)
    _refuse_beside({f"--{kind}": path for kind, path in files.items()}, {"--sector": sector, "--region": region})
    if analysis:
        _export_analysis(Workbook(opened, {"sector": sector, "region": region}, opened.root), analysis.absolute())
    _export_files(opened, files)
    if analysis or any(files.values()):
        return
    root = opened.root
    target = (folder or root / "outputs" / opened.name / "export").absolute()
    work = Workbook(opened, {"sector": sector, "region": region, "output": str(target)}, root)
    names = write_tables(work, work.facts)
    click.echo(f"Wrote {len(names)} tables to {_shown(target)}: tables.xlsx, and one .csv each in tables.")


# what the commands share --------------------------------------------------------------------------------


def _refuse_beside(options: Mapping[str, object], others: Mapping[str, object]) -> None:
    """Refuse options that would be ignored beside others, before anything is written."""
    given, ignored = ([name for name, value in some.items() if value] for some in (options, others))
    if given and ignored:
        raise StudyError(
            f"{' and '.join(ignored)} would be ignored beside {' and '.join(given)}: leave out one or the other, or "
            "use two commands. Nothing was done."
        )


def _refuse_without(option: str, is_given: bool, of_it: Mapping[str, str]) -> None:
    """Refuse what belongs to an option that was not given."""
    for name, value in of_it.items():
        if value and not is_given:
            raise StudyError(f"{name} is for {option} only: leave it out. Nothing was imported.")


def _root() -> Path:
    from codesign.study import find_root

    return find_root(Path.cwd())


def _study(name: str) -> Study:
    from codesign.study import Study, find_study

    return Study.open(find_study(name, _root()).absolute())


def _unfinished(study: Study) -> list[str]:
    from codesign.workbook import Workbook, screens

    work = Workbook(study, {}, study.root)
    work.require_template()  # one that is not there or cannot be filled stops a run
    return screens.unfinished(work)


def _tell_report(report: ImportReport) -> None:
    """Tell what became of a file as soon as it is known; an import goes on although nobody listens any more."""
    with suppress(BrokenPipeError):
        click.echo(str(report), err=not report.is_in)


def _expanded(paths: Sequence[Path]) -> list[Path]:
    """Return the files named, and for a folder the files in it."""
    groups = [sorted(path.iterdir()) if path.is_dir() else [path] for path in paths]
    return [path for group in groups for path in group if path.is_file() and not path.name.startswith((".", "~$"))]


def _take_postings(study: Study, files: Sequence[Path], columns: Mapping[str, str]) -> None:
    from codesign.intake.postings import import_postings

    reports = import_postings(study, files, columns=columns, tell=_tell_report)
    click.echo(f"The study has {count_of(len(study.read()['postings']), 'job posting')}.")
    if not reports or not all(report.is_in for report in reports):
        raise click.exceptions.Exit(1)


def _correction(study: Study, files: Sequence[Path], *, transcript_id: str, another_text: bool) -> list[ImportReport]:
    from codesign.intake.corrections import import_correction

    if len(files) != 1 or not transcript_id:
        raise StudyError("Correct one interview at a time: workbook import STUDY --correct INT-07 corrected.docx")
    return [import_correction(study, transcript_id, files[0], is_another=another_text)]


def _export_files(study: Study, files: Mapping[str, Path | None]) -> None:
    from codesign.intake import exports

    writers = {"codings": exports.export_codings, "codebook": exports.export_codebook, "refi": exports.export_project}
    for kind, path in files.items():
        if path:
            sentences = writers[kind](study, path.absolute())
            click.echo("\n  ".join([f"Wrote {_shown(path.absolute())}: {sentences[0]}", *sentences[1:]]))


def _export_analysis(work: Workbook, path: Path) -> None:
    """Write the tables of the analysis and tell what stands in them."""
    from codesign.intake.exports import SAMPLE
    from codesign.workbook.analyses import write_analysis

    sentences = [*write_analysis(work, path), "No words of interviews are in them; small groups are not told apart."]
    sentences += [SAMPLE] if work.parameters.sample else []
    click.echo("\n  ".join([f"Wrote {_shown(path)}:", *sentences]))


def _tell_progress(part: float, words: str) -> None:
    click.echo(f"{part:4.0%}  {words}", err=True)


def _tell_result(result: RunResult) -> None:
    for sentence in result.sentences:
        click.echo(sentence, err=not result.ok)
    if result.pdf:
        click.echo(f"PDF: {_shown(result.pdf)}")
    if result.proposal:
        click.echo(f"Proposal: {_shown(result.proposal)}")


def _listed(title: str, lines: Sequence[str]) -> None:
    if lines:
        click.echo(f"{title} ({len(lines)}):")
        for line in lines:
            click.echo(f"  {line}")


def _shown(path: Path) -> str:
    """Return a path as a person at this folder would write it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _fault(details: str) -> str:
    """Keep the details of a fault in the program and return the sentence that says where."""
    project = next((at for at in (Path.cwd(), *Path.cwd().parents) if (at / "interview_data").is_dir()), None)
    folder = project / "outputs" if project else Path(tempfile.gettempdir())
    path = folder / f"fault-{datetime.now():%Y-%m-%d-%H%M%S}.log"  # noqa: DTZ005 - local time, for people
    try:
        folder.mkdir(exist_ok=True)
        path.write_text(details, encoding="utf-8")
    except OSError:
        return f"The program has a fault and stopped. What was saved before is safe. The details:\n{details}"
    return f"The program has a fault and stopped. What was saved before is safe. The details are in {_shown(path)}."
