"""Run it: ``python -m benchmarks.service``. Ends with 1 where a target is missed.

``AREAS`` in the environment makes a smaller country, to try it.
"""

from __future__ import annotations

import os
import sys

from benchmarks.service.asking import WrongAnswerError
from benchmarks.service.layer import AREAS
from benchmarks.service.run import run


def main() -> int:
    """Print every finding, once all is measured; 0 where all targets are met."""
    try:
        findings = list(run(int(os.environ.get("AREAS", AREAS))))
    except WrongAnswerError as error:
        sys.exit(str(error))
    print()
    for finding in findings:
        print(finding)
    return 0 if all(finding.met for finding in findings) else 1


if __name__ == "__main__":
    sys.exit(main())
