"""The forty-five fields committees ask for, and where this proposal answers each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from codesign.proposal.boxes import author_box
from codesign.proposal.facts import Facts

COMPUTED, CARRIED, WRITTEN, BOTH = "computed", "carried", "written", "computed and written"


@dataclass(frozen=True)
class Field:
    """One field: its number and name, how it is filled, the section that holds it, and its author box if it has one."""

    number: int
    name: str
    how: str
    anchor: str
    box: str = ""


FIELDS: tuple[Field, ...] = (
    Field(1, "Title and short title", CARRIED, "table_identity"),
    Field(2, "Institution, unit, contact, awarding body", CARRIED, "table_identity"),
    Field(3, "Credential type, credit, level", CARRIED, "table_identity"),
    Field(4, "CIP, NOC, sector", CARRIED, "table_identity"),
    Field(5, "Start date, length, hours, credits", CARRIED, "table_identity"),
    Field(6, "Version, date of the evidence, sign-offs", BOTH, "sec_version"),
    Field(7, "One-page case", BOTH, "sec_claims", "case"),
    Field(8, "Purpose, rationale, use case", WRITTEN, "sec_rationale", "purpose"),
    Field(9, "Target learners, prerequisites", BOTH, "sec_learners", "learners"),
    Field(10, "Who was interviewed", COMPUTED, "sec_interviewed"),
    Field(11, "Skill gaps named, how often, by whom", COMPUTED, "sec_skill_gaps"),
    Field(12, "Hiring difficulty and willingness", COMPUTED, "sec_hiring_challenges"),
    Field(13, "Labour-market statistics and postings", BOTH, "sec_labour_market", "labour_market"),
    Field(14, "Learner demand", BOTH, "sec_student_demand", "student_demand"),
    Field(15, "Enrolment plan and assumptions", CARRIED, "sec_enrolment"),
    Field(16, "Who was consulted, what changed", BOTH, "sec_changes", "consultation"),
    Field(17, "Employer commitment ladder", COMPUTED, "sec_ladder"),
    Field(18, "Indigenous, community, union, regulator groups", BOTH, "sec_groups", "groups"),
    Field(19, "Mandate, plan, priorities", WRITTEN, "sec_mandate", "mandate"),
    Field(20, "Existing programs here", WRITTEN, "sec_existing", "existing_programs"),
    Field(21, "Similar programs elsewhere, duplication", WRITTEN, "sec_duplication", "duplication"),
    Field(22, "Alternatives considered", WRITTEN, "sec_alternatives", "alternatives"),
    Field(23, "Job definition and DACUM chart", COMPUTED, "sec_occupation"),
    Field(24, "Task ratings", COMPUTED, "sec_ratings"),
    Field(25, "Tasks in and out, with rule and reason", COMPUTED, "sec_decisions"),
    Field(26, "Competency statements", BOTH, "sec_competencies"),
    Field(27, "Knowledge, skills, attitudes", BOTH, "sec_competencies"),
    Field(28, "Alignment to frameworks", CARRIED, "sec_alignment"),
    Field(29, "Trace from evidence to assessment", COMPUTED, "sec_trace"),
    Field(30, "Assessment of each competency", BOTH, "sec_matrix"),
    Field(
        31, "Who assesses, supervision, moderation, prior learning", BOTH, "sec_assessment_policy", "assessment_policy"
    ),
    Field(32, "Award rule", CARRIED, "sec_award"),
    Field(33, "Modules, sequence, hours", COMPUTED, "sec_modules"),
    Field(34, "Delivery, location, schedule", BOTH, "sec_delivery_plan", "delivery_rationale"),
    Field(35, "Stacking, laddering, credit, exit to work", BOTH, "sec_pathways", "pathways_note"),
    Field(36, "Badge, metadata, verification, expiry", CARRIED, "sec_metadata"),
    Field(37, "Plan for recognition", BOTH, "sec_recognition_plan", "recognition_plan"),
    Field(38, "Staff, facilities, equipment, placements", WRITTEN, "sec_staff", "resources"),
    Field(39, "Budget, revenue, tuition", BOTH, "sec_budget", "budget_note"),
    Field(40, "Risks and mitigation", BOTH, "sec_risks", "risks"),
    Field(41, "Access, equity, accommodation", WRITTEN, "sec_equity", "equity"),
    Field(42, "Quality assurance and review", BOTH, "sec_quality", "quality_review"),
    Field(43, "How the evidence was made, limits, consent", BOTH, "sec_how", "method_limits"),
    Field(44, "Confidence in each finding", BOTH, "sec_confidence"),
    Field(45, "Evidence register, codebook, audit trail, crosswalk", COMPUTED, "sec_register"),
)

FRAMEWORKS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "CICan national framework (7 principles)": (
        ("Complements or stands alone", "sec_pathways"),
        ("Quality assurance", "sec_quality"),
        ("Competencies identified by employers", "sec_competencies"),
        ("Clear pathways", "sec_pathways"),
        ("Assessed proficiency, not time", "sec_assessment"),
        ("Secure, portable record", "sec_metadata"),
        ("Institutional approval", "sec_version"),
    ),
    "eCampusOntario principles and framework": (
        ("Issuing body", "table_identity"),
        ("Competencies aligned to a framework", "sec_alignment"),
        ("Outcomes with underlying knowledge", "sec_competencies"),
        ("Summative assessment", "sec_assessment"),
        ("Transcript and record", "sec_metadata"),
        ("Partner endorsement", "sec_ladder"),
    ),
    "EU recommendation 2022/C 243/02, Annex I": (
        ("Title, issuer, awarding body", "table_identity"),
        ("Learning outcomes", "sec_competencies"),
        ("Workload", "sec_modules"),
        ("Level", "table_identity"),
        ("Type of assessment", "sec_assessment"),
        ("Form of participation", "sec_delivery_plan"),
        ("Type of quality assurance", "sec_quality"),
        ("Learner and date of issue", "sec_metadata"),
    ),
}
"""What three frameworks ask of a microcredential, and the place that answers; element names are shortened."""


def state(field: Field, facts: Facts) -> str:
    """Return how a field stands: computed, carried, written and by whom, or not yet written."""
    if not field.box:
        return field.how
    box = author_box(field.box, facts.tables["author_texts"])
    written = f"written by {box.author}" if box.text and box.author else "written" if box.text else "not yet written"
    return f"computed; box {written}" if field.how == BOTH else written
