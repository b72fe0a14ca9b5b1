"""The conformance kit of the `Index` port: subclass `IndexConformance` and run pytest.

class TestMine(IndexConformance):
    @pytest.fixture
    def index(self, tmp_path: Path) -> Index:
        return open_mine(tmp_path, ToyEncoder())
"""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import blake2b

import numpy as np
import pytest

from duijie.index.tokens import analyze, document_terms, document_text
from duijie.kernel.documents import Document
from duijie.kernel.filters import EVERYTHING, Filter
from duijie.kernel.matching import Hit, TextQuery
from duijie.kernel.ports import Index, Vectors

_WORDS_OF_TITLES = """
石墨烯 导热 薄膜 锂离子 电池 隔膜 电解液 催化剂 废水 处理 图像 识别 传感器 机器人 焊接 钛合金 涂层
耐磨 发酵 酶制剂 育种 水稻 光伏 逆变器
"""
_WORDS = [*_WORDS_OF_TITLES.split(), "battery", "membrane", "catalyst", "sensor"]
_FIRST_DAY = date(2018, 1, 1)
ONE_PERCENT = Filter(regions=("330499",))
FILTERS: tuple[Filter, ...] = (
    EVERYTHING,
    ONE_PERCENT,
    Filter(kinds=("need",)),
    Filter(kinds=("need", "patent"), visibilities=("public",)),
    Filter(regions=("3304", "3301")),
    Filter(industries=("C3",)),
    Filter(ipc=("G06F", "H01M10")),
    Filter(trl_from=6),
    Filter(trl_to=3),
    Filter(trl_from=4, trl_to=5),
    Filter(dated_from=date(2018, 3, 1), dated_to=date(2018, 6, 30)),
    Filter(valid_on=date(2018, 9, 1)),
    Filter(organizations=("甲公司", "91330000000000001X")),
    Filter(without_organizations=("甲公司", "91330000000000001X")),
    Filter(record_ids=("need:3", "need:4", "patent:5", "none:1")),
    Filter(without_record_ids=("achievement:0", "need:3")),
    Filter(kinds=("achievement",), regions=("33",), trl_from=5, ipc=("G",)),
    Filter(kinds=("no such kind",)),
    Filter(organizations=("",)),
    Filter(regions=("",)),
)
HOSTILE = (
    "",
    " ",
    "\x00",
    "\ud800",
    "AND OR NOT",
    'title:"x" +y -z',
    "*?~^[]{}()\\/",
    "' OR 1=1 --",
    "\u202eabc",
    "👩‍🔬" * 50,
    "钛" * 20_000,
    "a" * 20_000,
    "%s %(x)s {0}",
)


class ToyEncoder:
    """An encoder that needs no training (测试用编码器): a hashed sum of the terms of a text."""

    release = "toy"
    dimensions = 24

    def encode(self, texts: Sequence[str], *, is_query: bool = False) -> Vectors:
        """Return one vector of length 1, or 0 for no terms, per text."""
        return self.encode_tokens([analyze(text) for text in texts], is_query=is_query)

    def encode_tokens(
        self, token_lists: Sequence[Sequence[str]], *, is_query: bool = False
    ) -> Vectors:
        """Return one vector per list of terms."""
        del is_query
        vectors = np.zeros((len(token_lists), self.dimensions), np.float32)
        for place, tokens in enumerate(token_lists):
            for token in tokens:
                digest = blake2b(token.encode(), digest_size=self.dimensions).digest()
                vectors[place] += np.frombuffer(digest, np.uint8) / 127.5 - 1
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
        return unit


def toy_library(count: int = 400, seed: int = 7) -> list[Document]:
    """Return documents with every facet now and then missing; 1 % in region 330499."""
    draw = random.Random(seed)  # noqa: S311  (no secret)
    return [_toy_document(number, draw) for number in range(count)]


