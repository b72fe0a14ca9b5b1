"""Judging (标注): people say how strong matches are, blind to who found them.

The door: `create_round`, `open_round`, `next_item`, `record_level`, `record_skip`, `undo_last`,
`progress_of`, `agreement`, `still_disputed`, `settle`, `final_levels`, `judgements`,
`export_qrels`, `export_details`; what judges are told is `judging_guide`.
"""

from duijie.learn.judging.adjudication import (
    Decided,
    FinalLevel,
    WhenOpen,
    check_third,
    final_levels,
    judgements,
    next_disputed,
    pass_over,
    settle,
    shown_dispute,
    still_disputed,
    unsettle_last,
)
from duijie.learn.judging.agreement import (
    Agreement,
    Disputed,
    Drift,
    PairAgreement,
    Quarter,
    agreement,
    alpha_so_far,
    levels_given,
)
from duijie.learn.judging.alpha import Alpha, Metric, alpha_with_interval, krippendorff_alpha
from duijie.learn.judging.export import (
    Exported,
    export_details,
    export_qrels,
    exported_levels,
)
from duijie.learn.judging.judging import (
    JudgeProgress,
    JudgingItem,
    checked_level,
    next_item,
    progress_of,
    record_level,
    record_skip,
    shown_item,
    undo_last,
)
from duijie.learn.judging.levels import JudgingGuide, judging_guide, level_said
from duijie.learn.judging.marks import Marks, marks_of
from duijie.learn.judging.pool import Found, PoolItem, System, draw
from duijie.learn.judging.rounds import (
    Round,
    RoundPlan,
    check_new,
    create_round,
    open_round,
    round_names,
)
from duijie.learn.judging.sheets import read_sheet, record_sheet, write_sheet
from duijie.learn.judging.systems import Variant, engine_system, run_system, spellings
from duijie.learn.judging.texts import ShownText, read_texts, shown

__all__ = [
    "Agreement",
    "Alpha",
    "Decided",
    "Disputed",
    "Drift",
    "Exported",
    "FinalLevel",
    "Found",
    "JudgeProgress",
    "JudgingGuide",
    "JudgingItem",
    "Marks",
    "Metric",
    "PairAgreement",
    "PoolItem",
    "Quarter",
    "Round",
    "RoundPlan",
    "ShownText",
    "System",
    "Variant",
    "WhenOpen",
    "agreement",
    "alpha_so_far",
    "alpha_with_interval",
    "check_new",
    "check_third",
    "checked_level",
    "create_round",
    "draw",
    "engine_system",
    "export_details",
    "export_qrels",
    "exported_levels",
    "final_levels",
    "judgements",
    "judging_guide",
    "krippendorff_alpha",
    "level_said",
    "levels_given",
    "marks_of",
    "next_disputed",
    "next_item",
    "open_round",
    "pass_over",
    "progress_of",
    "read_sheet",
    "read_texts",
    "record_level",
    "record_sheet",
    "record_skip",
    "round_names",
    "run_system",
    "settle",
    "shown",
    "shown_dispute",
    "shown_item",
    "spellings",
    "still_disputed",
    "undo_last",
    "unsettle_last",
    "write_sheet",
]
