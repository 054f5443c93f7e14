/** The panel beside the map; a sheet from below on small screens. */

import { byId, h } from "./dom.js";
import { profileParts } from "./profile.js";
import { rankingParts } from "./ranking.js";
import { measureName } from "./pickers.js";
import { capital, t } from "./texts.js";

const SMALL = matchMedia("(max-width: 759px)");

/** What stands in the panel: an area when one is chosen, else the list when it is open. */
export class Panel {
  #panel = byId("panel");
  #opener = byId("open-panel");
  #listOpen = !SMALL.matches;
  #content = null;
  #before = null;
  #actions;

  constructor(actions) {
    this.#actions = actions;
    this.#opener.addEventListener("click", () => this.#toggleList(true));
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.close());
  }

  /** Show the ranking of the map that is shown. */
  list(shown, domains) {
    const title = measureName(shown.measure);
    const line = `${capital(shown.levelPlural)} · ${shown.params.year}`;
    this.#set(null, title, line, rankingParts(shown, domains, this.#actions.onChoose));
  }

  /** Show the profile of an area. */
  profile(details) {
    const { profile, line } = details;
    this.#set(profile.area_code, profile.area_name ?? profile.area_code, line, profileParts(details));
  }

  /** Show the name of an area of which the profile is on its way. */
  waiting(code, name) {
    this.#set(code, name ?? code, null, [h("p", { class: "hint" }, t("profile.loading"))]);
  }

  /** Show why there is no profile of an area. */
  problem(code, name, words) {
    this.#set(code, name ?? code, null, [words]);
  }

  /** Close the area, or else the list. */
  close() {
    if (this.#content != null) this.#actions.onClose();
    else if (!this.#panel.hidden) this.#toggleList(false);
  }

  /** Remember where a person was before an area is opened, and go back there later. */
  focus() {
    this.#before ??= document.activeElement;
    this.#panel.focus({ preventScroll: true });
  }

  #set(code, title, line, parts) {
    const opened = code === this.#content ? openDomains(this.#panel) : [];
    const scrolled = code === this.#content ? this.#panel.scrollTop : 0;
    this.#content = code;
    this.#panel.replaceChildren(this.#head(title, line), h("div", { class: "body" }, parts));
    opened.forEach((id) => this.#panel.querySelector(`[data-domain="${id}"]`)?.setAttribute("open", ""));
    this.#reveal();
    this.#panel.scrollTop = scrolled;
    if (code == null) this.#focusBack();
  }

  #head(title, line) {
    const close = { type: "button", class: "close", "aria-label": t("panel.close"), title: t("panel.close") };
    return h(
      "header",
      {},
      h("div", {}, h("h2", {}, title), line && h("p", { class: "subtitle" }, line)),
      h("button", { ...close, onclick: () => this.close() }, "×"),
    );
  }

  #toggleList(open) {
    this.#listOpen = open;
    this.#reveal();
    if (open) this.#panel.focus();
    else this.#opener.focus();
  }

  #reveal() {
    const hidden = this.#content == null && !this.#listOpen;
    this.#panel.hidden = hidden;
    this.#opener.hidden = !hidden;
  }

  #focusBack() {
    const before = this.#before;
    this.#before = null;
    if (before?.isConnected) before.focus({ preventScroll: true });
  }
}

const openDomains = (panel) => [...panel.querySelectorAll("details.domain[open]")].map((each) => each.dataset.domain);
