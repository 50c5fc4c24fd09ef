/**
 * The time zones of columns, which the format itself does not keep: programs on Arrow write their own schema beside that
 * of the file, and pandas writes a description of its columns.
 *
 * @module
 */

/** Number of `Timestamp` in the list of Arrow's types. */
const TIMESTAMP = 10;

/** Texts by name that a file has. */
export type FileTexts = ReadonlyMap<string, string>;

/**
 * Returns the zone of the times of a column, as it is written: an IANA name or an offset such as `+05:30`.
 *
 * @param texts The texts of the file.
 * @param column Name of the column.
 * @returns The zone, or undefined if nobody has written one.
 */
export function writtenZone(texts: FileTexts, column: string): string | undefined {
  const arrow = texts.get("ARROW:schema"), pandas = texts.get("pandas");
  try {
    const zone = arrow === undefined ? undefined : zoneOfArrow(bytesOf(arrow), column);
    return zone ?? (pandas === undefined ? undefined : zoneOfPandas(pandas, column));
  } catch {
    // A description that is damaged tells nothing; the times themselves are whole.
    return undefined;
  }
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function zoneOfPandas(text: string, column: string): string | undefined {
  const { columns } = JSON.parse(text) as { columns?: readonly Readonly<Record<string, unknown>>[] };
  const found = columns?.find(({ name, field_name: field }) => field === column || name === column);
  const zone = (found?.["metadata"] as { readonly timezone?: unknown } | null | undefined)?.timezone;
  return typeof zone === "string" ? zone : undefined;
}

/** Reads the zone out of a schema of Arrow, a FlatBuffer behind a length (and before it a mark of four bytes 0xff). */
function zoneOfArrow(bytes: Uint8Array, column: string): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = view.getUint32(0, true) === 0xffffffff ? 8 : 4;
  const message = start + view.getUint32(start, true);
  // Message: version, kind of header, header. Schema: byte order, fields. Field: name, nullable, kind of type, type.
  const schema = tableAt(view, message, 2), fields = schema === undefined ? undefined : placeOf(view, schema, 1);
  if (fields === undefined) return undefined;
  const list = fields + view.getUint32(fields, true), count = view.getUint32(list, true);
  for (let index = 0; index < count; index++) {
    const at = list + 4 + 4 * index, field = at + view.getUint32(at, true);
    if (textAt(view, field, 0) !== column) continue;
    const kind = placeOf(view, field, 2), type = tableAt(view, field, 3);
    if (kind === undefined || view.getUint8(kind) !== TIMESTAMP || type === undefined) return undefined;
    return textAt(view, type, 1);
  }
  return undefined;
}

/** Returns the place of a field of a table, or undefined if it is left out. */
function placeOf(view: DataView, table: number, field: number): number | undefined {
  const index = table - view.getInt32(table, true), at = 4 + 2 * field;
  const offset = at < view.getUint16(index, true) ? view.getUint16(index + at, true) : 0;
  return offset === 0 ? undefined : table + offset;
}

function tableAt(view: DataView, table: number, field: number): number | undefined {
  const place = placeOf(view, table, field);
  return place === undefined ? undefined : place + view.getUint32(place, true);
}

function textAt(view: DataView, table: number, field: number): string | undefined {
  const text = tableAt(view, table, field);
  if (text === undefined) return undefined;
  const length = view.getUint32(text, true);
  return new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + text + 4, length));
}
