/** The words of the page, in the language in force. */

import en from "./texts.en.js";
import nl from "./texts.nl.js";
import { makeFormat } from "./format.js";

const TEXTS = { nl, en };
let language = "nl";
let numbers = makeFormat("nl");

/** Change the language of all texts and numbers, and of the document. */
export function setLanguage(lang) {
  language = lang;
  numbers = makeFormat(lang);
  document.documentElement.lang = lang;
  document.querySelectorAll("[data-lang]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
  });
  ["textContent", "aria-label", "placeholder", "title"].forEach(translate);
}

/** The text with this key, its {places} filled in. */
export function t(key, places = {}) {
  const text = TEXTS[language][key];
  if (text === undefined) throw new Error(`There is no text '${key}' in '${language}'.`);
  return text.replace(/\{(\w+)\}/g, (_, name) => places[name]);
}

/** The text with this key, or the other words where there is none. */
export const tOr = (key, other) => TEXTS[language][key] ?? other;

/** The name of something in the language in force. */
export const named = (names) => names?.[language] ?? names?.en ?? "";

/** The number formats of the language in force. */
export const format = () => numbers;

/** The same words with a capital. */
export const capital = (words) => words.charAt(0).toLocaleUpperCase(language) + words.slice(1);

function translate(attribute) {
  const key = attribute === "textContent" ? "data-t" : `data-t-${attribute}`;
  document.querySelectorAll(`[${key}]`).forEach((node) => {
    const text = t(node.getAttribute(key));
    if (attribute === "textContent") node.textContent = text;
    else node.setAttribute(attribute, text);
  });
}
