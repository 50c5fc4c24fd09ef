/// <reference lib="dom" />
/**
 * Elements of the page, made with text and never with HTML.
 *
 * @module
 */

/** Makes an element with attributes and children; a text becomes a text. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** A plain table of texts; the first `left` columns are on the left. */
export function textTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  left: number = 1,
): HTMLTableElement {
  const cell = (name: "th" | "td", text: string, at: number): HTMLElement =>
    element(name, { ...(at < left ? { class: "l" } : {}), ...(name === "th" ? { scope: "col" } : {}) }, text);
  const head = element("thead", {}, element("tr", {}, ...heads.map((text, at) => cell("th", text, at))));
  const body = element(
    "tbody",
    {},
    ...rows.map((row) => element("tr", {}, ...row.map((text, at) => cell("td", text, at)))),
  );
  return element("table", {}, head, body);
}
