/** The pickers of measure, level and year. */

import { byId, h } from "./dom.js";
import { capital, named, t } from "./texts.js";

/** Tell what a person picks, as a change of the state. */
export function listenToPickers(onPick) {
  for (const key of ["measure", "level", "year"]) {
    byId(key).addEventListener("change", ({ target }) => onPick({ [key]: target.value }));
  }
}

/** Fill the pickers for this state, in the language in force. */
export function renderPickers({ state, catalogue, domains, measures }) {
  const level = catalogue.levels.find(({ id }) => id === state.level);
  offer("measure", measureGroups(domains, measures), state.measure);
  offer("level", catalogue.levels.map(({ id, plural }) => option(id, capital(named(plural)))), state.level);
  offer("year", [...level.years].sort((a, b) => b - a).map((year) => option(year, year)), state.year);
}

/** The name of a measure, in the language in force. */
export const measureName = (measure) => (measure.kind === "index" ? t("index") : capital(named(measure.name)));

function offer(id, options, value) {
  const select = byId(id);
  select.replaceChildren(...options);
  select.value = value;
}

const option = (value, words) => h("option", { value }, String(words));

function measureGroups(domains, measures) {
  const group = (label, chosen) =>
    h("optgroup", { label }, chosen.map((measure) => option(measure.id, measureName(measure))));
  return [
    group(t("group.index"), measures.filter(({ kind }) => kind === "index")),
    group(t("group.domain"), measures.filter(({ kind }) => kind === "domain")),
    ...domains.map(({ id, name }) =>
      group(t("group.indicator", { domain: named(name) }), measures.filter(({ domain }) => domain === id)),
    ),
  ];
}
