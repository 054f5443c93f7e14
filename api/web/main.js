/** The page: what is asked for, what is loaded, what is shown. */

import { getJson, latest, Problem } from "./api.js";
import { byId } from "./dom.js";
import { renderLegend, tickHatching } from "./legend.js";
import { openMap } from "./ground.js";
import { Panel } from "./panel.js";
import { listenToPickers, measureName, renderPickers } from "./pickers.js";
import { Places } from "./places.js";
import { areaProblemWords, hideProblem, showProblem } from "./problems.js";
import { subtitle, whereabouts } from "./profile.js";
import { createSearch } from "./search.js";
import { chooseLanguage, measuresOf, readAddress, resolve, writeAddress } from "./state.js";
import { isHatched, isKnown } from "./sureness.js";
import { format, named, setLanguage, t } from "./texts.js";
import { hideTooltip, showTooltip } from "./tooltip.js";

/** What the page knows; `shown` is the map as loaded, `profile` the area as loaded. */
const page = { state: null, catalogue: null, domains: [], measures: [], shown: null, profile: null };
const HOVERS = matchMedia("(hover: hover)").matches;
const SMALL = matchMedia("(max-width: 759px)");
const TIMES = 6; // that it is asked again how sure the ranks are
let map = null;
let panel = null;
let places = null;

const levelNow = () => page.catalogue.levels.find(({ id }) => id === page.state.level);
const areaNow = () => page.shown?.collection.features.find(({ id }) => id === page.state.area)?.properties;
const nameOfLevel = (level) => named(page.catalogue.levels.find(({ id }) => id === level)?.name);
const say = (words) => (byId("status").textContent = words);

async function start() {
  setLanguage(chooseLanguage(readAddress().lang));
  byId("legend").open = !SMALL.matches;
  say(t("status.loading"));
  try {
    const [catalogue, { domains }] = await Promise.all([getJson("catalogue"), getJson("domains")]);
    Object.assign(page, { catalogue, domains, measures: measuresOf(domains) });
  } catch (error) {
    return report(error, start);
  }
  page.state = resolve(readAddress(), page.catalogue, page.measures);
  writeAddress(page.state);
  places = new Places(page.catalogue.levels);
  panel = new Panel({ onChoose: (area) => goTo({ area }), onClose: () => change({ area: null }, true) });
  map = openMap({
    bounds: page.catalogue.bounds,
    onHover: (area, point) => (area && HOVERS ? showTooltip(area, point, page.shown) : hideTooltip()),
    onChoose: (area) => change({ area }, true),
  });
  listen();
  renderWords();
  await Promise.all([loadMap(), loadProfile()]);
  map.reveal(page.state.area);
}

function listen() {
  listenToPickers((picked) => change(picked.level ? { ...picked, area: null } : picked));
  document.querySelectorAll("[data-lang]").forEach((button) => {
    button.addEventListener("click", () => change({ lang: button.dataset.lang }));
  });
  createSearch({
    find: (query, signal) => getJson("areas", { ...query, year: page.state.year }, signal),
    describe,
    say,
    onChoose: ({ area_code: area, level }) => goTo({ area, level }),
    onProblem: report,
  });
  addEventListener("popstate", () => change({ hatching: null, ...readAddress() }, null));
}

/** Choose an area that may be out of sight. */
async function goTo(wanted) {
  await change(wanted, true);
  map.reveal(page.state.area);
}

/** What kind of area it is, and in which larger ones it lies. */
async function describe({ level, parent_code: parent }) {
  return whereabouts(nameOfLevel(level), await places.around(parent, page.state.year));
}

/** Change the state and load what it needs; `push` is null when the address is there already. */
function change(wanted, push = false) {
  const before = page.state;
  page.state = resolve({ ...before, area: null, ...keptArea(wanted, before), ...wanted }, page.catalogue, page.measures);
  const differs = (...keys) => keys.some((key) => page.state[key] !== before[key]);
  if (push !== null) writeAddress(page.state, push && differs("area"));
  if (differs("lang")) setLanguage(page.state.lang);
  if (differs("lang", "measure", "level", "year")) renderWords();
  if (differs("hatching")) renderHatching();
  const loading = [
    differs("measure", "level", "year") && loadMap(),
    differs("area", "level", "year") && loadProfile(),
  ];
  if (differs("area") && page.state.area) panel.focus();
  return Promise.all(loading);
}

