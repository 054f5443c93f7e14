/** In which larger areas an area lies, in names: places of one name are told apart. */

import { getJson } from "./api.js";

const ALL = 20000;
const SHOWN = 2;

/** The larger areas of one year; asked for once, when they are first needed. */
export class Places {
  #levels;
  #years = new Map();

  /** Levels stand from small to large; nothing lies in an area of the smallest. */
  constructor(levels) {
    this.#levels = levels.slice(1);
  }

  /** The names of the areas around one with this parent, nearest first; "" where unknown. */
  async around(parent, year) {
    if (!this.#years.has(year)) this.#years.set(year, this.#load(year));
    const areas = await this.#years.get(year);
    const names = [];
    for (let area = areas.get(parent); area && names.length < SHOWN; area = areas.get(area.parent_code)) {
      names.push(area.area_name ?? area.area_code);
    }
    return names.join(", ");
  }

  async #load(year) {
    const levels = this.#levels.filter(({ years }) => years.includes(year));
    const lists = await Promise.all(levels.map(({ id }) => getJson("areas", { level: id, year, limit: ALL })));
    return new Map(lists.flatMap(({ areas }) => areas.map((area) => [area.area_code, area])));
  }
}
