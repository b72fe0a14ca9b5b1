"""The reference meaning of a filter."""

from datetime import date

import pytest

from duijie.kernel.documents import Document
from duijie.kernel.filters import EVERYTHING, Filter

MACHINE = Document(
    "achievement:1",
    "achievement",
    "检测机",
    organization="甲研究院",
    organization_id="91110000600037341L",
    region_code="330402",
    industry_code="C35",
    ipc_codes=("G01N21/88", "B07C5/34"),
    trl=7,
    dated_on=date(2024, 3, 1),
    valid_until=date(2026, 12, 31),
)


@pytest.mark.parametrize(
    "where",
    [
        EVERYTHING,
        Filter(kinds=("achievement", "patent")),
        Filter(regions=("31", "3304")),
        Filter(industries=("C",)),
        Filter(ipc=("B07C",)),
        Filter(trl_from=7, trl_to=7),
        Filter(dated_from=date(2024, 3, 1), dated_to=date(2024, 3, 1)),
        Filter(valid_on=date(2026, 12, 31)),
        Filter(organizations=("甲研究院",)),
        Filter(organizations=("91110000600037341L",)),
        Filter(without_organizations=("乙公司",)),
        Filter(record_ids=("achievement:1",), visibilities=("public",)),
    ],
)
def test_the_machine_passes(where: Filter) -> None:
    assert where.allows(MACHINE)


@pytest.mark.parametrize(
    "where",
    [
        Filter(kinds=("need",)),
        Filter(regions=("32",)),
        Filter(regions=("3304",), industries=("A",)),
        Filter(ipc=("G06",)),
        Filter(trl_from=8),
        Filter(trl_to=6),
        Filter(dated_from=date(2024, 3, 2)),
        Filter(dated_to=date(2024, 2, 29)),
        Filter(valid_on=date(2027, 1, 1)),
        Filter(organizations=("甲研究",)),
        Filter(without_organizations=("甲研究院",)),
        Filter(without_record_ids=("achievement:1",)),
        Filter(visibilities=("private",)),
    ],
)
def test_the_machine_is_kept_out(where: Filter) -> None:
    assert not where.allows(MACHINE)


def test_a_document_without_a_value_does_not_pass_a_condition_on_it() -> None:
    blank = Document("need:1", "need", "")
    for where in (
        Filter(trl_from=1),
        Filter(dated_to=date(2030, 1, 1)),
        Filter(regions=("33",)),
        Filter(organizations=("",)),
    ):
        assert not where.allows(blank)


def test_a_document_without_an_expiry_date_never_expires() -> None:
    assert Filter(valid_on=date(2099, 1, 1)).allows(Document("need:1", "need", ""))
