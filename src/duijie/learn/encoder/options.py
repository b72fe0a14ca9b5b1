"""What can be chosen when an encoder is trained."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EncoderOptions:
    """The options of training an encoder (训练选项); the defaults were measured.

    docs/decisions/0003-first-encoder.md has the table they come from.

    Attributes:
        dimensions: length of a vector; a library with fewer terms gets fewer.
        documents: so many are trained on at most; of a larger library a sample is drawn.
        terms: entries of the vocabulary at most, the most frequent ones.
        pieces: parts of words kept for words never seen, at most.
        epochs: times the sample is gone through; a small one up to four times as often.
        batch: documents that stand against each other in one step.
        temperature: how soft the comparison is; higher looks more at topics, lower at words.
        learning_rate: first step size; it falls to zero.
        semantic_share: part of the start that comes from LSA, the rest being random directions.
        prefixes: lengths of the first part of a vector that are trained to do the job alone too
            (Matryoshka); without, the turn to the main axes does it at no cost to the whole.
        phrases: pairs of words that stand together (multi-words) in the vocabulary, at most.
        judged_rounds: times the judged requests are gone through, after the library.
        judged_rate: first step size of learning from judgements; it falls to zero.
        judged_temperature: how soft the choice of a request is.
        seed: of every random choice.
    """

    dimensions: int = 256
    documents: int = 100_000
    terms: int = 130_000
    pieces: int = 20_000
    epochs: int = 5
    batch: int = 512
    temperature: float = 0.15
    learning_rate: float = 0.2
    semantic_share: float = 0.5
    prefixes: tuple[int, ...] = ()
    phrases: int = 0
    judged_rounds: int = 20
    judged_rate: float = 0.1
    judged_temperature: float = 0.15
    seed: int = 0
