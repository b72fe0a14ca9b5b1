"""The installation that this process works for; every app may ask, so it knows none of them."""

from duijie.kernel.home import Home


def home_in_use() -> Home:
    """Return the home that this process works with; `open_records` says which that is."""
    return Home.from_environment()
