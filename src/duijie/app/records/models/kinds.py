"""The tables of the records: one explicit model per kind, on one abstract parent.

Lengths, types and labels are those of `duijie.kernel.kinds`; `tests/app/test_models.py` proves it.
"""

from django.db import models

from duijie.app.records.fields import WordsField
from duijie.app.records.models.stored import StoredRecord


class Achievement(StoredRecord):
    """An achievement (科技成果)."""

    registration_number = models.CharField(
        "Registration number", max_length=100, blank=True, default=""
    )
    title = models.CharField("Title", max_length=500)
    summary = models.TextField("Summary", max_length=50_000, blank=True, default="")
    application = models.TextField("Application", max_length=10_000, blank=True, default="")
    keywords = WordsField("Keywords", blank=True, default=tuple)
    achievement_kind = models.CharField("Achievement kind", max_length=500, blank=True, default="")
    trl = models.PositiveSmallIntegerField("TRL", null=True, blank=True)
    holder = models.CharField("Holder", max_length=500, blank=True, default="")
    holder_uscc = models.CharField("Holder's USCC", max_length=500, blank=True, default="")
    inventors = WordsField("Inventors", blank=True, default=tuple)
    region_code = models.CharField("Region code", max_length=500, blank=True, default="")
    industry_code = models.CharField("Industry code", max_length=500, blank=True, default="")
    ipc_codes = WordsField("IPC codes", blank=True, default=tuple)
    discipline_code = models.CharField("Discipline code", max_length=500, blank=True, default="")
    patent_numbers = WordsField("Patent numbers", blank=True, default=tuple)
    completed_on = models.DateField("Completed on", null=True, blank=True)
    valid_until = models.DateField("Valid until", null=True, blank=True)
    partner_details = models.TextField(
        "Details for partners", max_length=50_000, blank=True, default=""
    )
    visibility = models.CharField("Visibility", max_length=500, blank=True, default="")


class Need(StoredRecord):
    """A technical need (技术需求)."""

    need_number = models.CharField("Need number", max_length=100, blank=True, default="")
    title = models.CharField("Title", max_length=500)
    description = models.TextField("Description", max_length=50_000, blank=True, default="")
    keywords = WordsField("Keywords", blank=True, default=tuple)
    need_kind = models.CharField("Need kind", max_length=500, blank=True, default="")
    trl = models.PositiveSmallIntegerField("Required TRL", null=True, blank=True)
    budget_yuan = models.BigIntegerField("Budget", null=True, blank=True)
    organization = models.CharField("Organization", max_length=500, blank=True, default="")
    organization_uscc = models.CharField(
        "Organization's USCC", max_length=500, blank=True, default=""
    )
    region_code = models.CharField("Region code", max_length=500, blank=True, default="")
    industry_code = models.CharField("Industry code", max_length=500, blank=True, default="")
    published_on = models.DateField("Published on", null=True, blank=True)
    deadline = models.DateField("Deadline", null=True, blank=True)
    partner_details = models.TextField(
        "Details for partners", max_length=50_000, blank=True, default=""
    )
    visibility = models.CharField("Visibility", max_length=500, blank=True, default="")


class Organization(StoredRecord):
    """An organisation (单位)."""

    uscc = models.CharField("USCC", max_length=500, blank=True, default="")
    name = models.CharField("Name", max_length=500)
    organization_kind = models.CharField(
        "Organization kind", max_length=500, blank=True, default=""
    )
    business_scope = models.TextField("Business scope", max_length=20_000, blank=True, default="")
    main_products = WordsField("Main products", blank=True, default=tuple)
    qualifications = WordsField("Qualifications", blank=True, default=tuple)
    region_code = models.CharField("Region code", max_length=500, blank=True, default="")
    industry_code = models.CharField("Industry code", max_length=500, blank=True, default="")
    registered_capital_yuan = models.BigIntegerField("Registered capital", null=True, blank=True)
    founded_on = models.DateField("Founded on", null=True, blank=True)
    visibility = models.CharField("Visibility", max_length=500, blank=True, default="")


class Expert(StoredRecord):
    """An expert (专家)."""

    expert_number = models.CharField("Expert number", max_length=100, blank=True, default="")
    name = models.CharField("Name", max_length=500)
    research_fields = models.TextField("Research fields", max_length=10_000, blank=True, default="")
    biography = models.TextField("Biography", max_length=50_000, blank=True, default="")
    keywords = WordsField("Keywords", blank=True, default=tuple)
    academic_rank = models.CharField("Academic rank", max_length=100, blank=True, default="")
    organization = models.CharField("Organization", max_length=500, blank=True, default="")
    organization_uscc = models.CharField(
        "Organization's USCC", max_length=500, blank=True, default=""
    )
    region_code = models.CharField("Region code", max_length=500, blank=True, default="")
    industry_code = models.CharField("Industry code", max_length=500, blank=True, default="")
    discipline_code = models.CharField("Discipline code", max_length=500, blank=True, default="")
    visibility = models.CharField("Visibility", max_length=500, blank=True, default="")


class Patent(StoredRecord):
    """A patent (专利)."""

    publication_number = models.CharField(
        "Publication number", max_length=500, blank=True, default=""
    )
    application_number = models.CharField(
        "Application number", max_length=500, blank=True, default=""
    )
    title = models.CharField("Title", max_length=500)
    abstract = models.TextField("Abstract", max_length=50_000, blank=True, default="")
    keywords = WordsField("Keywords", blank=True, default=tuple)
    patent_kind = models.CharField("Patent kind", max_length=500, blank=True, default="")
    applicant = models.CharField("Applicant", max_length=500, blank=True, default="")
    applicant_uscc = models.CharField("Applicant's USCC", max_length=500, blank=True, default="")
    inventors = WordsField("Inventors", blank=True, default=tuple)
    ipc_codes = WordsField("IPC codes", blank=True, default=tuple)
    filed_on = models.DateField("Filed on", null=True, blank=True)
    published_on = models.DateField("Published on", null=True, blank=True)
    expires_on = models.DateField("Expires on", null=True, blank=True)
    legal_status = models.CharField("Legal status", max_length=100, blank=True, default="")
    region_code = models.CharField("Region code", max_length=500, blank=True, default="")
    industry_code = models.CharField("Industry code", max_length=500, blank=True, default="")
    visibility = models.CharField("Visibility", max_length=500, blank=True, default="")


RECORD_MODELS: dict[str, type[StoredRecord]] = {
    "achievement": Achievement,
    "need": Need,
    "organization": Organization,
    "expert": Expert,
    "patent": Patent,
}
