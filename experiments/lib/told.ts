/** Whose feedback an arm reads, and how figures call an arm that reads other words than its own. */

export type Told = 'own' | 'another problem' | 'bare failure'

const words = {
  'another problem': "another problem's feedback",
  'bare failure': 'a bare failure',
} as const satisfies Record<Exclude<Told, 'own'>, string>

export const nameTold = (arm: string, told: Told): string => (told === 'own' ? arm : `${arm}, ${words[told]}`)

/** The same arm with its own feedback, of one that reads other words; null for any other. */
export function armReadingItsOwn(name: string): string | null {
  const ending = Object.values(words).find((each) => name.endsWith(`, ${each}`))
  return ending === undefined ? null : name.slice(0, -ending.length - 2)
}
