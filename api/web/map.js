/** The map: areas in the colours that the service gave them, on a plain ground. */

import { envelope, inside } from "./bounds.js";
import { addPatterns, HATCHED, showHatching } from "./hatching.js";

const HATCH = 8; // pixels
const SMALLEST = 14; // pixels that an area needs to be seen
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
  ...HATCHED,
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
    id: "halo",
    type: "line",
    source: "areas",
    layout: { "line-join": "round" },
    paint: { "line-color": "#fff", "line-width": 7, "line-opacity": ["case", marked("chosen"), 1, 0] },
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

  constructor(container, { onHover, onChoose }) {
    this.#map = new globalThis.maplibregl.Map({
      container,
      style: { version: 8, sources: { areas: source() }, layers: LAYERS },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      renderWorldCopies: false,
      fadeDuration: 0,
      maxZoom: 16,
    });
    this.#map.addImage("hatch", hatch());
    addPatterns(this.#map);
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#loaded = this.#map.once("load");
    this.#listen(onHover, onChoose);
  }

  /** Show a FeatureCollection; resolves when it is drawn. */
  async show(collection) {
    await this.#loaded;
    this.#features = new Map(collection.features.map((feature) => [feature.properties.area_code, feature]));
    const drawn = this.#map.once("idle");
    this.#map.getSource("areas").setData(collection);
    await drawn;
  }

  /** Show which areas are not sure to be in the most deprived tenth, or do not. */
  async hatch(shown) {
    await this.#loaded;
    showHatching(this.#map, shown);
  }

  /** Mark the chosen area; null for none. */
  async choose(code) {
    await this.#loaded;
    this.#mark("chosen", code);
  }

  /** Bring an area into view where it cannot be seen well; `padding` is covered, in pixels. */
  async reveal(code, padding) {
    await this.#loaded;
    const box = this.#features.has(code) && envelope([this.#features.get(code)]);
    const seen = box && inside(box, this.#freeView(padding)) && this.#width(box) >= SMALLEST;
    if (box && !seen) this.#map.fitBounds(box, { padding, maxZoom: 11 });
  }

  /** Bring a box, or else all areas, into view; `padding` is covered, in pixels. */
  showAll(box, padding, options = {}) {
    const all = box ?? envelope([...this.#features.values()]);
    if (all) this.#map.fitBounds(all, { padding, ...options });
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

  /** The longer side of a box on the screen, in pixels. */
  #width([west, south, east, north]) {
    const [a, b] = [this.#map.project([west, south]), this.#map.project([east, north])];
    return Math.max(b.x - a.x, a.y - b.y);
  }

  /** The envelope of what is not covered. */
  #freeView({ top, right, bottom, left }) {
    const { clientWidth, clientHeight } = this.#map.getContainer();
    const southWest = this.#map.unproject([left, clientHeight - bottom]);
    const northEast = this.#map.unproject([clientWidth - right, top]);
    return [southWest.lng, southWest.lat, northEast.lng, northEast.lat];
  }
}

const source = () => ({ type: "geojson", data: NO_AREAS, promoteId: "area_code", buffer: 16, tolerance: 0.2 });

/** A tile of grey diagonal lines, for areas without a figure. */
function hatch() {
  const data = new Uint8ClampedArray(HATCH * HATCH * 4);
  for (let pixel = 0; pixel < HATCH * HATCH; pixel += 1) {
    const onLine = ((pixel % HATCH) + Math.floor(pixel / HATCH)) % HATCH < 2;
    data.set([122, 122, 122, onLine ? 150 : 0], pixel * 4);
  }
  return { width: HATCH, height: HATCH, data };
}
