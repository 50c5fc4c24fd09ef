/**
 * HTML text in which everything given is escaped.
 *
 * @module
 */

/** Text that is HTML already. */
export class Markup {
  /** The text. */
  readonly text: string;

  /** Keeps a text that is HTML. */
  constructor(text: string) {
    this.text = text;
  }
}

/** A value in a template: text and numbers are escaped, markup stays, lists are joined, nothing is left out. */
export type MarkupValue = string | number | Markup | readonly MarkupValue[] | null | undefined | false;

/** Makes markup of a template. */
export function html(strings: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  return new Markup(strings.reduce((text, part, at) => `${text}${textOf(values[at - 1])}${part}`));
}

/** Escapes a text for content and for attributes in double quotes. */
export function escaped(text: string): string {
  // deno-lint-ignore no-control-regex
  const clean = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "\ufffd").toWellFormed();
  return clean.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function textOf(value: MarkupValue): string {
  if (value === null || value === undefined || value === false) return "";
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map(textOf).join("");
  return escaped(String(value));
}
