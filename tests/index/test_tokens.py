from hypothesis import given
from hypothesis import strategies as st

from duijie.index import analyze, document_terms, words
from duijie.kernel.documents import Document


def test_traditional_full_width_and_capital_letters_give_the_same_terms() -> None:
    assert analyze("鋰離子電池ＡＢＣ") == analyze("锂离子电池abc")


def test_a_word_is_met_even_when_the_document_is_cut_otherwise() -> None:
    assert set(words("导热")) <= set(analyze("热导率与导热率高"))


def test_stop_words_are_not_terms_and_no_bigram_spans_them() -> None:
    terms = analyze("石墨烯的导热")
    assert "的" not in terms
    assert "烯的" not in terms
    assert "烯导" not in terms


def test_english_is_stemmed_and_its_stop_words_left_out() -> None:
    assert analyze("The batteries") == analyze("battery")


def test_title_keywords_and_text_of_a_document_are_indexed() -> None:
    terms = document_terms(Document("need:1", "need", "电池", text="隔膜", keywords=("电解液",)))
    assert {"电池", "隔膜", "电解液"} <= set(terms)


def test_a_very_long_run_gives_no_long_term() -> None:
    assert max(map(len, analyze("a" * 5000 + "一" * 5000))) <= 40


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_no_string_makes_it_fail_and_no_term_holds_white_space(text: str) -> None:
    terms = analyze(text)
    assert terms == analyze(text)
    assert all(term and not any(c.isspace() for c in term) for term in terms)
    "\n".join(terms).encode()
