/** A small note beside the pointer. */

import { byId, h } from "./dom.js";
import { valueWords } from "./ranking.js";
import { between } from "./sureness.js";
import { format, t, tOr } from "./texts.js";

const GAP = 14;

export const hideTooltip = () => {
  byId("tooltip").hidden = true;
};

/** Show the area under the pointer, of the map that is shown. */
export function showTooltip(area, point, { measure, provenance }) {
  const tooltip = byId("tooltip");
  tooltip.hidden = false;
  const value = area.value == null ? t("no.figure") : valueWords(area.value, measure);
  tooltip.replaceChildren(
    h("strong", {}, area.area_name ?? area.area_code),
    h("span", { class: "value" }, value),
    ...standing(area, provenance.ranked, measure).map((words) => h("span", {}, words)),
  );
  place(tooltip, point);
}

function standing(area, of, measure) {
  const { rank, decile, status } = area;
  if (rank == null) return [tOr(`area.${status}`, t("area.other"))];
  const key = measure.kind === "index" ? "rank" : "rank.index";
  const words = t(key, { rank: format().whole(rank), of: format().whole(of) });
  return [words, between(area), decile != null && t("decile.short", { decile })].filter(Boolean);
}

function place(tooltip, { x, y }) {
  const { clientWidth, clientHeight } = tooltip.offsetParent;
  const { offsetWidth, offsetHeight } = tooltip;
  const left = x + GAP + offsetWidth > clientWidth ? x - GAP - offsetWidth : x + GAP;
  const top = y + GAP + offsetHeight > clientHeight ? y - GAP - offsetHeight : y + GAP;
  tooltip.style.left = `${Math.max(4, left)}px`;
  tooltip.style.top = `${Math.max(4, top)}px`;
}
