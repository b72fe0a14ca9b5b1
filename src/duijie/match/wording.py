"""The wording of what the engine says itself: what is missing and the next step."""

from collections.abc import Mapping
from typing import Final

from duijie.kernel.explanations import Reason
from duijie.kernel.words import N_, Lang, say

NOTHING_ASKED: Final = "MATCH-NOTHING-ASKED"
NOTHING_FOUND: Final = "MATCH-NOTHING-FOUND"
WORDS_NOWHERE: Final = "MATCH-WORDS-NOWHERE"
WORDS_NOT_IN_NEAREST: Final = "MATCH-WORDS-NOT-IN-NEAREST"
NUMBERS_NOT_IN_NEAREST: Final = "MATCH-NUMBERS-NOT-IN-NEAREST"
SUBJECT_ELSEWHERE: Final = "MATCH-SUBJECT-ELSEWHERE"
STEP_SAY_MORE: Final = "STEP-SAY-MORE"
STEP_WIDEN: Final = "STEP-WIDEN"
STEP_OPEN_CHALLENGE: Final = "STEP-OPEN-CHALLENGE"
STEP_EXPERT: Final = "STEP-EXPERT"
STEP_PROOF_OF_CONCEPT: Final = "STEP-PROOF-OF-CONCEPT"
STEP_WATCH: Final = "STEP-WATCH"

TEMPLATES: Mapping[str, str] = {
    NOTHING_ASKED: N_("The request says nothing that can be searched for."),
    NOTHING_FOUND: N_("No record within the conditions shares a word with the request."),
    WORDS_NOWHERE: N_("Nothing within reach mentions: %(words)s."),
    WORDS_NOT_IN_NEAREST: N_("The nearest one does not mention: %(words)s."),
    NUMBERS_NOT_IN_NEAREST: N_("The nearest one does not show: %(numbers)s."),
    SUBJECT_ELSEWHERE: N_("The nearest ones share only single words; their subject is another."),
    STEP_SAY_MORE: N_("Describe the need in a sentence: material, method, effect and use."),
    STEP_WIDEN: N_(
        "Widen the conditions: outside them there is “%(title)s”, which matches better."
    ),
    STEP_OPEN_CHALLENGE: N_(
        "Publish the need as an open challenge, so that teams outside the library can bid for it."
    ),
    STEP_EXPERT: N_("Ask an expert in the field to look at the need and name possible teams."),
    STEP_PROOF_OF_CONCEPT: N_(
        "Talk to the holder of “%(title)s” about a proof of concept for the missing part."
    ),
    STEP_WATCH: N_("Keep the need, and match it again when new records have come in."),
    # What moved a match most when a trained ranker ranks: clauses, told one after another.
    "RANK-WORDS-UP": N_("it says much of what is asked, word for word"),
    "RANK-WORDS-DOWN": N_("it says little of what is asked, word for word"),
    "RANK-MEANING-UP": N_("it is close in meaning"),
    "RANK-MEANING-DOWN": N_("it is further off in meaning than others"),
    "RANK-BOTH-UP": N_("words and meaning together place it high"),
    "RANK-BOTH-DOWN": N_("others stand above it in words and meaning together"),
    "RANK-TITLE-UP": N_("its title is about what is asked"),
    "RANK-TITLE-DOWN": N_("its title is about something wider or else"),
    "RANK-SIMILAR-UP": N_("similar achievements were judged strong for similar needs"),
    "RANK-SIMILAR-DOWN": N_("for similar needs, others were judged better"),
    "RANK-RECORD-UP": N_("it was judged good before"),
    "RANK-RECORD-DOWN": N_("it was not judged good before"),
    "RANK-HOLDER-UP": N_("records of its holder were judged good before"),
    "RANK-HOLDER-DOWN": N_("records of its holder were not judged good before"),
    "RANK-KIND-UP": N_("records titled like it are often what is sought"),
    "RANK-KIND-DOWN": N_("records titled like it are seldom what is sought"),
    "RANK-FIELDS-UP": N_("it comes from the same industry or patent class"),
    "RANK-FIELDS-DOWN": N_("it comes from another industry or patent class"),
    "RANK-MATURITY-UP": N_("it is mature enough"),
    "RANK-MATURITY-DOWN": N_("it is less mature than asked for"),
    "RANK-AGE-UP": N_("its date speaks for it"),
    "RANK-AGE-DOWN": N_("its date speaks against it"),
    "RANK-LENGTH-UP": N_("how much it says speaks for it"),
    "RANK-LENGTH-DOWN": N_("how much it says speaks against it"),
}


def word_reason(reason: Reason, lang: Lang) -> str:
    """Return a reason of this room as a sentence in a language.

    >>> word_reason(Reason(NOTHING_ASKED), "en")
    'The request says nothing that can be searched for.'
    """
    return say(lang, TEMPLATES[reason.code], **reason.values)
