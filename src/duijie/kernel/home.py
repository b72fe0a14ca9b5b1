"""Where an installation keeps its data: everything under one folder."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of an installation (数据目录) and what lies where in it."""

    path: Path

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Home":
        """Return the home that `DUIJIE_HOME` names, else the user's data folder for duijie."""
        named = (os.environ if environment is None else environment).get("DUIJIE_HOME", "")
        if named:
            return cls(Path(named).expanduser().absolute())
        from platformdirs import user_data_path

        return cls(user_data_path("duijie", appauthor=False))

    @property
    def database(self) -> Path:
        """Return the file of the SQLite database."""
        return self.path / "duijie.sqlite3"

    @property
    def index(self) -> Path:
        """Return the folder of the search index."""
        return self.path / "index"

    @property
    def releases(self) -> Path:
        """Return the folder of model releases, one folder each."""
        return self.path / "releases"

    @property
    def mappings(self) -> Path:
        """Return the folder of saved column mappings."""
        return self.path / "mappings"

    @property
    def reports(self) -> Path:
        """Return the folder of import reports."""
        return self.path / "reports"

    @property
    def judging(self) -> Path:
        """Return the folder of judging rounds, one folder each."""
        return self.path / "judging"

    @property
    def settings_file(self) -> Path:
        """Return the settings file."""
        return self.path / "settings.toml"

    def prepare(self) -> "Home":
        """Create the folder, readable by its owner only, and return this home."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self
