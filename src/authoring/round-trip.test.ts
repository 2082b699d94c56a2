/** Nothing of the lab's own format is lost on the way through the editor: pasted, opened, edited, kept. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, Problem } from '../problems/problem.ts'
import { ProblemError } from '../verify/problem-error.ts'
import { parseProblem } from '../verify/validate.ts'
import { readPasted } from './paste/read.ts'
import { draftOf } from './draft-program.ts'
import { restoreDraft } from './problem-draft.ts'
import { readDraft } from './read-draft.ts'

const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20 }),
  fc.constantFrom(
    'input:',
    'a\n b\n',
    'output:\n1',
    '"q"',
    '1 % or 2',
    ' two  spaces ',
    '\u7b54\u6848: 3',
    '{"args": []}',
  ),
)
const words = text.filter((each) => each.trim() !== '')
const json = fc
  .jsonValue({ maxDepth: 2 })
  .filter((value) => !JSON.stringify(value).includes('__proto__'))
  .map((value) => JSON.parse(JSON.stringify(value)) as Json)
const hidden = fc.constantFrom({}, { hidden: true })
const language = fc.constantFrom('javascript', 'python')
const some = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })

const args = fc.record({ args: fc.array(json, { minLength: 1, maxLength: 2 }), expected: json })
const call = fc.record({ call: fc.constantFrom('f(range(3))', 'f(1)', 'round(f(2), 1)'), expected: json })
const assert = fc.record({
  assert: fc.constantFrom('assert f(1) == 2', 'for i in [1]:\n    assert f(i) == i', 'f(1)'),
})
const stdin = fc.record({ stdin: fc.string(), stdout: fc.string() })
const withHidden = <T extends object>(of: fc.Arbitrary<T>) =>
  fc.tuple(of, hidden).map(([a, b]) => ({ ...a, ...b }))

const compare = some(
  fc.record(
    {
      order: fc.constantFrom('any', 'any-nested'),
      case: fc.constant('any'),
      tolerance: fc.constantFrom(0, 1e-6, 0.5),
      checker: fc.constant('function check() { return true }'),
    },
    { requiredKeys: [] },
  ),
)
const answer = fc.oneof(
  fc.record(
    {
      type: fc.constant('exact'),
      accepted: fc.array(words, { minLength: 1 }),
      spaces: fc.constantFrom('ignore', 'exact', 'collapse'),
      caseSensitive: fc.boolean(),
    },
    { requiredKeys: ['type', 'accepted'] },
  ),
  fc.record(
    {
      type: fc.constant('number'),
      value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
      absoluteTolerance: fc.constantFrom(0, 0.5),
      relativeTolerance: fc.constantFrom(0.01, 1e-7),
      unit: fc.constantFrom('m/s', 'kg m^2'),
    },
    { requiredKeys: ['type', 'value'] },
  ),
  fc.record({
    type: fc.constant('choice'),
    options: fc.constant([
      { label: 'A', text: '' },
      { label: '(b)', text: 'x\ny' },
    ]),
    right: fc.constant('(b)'),
  }),
  fc.record({ type: fc.constant('regex'), pattern: fc.constant('a+\n?'), flags: some(fc.constant('i')) }),
)
const program = fc.oneof(
  fc.record({
    program: fc.record({
      kind: fc.constant('function'),
      name: fc.constant('f'),
      language,
      prelude: some(words),
      adapter: some(words),
    }),
    tests: fc.array(withHidden(fc.oneof(args, call, assert)), { minLength: 1, maxLength: 3 }),
    compare,
  }),
  fc.record({
    program: fc.record({ kind: fc.constant('stdin'), language, tolerance: some(fc.constantFrom(0, 1e-6)) }),
    tests: fc.array(withHidden(stdin), { minLength: 1, maxLength: 3 }),
    compare,
  }),
  fc.record({ program: fc.record({ kind: fc.constant('answer'), answer }) }),
  fc.record({
    program: fc.record({
      kind: fc.constant('tool-call'),
      tools: fc.constant([
        { name: 'look', description: 'Looks.', parameters: { type: 'object', odd: [1, 'x'] } },
      ]),
      api: words,
    }),
  }),
  fc.record({ program: fc.record({ kind: fc.constant('custom'), source: words }) }),
)
const problem: fc.Arbitrary<Problem> = fc
  .tuple(
    program,
    fc.record(
      {
        title: fc.constant('Title'),
        statement: words,
        field: fc.constantFrom('science', 'tools', 'contest'),
        suits: fc.constantFrom('tiny', 'small-llm'),
        feedbackDetail: fc.constantFrom('nothing', 'verdict', 'first-failure', 'all-failures'),
        partialCredit: fc.boolean(),
        limits: fc.record({ timeMs: fc.constant(9000), memoryMb: fc.constant(64) }, { requiredKeys: [] }),
        solution: words,
        note: text,
      },
      { requiredKeys: ['title', 'statement'] },
    ),
  )
  .map(([shape, rest]) => {
    try {
      return parseProblem(JSON.parse(JSON.stringify({ id: 'p', ...rest, ...shape })))
    } catch (error) {
      if (error instanceof ProblemError) return null
      throw error
    }
  })
  .filter((each) => each !== null)

describe('a problem of the lab', () => {
  it('is that problem again: as a draft, pasted or opened, and as a draft that was kept', () => {
    fc.assert(
      fc.property(problem, (given) => {
        expect(readDraft(draftOf(given), 'new')).toEqual({ problem: given, complaints: [] })
        expect(readDraft(readPasted(JSON.stringify(given, null, 2)).draft, 'p').problem).toEqual(given)
        const kept = restoreDraft(JSON.parse(JSON.stringify(draftOf(given))))!
        expect(readDraft(kept, 'new').problem).toEqual(given)
      }),
      { numRuns: 300 },
    )
  })

  it('with another statement is the same but for it', () => {
    fc.assert(
      fc.property(problem, (given) => {
        const { problem: edited, complaints } = readDraft(
          { ...draftOf(given), statement: 'Another one.' },
          'p',
        )
        expect(complaints).toEqual([])
        const { suits: _, ...rest } = given
        expect(edited).toEqual({ ...rest, statement: 'Another one.' })
      }),
      { numRuns: 300 },
    )
  })

  it('with one more test keeps the others', () => {
    fc.assert(
      fc.property(
        problem.filter(({ program: { kind } }) => kind === 'function' || kind === 'stdin'),
        (given) => {
          const draft = draftOf(given)
          const more = given.program.kind === 'stdin' ? 'input:\n7\noutput:\n8' : 'f(7) -> 8'
          const { problem: edited } = readDraft({ ...draft, tests: `${draft.tests}\n${more}` }, 'p')
          const bare = (tests: Problem['tests']) =>
            tests.map((test) =>
              'stdin' in test
                ? { ...test, stdin: test.stdin.replace(/\n$/, ''), stdout: test.stdout.trimEnd() }
                : test,
            )
          expect(bare(edited!.tests).slice(0, -1)).toEqual(bare(given.tests))
          expect({ ...edited, tests: [] }).toEqual({ ...given, tests: [] })
        },
      ),
      { numRuns: 300 },
    )
  })
})
