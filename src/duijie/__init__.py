"""Duijie 对接: matching what a region needs with what it has.

    from duijie import Engine

The import is light: engines and drivers are loaded when something is opened.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duijie.match import Engine

__version__ = "0.1.0"
__all__ = ["Engine", "__version__"]


def __getattr__(name: str) -> object:
    if name == "Engine":
        from duijie.match import Engine

        return Engine
    raise AttributeError(name)
