"""The one tree of errors.

DuijieError
├── SettingError  UnknownNameError                              (kernel)
│   MissingDependencyError  MissingLibraryError
├── SourceError (SourcePathError)  MappingError                 (ingest)
├── IndexMissingError  IndexDamagedError  IndexBusyError        (index)
│   IndexOutdatedError  FilterSyntaxError  ReleaseError  EncoderError
├── RequestError  RecordMissingError                            (match)
├── LearnFileError  EvaluationError  JudgingError               (learn)
│   PromotionRefusedError  JournalDamagedError  ReleasesBusyError
│   TrainingRefusedError
├── CallError  DeniedError  GoneError  TooManyError              (app)
│   ChangedMeanwhileError  FileRefusedError
│   PlaceTakenError  BackupError
├── ExchangeFileError                                           (exchange)
└── ApiError: one for each way in which a call of the API fails (api)
"""

from duijie.kernel.errors.api import (
    ApiError,
    BodyError,
    ConflictError,
    CursorError,
    FieldsError,
    ForgeryError,
    KeyBusyError,
    KeyReusedError,
    MediaTypeError,
    MethodError,
    NoSuchAddressError,
    RevisionError,
    ScopeMissingError,
    SignInNeededError,
    TooLargeError,
    TooManyCallsError,
)
from duijie.kernel.errors.app import (
    BackupError,
    CallError,
    ChangedMeanwhileError,
    DeniedError,
    FileRefusedError,
    GoneError,
    PlaceTakenError,
    TooManyError,
)
from duijie.kernel.errors.exchange import ExchangeFileError
from duijie.kernel.errors.index import (
    EncoderError,
    FilterSyntaxError,
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    IndexOutdatedError,
    ReleaseError,
)
from duijie.kernel.errors.ingest import MappingError, SourceError, SourcePathError
from duijie.kernel.errors.kernel import (
    MissingDependencyError,
    MissingLibraryError,
    SettingError,
    UnknownNameError,
)
from duijie.kernel.errors.learn import (
    EvaluationError,
    JournalDamagedError,
    JudgingError,
    LearnFileError,
    PromotionRefusedError,
    ReleasesBusyError,
    TrainingRefusedError,
)
from duijie.kernel.errors.match import RecordMissingError, RequestError
from duijie.kernel.errors.tree import DuijieError

__all__ = [
    "ApiError",
    "BackupError",
    "BodyError",
    "CallError",
    "ChangedMeanwhileError",
    "ConflictError",
    "CursorError",
    "DeniedError",
    "DuijieError",
    "EncoderError",
    "EvaluationError",
    "ExchangeFileError",
    "FieldsError",
    "FileRefusedError",
    "FilterSyntaxError",
    "ForgeryError",
    "GoneError",
    "IndexBusyError",
    "IndexDamagedError",
    "IndexMissingError",
    "IndexOutdatedError",
    "JournalDamagedError",
    "JudgingError",
    "KeyBusyError",
    "KeyReusedError",
    "LearnFileError",
    "MappingError",
    "MediaTypeError",
    "MethodError",
    "MissingDependencyError",
    "MissingLibraryError",
    "NoSuchAddressError",
    "PlaceTakenError",
    "PromotionRefusedError",
    "RecordMissingError",
    "ReleaseError",
    "ReleasesBusyError",
    "RequestError",
    "RevisionError",
    "ScopeMissingError",
    "SettingError",
    "SignInNeededError",
    "SourceError",
    "SourcePathError",
    "TooLargeError",
    "TooManyCallsError",
    "TooManyError",
    "TrainingRefusedError",
    "UnknownNameError",
]
