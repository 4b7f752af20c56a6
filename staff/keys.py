"""Keys of rows as browsers send them: in addresses, in hidden fields, on buttons. Anybody may send anything."""

#: Digits of which every number fits into a column of 64 bits.
LONGEST = 18


def read_key(sent: str) -> int | None:
    """The key that was sent; None, which is no row's, where it can be none."""
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) <= LONGEST else None
