/** A phrase is text with its strong parts and its tokens marked for the screen. */
import { tokenText } from './token.ts'

export type PhrasePart = string | { strong: string } | { token: string; side?: 'student' | 'teacher' }
export type Phrase = readonly PhrasePart[]

/** A phrase as plain text, for screen readers and tests. */
export function plain(phrase: Phrase): string {
  return phrase
    .map((part) =>
      typeof part === 'string' ? part : 'strong' in part ? part.strong : tokenText(part.token).bare,
    )
    .join('')
}
