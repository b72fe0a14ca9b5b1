"""The ranker (排序器): trained on judged requests, written as a release that `match` loads."""

from duijie.learn.ranker.options import RankerOptions
from duijie.learn.ranker.train import train_ranker

__all__ = ["RankerOptions", "train_ranker"]
