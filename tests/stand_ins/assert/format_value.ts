const LENGTH_LIMIT = 2_000;

/** The value as it would be written in source, cut where it would drown the message that it is part of. */
export function formatValue(value: unknown): string {
  const text = Deno.inspect(value, {
    colors: false,
    depth: 8,
    iterableLimit: 100,
    sorted: true,
    strAbbreviateSize: LENGTH_LIMIT,
    trailingComma: false,
  });
  return text.length <= LENGTH_LIMIT
    ? text
    : `${text.slice(0, LENGTH_LIMIT)} ... (${text.length - LENGTH_LIMIT} more characters)`;
}
