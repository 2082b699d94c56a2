/** What a question is about, where a row has it in a field of its own. */

const contextFields = [
  'passage',
  'context',
  'article',
  'body',
  'support',
  'premise',
  'paragraph',
  'story',
  'background',
  'facts',
] as const

/** The question with the text that it is about before it; `row` by names in small letters. */
export function contextOf(row: Readonly<Record<string, unknown>>, ask: string): string {
  const before = contextFields
    .map((name) => row[name])
    .filter((value): value is string => typeof value === 'string' && value.trim() !== '' && value !== ask)
  return [...before, ask].map((text) => text.trim()).join('\n\n')
}
