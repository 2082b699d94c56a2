/** A template of sentences: how it reads, where it stands, and what must be so for it to be true. */
import type { Where } from './said.testing.ts'
import type { Numbers } from './numbers.testing.ts'

export interface Template {
  where: Where
  /** As it is written in the list. */
  reads: string
  pattern: RegExp
  holds: (numbers: Numbers, parts: readonly string[]) => boolean
}

const slots: Readonly<Record<string, string>> = {
  /** A token, or what a test gave. */
  T: '\u27e6([^\u27e7]*)\u27e7',
  /** A probability. */
  P: '((?:[<>] )?[\\d.]+\u202f%)',
  /** A whole number in words or digits. */
  N: '([A-Za-z]+|\\d+)',
  D: '(\\d+)',
  /** A number with its sign. */
  S: '([+\u2212]?[\\d.]+)',
  /** `five of eight`. */
  SHARE: '([A-Z]?[a-z]+ of (?:[a-z]+|\\d+)|[Aa]ll (?:[a-z]+|\\d+)|[Tt]he one|\\d+ of \\d+)',
  ANY: '(.+)',
}

/** `reads` is a pattern in which <T>, <P> and so on stand for what is filled in. */
export const template =
  (where: Where) =>
  (reads: string, holds: Template['holds'] = () => true): Template => ({
    where,
    reads,
    pattern: new RegExp(`^${reads.replaceAll(/<([A-Z]+)>/g, (_, slot: string) => slots[slot]!)}$`, 's'),
    holds,
  })

/** What is wrong with a sentence beside a picture; null where it is listed and holds. */
export function wrongWith(
  templates: readonly Template[],
  numbers: Numbers,
  said: { where: Where; text: string },
): string | null {
  const matched = templates.filter((t) => t.where === said.where && t.pattern.test(said.text))
  if (matched.length === 0) return `is no listed sentence of the ${said.where}: ${said.text}`
  const parts = (t: Template) => t.pattern.exec(said.text)!.slice(1)
  return matched.some((t) => t.holds(numbers, parts(t))) ? null : `is not so: ${said.text}`
}
