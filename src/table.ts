/**
 * Tables as text for a console and as HTML for a notebook.
 *
 * @module
 */

/** A table of texts. */
export interface Table {
  /** Title above it; may be empty. */
  readonly title: string;
  /** Names of the columns, and whether they stand at the right as numbers do. */
  readonly columns: readonly { readonly name: string; readonly isNumber: boolean }[];
  /** Cells of each row. */
  readonly rows: readonly (readonly string[])[];
}

/** The text of a cell in a row that stands for rows left out. */
const LEFT_OUT = "...";

/** Returns the first and the last items, each made into cells, with a row of dots between them where items are left out. */
export function endsOf<T>(
  items: readonly T[],
  first: number,
  last: number,
  cellsOf: (item: T) => readonly string[],
): (readonly string[])[] {
  if (items.length <= first + last) return items.map(cellsOf);
  const head = items.slice(0, first).map(cellsOf), tail = items.slice(items.length - last).map(cellsOf);
  return [...head, (head[0] ?? tail[0]!).map(() => LEFT_OUT), ...tail];
}

/** Writes a table as lines of text, each column as wide as its widest cell. */
export function tableText({ title, columns, rows }: Table): string {
  if (columns.length === 0) return title;
  const lines = [columns.map(({ name }) => name), ...rows];
  const widths = columns.map((_column, at) => Math.max(...lines.map((cells) => cells[at]!.length)));
  const padded = lines.map((cells) =>
    cells.map((cell, at) => columns[at]!.isNumber ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!)).join("  ")
  );
  return [...(title === "" ? [] : [title]), ...padded.map((line) => `  ${line.trimEnd()}`)].join("\n");
}

/** Writes a table as HTML. */
export function tableHtml({ title, columns, rows }: Table): string {
  const cells = (texts: readonly string[], tag: "th" | "td"): string =>
    texts.map((text, at) => {
      const align = columns[at]!.isNumber ? "right" : "left";
      return `<${tag} style="text-align:${align}">${escapedHtml(text)}</${tag}>`;
    }).join("");
  const caption = title === "" ? "" : `<caption style="text-align:left">${escapedHtml(title)}</caption>`;
  const head = `<thead><tr>${cells(columns.map(({ name }) => name), "th")}</tr></thead>`;
  return `<table>${caption}${head}<tbody>${rows.map((row) => `<tr>${cells(row, "td")}</tr>`).join("")}</tbody></table>`;
}

/** Returns a text that HTML shows as it is. */
export function escapedHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (sign) => names[sign]!);
}
