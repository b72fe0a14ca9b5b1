"""Learning from judged and related records."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from duijie.index import StaticEncoder, document_text, read_card
from duijie.kernel.documents import Document
from duijie.kernel.errors import LearnFileError
from duijie.kernel.judgements import Judgement
from duijie.kernel.matching import Level
from duijie.learn import Lessons, read_related, train_encoder, train_encoders
from tests.learn.conftest import QUICK, clock, made_up_library

LAY_WORDS = ["盖房子", "省电费", "治病人", "跑得快", "看得清", "听得见", "不漏水", "不生锈"]


def topic_of(document: Document) -> int:
    """The topic whose word `alloy<topic><letter>` the text says."""
    found = document.text.split("alloy")[1:]
    numbers = ["".join(c for c in word[:2] if c.isdigit()) for word in found]
    return int(max(set(numbers), key=numbers.count))


def taught(library: list[Document], *, people: range) -> Lessons:
    """Requests in lay words, one word a topic, that no document says; judged by topic."""
    requests, judgements = {}, []
    for person in people:
        topic = person % len(LAY_WORDS)
        name = f"need:{person}"
        requests[name] = f"{LAY_WORDS[topic]}，第{person}家"
        own = [d for d in library if topic_of(d) == topic]
        far = [d for d in library if topic_of(d) == topic + 20]
        judgements += [Judgement(name, d.record_id, Level.STRONG) for d in own[:5]]
        judgements += [Judgement(name, d.record_id, Level.NONE) for d in far[:5]]
        judgements += [Judgement(name, d.record_id, Level.WEAK) for d in far[5:7]]
    return Lessons(requests, judgements)


def own_topic_first(encoder: StaticEncoder, library: list[Document]) -> float:
    """How often the first ten for a lay word, of documents not judged for it, are of its topic."""
    hits = []
    for topic, word in enumerate(LAY_WORDS):
        judged = [d for d in library if topic_of(d) == topic][:5]
        others = [d for d in library if d not in judged]
        scores = encoder.encode([word])[0] @ encoder.encode([document_text(d) for d in others]).T
        best = np.argsort(-scores, kind="stable")[:10]
        hits.append(np.mean([topic_of(others[n]) == topic for n in best]))
    return float(np.mean(hits))


def test_words_that_only_requests_say_find_what_was_judged_to_meet_them(
    library: list[Document], encoder: StaticEncoder, tmp_path: Path
) -> None:
    lessons = taught(library, people=range(80))
    name = train_encoder(library, releases=tmp_path, clock=clock, options=QUICK, lessons=lessons)
    learned = StaticEncoder.load(tmp_path / name)
    assert own_topic_first(encoder, library) < 0.2
    assert own_topic_first(learned, library) > 0.6
    assert learned.card.scores["judged_requests"] == 80
    assert learned.card.scores["judgements"] == len(lessons.judgements)


def test_lessons_of_several_folds_give_what_each_alone_gives(
    library: list[Document], tmp_path: Path
) -> None:
    folds = [taught(library, people=range(40)), taught(library, people=range(40, 80)), Lessons()]
    together = train_encoders(
        library, releases=tmp_path / "all", clock=clock, options=QUICK, lessons=folds
    )
    singly = [
        train_encoder(library, releases=tmp_path / "one", clock=clock, options=QUICK, lessons=one)
        for one in folds
    ]
    assert together == singly
    assert len(set(together)) == 3


def test_judgements_of_what_is_not_there_teach_nothing(
    library: list[Document], release: str, tmp_path: Path
) -> None:
    strangers = Lessons(
        {"need:1": "盖房子", "need:2": ""},
        [
            Judgement("need:1", "achievement:gone", Level.STRONG),
            Judgement("need:2", library[0].record_id, Level.STRONG),
            Judgement("need:3", library[0].record_id, Level.STRONG),
            Judgement("need:1", library[1].record_id, Level.NONE),
            Judgement("need:1", library[2].record_id, Level.STRONG, weight=0.0),
        ],
    )
    name = train_encoder(library, releases=tmp_path, clock=clock, options=QUICK, lessons=strangers)
    assert name == release


def test_judged_records_are_there_however_small_the_sample(tmp_path: Path) -> None:
    library = made_up_library(200)
    lessons = taught(library, people=range(8))
    options = replace(QUICK, documents=20)
    name = train_encoder(library, releases=tmp_path, clock=clock, options=options, lessons=lessons)
    card = read_card(tmp_path / name)
    known = {judgement.record_id for judgement in lessons.judgements}
    assert card.documents_used >= len(known)
    assert card.documents_used <= len(known) + 20
    assert card.scores["judged_requests"] == 8


def two_languages(topics: int) -> tuple[list[Document], list[tuple[str, str]]]:
    """Documents in made-up Chinese and English words; those of one topic belong together."""
    random = np.random.default_rng(3)
    library, related = [], []
    for number in range(topics * 8):
        topic = number % topics
        chinese = [chr(0x5000 + 40 * topic + int(n)) * 2 for n in random.integers(0, 6, 8)]
        english = [f"w{chr(97 + topic)}{chr(97 + int(n))}q" for n in random.integers(0, 6, 8)]
        for language, words in (("zh", chinese), ("en", english)):
            text = "，".join(" ".join(words[n : n + 2]) for n in range(0, 8, 2))
            library.append(Document(f"achievement:{language}{number}", "achievement", "", text))
        related.append((f"achievement:zh{number}", f"achievement:en{number}"))
    return library, related


def test_related_records_bring_two_languages_together(tmp_path: Path) -> None:
    library, related = two_languages(12)
    asked, known = related[:24], related[24:]
    rest = [d for d in library if d.record_id not in {name for pair in asked for name in pair}]
    texts = {d.record_id: d.text for d in library}

    def found(lessons: Lessons) -> float:
        name = train_encoder(rest, releases=tmp_path, clock=clock, options=QUICK, lessons=lessons)
        encoder = StaticEncoder.load(tmp_path / name)
        chinese = encoder.encode([texts[one] for one, _ in asked])
        english = encoder.encode([texts[other] for _, other in asked])
        best = np.argmax(chinese @ english.T, axis=1)
        return float(np.mean(best % 12 == np.arange(24) % 12))

    assert found(Lessons()) < 0.4
    assert found(Lessons(related=known)) > 0.9


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("achievement:1\n", "line 1 does not hold two different record ids"),
        ("# all\n\nachievement:1 achievement:2\na b c\n", "line 4"),
        ("achievement:1 achievement:1\n", "line 1"),
        ("achievement:1\t\n", "line 1"),
    ],
)
def test_a_line_without_two_ids_is_named(text: str, why: str, tmp_path: Path) -> None:
    file = tmp_path / "related.tsv"
    file.write_text(text, "utf-8")
    with pytest.raises(LearnFileError, match=why):
        read_related(file)


def test_related_pairs_are_read_with_tabs_or_spaces(tmp_path: Path) -> None:
    file = tmp_path / "related.tsv"
    file.write_text("\ufeffa:1\tb:2\n\n# more\n a:3   b:4 \n", "utf-8")
    assert read_related(file) == [("a:1", "b:2"), ("a:3", "b:4")]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_a_file_that_is_no_text_or_not_there_is_refused(
    content: bytes | None, tmp_path: Path
) -> None:
    file = tmp_path / "related.tsv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(LearnFileError, match="E-LEARN-001"):
        read_related(file)
