"""What can be chosen when a ranker is trained."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RankerOptions:
    """The options of training a ranker (排序训练选项).

    docs/decisions/0010-ranker.md has the table that they come from.

    Attributes:
        seed: of every random choice.
        unjudged: how much a record that was found and not judged counts as no match. None: as
            much as a judged one when hardly any judgement says *no match* or *weak*, since then
            nothing else tells them; else a part of that.
        cost_of_bad_list: what showing ten records without a good one costs.
        cost_of_silence: what *no good match* costs although a good one is among the first ten.
        rounds: trees at most; how many are kept is chosen on requests held out.
        learning_rate: how much one tree may change.
        leaves: of a tree; fewer when there are few requests.
        folds: parts into which the requests are divided, so that none is seen by what judges it.
        ridge: how stiff the map from requests to where their good records lie is.
        wording: judgements of no opinion that are added to what is known of a word.
        requests: so many are remembered at most; of more a sample is drawn.
        requests_at_least: fewer with a good match teach nothing that holds.
    """

    seed: int = 0
    unjudged: float | None = None
    cost_of_bad_list: float = 1.0
    cost_of_silence: float = 2.0
    rounds: int = 200
    learning_rate: float = 0.05
    leaves: int = 15
    folds: int = 10
    ridge: float = 1.0
    wording: float = 20.0
    requests: int = 4000
    requests_at_least: int = 30
