"""How kernels are compiled: one place for the flags.

No `fastmath`, so that results do not depend on the machine; no `parallel`, because
threads are ours (`geodata.core.threads`) and numba's own pool cannot be entered by two
requests of a server at once. Machine code is kept on disk by file, so a kernel calls
only kernels of its own file; a test holds this.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Compile a kernel: no GIL, machine code kept on disk, strict IEEE arithmetic."""
    compiled = numba.njit(nogil=True, cache=True, error_model="numpy")
    return cast("F", compiled(function))
