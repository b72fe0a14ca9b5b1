"""Vectors in four bits (四比特向量): two numbers a byte, for a small release."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

HIGHEST_NIBBLE: Final = 7
_ZERO = 8  # numbers from -8 to 7 are kept as 0 to 15


def packed_nibbles(numbers: NDArray[np.int8]) -> NDArray[np.uint8]:
    """Return rows of numbers from -8 to 7 as bytes of two; the rows are of even length.

    >>> packed_nibbles(np.array([[-7, 7, 0, 1]], dtype=np.int8)).tolist()
    [[241, 152]]
    """
    moved = (numbers + np.int8(_ZERO)).astype(np.uint8)
    return np.asarray(moved[:, ::2] | (moved[:, 1::2] << 4), dtype=np.uint8)


def unpacked_nibbles(bytes_of_two: NDArray[np.uint8]) -> NDArray[np.int8]:
    """Return what `packed_nibbles` was given.

    >>> unpacked_nibbles(np.array([[241, 152]], dtype=np.uint8)).tolist()
    [[-7, 7, 0, 1]]
    """
    numbers = np.empty((len(bytes_of_two), 2 * bytes_of_two.shape[1]), dtype=np.int8)
    numbers[:, ::2] = (bytes_of_two & 15).astype(np.int8) - _ZERO
    numbers[:, 1::2] = (bytes_of_two >> 4).astype(np.int8) - _ZERO
    return numbers
