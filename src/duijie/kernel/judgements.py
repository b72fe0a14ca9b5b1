"""Judgements (相关性标注): how well records meet requests, as people or outcomes say.

Learning reads nothing else: a judge's level, a click, a signed contract all come to it as these.
"""

from dataclasses import dataclass

from duijie.kernel.matching import Level


@dataclass(frozen=True, slots=True)
class Judgement:
    """How well one record meets one request (相关性标注).

    `request_id` is the record id of the need (`need:17`), or any name that the requests of the
    same file go by. `weight` from 0 to 1 says how much it tells: a judge's level is worth 1, a
    click less. `judge` names who said so; feedback says `feedback`.
    """

    request_id: str
    record_id: str
    level: Level
    weight: float = 1.0
    judge: str = ""
