"""Scopes (授权范围): what a token may be used for; a person in a browser has them all."""

from enum import StrEnum

from duijie.kernel.words import N_


class Scope(StrEnum):
    """One scope of a token (授权范围): `<what>:<read or write>`."""

    RECORDS_READ = "records:read"
    RECORDS_WRITE = "records:write"
    MATCHING_READ = "matching:read"
    MATCHING_WRITE = "matching:write"
    INTERESTS_READ = "interests:read"
    INTERESTS_WRITE = "interests:write"
    IMPORTS_READ = "imports:read"
    IMPORTS_WRITE = "imports:write"


SCOPE_LABELS = {
    Scope.RECORDS_READ: N_("Read records"),
    Scope.RECORDS_WRITE: N_("Write records"),
    Scope.MATCHING_READ: N_("Match and read match lists"),
    Scope.MATCHING_WRITE: N_("Write shortlists, notes and feedback"),
    Scope.INTERESTS_READ: N_("Read expressions of interest"),
    Scope.INTERESTS_WRITE: N_("Send and answer expressions of interest"),
    Scope.IMPORTS_READ: N_("Read imports and their problems"),
    Scope.IMPORTS_WRITE: N_("Import files"),
}
