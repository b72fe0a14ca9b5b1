"""The command line (命令行): `duijie`."""

import sys


def main() -> None:
    """Run `duijie` with the arguments of the process and end it with an exit code."""
    from duijie.app.cli.start import run

    sys.exit(run(sys.argv[1:]))


__all__ = ["main"]
