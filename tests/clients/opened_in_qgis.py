"""Open a layer in QGIS without a screen and tell as JSON what it looks like.

Run by the Python of the system, which has QGIS: FILE [STYLE.qml|STYLE.sld [PICTURE.png]]. Instead
of a file, the source of a collection of OGC API may be given, as QGIS writes it: url='…' typename='…'.
"""

import json
import os
import sys

from qgis.core import (
    QgsApplication,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

WIDTH, HEIGHT = 600, 500
BACKGROUND = "#00ffff"


def rendered(layer):
    """A picture of the whole layer."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(layer.extent())
    settings.setOutputSize(QSize(WIDTH, HEIGHT))
    settings.setBackgroundColor(QColor(BACKGROUND))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    return settings, job.renderedImage()


def colors(settings, image, layer):
    """By area code, the colours that stand in the middle of the area."""
    to_pixel, found = settings.mapToPixel(), {}
    for feature in layer.getFeatures():
        middle = to_pixel.transform(feature.geometry().pointOnSurface().asPoint())
        near = range(-6, 7)
        found[feature["area_code"]] = sorted(
            {
                image.pixelColor(int(middle.x()) + i, int(middle.y()) + j).name()
                for i in near
                for j in near
            }
        )
    return found


def told(layer):
    settings, image = rendered(layer)
    renderer = layer.renderer()
    items = renderer.legendSymbolItems()
    legend = [[item.label(), item.symbol().color().name()] for item in items if item.symbol()]
    return {
        "valid": layer.isValid(),
        "count": layer.featureCount(),
        "crs": layer.crs().authid(),
        "renderer": renderer.type(),
        "legend": legend,
        "styles": layer.listStylesInDatabase()[2],
        "colors": colors(settings, image, layer),
    }


QgsApplication.setPrefixPath("/usr", useDefaultPaths=True)
application = QgsApplication([], GUIenabled=False)
application.initQgis()
source, style, picture = (*sys.argv[1:], None, None)[:3]
layer = QgsVectorLayer(source, "areas", "OAPIF" if source.startswith("url=") else "ogr")
load = layer.loadSldStyle if (style or "").endswith(".sld") else layer.loadNamedStyle
loaded = load(style)[1] if style else True
if picture:
    rendered(layer)[1].save(picture)
print(json.dumps({**told(layer), "loaded": loaded}))
sys.stdout.flush()
os._exit(0)  # taking QGIS down in order is a matter of luck
