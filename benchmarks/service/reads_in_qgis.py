"""Read a collection of OGC API in QGIS without a screen and tell as JSON how long it took.

Run by the Python of the system, which has QGIS: URL COLLECTION FILTER FOUND. The filter finds so many
areas. It is tried by the provider of OAPIF, and by the one of GDAL.
"""

import json
import os
import sys
import time

from qgis.core import Qgis, QgsApplication, QgsVectorLayer

URL, COLLECTION, FILTER, FOUND = sys.argv[1:]
SOURCES = {
    "OAPIF": f"url='{URL}' typename='{COLLECTION}'",
    "ogr": f"OAPIF:{URL}/collections/{COLLECTION}|layername={COLLECTION}",
}


def read(provider: str, subset: str = "") -> tuple[int, float]:
    """How many areas, and seconds from opening the layer to its last area."""
    start = time.perf_counter()
    layer = QgsVectorLayer(SOURCES[provider], "areas", provider)
    if not layer.isValid() or not layer.setSubsetString(subset):
        sys.exit(f"QGIS does not open {SOURCES[provider]} where {subset}")
    return sum(1 for _ in layer.getFeatures()), time.perf_counter() - start


def filtered(provider: str, times: int) -> list[float]:
    """Seconds of some times."""
    read_ = [read(provider, FILTER) for _ in range(times)]
    if {count for count, _ in read_} != {int(FOUND)}:
        sys.exit(f"{FILTER} should find {FOUND} areas: {read_}")
    return [seconds for _, seconds in read_]


QgsApplication.setPrefixPath("/usr", useDefaultPaths=True)
application = QgsApplication([], GUIenabled=False)
application.initQgis()
whole = [read("OAPIF") for _ in range(3)]
told = {
    "version": Qgis.version(),
    "number": Qgis.versionInt(),
    "areas": whole[0][0],
    "whole": [seconds for _, seconds in whole],
    "provider": filtered("OAPIF", 7 if Qgis.versionInt() >= 33200 else 1),
    "gdal": filtered("ogr", 7),
}
print(json.dumps(told))
sys.stdout.flush()
os._exit(0)  # taking QGIS down in order is a matter of luck
