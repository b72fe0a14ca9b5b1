"""What ranks loads fast: LightGBM comes without what it would bring along."""

import subprocess
import sys

import pytest

from duijie.kernel.errors import MissingDependencyError, MissingLibraryError
from duijie.match.adapters import lightgbm_alone

LOAD = """
import sys
from duijie.match.adapters.lightgbm_alone import load_lightgbm
booster = load_lightgbm("A ranker").Booster
assert "sklearn" not in sys.modules, "brought along"
from sklearn.isotonic import IsotonicRegression
print(booster.__name__, IsotonicRegression.__name__)
"""


def test_it_comes_alone_and_scikit_learn_can_still_be_had() -> None:
    told = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["Booster", "IsotonicRegression"]


@pytest.mark.parametrize(
    ("broken", "told"),
    [(ImportError("no"), MissingDependencyError), (OSError("libgomp.so.1"), MissingLibraryError)],
)
def test_what_is_missing_is_named_with_what_to_install(
    broken: Exception, told: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(name: str) -> None:
        raise broken

    monkeypatch.setattr(lightgbm_alone, "import_module", fail)
    with pytest.raises(told, match="install"):
        lightgbm_alone.load_lightgbm("A ranker")
