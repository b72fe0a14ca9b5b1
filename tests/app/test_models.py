"""The tables agree with the kernel's kinds, and their migrations are complete."""

import io

import pytest
from django.core.management import call_command
from django.db import models as django_models

from duijie.app.records.fields import WordsField
from duijie.app.records.models import RECORD_MODELS, DuplicateMember, StoredRecord
from duijie.app.records.rows import table_of
from duijie.kernel.home import Home
from duijie.kernel.kinds import KINDS, FieldSpec, FieldType
from tests.app.stores import only_sqlite

COLUMN_TYPES: dict[FieldType, type[django_models.Field]] = {
    FieldType.TEXT: django_models.CharField,
    FieldType.LONG_TEXT: django_models.TextField,
    FieldType.KEYWORDS: WordsField,
    FieldType.CHOICE: django_models.CharField,
    FieldType.TRL: django_models.PositiveSmallIntegerField,
    FieldType.MONEY: django_models.BigIntegerField,
    FieldType.DATE: django_models.DateField,
    FieldType.USCC: django_models.CharField,
    FieldType.PATENT_NUMBER: django_models.CharField,
    FieldType.REGION: django_models.CharField,
    FieldType.INDUSTRY: django_models.CharField,
    FieldType.IPC: WordsField,
    FieldType.DISCIPLINE: django_models.CharField,
}
FIELDS = [(kind.name, spec) for kind in KINDS.values() for spec in kind.fields]


def test_every_kind_has_one_table_and_every_table_a_kind() -> None:
    assert set(RECORD_MODELS) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_has_the_fields_of_its_kind_in_order_and_no_others(kind: str) -> None:
    parent = {field.name for field in StoredRecord._meta.get_fields()} | {"id"}
    columns = [f.name for f in RECORD_MODELS[kind]._meta.get_fields() if f.name not in parent]
    assert columns == [spec.name for spec in KINDS[kind].fields]


@pytest.mark.parametrize(("kind", "spec"), FIELDS, ids=lambda value: getattr(value, "name", value))
def test_a_column_has_the_type_length_and_label_of_its_field(kind: str, spec: FieldSpec) -> None:
    column = RECORD_MODELS[kind]._meta.get_field(spec.name)
    assert type(column) is COLUMN_TYPES[spec.type]
    assert column.verbose_name == spec.en
    if isinstance(column, django_models.CharField | django_models.TextField):
        assert column.max_length == spec.max_length
    assert column.blank is not spec.is_required


@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_identifier_fits_into_a_record_id(kind: str) -> None:
    longest = len(f"{kind}:") + KINDS[kind].identifier.max_length
    for model in (RECORD_MODELS[kind], DuplicateMember):
        column = model._meta.get_field("record_id")
        assert isinstance(column, django_models.CharField)
        assert longest <= (column.max_length or 0)


def test_the_statement_that_inserts_names_every_column(records: Home) -> None:
    for kind, model in RECORD_MODELS.items():
        statement = table_of(kind).insert
        for column in model._meta.concrete_fields:
            if column.column != "id":
                assert f'"{column.column}"' in statement


def test_no_migration_is_missing(records: Home) -> None:
    out = io.StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
    assert "No changes detected" in out.getvalue()


@only_sqlite
def test_the_database_waits_for_other_writers_and_writes_ahead(records: Home) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        pragmas = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
    }
