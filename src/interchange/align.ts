/** Two ways to cut one text into tokens, laid beside one another over the shortest stretches that both cut at. */

/** Of a stretch: how many tokens of either cut it holds. */
export interface Stretch {
  text: string
  first: number
  second: number
}

/**
 * Null where the cuts are not of the same text; spaces may differ, since vocabularies keep them differently.
 * @param first texts of the one's tokens, in order
 * @param second of the other's
 */
export function stretches(first: readonly string[], second: readonly string[]): Stretch[] | null {
  if (first.length === 0 || second.length === 0) return null
  const whole = first.join('') === second.join('')
  const solid = (text: string) => (whole ? text : text.replaceAll(/\s/g, ''))
  if (!whole && solid(first.join('')) !== solid(second.join(''))) return null
  const [ends, others] = [endsOf(first.map(solid)), endsOf(second.map(solid))]
  const found: Stretch[] = []
  let [i, j] = [0, 0]
  for (const [end, after] of ends) {
    const afterOther = others.get(end)
    if (end === 0 || afterOther === undefined) continue
    found.push({ text: first.slice(i, after).join(''), first: after - i, second: afterOther - j })
    ;[i, j] = [after, afterOther]
  }
  return found
}

/** How many tokens there are up to each place in the text at which one ends, those without a letter among them. */
function endsOf(texts: readonly string[]): Map<number, number> {
  const ends = new Map<number, number>()
  let at = 0
  for (const [i, text] of texts.entries()) ends.set((at += text.length), i + 1)
  return ends
}
