"""Styles: how a map program draws a measure; one definition, and one file for each program."""

from __future__ import annotations

from geodata.styles.files import write_styles as write_styles
from geodata.styles.maplibre import Coded as Coded
from geodata.styles.maplibre import to_maplibre as to_maplibre
from geodata.styles.maplibre import to_maplibre_by_code as to_maplibre_by_code
from geodata.styles.model import Hatching as Hatching
from geodata.styles.model import Style as Style
from geodata.styles.model import StyleClass as StyleClass
from geodata.styles.model import style_of as style_of
from geodata.styles.qml import to_qml as to_qml
from geodata.styles.sld import to_sld as to_sld
