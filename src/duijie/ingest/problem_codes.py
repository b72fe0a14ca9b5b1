"""The problem codes (问题代码): what each means and what to do, as English source strings."""

from dataclasses import dataclass

from duijie.kernel.words import N_, Lang, say


@dataclass(frozen=True, slots=True)
class ProblemCode:
    """A kind of problem (问题代码): what it means and what to do about it."""

    code: str
    what: str
    remedy: str

    def what_in(self, lang: Lang) -> str:
        """Return what it means in a language."""
        return say(lang, self.what)

    def remedy_in(self, lang: Lang) -> str:
        """Return what to do in a language."""
        return say(lang, self.remedy)


_LIST = (
    # Rows
    ("P-ROW-LONG", N_("The row has more cells than the header."),
     N_("Put quotation marks around cells that contain the separator.")),
    ("P-ROW-SHORT", N_("The row has fewer cells than the header; the missing ones count as empty."),
     N_("Check that no line break cuts the row in two.")),
    ("P-CELL-LONG", N_("The row is longer than is allowed and was passed over."),
     N_("Shorten its longest cell, or raise the setting ingest.max_cell_characters.")),
    ("P-QUOTE", N_("A quotation mark is opened and never closed; the line was read without it."),
     N_("Close the quotation mark, or write it twice when it belongs to the text.")),
    ("P-JSON-BROKEN", N_("The line is not a JSON object."),
     N_("Write one complete JSON object per line.")),
    ("P-COLUMN-UNKNOWN", N_("The object has names that the first rows of the file do not have."),
     N_("Put an object with every name first, or do without these values.")),
    ("P-HEADER-REPEATED", N_("Two columns have the same header; the later one was renamed."),
     N_("Give every column its own header.")),
    ("P-VISIBILITY-COLUMN",
     N_("The column looks as if it said who may see a record, but it is not used."),
     N_("Map it to the visibility, or name one for all rows with --visibility.")),
    ("P-REQUIRED", N_("A required field is empty; the row was not imported."),
     N_("Fill in the field and import the file again.")),
    ("P-ID-REPEATED", N_("An earlier row has the same number; this row was not imported."),
     N_("Give every record its own number, or delete the row that is out of date.")),
    ("P-ROW-REPEATED",
     N_("An earlier row without a number has the same title and organisation; "
        "this row was not imported."),
     N_("Give the records numbers if they are different.")),
    # Texts
    ("P-ENCODING", N_("Some characters cannot be read."),
     N_("Save the file as UTF-8 and import it again.")),
    ("P-CONTROL", N_("Invisible control characters were removed."),
     N_("Nothing, unless the text now reads wrong.")),
    ("P-TEXT-LONG", N_("The text is longer than the field; its end was cut off."),
     N_("Shorten the text.")),
    ("P-LIST-LONG", N_("The list has more entries than the field; the last ones were left out."),
     N_("Keep the entries that matter most.")),
    ("P-FORMULA", N_("The cell begins like a formula; it was kept as text."),
     N_("Write the value instead of the formula.")),
    # Dates
    ("P-DATE-UNREADABLE", N_("This is not a date; the field was left empty."),
     N_("Write it as 2024-03-05.")),
    ("P-DATE-IMPOSSIBLE", N_("There is no such day; the field was left empty."),
     N_("Correct the date.")),
    ("P-DATE-AMBIGUOUS", N_("Day and month cannot be told apart; the month was taken first."),
     N_("Write it as 2024-03-05.")),
    ("P-DATE-SERIAL", N_("The date was a number of days, as spreadsheets count them."),
     N_("Check the date; give the column a date format.")),
    ("P-DATE-SHORT-YEAR", N_("The year had two digits; this century was taken."),
     N_("Write the year with four digits.")),
    ("P-DATE-RANGE", N_("There were two dates; the later one was taken."),
     N_("Write the one date that counts.")),
    # Money
    ("P-MONEY-UNREADABLE", N_("This is not an amount of money; the field was left empty."),
     N_("Write it as 200万元 or 2000000.")),
    ("P-MONEY-RANGE", N_("There was a range; its upper end was taken."),
     N_("Nothing, unless another amount is meant.")),
    ("P-MONEY-OPEN", N_("The amount is left open; the field was left empty."),
     N_("Nothing, or write an amount.")),
    ("P-MONEY-CURRENCY", N_("The amount is not in yuan; the field was left empty."),
     N_("Write the amount in yuan.")),
    ("P-MONEY-NEGATIVE", N_("The amount is negative; the field was left empty."),
     N_("Correct the amount.")),
    # Technology readiness
    ("P-TRL-UNREADABLE", N_("This is not a technology readiness level; the field was left empty."),
     N_("Write a number from 1 to 9.")),
    ("P-TRL-RANGE", N_("A technology readiness level is 1 to 9; the field was left empty."),
     N_("Write a number from 1 to 9.")),
    ("P-TRL-SPAN", N_("There was a range of levels; the lower one was taken."),
     N_("Write the level that has been reached.")),
    ("P-TRL-WORDED", N_("The level was taken from the words for the stage."),
     N_("Check the level; write a number from 1 to 9.")),
    # Codes
    ("P-USCC-FORM", N_("A unified social credit code has 18 characters; the field was left empty."),
     N_("Copy the code from the business licence.")),
    ("P-USCC-CHECK",
     N_("The check character of the unified social credit code is wrong; "
        "the field was left empty."),
     N_("Copy the code from the business licence.")),
    ("P-USCC-MISREAD", N_("The code has letters that it cannot have; they were read as digits."),
     N_("Check the code against the business licence.")),
    ("P-PATENT-FORM", N_("This is not a patent number of a known form."),
     N_("Write it as CN109876543A or 202110123456.3.")),
    ("P-PATENT-CHECK", N_("The check digit of the application number was wrong and was corrected."),
     N_("Check the number against the certificate.")),
    ("P-REGION-UNKNOWN", N_("There is no such region; the field was left empty."),
     N_("Write the six digits of the region, or province, city and county.")),
    ("P-REGION-OLD", N_("The region code is no longer in force; it was kept."),
     N_("Write the code of the region that took its place.")),
    ("P-INDUSTRY-UNKNOWN", N_("There is no such industry; the field was left empty."),
     N_("Write a code of GB/T 4754-2017, such as C26.")),
    ("P-INDUSTRY-SECTION", N_("The letter did not fit the digits of the industry code."),
     N_("Check the industry code.")),
    ("P-DISCIPLINE-UNKNOWN", N_("There is no such discipline; the field was left empty."),
     N_("Write a code of GB/T 13745-2009, such as 520.")),
    ("P-IPC-UNKNOWN", N_("Some symbols are not IPC symbols and were left out."),
     N_("Write them as H01M 10/05; G06F 16/33.")),
    ("P-CHOICE-UNKNOWN",
     N_("This is not one of the values of the field; it was left empty, a visibility private."),
     N_("Write one of the values of the field.")),
)  # fmt: skip

PROBLEM_CODES: dict[str, ProblemCode] = {row[0]: ProblemCode(*row) for row in _LIST}
