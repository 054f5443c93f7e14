"""Open views of PostGIS in QGIS without a screen and tell as JSON what they look like.

Run by the Python of the system, which has QGIS: HOST DATABASE USER VIEW…
"""

import json
import os
import sys

from qgis.core import QgsApplication, QgsDataSourceUri, QgsVectorLayer, QgsWkbTypes


def told(host, base, user, view):
    """A view, added by its name as a reader would."""
    uri = QgsDataSourceUri()
    uri.setConnection(host, "", base, user, "")
    uri.setDataSource("mdi", view, "geom", "", "id")
    layer = QgsVectorLayer(uri.uri(expandAuthConfig=False), view, "postgres")
    provider = layer.dataProvider()
    box = layer.extent()
    return {
        "valid": layer.isValid(),
        "error": layer.error().message(),
        "count": layer.featureCount(),
        "crs": layer.crs().authid(),
        "type": QgsWkbTypes.displayString(layer.wkbType()),
        "key": [layer.fields()[number].name() for number in provider.pkAttributeIndexes()],
        "fields": {field.name(): field.typeName() for field in layer.fields()},
        "ranks": {f["area_code"]: f["rank"] or None for f in layer.getFeatures()},
        "bounds": [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()],
    }


QgsApplication.setPrefixPath("/usr", useDefaultPaths=True)
application = QgsApplication([], GUIenabled=False)
application.initQgis()
host, base, user, *views = sys.argv[1:]
print(json.dumps({view: told(host, base, user, view) for view in views}, default=str))
sys.stdout.flush()
os._exit(0)  # taking QGIS down in order is a matter of luck
