"""Near-duplicates: found by identifier and by text, never dropped, always the same."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.ingest import find_duplicates
from duijie.ingest.duplicates.identifiers import PATENT_ATTRIBUTES
from duijie.ingest.duplicates.signatures import BINS, signatures
from duijie.kernel.documents import Document
from duijie.kernel.kinds import KINDS

LETTERS = [chr(code) for code in range(0x4E00, 0x4E00 + 2000)]


def sentence(seed: int, length: int = 300) -> str:
    return "".join(random.Random(seed).choices(LETTERS, k=length))


def document(number: int, text: str, **values: object) -> Document:
    return Document(f"achievement:{number:04d}", "achievement", f"成果 {number}", text, **values)  # type: ignore[arg-type]


def exact(one: str, other: str) -> float:
    sets = [{text[n : n + 4] for n in range(len(text) - 3)} for text in (one, other)]
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


def test_texts_that_differ_in_few_words_are_grouped_and_others_are_not() -> None:
    library = [document(n, sentence(n)) for n in range(200)]
    library += [document(500 + n, sentence(n)[:285] + sentence(900 + n, 10)) for n in range(20)]
    groups = list(find_duplicates(library))
    assert [group.record_ids for group in groups] == [
        (f"achievement:{n:04d}", f"achievement:{500 + n:04d}") for n in range(20)
    ]
    assert {group.method for group in groups} == {"text"}
    assert all(0.8 <= group.similarity <= 1.0 for group in groups)


def test_the_estimate_is_close_to_the_exact_similarity() -> None:
    errors = []
    for seed in range(60):
        kept = 40 + seed * 4
        one, other = sentence(seed), sentence(seed)[:kept] + sentence(seed + 1000, 300 - kept)
        rows, known = signatures([one, other])
        assert known.all()
        estimate = float((rows[0] == rows[1]).mean())
        errors.append(estimate - exact(one, other))
    assert abs(sum(errors) / len(errors)) < 0.02
    assert max(map(abs, errors)) < 0.16


def test_width_case_script_and_punctuation_do_not_make_a_difference() -> None:
    rows, _ = signatures(["ＡＢＣ鋰離子電池，高溫 防爆", "abc锂离子电池高温防爆。"])
    assert (rows[0] == rows[1]).all()


def test_short_texts_have_no_signature() -> None:
    rows, known = signatures(["", "电池", "，。！ ", "防爆电池技术"])
    assert rows.shape == (4, BINS)
    assert known.tolist() == [False, False, False, True]


def test_identifiers_group_before_texts() -> None:
    library = [
        document(1, sentence(1), attributes={"patent_numbers": "ZL202110123456.3, CN109876543A"}),
        document(2, sentence(2), attributes={"patent_numbers": "cn109876543a, 202110123456.3"}),
        document(3, sentence(3), attributes={"patent_numbers": "CN109876543A"}),
        Document("need:1", "need", "耐高温的膜", sentence(4), organization="甲公司"),
        Document("need:2", "need", "耐高温的 膜。", sentence(5), organization="甲公司"),
        Document("need:3", "need", "耐高温的膜", sentence(6), organization="乙公司"),
    ]
    groups = [(group.record_ids, group.method) for group in find_duplicates(library)]
    assert groups == [
        (("achievement:0001", "achievement:0002"), "identifier"),
        (("need:1", "need:2"), "identifier"),
    ]


def test_a_group_known_by_identifier_is_not_told_twice() -> None:
    library = [
        Document(f"need:{n}", "need", "耐高温的膜", sentence(1), organization="甲公司")
        for n in range(3)
    ]
    assert [group.method for group in find_duplicates(library)] == ["identifier"]


def test_the_first_of_a_group_is_like_every_other() -> None:
    text, chain = sentence(1), []
    for step in range(12):
        text = text[30:] + sentence(100 + step, 30)
        chain.append(document(step, text))
    for group in find_duplicates(chain):
        texts = [chain[int(record_id[-4:])].text for record_id in group.record_ids]
        assert all(exact(texts[0], other) > 0.65 for other in texts[1:])


def test_many_equal_texts_are_one_group() -> None:
    library = [document(n, sentence(1)) for n in range(300)]
    groups = list(find_duplicates(library))
    assert len(groups) == 1
    assert len(groups[0].record_ids) == 300


def test_the_attributes_with_patent_numbers_exist() -> None:
    names = {spec.name for kind in KINDS.values() for spec in kind.fields}
    assert set(PATENT_ATTRIBUTES) <= names


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40)), max_size=30))
def test_any_documents_give_the_same_disjoint_groups_twice(texts: list[tuple[str, str]]) -> None:
    library = [
        Document(f"need:{n:03d}", "need", title, text) for n, (title, text) in enumerate(texts)
    ]
    groups = list(find_duplicates(library))
    assert groups == list(find_duplicates(library))
    members = [record_id for group in groups for record_id in group.record_ids]
    assert len(members) == len(set(members))
    assert all(list(group.record_ids) == sorted(group.record_ids) for group in groups)
