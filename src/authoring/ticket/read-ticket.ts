/** A ticket as a person types it: the clauses that the bundled model knows, whatever their case, and for the others the phrases nearest in meaning. */
import type { FamilyName } from '../../problems/tickets/family.ts'
import { oursFor, stem, wordsIn } from './everyday.ts'
import { phrasebooks, type PhraseGroup } from './phrasebook.ts'
import type { Clause } from './ticket.ts'

/** A piece of what was typed, between commas, “then” and “and”. */
export type TypedPiece =
  | { text: string; kind: 'opening'; opening: number }
  | { text: string; kind: 'phrase'; clause: Clause }
  | { text: string; kind: 'unknown'; near: readonly Clause[] }

const nearest = 3

/** What was typed, piece by piece; empty for no words. A known phrase has its usual meaning until another is chosen. */
export function readTicket(text: string, family: FamilyName): TypedPiece[] {
  const book = phrasebooks[family]
  return text
    .split(/[,.;:\n]+|\b(?:and\s+)?then\b|\band\b/i)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .map((piece): TypedPiece => {
      const plain = wordsIn(piece).join(' ')
      const opening = book.openings.findIndex((known) => wordsIn(known).join(' ') === plain)
      if (opening >= 0) return { text: piece, kind: 'opening', opening }
      const clause = clauseOf(plain, book.groups)
      return clause
        ? { text: piece, kind: 'phrase', clause }
        : { text: piece, kind: 'unknown', near: nearPhrases(piece, family) }
    })
}

/** The family whose phrases these are; the given one where both know as many. */
export function familyOf(text: string, family: FamilyName): FamilyName {
  const other: FamilyName = family === 'lists' ? 'records' : 'lists'
  const knows = (of: FamilyName) => readTicket(text, of).filter(({ kind }) => kind !== 'unknown').length
  return knows(other) > knows(family) ? other : family
}

function clauseOf(plain: string, groups: readonly PhraseGroup[]): Clause | null {
  for (const [group, { wordings }] of groups.entries()) {
    const wording = wordings.indexOf(plain)
    if (wording >= 0) return { group, wording, meaning: 0 }
  }
  return null
}

/** Phrases nearest in meaning to a text, best first, each with the meaning that comes nearest; empty where nothing is near. */
export function nearPhrases(text: string, family: FamilyName): Clause[] {
  const wanted = new Map<string, number>()
  for (const word of wordsIn(text))
    oursFor(word).forEach((ours, i) => {
      const key = stem(ours)
      // What was said itself counts more than what it can stand for.
      wanted.set(key, Math.max(wanted.get(key) ?? 0, i === 0 ? 1 : 0.7))
    })
  const weigh = weightsOf(family)
  const score = (words: readonly string[]) =>
    [...new Set(words.map(stem))].reduce((sum, word) => sum + (wanted.get(word) ?? 0) * weigh(word), 0)
  return phrasebooks[family].groups
    .map((of, group) => {
      const best = (scores: readonly number[]) => scores.indexOf(Math.max(...scores))
      const wordings = of.wordings.map((wording) => score(wordsIn(wording)))
      const meanings = saysOf(of).map((says) => score(wordsIn(says)))
      const clause: Clause = { group, wording: best(wordings), meaning: best(meanings) }
      return { clause, score: Math.max(...wordings) + Math.max(...meanings) }
    })
    .filter((each) => each.score > least)
    .sort((a, b) => b.score - a.score)
    .slice(0, nearest)
    .map(({ clause }) => clause)
}

/** Below, two texts have in common only words that stand everywhere. */
const least = 0.15

const usualFields = (family: FamilyName) => phrasebooks[family].fields.map(() => 0)

const saysOf = (group: PhraseGroup): string[] =>
  Array.from({ length: group.meanings }, (_, i) => group.meaning(i, usualFields('records')).says)

/** How much a word tells phrases apart: the rarer among them, the more. */
function weightsOf(family: FamilyName): (word: string) => number {
  const counts = new Map<string, number>()
  for (const group of phrasebooks[family].groups)
    for (const word of new Set([...group.wordings, ...saysOf(group)].flatMap(wordsIn).map(stem)))
      counts.set(word, (counts.get(word) ?? 0) + 1)
  return (word) => (idle.has(word) ? 0 : 1 / (counts.get(word) ?? 1))
}

/** Words of no meaning of their own. */
const idle = new Set(
  [
    'the',
    'a',
    'an',
    'it',
    'them',
    'one',
    'ones',
    'of',
    'to',
    'by',
    'is',
    'in',
    'out',
    'each',
    'its',
    'make',
    'take',
  ].map(stem),
)
