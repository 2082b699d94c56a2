/** A report as a file of docs/results: an indented JSON text, in which a list of numbers is one line. */

/** What is infinite (never reached within the budget) is null. A text has no line break of its own in JSON, so that a list within one is left as it is. */
export function reportText(report: unknown): string {
  const indented = JSON.stringify(report, (_, value: unknown) => (value === Infinity ? null : value), 1)
  return (
    indented.replace(/\[\n[\s\d.,eE+-]*(?:null[\s\d.,eE+-]*)*\]/g, (list) => list.replace(/\s+/g, '')) + '\n'
  )
}
