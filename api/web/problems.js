/** What went wrong, shown to a person: title, detail, hint, and a way to try again. */

import { byId, h } from "./dom.js";
import { t } from "./texts.js";

/** The words of a problem, with a button when there is something to try again. */
export function problemWords(problem, onRetry) {
  const unreachable = !problem.status;
  const detail = problem.detail ?? (unreachable ? t("error.unreachable") : null);
  const hint = problem.hint ?? (unreachable ? t("error.unreachable.hint") : null);
  return h(
    "div",
    { class: "problem" },
    h("p", { class: "problem-title" }, problem.title ?? t("error.title")),
    detail && h("p", {}, detail),
    hint && h("p", { class: "hint" }, hint),
    onRetry && h("button", { type: "button", onclick: onRetry }, t("error.retry")),
  );
}

/** Why there is nothing to tell about an area; trying again helps where the server failed. */
export function areaProblemWords(problem, year, onRetry) {
  if (problem.status !== 404) return problemWords(problem, onRetry);
  return problemWords({ ...problem, title: t("area.unknown", { year }) });
}

/** Show a problem over the map. */
export function showProblem(problem, onRetry) {
  const retry = () => {
    hideProblem();
    onRetry();
  };
  byId("alert").replaceChildren(problemWords(problem, retry));
  byId("alert").hidden = false;
}

export const hideProblem = () => {
  byId("alert").hidden = true;
};
