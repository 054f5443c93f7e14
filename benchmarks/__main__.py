"""Run all benchmarks: ``python -m benchmarks``. Ends with 1 where a target is missed."""

from __future__ import annotations

import sys

from benchmarks import (
    bench_batch,
    bench_completion,
    bench_compute,
    bench_factors,
    bench_gap,
    bench_geojson,
    bench_import,
    bench_local,
    bench_memory,
    bench_reweight,
    bench_sensitivity,
    bench_tiles,
    bench_verify,
    bench_writers,
)

BENCHES = (
    bench_import,
    bench_compute,
    bench_factors,
    bench_completion,
    bench_verify,
    bench_gap,
    bench_geojson,
    bench_writers,
    bench_local,
    bench_tiles,
    bench_reweight,
    bench_sensitivity,
    bench_batch,
    bench_memory,
)


def main() -> int:
    """Print every finding as it comes; 0 where all targets are met."""
    met = True
    for bench in BENCHES:
        for finding in bench.run():
            print(finding, flush=True)
            met = met and finding.met
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
