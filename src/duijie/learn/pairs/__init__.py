"""Pairs (需求—成果对): ordinal levels of (need, achievement title) pairs, learned from judged ones.

The door: `read_needs`, `read_pairs`, `train_pairs`, `PairModel.predict`, `evaluate_pairs`,
`write_pair_release`, `load_pair_model`. `kernels` and `process` are the neighbours by themselves.
"""

from duijie.learn.pairs.evaluating import evaluate_pairs, predict_from
from duijie.learn.pairs.model import PairModel
from duijie.learn.pairs.reading import Need, Pair, read_needs, read_pairs
from duijie.learn.pairs.release import load_pair_model, write_pair_release
from duijie.learn.pairs.training import PairOptions, train_pairs

__all__ = [
    "Need",
    "Pair",
    "PairModel",
    "PairOptions",
    "evaluate_pairs",
    "load_pair_model",
    "predict_from",
    "read_needs",
    "read_pairs",
    "train_pairs",
    "write_pair_release",
]
