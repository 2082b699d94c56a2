import { describe, expect, it } from 'vitest'
import { sameJson } from '../../problems/families/outcome.ts'
import { compileStrictRows } from '../../problems/families/strict-rows.ts'
import { isArgsTest, problemSchema } from '../../problems/problem.ts'
import { Rng } from '../../rng.ts'
import { anyTicket, diceRange, throwDice } from './dice.ts'
import { hide, sealedProblem } from './hide.ts'
import { codeOfTicket, ticketOfCode } from './link.ts'
import { phrasebooks } from './phrasebook.ts'
import { familyOf, nearPhrases, readTicket } from './read-ticket.ts'
import { grammarOf, kindOf, mostClauses, openKinds, withClause, wordsOf, type BuiltTicket } from './ticket.ts'

const families = ['lists', 'records'] as const
const some = (count: number) =>
  families.flatMap((family) =>
    Array.from({ length: count }, (_, i) => anyTicket(Rng.of(i, 'test', family), family)),
  )

describe('a ticket with a hidden meaning', () => {
  it('is a problem whose tests its own program passes', () => {
    let problems = 0
    for (const built of some(60)) {
      const hidden = hide(built)
      if (hidden.kind !== 'problem') continue
      problems++
      const problem = problemSchema.parse(hidden.problem)
      if (problem.program.kind !== 'expression') throw new Error('tickets are expressions')
      const program = new Function(...problem.program.parameters, `return ${problem.solution}`)
      for (const { args, expected } of problem.tests.filter(isArgsTest)) {
        const given = problem.strictFields
          ? [compileStrictRows()(args[0] as Record<string, unknown>[], problem.strictFields)]
          : structuredClone(args)
        expect(sameJson(program(...given), expected), `${problem.solution} on ${JSON.stringify(args)}`).toBe(
          true,
        )
      }
    }
    expect(problems).toBeGreaterThan(80)
  })

  it('says which step leaves nothing to test', () => {
    const first = (kind: string, meaning: number) => ({
      group: phrasebooks.lists.groups.findIndex((group) => group.kind === kind),
      wording: 0,
      meaning,
    })
    const built: BuiltTicket = { family: 'lists', opening: 0, clauses: [], fields: [] }
    expect(hide(built)).toMatchObject({ kind: 'complaint', message: 'Pick a first step.' })
    // A sum is the same in whatever order.
    const sorted = { ...built, clauses: [first('order', 0), first('fold', 0)] }
    expect(hide(sorted)).toMatchObject({ kind: 'complaint', clause: 0 })
  })

  it('comes back from its code, which does not show the meaning', () => {
    for (const built of some(40)) {
      const code = codeOfTicket(built)
      expect(code).toMatch(/^[\w-]+$/)
      expect(code.length).toBeLessThan(48)
      expect(ticketOfCode(code)).toEqual(built)
    }
    const { built, hidden } = throwDice(Rng.of(1, 'code'))
    const code = codeOfTicket(built)
    expect(sealedProblem(code)).toEqual({ ...hidden.problem, sealed: true })
    for (const wrong of ['', 'x', code.slice(0, -2), `${code}AA`, `A${code.slice(1)}`, '§§', 'AAAAAAAAAAAA'])
      expect(ticketOfCode(wrong), wrong).toBeNull()
  })

  it('is thrown by the dice neither too easy nor out of reach, with at most one step of a kind', () => {
    for (let i = 0; i < 40; i++) {
      const { built, hidden } = throwDice(Rng.of(i, 'dice'))
      expect(hidden.habit).toBeGreaterThanOrEqual(diceRange.least)
      expect(hidden.habit).toBeLessThanOrEqual(diceRange.most)
      const kinds = built.clauses.map(({ group }) => kindOf(built.family, group))
      expect(new Set(kinds).size).toBe(kinds.length)
      expect(kinds.length).toBeLessThanOrEqual(mostClauses)
    }
  })

  it('takes one more step where it belongs', () => {
    for (const built of some(20)) {
      const [kind] = openKinds(built)
      if (kind === undefined) continue
      const group = phrasebooks[built.family].groups.findIndex((each) => each.kind === kind)
      const next = withClause(built, { group, wording: 0, meaning: 0 })
      expect(next.clauses).toHaveLength(built.clauses.length + 1)
      const last = phrasebooks[built.family].kinds.at(-1)
      const ends = next.clauses.findIndex((clause) => kindOf(built.family, clause.group) === last)
      if (ends >= 0) expect(ends).toBe(next.clauses.length - 1)
    }
  })
})

describe('a typed ticket', () => {
  it('is read whatever its case', () => {
    for (const built of some(30)) {
      const { text } = grammarOf(built).ticket
      const pieces = readTicket(text.toUpperCase(), built.family)
      expect(pieces.map((piece) => piece.kind)).toEqual(['opening', ...built.clauses.map(() => 'phrase')])
      const said = pieces.flatMap((piece) =>
        piece.kind === 'phrase' ? [wordsOf(built.family, piece.clause)] : [],
      )
      expect(said).toEqual(built.clauses.map((clause) => wordsOf(built.family, clause)))
      if (built.clauses.length > 1) expect(familyOf(text, 'lists')).toBe(built.family)
    }
  })

  it.each([
    ['lists', 'keep the odd ones', 'keep the special ones', 'odd'],
    ['lists', 'double each number', 'scale them up', 'times 2'],
    ['lists', 'remove duplicates', 'clear out the noise', 'each number once'],
    ['lists', 'sort descending', 'sort them', 'largest first'],
    ['lists', 'reverse the list', 'flip them', 'back to front'],
    ['lists', 'numbers divisible by 3', 'keep the special ones', 'multiples of 3'],
    ['lists', 'greater than 5', 'keep the big ones', 'above 5'],
    ['lists', 'count how many', 'measure it', 'how many there are'],
    ['records', 'only the active ones', 'keep the good ones', 'active is true'],
    ['records', 'return the city', 'show where', 'the city of each'],
    ['records', 'total price', 'work out the sum', 'the sum of price'],
  ] as const)('%s: “%s” is near “%s”, meaning %s', (family, typed, phrase, says) => {
    const [nearest] = nearPhrases(typed, family)
    const fields = phrasebooks[family].fields.map(() => 0)
    expect(nearest && wordsOf(family, nearest)).toBe(phrase)
    expect(phrasebooks[family].groups[nearest!.group]!.meaning(nearest!.meaning, fields).says).toBe(says)
  })

  it('offers nothing where nothing is near', () => {
    expect(nearPhrases('bake a pizza', 'lists')).toEqual([])
  })
})
