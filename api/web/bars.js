/** Horizontal bars on one scale: a value, the most it can be, and the average. */

import { h } from "./dom.js";

/** The scale [low, high] on which all these domains fit; 0 is always on it. */
export function scaleOf(domains, mostOf) {
  const numbers = domains.flatMap((domain) => [domain.contribution, averageOf(domain), mostOf(domain)]);
  const known = numbers.filter((number) => number != null);
  return [Math.min(0, ...known), Math.max(0, ...known)];
}

/** The mean contribution of all ranked areas, from the distance to it. */
export const averageOf = ({ contribution, above_average: above }) =>
  contribution == null || above == null ? null : contribution - above;

/** A bar: its track up to `most`, its fill from 0 to `value`, a tick at `average`. */
export function bar(scale, { value, most, average }) {
  return h(
    "span",
    { class: "bar", "aria-hidden": "true" },
    most != null && h("span", { class: "track", style: stretch(scale, most) }),
    h("span", { class: "fill", style: stretch(scale, value) }),
    average != null && h("span", { class: "tick", style: { left: place(scale, average) } }),
  );
}

/** A line with the span from `low` to `high` on it, and a tick at one place of it. */
export function span(scale, { low, high, at }) {
  const [left, right] = [place(scale, low), place(scale, high)];
  return h(
    "span",
    { class: "bar span", "aria-hidden": "true" },
    h("span", { class: "track", style: { left: "0", width: "100%" } }),
    h("span", { class: "fill", style: { left, width: `max(3px, calc(${right} - ${left}))` } }),
    h("span", { class: "tick", style: { left: place(scale, at) } }),
  );
}

const place = ([low, high], value) => `${(100 * (value - low)) / (high - low || 1)}%`;

const stretch = (scale, value) => ({
  left: place(scale, Math.min(0, value)),
  width: place([0, scale[1] - scale[0]], Math.abs(value)),
});
