/** A phrase is text with its strong parts and its tokens marked for the screen. */

export type PhrasePart = string | { strong: string } | { token: string; side?: 'student' | 'teacher' }
export type Phrase = readonly PhrasePart[]

/** A phrase as plain text, for screen readers and tests. */
export function plain(phrase: Phrase): string {
  return phrase
    .map((part) =>
      typeof part === 'string' ? part : 'strong' in part ? part.strong : visibleToken(part.token),
    )
    .join('')
}

/** A token's text with its white space visible: a leading space is shown as an open box only when nothing else is there. */
export function visibleToken(piece: string): string {
  if (piece === '') return 'empty'
  if (/^\s+$/.test(piece))
    return piece.replaceAll('\n', '\u21b5').replaceAll('\t', '\u21e5').replaceAll(' ', '\u2423')
  return piece.replaceAll('\n', '\u21b5').replaceAll('\t', '\u21e5').trim()
}
