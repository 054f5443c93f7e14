"""The service against nginx, tipg and pygeoapi, on one layer, in one run.

A national edition is served by two workers; nginx serves what the service answers, as files; tipg and
pygeoapi serve the same layer from PostGIS. All run beside each other and are asked in turns. Run by
itself: `python -m benchmarks.service`, or `make bench-service`. What cannot be installed is left out,
and said.
"""
