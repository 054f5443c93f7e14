/** The profile of an area: its index, its place, and what it is made of. */

import { averageOf, bar, scaleOf, span } from "./bars.js";
import { h } from "./dom.js";
import { between } from "./sureness.js";
import { capital, format, named, t, tOr } from "./texts.js";

/** The parts of the panel below the name of the area. */
export function profileParts({ profile, offered, areasName }) {
  const scored = profile.index != null;
  return [
    scored ? headline(profile, areasName) : h("p", { class: "unranked" }, tOr(`area.${profile.status}`, t("area.other"))),
    h("p", { class: "coverage" }, coverageWords(profile, offered)),
    h("h3", {}, t("profile.domains")),
    scored && h("p", { class: "hint" }, t("profile.domains.line")),
    domainList(profile, areasName),
    profile.apportioned && scored && h("p", { class: "hint" }, t("profile.apportioned")),
    h("p", { class: "hint" }, t("about.area")),
  ];
}

/** What it is and where, inhabitants, year and code in one line. */
export function subtitle({ around, population, year, area_code: code }, levelName) {
  const people = population != null && t("profile.inhabitants", { count: format().whole(population) });
  return [capital(whereabouts(levelName, around)), people, year, code].filter(Boolean).join(" · ");
}

/** "buurt in Emmen, Drenthe"; the kind alone where nothing is around it. */
export const whereabouts = (kind, around) => (around ? t("area.in", { kind, around }) : kind);

function headline(profile, areasName) {
  const { number, whole } = format();
  const most = profile.score_max;
  const of = most == null ? null : t("profile.of", { max: number(most) });
  return h(
    "div",
    { class: "headline" },
    h(
      "dl",
      {},
      big("index", t("profile.index"), number(profile.index), of),
      big("place", t("profile.rank"), whole(profile.rank), t("profile.rank.of", { of: whole(profile.ranked) }), between(profile)),
    ),
    h("p", { class: "hint" }, t("profile.lines")),
    profile.decile && deciles(profile.decile),
    h("p", {}, decileWords(profile.decile, areasName)),
    profile.certainty && sureness(profile),
  );
}

/** Where the area might stand as well: on a line of all places, and in words. */
function sureness({ certainty, rank, rank_low: low, rank_high: high, ranked }) {
  if (low == null) return null;
  const scale = [1, ranked];
  return h(
    "div",
    { class: "sureness" },
    h("h3", {}, t("sureness.title")),
    span(scale, { low, high, at: rank }),
    certainty.sentences.map((sentence) => h("p", {}, named(sentence))),
  );
}

const big = (kind, term, value, of, note) =>
  h(
    "div",
    {},
    h("dt", {}, term),
    h("dd", {}, h("strong", { class: kind }, value), of && h("span", {}, of), note && h("span", { class: "between" }, note)),
  );

const deciles = (decile) =>
  h(
    "div",
    { class: "deciles", role: "img", "aria-label": t("profile.decile.label", { decile }) },
    Array.from({ length: 10 }, (_, at) => h("span", { class: at + 1 === decile ? "here" : null }, String(at + 1))),
  );

function decileWords(decile, areas) {
  if (!decile) return t("profile.decile.none");
  const end = decile === 1 || decile === 10;
  return t(end ? `profile.decile.${decile}` : "profile.decile.n", { decile, areas });
}

function coverageWords({ coverage }, offered) {
  const share = offered ? coverage / offered : coverage;
  return share > 0.9995 ? t("profile.coverage.full") : t("profile.coverage.part", { share: format().percent(share) });
}

function domainList(profile, areasName) {
  const most = ({ share }) => (profile.score_max == null || share == null ? null : share * profile.score_max);
  const scale = scaleOf(profile.domains, most);
  const rows = profile.domains.map((domain) => domainRow(domain, scale, most(domain), profile.ranked));
  return h("div", { class: "domains" }, rows, profile.index != null && total(profile, areasName));
}

/** The sum of the domains, and what the bars mean. */
function total({ index, score_max: most }, areasName) {
  const key = [most != null && t("profile.track"), t("profile.tick", { areas: areasName })];
  const sum = t("points", { points: format().number(index) });
  return [
    h("p", { class: "total" }, h("span", {}, t("profile.total")), h("span", {}, sum)),
    h("p", { class: "key" }, key.filter(Boolean).join(" · ")),
  ];
}

function domainRow(domain, scale, most, ranked) {
  const value = domain.contribution;
  return h(
    "details",
    { class: "domain", "data-domain": domain.id, "data-contribution": value },
    h(
      "summary",
      {},
      h("span", { class: "name" }, capital(named(domain.name))),
      h("span", { class: "value" }, value == null ? t("no.figure") : t("points", { points: format().number(value) })),
      value != null && bar(scale, { value, most, average: averageOf(domain) }),
      value != null && h("span", { class: "note" }, placeWords(domain, ranked), distance(domain)),
    ),
    h("ul", {}, domain.indicators.map(indicatorRow)),
  );
}

const placeWords = ({ rank }, of) =>
  rank != null && h("span", {}, t("rank", { rank: format().whole(rank), of: format().whole(of) }));

function distance({ above_average: above }) {
  if (above == null) return null;
  const points = format().number(Math.abs(above));
  if (Math.abs(above) < 0.05) return h("span", {}, t("profile.equal"));
  const more = above > 0;
  const words = t(more ? "profile.above" : "profile.below", { points });
  return h("span", { class: more ? "above" : "below" }, `${more ? "▲" : "▼"} ${words}`);
}

function indicatorRow(indicator) {
  const { name, value, unit, contribution, parts } = indicator;
  const note = about(indicator);
  const points = contribution != null && t("points", { points: format().number(contribution) });
  return h(
    "li",
    {},
    h("span", { class: "name" }, capital(named(name))),
    value != null && h("span", { class: "value" }, format().figure(value, unit)),
    note && h("span", { class: "note" }, note),
    points && h("span", { class: "points" }, points),
    parts?.length ? h("ul", {}, parts.map(indicatorRow)) : null,
  );
}

/** Year, status and proxy of a figure, as far as there is something to say. */
function about({ year, value, status, proxy, parts }) {
  if (parts?.length) return null;
  const words = [
    value != null && year,
    tOr(`figure.${status}`, null),
    proxy && t("profile.proxy", { proxy: named(proxy) }),
  ];
  return words.filter(Boolean).join(" · ");
}
