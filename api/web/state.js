/** What is shown: measure, level, year, area, language and hatching. It lives in the address. */

const KEYS = ["measure", "level", "year", "area", "lang", "hatching"];
export const LANGUAGES = ["nl", "en"];

/** What the address asks for; absent keys are left out. */
export function readAddress() {
  const params = new URLSearchParams(location.search);
  return Object.fromEntries(KEYS.filter((key) => params.get(key)).map((key) => [key, params.get(key)]));
}

/** Put the state in the address; `push` makes a step that the back button undoes. */
export function writeAddress(state, push = false) {
  const params = new URLSearchParams(KEYS.filter((key) => state[key] != null).map((key) => [key, state[key]]));
  history[push ? "pushState" : "replaceState"](null, "", `?${params}`);
}

/** The language asked for, else the browser's, else English. */
export function chooseLanguage(wanted) {
  if (LANGUAGES.includes(wanted)) return wanted;
  return navigator.language.toLowerCase().startsWith("nl") ? "nl" : "en";
}

/** A state in which every part exists; what was asked for wins where it does. */
export function resolve(wanted, catalogue, measures) {
  const fallback = catalogue.default;
  const level =
    catalogue.levels.find(({ id }) => id === wanted.level) ??
    catalogue.levels.find(({ id }) => id === fallback.level) ??
    catalogue.levels[0];
  const measure = measures.some(({ id }) => id === wanted.measure) ? wanted.measure : "index";
  return {
    measure,
    level: level.id,
    year: chooseYear(level.years, wanted.year ?? fallback.year),
    area: wanted.area ?? null,
    lang: chooseLanguage(wanted.lang),
    hatching: wanted.hatching === "off" ? "off" : null,
  };
}

/** The year itself where the level has it, else its newest. */
function chooseYear(years, wanted) {
  const year = Number(wanted);
  return years.includes(year) ? year : Math.max(...years);
}

/**
 * Everything a map can show: the index, the domains, and the leaves of their indicators, each
 * as {id, kind, name, unit, direction, domain}.
 */
export function measuresOf(domains) {
  const leaves = (indicator) => (indicator.parts?.length ? indicator.parts.flatMap(leaves) : [indicator]);
  const ofDomain = (domain) =>
    domain.indicators.flatMap(leaves).map((leaf) => ({ ...leaf, kind: "indicator", domain: domain.id }));
  return [
    { id: "index", kind: "index", name: null, unit: null, direction: "worse" },
    ...domains.map(({ id, name }) => ({ id, kind: "domain", name, unit: "points", direction: "worse" })),
    ...domains.flatMap(ofDomain),
  ];
}
