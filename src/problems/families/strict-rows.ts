/**
 * Strict rows: reading a field that a row does not have throws, and names the row's own field of the
 * same meaning. Kept as source text, because the same code runs in the judge's sandbox (QuickJS), in
 * Node for training data and in tests.
 */

/**
 * Plain JavaScript for an expression `(rows, synonyms) => rows`: a fresh array of read-only proxies.
 * `synonyms` is a problem's `strictFields`: own field -> other names for it.
 */
export const strictRowsSource = `((rows, synonyms) => {
  const own = new Map();
  for (const field of Object.keys(synonyms)) for (const other of synonyms[field]) own.set(other, field);
  return rows.map((row) => new Proxy(row, {
    get(target, key) {
      if (typeof key !== 'string' || key in target || key === 'toJSON') return target[key];
      const meant = own.get(key);
      throw new TypeError('unknown field ' + key + (meant !== undefined && meant in target ? '. Did you mean ' + meant + '?' : ''));
    },
    set() { throw new TypeError('rows are read-only'); },
    deleteProperty() { throw new TypeError('rows are read-only'); },
  }));
})`

export type StrictRows = (
  rows: readonly Record<string, unknown>[],
  synonyms: Readonly<Record<string, readonly string[]>>,
) => Record<string, unknown>[]

/** The same code as a function of this realm. Needs `eval`, so for Node and tests, not for a page under a strict policy. */
export function compileStrictRows(): StrictRows {
  return new Function(`return ${strictRowsSource}`)() as StrictRows
}
