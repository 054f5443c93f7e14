/** The list of areas at both ends of the map that is shown. */

import { address } from "./api.js";
import { h } from "./dom.js";
import { between, isKnown } from "./sureness.js";
import { format, named, t } from "./texts.js";

const LENGTH = 10;

/** The parts of the panel when no area is chosen. */
export function rankingParts(shown, domains, onChoose) {
  const worstFirst = ordered(shown);
  const kind = shown.measure.kind === "indicator" ? ".indicator" : "";
  const list = (title, areas) => [h("h3", {}, title), areaList(areas, shown, onChoose)];
  const least = worstFirst.slice(-LENGTH).reverse();
  return [
    h("p", { class: "hint" }, worstFirst.length ? t("list.hint") : t("legend.none")),
    worstFirst.length ? list(t(`list.most${kind}`), worstFirst.slice(0, LENGTH)) : null,
    worstFirst.length > LENGTH ? list(t(`list.least${kind}`), least) : null,
    about(shown, domains),
  ];
}

/** A value with the unit of its measure. */
export const valueWords = (value, measure) =>
  measure.kind === "domain" && value != null
    ? t("points", { points: format().number(value) })
    : format().figure(value, measure.unit);

function ordered({ collection, measure }) {
  const sign = measure.direction === "better" ? 1 : -1;
  const known = collection.features.map(({ properties }) => properties).filter(({ value }) => value != null);
  return known.sort((a, b) => sign * (a.value - b.value) || (a.area_code < b.area_code ? -1 : 1));
}

const areaList = (areas, { measure }, onChoose) =>
  h("ol", { class: "ranking" }, areas.map((area) => h("li", {}, areaButton(area, measure, onChoose))));

const areaButton = (area, measure, onChoose) =>
  h(
    "button",
    { type: "button", "data-code": area.area_code, onclick: () => onChoose(area.area_code) },
    h("span", { class: "swatch", style: { "background-color": area.color } }),
    h("span", { class: "text" }, h("span", { class: "name" }, area.area_name ?? area.area_code), rankOf(area, measure)),
    h("span", { class: "value" }, valueWords(area.value, measure)),
  );

/** The rank and what it lies between, in the list of the index where that is known. */
function rankOf(area, measure) {
  const around = measure.kind === "index" && between(area);
  if (!around) return null;
  return h("span", { class: "between" }, t("rank.short", { rank: format().whole(area.rank) }), " · ", around);
}

/** What the figures mean, what is not in them, and where to get them. */
function about(shown, domains) {
  const { collection, provenance, params, measure, legend } = shown;
  const { number, percent, whole } = format();
  const nameOf = (id) => named(domains.find((domain) => domain.id === id)?.name);
  const empty = provenance.domains_without_figures ?? [];
  const unmatched = collection.unmatched?.length ?? 0;
  const lines = [
    t("about.index", { count: domains.length }),
    provenance.score_max != null && t("about.max", { max: number(provenance.score_max) }),
    t("about.rank"),
    t("about.decile"),
    isKnown(shown) && `${t("about.between")} ${named(legend.certainty.text)}`,
    t("about.area"),
    provenance.offered < 0.9995 && t("about.offered", { offered: percent(provenance.offered) }),
    empty.length > 0 && t("about.empty", { domains: empty.map(nameOf).join(", ") }),
    unmatched > 0 && t("about.unmatched", { count: whole(unmatched) }),
  ];
  const href = address(`choropleth/${measure.id}`, params);
  return h(
    "section",
    { class: "about" },
    h("h3", {}, t("about")),
    h("ul", {}, lines.filter(Boolean).map((line) => h("li", {}, line))),
    h("p", {}, h("a", { href, download: `${measure.id}.geojson` }, t("about.download"))),
    h("p", {}, h("a", { href: "docs" }, t("about.service"))),
    h("p", { class: "fingerprint" }, t("about.fingerprint", { fingerprint: provenance.fingerprint.slice(0, 12) })),
  );
}