def _toy_document(number: int, draw: random.Random) -> Document:
    kind = ("achievement", "need", "patent")[number % 3]
    day = _FIRST_DAY + timedelta(days=draw.randrange(365))
    holder = draw.choice(
        (("甲公司", ""), ("乙大学", "91330000000000001X"), ("", ""), ("丙院", "丁"))
    )
    return Document(
        record_id=f"{kind}:{number}",
        kind=kind,
        title="".join(draw.sample(_WORDS[:24], 3)),
        text=" ".join(draw.choices(_WORDS, k=draw.randrange(12))),
        keywords=tuple(draw.sample(_WORDS, draw.randrange(3))),
        organization=holder[0],
        organization_id=holder[1],
        region_code="330499" if number % 100 == 42 else draw.choice(("330402", "330106", "31", "")),
        industry_code=draw.choice(("C35", "C3842", "I65", "")),
        ipc_codes=tuple(draw.sample(("G06F16/33", "H01M10/05", "G01N", "A01H"), draw.randrange(3))),
        trl=draw.choice((None, *range(1, 10))),
        budget_yuan=draw.choice((None, 2_000_000)),
        dated_on=draw.choice((None, day)),
        valid_until=draw.choice((None, day + timedelta(days=90))),
        visibility=draw.choice(("public", "restricted")),
        attributes={"note": f"第{number}条"} if number % 2 else {},
    )


def text_query(text: str) -> TextQuery:
    """Return the query that looks for every term of a text once."""
    return TextQuery(tuple((term, 1.0) for term in dict.fromkeys(analyze(text))))


def nearest(
    documents: Sequence[Document], vector: Vectors, where: Filter, limit: int
) -> list[tuple[str, float]]:
    """Return ids and cosines of the nearest allowed documents, by comparing with every one."""
    allowed = [document for document in documents if where.allows(document)]
    if not allowed:
        return []
    stored = ToyEncoder().encode([document_text(document) for document in allowed])
    cosines = stored.astype(np.float16).astype(np.float32) @ vector
    pairs = zip((d.record_id for d in allowed), cosines.tolist(), strict=True)
    return sorted(pairs, key=lambda pair: (-round(pair[1], 6), pair[0]))[:limit]


