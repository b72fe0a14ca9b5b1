"""Who may look into the data folder: said once, when it is more than its owner."""

import stat

from duijie.app.cli.terminal import Terminal
from duijie.kernel.words import say

OTHERS = stat.S_IROTH | stat.S_IWOTH | stat.S_IXOTH
NOTED = ".open-to-others"


def warn_if_open(terminal: Terminal) -> None:
    """Say once that other users of the machine may look into the data folder.

    The folder is left as it is: somebody may share it on purpose.
    """
    home = terminal.home.path
    try:
        if not home.is_dir() or not home.stat().st_mode & OTHERS:
            return
        (home / NOTED).touch(mode=0o600, exist_ok=False)
    except OSError:  # said before, or not ours to say
        return
    terminal.note(
        say(
            terminal.lang,
            "Other users of this machine may look into the data folder. To keep it to yourself: "
            "chmod -R go= %(folder)s (this is said once)",
            folder=home,
        ),
        style="yellow",
    )
