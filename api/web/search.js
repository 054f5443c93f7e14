/** Searching an area by name or code: a combobox with a list of what was found. */

import { latest } from "./api.js";
import { byId, h } from "./dom.js";
import { t } from "./texts.js";

const PAUSE = 200;
const LIMIT = 12;

/** Search as a person types; `find` gives the areas, `describe` says what and where one is. */
export function createSearch({ find, describe, say, onChoose, onProblem }) {
  const input = byId("search");
  const list = byId("results");
  let found = [];
  let active = -1;
  let timer = null;

  const close = () => {
    list.hidden = true;
    found = [];
    activate(-1);
    input.setAttribute("aria-expanded", "false");
  };

  const choose = (area) => {
    close();
    input.value = "";
    onChoose(area);
  };

  const activate = (position) => {
    active = position;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `result-${active}`);
    list.children[active]?.scrollIntoView({ block: "nearest" });
  };

  const show = ({ areas, matched }, whereabouts, query) => {
    found = areas;
    const items = areas.map((area, at) => item(area, at, whereabouts[at], () => choose(area)));
    const message = summary(matched, areas.length, query);
    list.replaceChildren(...items, ...(message ? [h("li", { class: "note", role: "presentation" }, message)] : []));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    activate(-1);
    say(message ?? t("search.count", { count: matched }));
  };

  const search = async () => {
    const query = input.value.trim();
    const signal = latest("search");
    if (!query) return close();
    try {
      const answer = await find({ q: query, limit: LIMIT }, signal);
      const whereabouts = await Promise.all(answer.areas.map(describe));
      if (!signal.aborted) show(answer, whereabouts, query);
    } catch (error) {
      if (error.name !== "AbortError") onProblem(error, search);
    }
  };

  const keys = {
    ArrowDown: () => activate(found.length ? (active + 1) % found.length : -1),
    ArrowUp: () => activate(found.length ? (active - 1 + found.length) % found.length : -1),
    Enter: () => found.length && choose(found[Math.max(active, 0)]),
    Escape: close,
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    const action = keys[event.key];
    if (!action || (event.key === "Escape" && list.hidden)) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
}

function summary(matched, shown, query) {
  if (!matched) return t("search.none", { query });
  return matched > shown ? t("search.more", { count: matched }) : null;
}

const item = (area, at, whereabouts, onmousedown) =>
  h(
    "li",
    { id: `result-${at}`, role: "option", "aria-selected": "false", onmousedown },
    h("span", { class: "name" }, area.area_name ?? area.area_code),
    h("span", { class: "what" }, whereabouts),
  );
