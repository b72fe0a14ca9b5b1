"""What the reference of the API says of operations, for the catalogue of words.

The words are those of the operations themselves; a test proves that none is missing.
"""

from typing import Final

from duijie.kernel.words import N_

SAID: Final = (
    N_("Accept or decline what you received; take back or end what you sent."),
    N_("Answer, take back or end"),
    N_("Ask a job to stop: it ends at its next step, and what it stored until then stays."),
    N_("Change a record"),
    N_("Change some fields; those that are not sent stay, null empties one."),
    N_("Create a record"),
    N_("End one of your tokens: from now on it lets nobody in. Not with a token."),
    N_("Export for another installation"),
    N_("Export records"),
    N_("Get a job"),
    N_("Get a match list"),
    N_("Get a record"),
    N_("Get an expression of interest"),
    N_("Hand a draft in: an officer reviews it."),
    N_("How the index is"),
    N_("List expressions of interest"),
    N_("List jobs"),
    N_("List records"),
    N_("List your organisations"),
    N_("List your tokens"),
    N_("Make a draft of your organisation; of several, `owner` says which."),
    N_("Make a match list for a person"),
    N_("Make a withdrawn record a draft again."),
    N_(
        "Make or change one record a line, by its number, and answer one line each. New ones "
        "are drafts; what says the same as before stays as it is, so that a file may be sent "
        "again after a break."
    ),
    N_("Match a need"),
    N_("Match, and store the list that a person will be shown: it is logged to learn from."),
    N_("Note a click, how long somebody looked, that they kept a match, or why it does not suit."),
    N_("Publish a record"),
    N_("Put what was handed in into force; officers only."),
    N_("Renew a record"),
    N_("Reopen a record"),
    N_("Repeats of a call are done once."),
    N_("Return a list as it was shown, without what was withdrawn since."),
    N_("Return a record with the fields that you may read."),
    N_("Return how far a job is."),
    N_("Return one; both sides read it, and nobody else."),
    N_(
        "Return the best matches, each explained; nothing is stored and nothing logged. "
        "Words, or a need, are matched with achievements; an achievement is matched with "
        "needs."
    ),
    N_("Return the jobs that you asked for, newest first; officers see all."),
    N_("Return the organisations that you act for or look after."),
    N_("Return the records of a kind that you may see, newest first, page by page."),
    N_("Return what your organisations received, or sent, newest first."),
    N_("Return which index and ranker answer, and the newest change of the records."),
    N_("Return who you are here: your roles, whom you act for, and what your token allows."),
    N_("Return your tokens that are in force; their texts are kept nowhere. Not with a token."),
    N_("Revoke a token"),
    N_("Say that a record still holds, if need be with a new last day."),
    N_("Send all lines of a type in the open exchange format; officers and operators only."),
    N_("Send an expression of interest"),
    N_("Send every record of a kind that you may see, one JSON object a line, streaming; logged."),
    N_("Stop a job"),
    N_("Submit a record"),
    N_("Take a record back: nobody else sees it from now on."),
    N_("Tell what became of a match"),
    N_("The ETag of what is known."),
    N_("The ETag of what was read."),
    N_("Who calls"),
    N_("Withdraw a record"),
    N_("Write many records"),
    N_("Write to the owner of a record for one of your organisations."),
)
