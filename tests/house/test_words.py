"""Chinese and English are complete."""

from tests.house import catalogue


def test_every_sentence_for_people_has_a_chinese_one() -> None:
    known = catalogue.translations()
    assert sorted(text for text in catalogue.said_in_sources() if not known.get(text)) == []


def test_the_catalogue_holds_nothing_that_nobody_says() -> None:
    assert sorted(set(catalogue.translations()) - catalogue.said_in_sources()) == []


def test_a_translation_keeps_the_named_places() -> None:
    wrong = [
        text
        for text, chinese in catalogue.translations().items()
        if chinese and catalogue.places(text) != catalogue.places(chinese)
    ]
    assert wrong == []


def test_the_compiled_catalogue_is_fresh() -> None:
    assert catalogue.MO.read_bytes() == catalogue.compiled(catalogue.read_catalogue())
