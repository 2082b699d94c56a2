/** A ticket as a person builds it: phrases of the model's own, a secret meaning for each, and the secret names of fields. */
import { families } from '../../problems/tickets/drawn.ts'
import type { FamilyName, Reading, Ticket } from '../../problems/tickets/family.ts'
import { listInstructions } from '../../problems/tickets/list-instructions.ts'
import { recordInstructions } from '../../problems/tickets/record-instructions.ts'
import { phrasebooks, type PhraseMeaning } from './phrasebook.ts'

/** One clause: a phrase group by its number, one of its wordings, one of its meanings. */
export interface Clause {
  group: number
  wording: number
  meaning: number
}

export interface BuiltTicket {
  family: FamilyName
  opening: number
  /** In the order of the sentence. */
  clauses: readonly Clause[]
  /** Rows: which of its names each concept has. Lists: empty. */
  fields: readonly number[]
}

/** What a phrase says: `keep the large ones`. */
export function wordsOf(family: FamilyName, { group, wording }: Pick<Clause, 'group' | 'wording'>): string {
  return phrasebooks[family].groups[group]!.wordings[wording]!
}

/** What a clause secretly means. */
export function meaningOf({ family, fields }: BuiltTicket, { group, meaning }: Clause): PhraseMeaning {
  return phrasebooks[family].groups[group]!.meaning(meaning, fields)
}

export const kindOf = (family: FamilyName, group: number): string => phrasebooks[family].groups[group]!.kind

/** The ticket and its true reading, as the family's grammar has them. */
export function grammarOf(built: BuiltTicket): { ticket: Ticket; truth: Reading } {
  const { family, clauses, fields } = built
  const book = phrasebooks[family]
  const table: readonly object[] = family === 'lists' ? listInstructions : recordInstructions
  return {
    ticket: {
      family,
      text: `${book.openings[built.opening]}, ${clauses.map((clause) => wordsOf(family, clause)).join(', then ')}.`,
      sizes: [
        ...book.fields.map(({ names }) => names.length),
        ...clauses.map(({ group }) => book.groups[group]!.meanings),
      ],
      instructions: clauses.map(({ group }) => table[group]),
    } as Ticket,
    truth: [...fields, ...clauses.map(({ meaning }) => meaning)],
  }
}

export function programOf(built: BuiltTicket): string {
  const { ticket, truth } = grammarOf(built)
  return families[built.family].code(ticket, truth)
}

/** The same with one clause more; a kind that is there already is replaced, and what ends a ticket stays at its end. */
export function withClause(built: BuiltTicket, clause: Clause): BuiltTicket {
  const { kinds } = phrasebooks[built.family]
  const kind = kindOf(built.family, clause.group)
  const there = built.clauses.findIndex(({ group }) => kindOf(built.family, group) === kind)
  if (there >= 0)
    return { ...built, clauses: built.clauses.map((other, i) => (i === there ? clause : other)) }
  const place = (group: number) => kinds.indexOf(kindOf(built.family, group))
  if (place(clause.group) === kinds.length - 1) return { ...built, clauses: [...built.clauses, clause] }
  const last = built.clauses.at(-1)
  const ends = last !== undefined && place(last.group) === kinds.length - 1
  // Rows are told in one order; lists as the person says them.
  const before =
    built.family === 'records'
      ? built.clauses.filter(({ group }) => place(group) < place(clause.group)).length
      : built.clauses.length - (ends ? 1 : 0)
  return { ...built, clauses: built.clauses.toSpliced(before, 0, clause) }
}

/** Kinds that the ticket has no clause of yet. */
export function openKinds(built: BuiltTicket): string[] {
  const used = new Set(built.clauses.map(({ group }) => kindOf(built.family, group)))
  return phrasebooks[built.family].kinds.filter((kind) => !used.has(kind))
}

/** Steps that a ticket may have at most: the bundled model has read no more in one. */
export const mostClauses = 4
