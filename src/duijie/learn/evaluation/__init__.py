"""Evaluation (评测): how good rankings, levels and probabilities are, and how sure that is."""

from duijie.learn.evaluation.ordinal import PairPrediction, Probabilities

__all__ = ["PairPrediction", "Probabilities"]
