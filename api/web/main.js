/** The page: what is asked for, what is loaded, what is shown. */

import { getJson, latest, Problem } from "./api.js";
import { byId } from "./dom.js";
import { renderLegend } from "./legend.js";
import { openMap } from "./ground.js";
import { Panel } from "./panel.js";
import { listenToPickers, measureName, renderPickers } from "./pickers.js";
import { hideProblem, problemWords, showProblem } from "./problems.js";
import { createSearch } from "./search.js";
import { chooseLanguage, measuresOf, readAddress, resolve, writeAddress } from "./state.js";
import { format, named, setLanguage, t } from "./texts.js";
import { hideTooltip, showTooltip } from "./tooltip.js";

/** What the page knows; `shown` is the map as loaded, `profile` the area as loaded. */
const page = { state: null, catalogue: null, domains: [], measures: [], shown: null, profile: null };
let map = null;
let panel = null;

const levelNow = () => page.catalogue.levels.find(({ id }) => id === page.state.level);
const areaNow = () => page.shown?.collection.features.find(({ id }) => id === page.state.area)?.properties;
const say = (words) => (byId("status").textContent = words);

async function start() {
  setLanguage(chooseLanguage(readAddress().lang));
  say(t("status.loading"));
  try {
    const [catalogue, { domains }] = await Promise.all([getJson("catalogue"), getJson("domains")]);
    Object.assign(page, { catalogue, domains, measures: measuresOf(domains) });
  } catch (error) {
    return report(error, start);
  }
  page.state = resolve(readAddress(), page.catalogue, page.measures);
  writeAddress(page.state);
  panel = new Panel({ onChoose: chooseFromList, onClose: () => change({ area: null }, true) });
  map = openMap({
    bounds: page.catalogue.bounds,
    onHover: (area, point) => (area ? showTooltip(area, point, page.shown) : hideTooltip()),
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
    where: () => ({ level: page.state.level, year: page.state.year }),
    nameOfLevel: (id) => named(page.catalogue.levels.find((level) => level.id === id)?.name),
    say,
    onChoose: ({ area_code: code }) => chooseFromList(code),
    onProblem: report,
  });
  addEventListener("popstate", () => change(readAddress(), null));
}

function chooseFromList(code) {
  change({ area: code }, true);
  map.reveal(code);
}

/** Change the state and load what it needs; `push` is null when the address is there already. */
function change(wanted, push = false) {
  const before = page.state;
  page.state = resolve({ ...before, area: null, ...keptArea(wanted, before), ...wanted }, page.catalogue, page.measures);
  const differs = (...keys) => keys.some((key) => page.state[key] !== before[key]);
  if (push !== null) writeAddress(page.state, push && differs("area"));
  if (differs("lang")) setLanguage(page.state.lang);
  if (differs("lang", "measure", "level", "year")) renderWords();
  if (differs("measure", "level", "year")) loadMap();
  if (differs("area", "level", "year")) loadProfile();
  if (differs("area") && page.state.area) panel.focus();
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

async function loadMap() {
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
    return report(error, loadMap);
  }
  hideProblem();
  renderMap();
  await map.show(page.shown.collection);
  if (!signal.aborted) ready();
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
  renderLegend({ ...shown, areasName });
  renderPanel();
  const count = format().whole(shown.collection.features.length);
  say(t("status.loaded", { measure: measureName(shown.measure), year: shown.params.year, count, areas: areasName }));
}

async function loadProfile() {
  const { area, year } = page.state;
  const signal = latest("profile");
  page.profile = null;
  map.choose(area);
  renderPanel();
  if (!area) return;
  try {
    page.profile = await getJson(`index/${area}`, { year }, signal);
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
  if (profile instanceof Problem) return panel.problem(state.area, name, problemWords(profile, loadProfile));
  const level = levelNow();
  const offered = shown?.provenance.offered;
  panel.profile({ profile, offered, levelName: named(level.name), areasName: named(level.plural) });
}

/** Show a problem; being overtaken by a newer request is none. */
function report(error, retry) {
  if (error.name === "AbortError") return;
  byId("main").setAttribute("aria-busy", "false");
  if (!(error instanceof Problem)) throw error;
  showProblem(error, retry);
}

start();
