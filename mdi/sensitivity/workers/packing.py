"""What is drawn, as few bytes: an array that occurs twice goes along once.

Combinations of choices share most of their figures and noise, yet each has made its own.
"""

from __future__ import annotations

import pickle
from io import BytesIO
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from mdi.sensitivity.drawing import Drawing

SMALL = 256  # bytes; a smaller array is not worth a name

Arrays = dict[bytes, NDArray[Any]]


def packed(drawing: Drawing) -> bytes:
    """What is drawn, as bytes."""
    rest = BytesIO()
    pickler = _Pickler(rest, pickle.HIGHEST_PROTOCOL)
    pickler.dump(drawing)
    return pickle.dumps((rest.getvalue(), pickler.arrays), pickle.HIGHEST_PROTOCOL)


def unpacked(content: bytes) -> Drawing:
    """The same from the bytes; whoever made them is trusted."""
    rest, arrays = pickle.loads(content)  # noqa: S301 - of who commands this worker anyway
    drawing: Drawing = _Unpickler(rest, arrays).load()
    return drawing


class _Pickler(pickle.Pickler):
    """Puts arrays aside.

    Attributes:
        arrays: by the sum of their bytes, type and shape.
    """

    def __init__(self, file: BytesIO, protocol: int) -> None:
        super().__init__(file, protocol)
        self.arrays: Arrays = {}

    def persistent_id(self, obj: Any) -> bytes | None:
        """The name of an array; None for all else, which is pickled where it stands."""
        if not isinstance(obj, np.ndarray) or obj.dtype.hasobject or obj.nbytes < SMALL:
            return None
        array = np.ascontiguousarray(obj)
        sum_of = xxhash.xxh3_128_digest(array.data.cast("B"))
        name = sum_of + f"{array.dtype.str}{array.shape}".encode()
        self.arrays.setdefault(name, array)
        return name


class _Unpickler(pickle.Unpickler):
    def __init__(self, rest: bytes, arrays: Arrays) -> None:
        super().__init__(BytesIO(rest))
        self._arrays = arrays

    def persistent_load(self, pid: Any) -> NDArray[Any]:
        """The array of this name."""
        return self._arrays[pid]
