/**
 * A ticket as a short code for a link. Whoever opens it reads the ticket and not the meaning; the code is not readable as it
 * stands, but it is no secret: the page decodes it to judge, and a determined reader can as well.
 */
import type { FamilyName } from '../../problems/tickets/family.ts'
import { Rng } from '../../rng.ts'
import { phrasebooks } from './phrasebook.ts'
import { grammarOf, mostClauses, programOf, type BuiltTicket } from './ticket.ts'

const familyNames: readonly FamilyName[] = ['lists', 'records']
export function codeOfTicket(built: BuiltTicket): string {
  const plain = [
    familyNames.indexOf(built.family),
    built.opening,
    built.clauses.length,
    ...built.clauses.flatMap(({ group, wording, meaning }) => [group, wording, meaning]),
    ...built.fields,
  ]
  const check = checkOf(built)
  return base64url([...check, ...covered(plain, check)])
}

/** The ticket of a code; null where it is no code, or of a grammar that has changed since. */
export function ticketOfCode(code: string): BuiltTicket | null {
  const bytes = bytesOf(code)
  if (!bytes || bytes.length < 5) return null
  const check = bytes.slice(0, 2)
  const [family, opening, count, ...rest] = covered(bytes.slice(2), check)
  const name = familyNames[family!]
  if (name === undefined || count! > mostClauses || rest.length < 3 * count!) return null
  const book = phrasebooks[name]
  const clauses = Array.from({ length: count! }, (_, i) => ({
    group: rest[3 * i]!,
    wording: rest[3 * i + 1]!,
    meaning: rest[3 * i + 2]!,
  }))
  const fields = rest.slice(3 * count!)
  const known =
    book.openings[opening!] !== undefined &&
    clauses.every(({ group, wording, meaning }) => {
      const of = book.groups[group]
      return of !== undefined && of.wordings[wording] !== undefined && meaning < of.meanings
    }) &&
    fields.length === book.fields.length &&
    fields.every((field, i) => book.fields[i]!.names[field] !== undefined)
  if (!known) return null
  const built: BuiltTicket = { family: name, opening: opening!, clauses, fields }
  const own = checkOf(built)
  return own[0] === check[0] && own[1] === check[1] ? built : null
}

/** Two bytes of the ticket's words and program: a code of another grammar does not fit them. */
function checkOf(built: BuiltTicket): number[] {
  const rng = Rng.of(0, 'ticket', grammarOf(built).ticket.text, programOf(built))
  return [rng.below(256), rng.below(256)]
}

/** Covered, or uncovered again. */
function covered(bytes: readonly number[], check: readonly number[]): number[] {
  const rng = Rng.of(check[0]! * 256 + check[1]!, 'cover')
  return bytes.map((byte) => byte ^ rng.below(256))
}

function base64url(bytes: readonly number[]): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

function bytesOf(code: string): number[] | null {
  try {
    return Array.from(atob(code.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
  } catch {
    return null
  }
}
