/** Where the map lies on the page: what covers it, and what stands in when it cannot be drawn. */

import { byId } from "./dom.js";
import { AreaMap } from "./map.js";
import { t } from "./texts.js";

const SMALL = matchMedia("(max-width: 759px)");
const MARGIN = 20;
const LEAST = 80;

/** The map on the page, or a notice with the same actions where a map cannot be drawn. */
export function openMap({ bounds, onHover, onChoose }) {
  try {
    return new Ground(new AreaMap(byId("map"), { onHover, onChoose }), bounds);
  } catch (error) {
    console.info(`The map cannot be drawn: ${error.message}`);
    return new Notice();
  }
}

class Ground {
  #map;
  #bounds;
  #placed = false;

  constructor(map, bounds) {
    this.#map = map;
    this.#bounds = bounds;
    byId("zoom-in").addEventListener("click", () => map.zoomBy(1));
    byId("zoom-out").addEventListener("click", () => map.zoomBy(-1));
    byId("zoom-all").addEventListener("click", () => this.#home());
  }

  /** Show a FeatureCollection; the first is brought into view. */
  show(collection) {
    const shown = this.#map.show(collection);
    if (!this.#placed) this.#home({ animate: false });
    this.#placed = true;
    return shown;
  }

  hatch = (shown) => this.#map.hatch(shown);
  choose = (code) => this.#map.choose(code);
  reveal = (code) => this.#map.reveal(code, freeSides());
  describe = (words) => this.#map.describe(words);

  #home(options) {
    this.#map.showAll(this.#bounds, freeSides(), options);
  }
}

/** The same actions where nothing can be drawn: the page says so, lists and search work on. */
class Notice {
  constructor() {
    document.body.dataset.map = "none";
    byId("no-map").hidden = false;
  }

  describe() {
    byId("no-map").textContent = t("map.none");
  }

  async show() {}
  hatch() {}
  choose() {}
  reveal() {}
}

/** How much of each side of the map is covered, in pixels; some of it is always free. */
function freeSides() {
  const map = byId("map").getBoundingClientRect();
  const panel = byId("panel").getBoundingClientRect();
  const controls = document.querySelector(".controls").getBoundingClientRect();
  if (SMALL.matches) return { top: MARGIN, left: MARGIN, right: MARGIN, bottom: sheetOver(map, panel) };
  return {
    top: MARGIN,
    left: MARGIN + controls.right - map.left,
    right: MARGIN + (panel.width && map.right - panel.left),
    bottom: MARGIN,
  };
}

const sheetOver = (map, sheet) =>
  Math.max(MARGIN, Math.min(sheet.height && map.bottom - sheet.top + MARGIN, map.height - LEAST - MARGIN));
