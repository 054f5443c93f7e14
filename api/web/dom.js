/** Elements of the page, made without HTML strings. */

/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/**
 * A new element. Properties that begin with "on" are listeners, `style` holds CSS properties
 * by name, all others are attributes; null and false leave one out.
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProperty(node, name, value);
  fill(node, children);
  return node;
}

/** Put these children in place of what the node holds; null and false leave one out. */
export function fill(node, children) {
  node.replaceChildren(...children.flat(Infinity).filter((child) => child != null && child !== false));
}

function setProperty(node, name, value) {
  if (value == null || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "style") Object.entries(value).forEach(([key, each]) => node.style.setProperty(key, each));
  else node.setAttribute(name, value === true ? "" : value);
}
