/** The legend: what the colours mean, and how many areas have each. */

import { byId, fill, h } from "./dom.js";
import { digitsFor } from "./format.js";
import { HATCHINGS } from "./hatching.js";
import { measureName } from "./pickers.js";
import { format, named, t, tOr } from "./texts.js";

/** Draw the legend of the map that is shown. */
export function renderLegend({ legend, measure, areasName, isHatched, onHatch }) {
  const { classes, missing, certainty } = legend;
  const worse = measure.kind === "indicator" ? "legend.dark.indicator" : "legend.dark";
  fill(byId("legend"), [
    h("summary", {}, heading(measure), h("span", { class: "dark" }, t(worse)), strip(classes)),
    measure.direction === "better" && h("p", { class: "dark" }, t("legend.higher.better")),
    classes.length ? table(classes, missing, measure, areasName) : h("p", { class: "none" }, t("legend.none")),
    isHatched && hatching(certainty, classes.at(-1)?.color, onHatch),
  ]);
}

/** Tick the switch of the hatching, where there is one. */
export function tickHatching(wanted) {
  const box = byId("hatching");
  if (box) box.checked = wanted;
}

/** What the hatching means, and a switch to hide it. */
function hatching({ classes, text }, color, onHatch) {
  const count = (reliability) => classes.find((each) => each.reliability === reliability)?.count;
  const onchange = ({ target }) => onHatch(target.checked ? null : "off");
  return h(
    "div",
    { class: "sureness" },
    h("label", {}, h("input", { id: "hatching", type: "checkbox", onchange }), t("hatching.show")),
    h("p", {}, t("hatching.title")),
    h("ul", {}, HATCHINGS.map(({ reliability }) => kindOfHatching(reliability, color, count(reliability)))),
    h("p", { class: "hint" }, t("hatching.none"), " ", named(text)),
  );
}

const kindOfHatching = (reliability, color, count) =>
  h(
    "li",
    {},
    swatch(color, reliability),
    h("span", { class: "name" }, t(`hatching.${reliability}`)),
    h("span", { class: "number" }, format().whole(count)),
  );

function heading(measure) {
  const unit = measure.unit && tOr(`unit.${measure.unit}`, measure.unit);
  return h("span", { class: "title" }, measureName(measure), unit && h("span", { class: "unit" }, ` (${unit})`));
}

/** The colours side by side, for a legend that is folded. */
const strip = (classes) =>
  h("span", { class: "strip", "aria-hidden": "true" }, classes.map(({ color }) => swatch(color)));

function table(classes, missing, measure, areasName) {
  const digits = digitsFor([classes[0].lower, ...classes.map(({ upper }) => upper)], measure.unit);
  const number = (value) => format().number(value, digits);
  const range = ({ lower, upper }) => ({
    shown: `${number(lower)} – ${number(upper)}`,
    spoken: t("legend.range", { lower: number(lower), upper: number(upper) }),
  });
  return h(
    "table",
    {},
    h("caption", { class: "visually-hidden" }, measureName(measure)),
    h("thead", {}, h("tr", {}, h("td", { colspan: 2 }), h("th", { scope: "col" }, areasName))),
    h(
      "tbody",
      {},
      classes.map((each) => row(each.color, range(each), each.count)),
      row(missing.color, words("legend.missing"), missing.count, "hatched"),
    ),
  );
}

const words = (key) => ({ shown: t(key), spoken: t(key) });

const row = (color, { shown, spoken }, count, kind = "") =>
  h(
    "tr",
    { class: kind || "class" },
    h("td", {}, swatch(color, kind)),
    h("th", { scope: "row", "aria-label": spoken }, shown),
    h("td", { class: "count" }, format().whole(count)),
  );

const swatch = (color, kind = "") => h("span", { class: `swatch ${kind}`, style: { "background-color": color } });
