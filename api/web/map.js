/** The map: areas in the colours that the service gave them, on a plain ground. */

import { envelope, inside } from "./bounds.js";

const HATCH = 8;
const NO_AREAS = { type: "FeatureCollection", features: [] };
const marked = (state) => ["boolean", ["feature-state", state], false];

const LAYERS = [
  { id: "water", type: "background", paint: { "background-color": "#e4ecf1" } },
  { id: "areas", type: "fill", source: "areas", paint: { "fill-color": ["get", "color"], "fill-antialias": false } },
  {
    id: "missing",
    type: "fill",
    source: "areas",
    filter: ["==", ["get", "class"], null],
    paint: { "fill-pattern": "hatch" },
  },
  {
    id: "borders",
    type: "line",
    source: "areas",
    paint: {
      "line-color": "#4b3a2a",
      "line-opacity": ["interpolate", ["linear"], ["zoom"], 6, 0.35, 10, 0.6],
      "line-width": ["interpolate", ["linear"], ["zoom"], 6, 0.3, 10, 0.9],
    },
  },
  {
    id: "outlines",
    type: "line",
    source: "areas",
    layout: { "line-join": "round" },
    paint: {
      "line-color": "#0b2a45",
      "line-width": ["case", marked("chosen"), 3.5, 2],
      "line-opacity": ["case", ["any", marked("chosen"), marked("hovered")], 1, 0],
    },
  },
];

/** A map in the container. Throws where WebGL, or the library itself, is not there. */
export class AreaMap {
  #map;
  #loaded;
  #features = new Map();
  #codes = { hovered: null, chosen: null };
  #home;

  constructor(container, { bounds, onHover, onChoose }) {
    this.#home = bounds;
    this.#map = new globalThis.maplibregl.Map({
      container,
      style: { version: 8, sources: { areas: source() }, layers: LAYERS },
      ...(bounds && { bounds, fitBoundsOptions: { padding: 24 } }),
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      renderWorldCopies: false,
      fadeDuration: 0,
      maxZoom: 16,
    });
    this.#map.addImage("hatch", hatch());
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#loaded = this.#map.once("load");
    this.#listen(onHover, onChoose);
  }

  /** Show a FeatureCollection; resolves when it is drawn. */
  async show(collection) {
    await this.#loaded;
    this.#features = new Map(collection.features.map((feature) => [feature.properties.area_code, feature]));
    this.#home ??= envelope(collection.features);
    const drawn = this.#map.once("idle");
    this.#map.getSource("areas").setData(collection);
    await drawn;
  }

  /** Mark the chosen area; null for none. */
  choose(code) {
    this.#mark("chosen", code);
  }

  /** Bring an area into view, unless all of it can be seen. */
  async reveal(code) {
    await this.#loaded;
    const box = this.#features.has(code) && envelope([this.#features.get(code)]);
    if (box && !inside(box, this.#freeView())) this.#map.fitBounds(box, { maxZoom: 11, padding: 60 });
  }

  /** Show everything again. */
  home() {
    if (this.#home) this.#map.fitBounds(this.#home, { padding: 24 });
  }

  /** Keep this much room at the sides free of what is looked at. */
  keepFree(padding) {
    this.#map.setPadding(padding);
  }

  zoomBy(step) {
    this.#map.zoomTo(this.#map.getZoom() + step);
  }

  /** Say to people who do not see it what the map is. */
  describe(words) {
    this.#map.getCanvas().setAttribute("aria-label", words);
  }

  #listen(onHover, onChoose) {
    this.#map.on("mousemove", "areas", ({ features, point }) => {
      this.#mark("hovered", features[0].id);
      this.#map.getCanvas().style.cursor = "pointer";
      onHover(features[0].properties, point);
    });
    this.#map.on("mouseleave", "areas", () => {
      this.#mark("hovered", null);
      this.#map.getCanvas().style.cursor = "";
      onHover(null);
    });
    this.#map.on("click", "areas", ({ features }) => onChoose(features[0].id));
  }

  #mark(state, code) {
    const before = this.#codes[state];
    if (before === code) return;
    this.#codes[state] = code;
    if (before != null) this.#map.setFeatureState({ source: "areas", id: before }, { [state]: false });
    if (code != null) this.#map.setFeatureState({ source: "areas", id: code }, { [state]: true });
  }

  /** The envelope of what is not behind a panel. */
  #freeView() {
    const { top, right, bottom, left } = this.#map.getPadding();
    const { clientWidth, clientHeight } = this.#map.getContainer();
    const southWest = this.#map.unproject([left, clientHeight - bottom]);
    const northEast = this.#map.unproject([clientWidth - right, top]);
    return [southWest.lng, southWest.lat, northEast.lng, northEast.lat];
  }
}

const source = () => ({ type: "geojson", data: NO_AREAS, promoteId: "area_code", tolerance: 0.2 });

/** A tile of grey diagonal lines, for areas without a figure. */
function hatch() {
  const data = new Uint8ClampedArray(HATCH * HATCH * 4);
  for (let pixel = 0; pixel < HATCH * HATCH; pixel += 1) {
    const onLine = ((pixel % HATCH) + Math.floor(pixel / HATCH)) % HATCH < 2;
    data.set([122, 122, 122, onLine ? 150 : 0], pixel * 4);
  }
  return { width: HATCH, height: HATCH, data };
}
