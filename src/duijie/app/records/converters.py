"""The part of an address that names a record."""

from duijie.kernel.kinds import KINDS


class RecordId:
    """A record id in an address (地址中的记录标识), e.g. `achievement:2024-0017`."""

    regex = f"(?:{'|'.join(KINDS)}):.{{1,500}}?"

    def to_python(self, value: str) -> str:
        """Return the record id of a part of an address."""
        return value

    def to_url(self, value: str) -> str:
        """Return the part of an address for a record id."""
        return str(value)


class KindName:
    """The name of a kind of record in an address (地址中的记录类别)."""

    regex = "|".join(KINDS)

    def to_python(self, value: str) -> str:
        """Return the name of a kind."""
        return value

    def to_url(self, value: str) -> str:
        """Return the part of an address for a kind."""
        return str(value)