const keptArea = (wanted, before) => ("area" in wanted || wanted.level ? {} : { area: before.area });

/** Everything on the page that depends on the language and the pickers alone. */
function renderWords() {
  const { title, invented } = page.catalogue;
  byId("title").textContent = named(title) || t("title");
  document.title = `${named(title) || t("title")} · Multi Deprivation Index`;
  byId("badge").hidden = !invented;
  byId("badge").textContent = t("badge");
  byId("badge").title = t("badge.why");
  renderPickers(page);
  map.describe(t("map.label"));
  if (page.shown) renderMap();
}

/** Load the map; `times` is how often it was asked again how sure the ranks are. */
async function loadMap(times = 0) {
  const { measure, level, year } = page.state;
  const params = { level, year };
  const signal = latest("map");
  byId("main").setAttribute("aria-busy", "true");
  try {
    const [collection, legend, { provenance }] = await Promise.all([
      getJson(`choropleth/${measure}`, params, signal),
      getJson(`legend/${measure}`, params, signal),
      getJson("index", { ...params, limit: 1 }, signal),
    ]);
    page.shown = { collection, legend, provenance, params, measure: page.measures.find(({ id }) => id === measure) };
  } catch (error) {
    return report(error, () => loadMap());
  }
  hideProblem();
  renderMap();
  await map.show(page.shown.collection);
  if (signal.aborted) return;
  ready();
  if (isKnown(page.shown)) return times && loadProfile();
  if (page.catalogue.sensitivity && times < TIMES) {
    setTimeout(() => signal.aborted || loadMap(times + 1), 1000 * 2 ** times);
  }
}

function ready() {
  byId("main").setAttribute("aria-busy", "false");
  document.body.dataset.ready = "true";
  window.mdiReady = true;
}

/** The legend and the panel of the map that is loaded. */
function renderMap() {
  const { shown } = page;
  const areasName = named(levelNow().plural);
  shown.levelPlural = areasName;
  hideTooltip();
  renderLegend({ ...shown, areasName, isHatched: isHatched(shown), onHatch: (hatching) => change({ hatching }) });
  renderHatching();
  renderPanel();
  const count = format().whole(shown.collection.features.length);
  say(t("status.loaded", { measure: measureName(shown.measure), year: shown.params.year, count, areas: areasName }));
}

/** The hatching of the map that is loaded, as a person wants it. */
function renderHatching() {
  const wanted = page.state.hatching !== "off";
  tickHatching(wanted);
  map.hatch(wanted && page.shown != null && isHatched(page.shown));
}

async function loadProfile() {
  const { area, year } = page.state;
  const signal = latest("profile");
  page.profile = null;
  map.choose(area);
  renderPanel();
  if (!area) return;
  try {
    const profile = await getJson(`index/${area}`, { year }, signal);
    const around = await places.around(profile.parent_code, year);
    if (signal.aborted) return;
    page.profile = { ...profile, around };
  } catch (error) {
    if (!(error instanceof Problem)) return report(error);
    page.profile = error;
  }
  renderPanel();
}

function renderPanel() {
  const { state, profile, shown, domains } = page;
  if (!state.area) return shown && panel.list(shown, domains);
  const name = areaNow()?.area_name;
  if (!profile) return panel.waiting(state.area, name);
  if (profile instanceof Problem) {
    return panel.problem(state.area, name, areaProblemWords(profile, state.year, loadProfile));
  }
  const offered = shown?.provenance.offered;
  const line = subtitle(profile, nameOfLevel(profile.level));
  panel.profile({ profile, line, offered, areasName: named(levelNow().plural) });
}

/** Show a problem; being overtaken by a newer request is none. */
function report(error, retry) {
  if (error.name === "AbortError") return;
  byId("main").setAttribute("aria-busy", "false");
  if (!(error instanceof Problem)) throw error;
  showProblem(error, retry);
}

start();
