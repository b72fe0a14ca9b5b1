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
└── CallError  DeniedError  GoneError                            (app)
"""

from duijie.kernel.errors.app import CallError, DeniedError, GoneError
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
    "CallError",
    "DeniedError",
    "DuijieError",
    "EncoderError",
    "EvaluationError",
    "FilterSyntaxError",
    "GoneError",
    "IndexBusyError",
    "IndexDamagedError",
    "IndexMissingError",
    "IndexOutdatedError",
    "JournalDamagedError",
    "JudgingError",
    "LearnFileError",
    "MappingError",
    "MissingDependencyError",
    "MissingLibraryError",
    "PromotionRefusedError",
    "RecordMissingError",
    "ReleaseError",
    "ReleasesBusyError",
    "RequestError",
    "SettingError",
    "SourceError",
    "SourcePathError",
    "TrainingRefusedError",
    "UnknownNameError",
]
