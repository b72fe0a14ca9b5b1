"""The common path stays light: pint loads only for units that the shipped table lacks."""

import subprocess
import sys

SCRIPT = """
import sys
from duijie.explain import explain, frame_of
from duijie.kernel.documents import Document
from duijie.kernel.matching import MatchRequest
frame_of("", "密度≥1.80克/立方厘米，检出率≥95%，粒度40微米以下")
explain(MatchRequest("检出率≥95%"), Document("need:1", "need", "", "检出率96%"))
assert "pint" not in sys.modules
frame_of("", "主轴参数3 kg·mm/min")
assert "pint" in sys.modules
"""


def test_pint_is_loaded_only_for_uncommon_units() -> None:
    finished = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False
    )

    assert finished.returncode == 0, finished.stderr