class IndexConformance:
    """What every index backend must pass (一致性测试); give an empty one as fixture `index`."""

    def reopen(self, index: Index) -> Index:
        """Close and open again; a backend that forgets at close gives the index back as it is."""
        return index

    @pytest.fixture
    def library(self) -> list[Document]:
        """Return the documents of the tests."""
        return toy_library()

    @pytest.fixture
    def filled(self, index: Index, library: list[Document]) -> Index:
        """Return the index with the library in it."""
        assert index.upsert(library, revision=1) == len(library)
        return index

    def test_an_empty_index_answers_nothing(self, index: Index) -> None:
        assert index.stats().documents == 0
        assert index.search_text([text_query("电池")], where=EVERYTHING, limit=5) == [[]]
        vectors = ToyEncoder().encode(["电池"])
        assert index.search_vectors(vectors, where=EVERYTHING, limit=5) == [[]]
        assert index.get(["need:1"]) == [None]
        assert index.document_frequencies(["电池"]) == [0]
        assert not index.vectors(["need:1"]).any()
        assert index.delete(["need:1"], revision=1) == 0

    def test_stored_documents_come_back_as_they_went_in(
        self, filled: Index, library: list[Document]
    ) -> None:
        ids = [document.record_id for document in library]
        assert filled.get([*ids, "need:none"]) == [*library, None]
        assert filled.get(["need:none", ids[5], ids[5]]) == [None, library[5], library[5]]

    def test_text_search_obeys_every_filter_exactly(
        self, filled: Index, library: list[Document]
    ) -> None:
        for where in FILTERS:
            self._text_obeys(filled, library, where)

    def test_vector_search_obeys_every_filter_exactly(
        self, filled: Index, library: list[Document]
    ) -> None:
        for where in FILTERS:
            self._vectors_obey(filled, library, where)

    def test_every_filter_holds_after_changes(self, filled: Index, library: list[Document]) -> None:
        changed = toy_library(60, seed=8)
        gone = {document.record_id for document in library[200:260]}
        filled.upsert(changed, revision=2)
        filled.delete(gone, revision=3)
        left = {d.record_id: d for d in (*library, *changed) if d.record_id not in gone}
        for where in FILTERS:
            self._text_obeys(filled, list(left.values()), where)
            self._vectors_obey(filled, list(left.values()), where)

    def test_the_more_often_a_rare_term_stands_the_better_the_hit(self, index: Index) -> None:
        texts = ("石墨烯石墨烯导热", "石墨烯导热电池", "导热电池电池")
        index.upsert(
            [Document(f"need:{n}", "need", text) for n, text in enumerate(texts)], revision=1
        )
        hits = index.search_text([text_query("石墨烯")], where=EVERYTHING, limit=3)[0]
        assert [hit.record_id for hit in hits] == ["need:0", "need:1"]
        assert hits[0].score > hits[1].score > 0

    def test_a_weight_counts(self, index: Index) -> None:
        index.upsert(
            [Document("need:1", "need", "电池"), Document("need:2", "need", "废水")], revision=1
        )
        for heavy, first in (("电池", "need:1"), ("废水", "need:2")):
            terms = tuple((word, 3.0 if word == heavy else 1.0) for word in ("电池", "废水"))
            hits = index.search_text([TextQuery(terms)], where=EVERYTHING, limit=2)[0]
            assert hits[0].record_id == first

    def test_equal_scores_are_ordered_by_id(self, index: Index) -> None:
        twins = [Document(f"need:{n:03d}", "need", "锂离子电池隔膜") for n in range(60)]
        random.Random(3).shuffle(twins)  # noqa: S311
        index.upsert(twins[:30], revision=1)
        index.upsert(twins[30:], revision=2)
        first = [f"need:{n:03d}" for n in range(7)]
        hits = index.search_text([text_query("电池")], where=EVERYTHING, limit=7)[0]
        assert [hit.record_id for hit in hits] == first
        vectors = ToyEncoder().encode(["电池"])
        hits = index.search_vectors(vectors, where=EVERYTHING, limit=7)[0]
        assert [hit.record_id for hit in hits] == first

    def test_a_replaced_document_is_found_only_by_its_new_text(self, filled: Index) -> None:
        filled.upsert([Document("need:1", "need", "海水淡化膜组件")], revision=2)
        hits = filled.search_text([text_query("海水淡化")], where=EVERYTHING, limit=3)[0]
        assert [hit.record_id for hit in hits] == ["need:1"]
        stored = filled.get(["need:1"])[0]
        assert stored is not None
        assert stored.title == "海水淡化膜组件"
        assert filled.stats().documents == len(toy_library())
        old = text_query(document_text(toy_library()[1]))
        hits = filled.search_text([old], where=Filter(record_ids=("need:1",)), limit=3)[0]
        assert hits == []

    def test_a_deleted_document_is_gone(self, filled: Index) -> None:
        assert filled.delete(["need:1", "need:4", "need:none", "need:1"], revision=2) == 2
        assert filled.get(["need:1", "need:4"]) == [None, None]
        assert filled.stats().documents == len(toy_library()) - 2
        where = Filter(record_ids=("need:1", "need:4"))
        vectors = ToyEncoder().encode(["电池"])
        assert filled.search_vectors(vectors, where=where, limit=3) == [[]]
        filled.upsert([toy_library()[1]], revision=3)
        assert filled.get(["need:1"]) == [toy_library()[1]]

    def test_the_last_of_several_with_one_id_counts(self, index: Index) -> None:
        twice = [Document("need:1", "need", "电池"), Document("need:1", "need", "废水")]
        assert index.upsert(twice, revision=1) == 1
        assert index.get(["need:1"]) == [twice[1]]
        assert index.search_text([text_query("电池")], where=EVERYTHING, limit=3) == [[]]
        assert index.stats().documents == 1

    def test_writing_nothing_still_moves_the_revision(self, filled: Index) -> None:
        assert filled.upsert([], revision=5) == 0
        assert filled.delete([], revision=6) == 0
        assert filled.delete(["need:none"], revision=7) == 0
        assert filled.stats().revision == 7
        assert filled.stats().documents == len(toy_library())

    def test_given_vectors_are_kept(self, index: Index) -> None:
        vectors = ToyEncoder().encode(["甲", "废水", "电池"])
        documents = [Document(f"need:{n}", "need", "电池") for n in range(3)]
        index.upsert(documents, vectors, revision=1)
        kept = index.vectors(["need:2", "need:none", "need:0"])
        assert np.allclose(
            kept, np.stack([vectors[2], np.zeros_like(vectors[0]), vectors[0]]), atol=1e-3
        )
        hits = index.search_vectors(vectors[1:2], where=EVERYTHING, limit=1)[0]
        assert hits[0].record_id == "need:1"
        assert hits[0].score == pytest.approx(1.0, abs=1e-3)

    def test_many_queries_answer_as_each_alone(self, filled: Index) -> None:
        queries = [text_query(word) for word in _WORDS]
        together = filled.search_text(queries, where=ONE_PERCENT, limit=5)
        alone = [filled.search_text([q], where=ONE_PERCENT, limit=5)[0] for q in queries]
        assert together == alone
        vectors = ToyEncoder().encode(list(_WORDS))
        together = filled.search_vectors(vectors, where=ONE_PERCENT, limit=5)
        for place, hits in enumerate(together):
            one = filled.search_vectors(vectors[place : place + 1], where=ONE_PERCENT, limit=5)[0]
            self._same(hits, [(hit.record_id, hit.score) for hit in one])

    def test_a_query_without_terms_or_length_finds_nothing(self, filled: Index) -> None:
        assert filled.search_text([TextQuery(())], where=EVERYTHING, limit=5) == [[]]
        nothing = np.zeros((1, ToyEncoder.dimensions), np.float32)
        assert filled.search_vectors(nothing, where=EVERYTHING, limit=5) == [[]]
        assert filled.search_text([], where=EVERYTHING, limit=5) == []

    @pytest.mark.parametrize("hostile", HOSTILE)
    def test_no_string_makes_it_fail(self, index: Index, hostile: str) -> None:
        document = Document(f"need:{hostile[:40]}", "need", hostile, organization=hostile[:40])
        index.upsert([document, Document("need:1", "need", "电池")], revision=1)
        assert index.get([document.record_id]) == [document]
        index.search_text([text_query(hostile)], where=EVERYTHING, limit=5)
        raw = TextQuery(((hostile.encode(errors="replace").decode(), 1.0),))
        index.search_text([raw], where=Filter(organizations=(hostile,)), limit=5)
        index.document_frequencies([raw.terms[0][0]])
        where = Filter(record_ids=(hostile, document.record_id))
        hits = index.search_vectors(ToyEncoder().encode(["电池"]), where=where, limit=5)[0]
        assert {hit.record_id for hit in hits} <= {document.record_id}

    def test_statistics_say_what_is_there(self, filled: Index, library: list[Document]) -> None:
        filled.delete(["need:1"], revision=9)
        stats = filled.stats()
        assert (stats.documents, stats.revision) == (len(library) - 1, 9)
        assert (stats.encoder_release, stats.dimensions) == ("toy", ToyEncoder.dimensions)
        left = [d for d in library if d.record_id != "need:1"]
        standing = sum("batteri" in document_terms(d) for d in left)
        assert filled.document_frequencies(["batteri"])[0] >= standing > 0

    def test_everything_is_there_after_opening_again(
        self, filled: Index, library: list[Document]
    ) -> None:
        filled.upsert([Document("need:new", "need", "海水淡化")], revision=5)
        filled.delete(["need:1"], revision=6)
        again = self.reopen(filled)
        assert again.stats().documents == len(library)
        assert again.stats().revision == 6
        assert again.get(["need:1"]) == [None]
        hits = again.search_text([text_query("海水淡化")], where=EVERYTHING, limit=3)[0]
        assert [hit.record_id for hit in hits] == ["need:new"]
        again.upsert([toy_library()[1]], revision=7)
        assert again.get(["need:1"]) == [toy_library()[1]]

    @staticmethod
    def _text_obeys(index: Index, documents: Sequence[Document], where: Filter) -> None:
        query = text_query("电池 隔膜 sensor")
        terms = {term for term, _ in query.terms}
        expected = sorted(
            document.record_id
            for document in documents
            if where.allows(document) and terms & set(document_terms(document))
        )
        hits = index.search_text([query], where=where, limit=len(documents))[0]
        assert sorted(hit.record_id for hit in hits) == expected, where

    def _vectors_obey(self, index: Index, documents: Sequence[Document], where: Filter) -> None:
        vectors = ToyEncoder().encode(["锂离子电池隔膜", "图像识别传感器"])
        found = index.search_vectors(vectors, where=where, limit=20)
        for vector, hits in zip(vectors, found, strict=True):
            self._same(hits, nearest(documents, vector, where, 20))

    @staticmethod
    def _same(hits: Sequence[Hit], expected: Sequence[tuple[str, float]]) -> None:
        assert [hit.score for hit in hits] == pytest.approx([s for _, s in expected], abs=2e-5)
        by_id = dict(expected)
        last = expected[-1][1] if expected else 0.0
        for hit in hits:
            # Only at the very edge may rounding choose another of two that are equally near.
            assert hit.score == pytest.approx(by_id.get(hit.record_id, last), abs=2e-5)
