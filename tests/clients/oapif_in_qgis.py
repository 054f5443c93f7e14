"""Open a collection of OGC API in QGIS without a screen and tell as JSON what is seen of it.

Run by the Python of the system, which has QGIS: URL COLLECTION.
"""

import json
import os
import sys

from qgis.core import (
    QgsApplication,
    QgsFeatureRequest,
    QgsPointXY,
    QgsRectangle,
    QgsVectorLayer,
)

NEAR = 1e-6  # degrees around a point that is clicked on


def codes(features):
    return sorted(each["area_code"] for each in features)


def identified(layer, point):
    """What a click shows: the areas that have a point in a tiny box."""
    box = QgsRectangle(point.x() - NEAR, point.y() - NEAR, point.x() + NEAR, point.y() + NEAR)
    request = QgsFeatureRequest(box).setFlags(QgsFeatureRequest.ExactIntersect)
    return {each["area_code"]: each["index"] for each in layer.getFeatures(request)}


def told(layer):
    extent = layer.extent()
    west = QgsRectangle(
        extent.xMinimum(), extent.yMinimum(), extent.center().x(), extent.yMaximum()
    )
    worst = QgsFeatureRequest().setFilterExpression("decile = 1")
    part = QgsVectorLayer(f"{layer.source()} restrictToRequestBBOX='1'", "part", "OAPIF")
    return {
        "valid": layer.isValid(),
        "crs": layer.crs().authid(),
        "count": layer.featureCount(),
        "fields": {field.name(): field.typeName() for field in layer.fields()},
        "extent": [extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()],
        "part": codes(part.getFeatures(QgsFeatureRequest(west))),
        "west": [west.xMinimum(), west.yMinimum(), west.xMaximum(), west.yMaximum()],
        "all": codes(layer.getFeatures()),
        "worst": codes(layer.getFeatures(worst)),
        "clicked": identified(layer, QgsPointXY(5.44, 52.07)),
        "areas": {each["area_code"]: each.geometry().area() for each in layer.getFeatures()},
    }


QgsApplication.setPrefixPath("/usr", useDefaultPaths=True)
application = QgsApplication([], GUIenabled=False)
application.initQgis()
url, collection = sys.argv[1:]
layer = QgsVectorLayer(f"url='{url}' typename='{collection}'", "areas", "OAPIF")
print(json.dumps(told(layer) if layer.isValid() else {"valid": False}, default=str))
sys.stdout.flush()
os._exit(0)  # taking QGIS down in order is a matter of luck
