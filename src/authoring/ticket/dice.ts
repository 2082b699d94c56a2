/** A ticket at random, of a meaning that is neither the model's habit nor out of its reach. */
import type { FamilyName } from '../../problems/tickets/family.ts'
import type { Rng } from '../../rng.ts'
import { hide, type Hidden } from './hide.ts'
import { phrasebooks } from './phrasebook.ts'
import { mostClauses, type BuiltTicket, type Clause } from './ticket.ts'

/** How often a reader by habit passes what the dice give: below, there is something to find; above, it is found in good time. */
export const diceRange = { least: 1 / 5_000, most: 1 / 25 } as const

/** A random ticket with its problem. `family` absent: one of the two. */
export function throwDice(
  rng: Rng,
  family: FamilyName = rng.pick(['lists', 'records']),
): { built: BuiltTicket; hidden: Extract<Hidden, { kind: 'problem' }> } {
  for (;;) {
    const built = anyTicket(rng, family)
    const hidden = hide(built)
    if (hidden.kind === 'problem' && hidden.habit >= diceRange.least && hidden.habit <= diceRange.most)
      return { built, hidden }
  }
}

/** Any ticket of the grammar, its meanings drawn evenly. */
export function anyTicket(rng: Rng, family: FamilyName): BuiltTicket {
  const book = phrasebooks[family]
  const inner = book.kinds.slice(0, -1)
  const most = mostClauses - (book.endNeeded ? 1 : 0)
  const wanted = Math.min(most, 1 + rng.below(3))
  const kinds = inner
    .map((kind) => ({ kind, at: rng.uniform() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, wanted)
    .map(({ kind }) => kind)
    .sort((a, b) => inner.indexOf(a) - inner.indexOf(b))
  const ends = book.endNeeded || (kinds.length < mostClauses && rng.uniform() < 0.25)
  return {
    family,
    opening: rng.below(book.openings.length),
    clauses: [...kinds, ...(ends ? [book.kinds.at(-1)!] : [])].map((kind) => anyClause(rng, family, kind)),
    fields: book.fields.map(({ names }) => rng.below(names.length)),
  }
}

/** A phrase of this kind and a meaning of it. */
export function anyClause(rng: Rng, family: FamilyName, kind: string): Clause {
  const groups = phrasebooks[family].groups.flatMap((group, i) => (group.kind === kind ? [i] : []))
  const group = rng.pick(groups)
  const { wordings, meanings } = phrasebooks[family].groups[group]!
  return { group, wording: rng.below(wordings.length), meaning: rng.below(meanings) }
}
