/** Pastes of any kind: nothing throws, nothing is lost, and a megabyte of anything is read within a second. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDraft } from '../read-draft.ts'
import { readPasted } from './read.ts'

const fragments = fc.constantFrom(
  'Example 1:',
  'Input: nums = [2,7], target = 9',
  'Input',
  'Output',
  'Output: [0,1]',
  '>>> f(1)',
  '"""',
  'def f(x):',
  '    return x',
  'def check(candidate):',
  '    assert candidate(1) == 2',
  'assert f(1) == (',
  'f(1) -> 2',
  '[[[[[',
  ')))',
  'A) one',
  'B) two',
  'Answer: B',
  'A:',
  '####',
  '```python',
  '{"statement": 1}',
  '[{',
  '<p>',
  '</p>',
  '<pre>',
  '</pre>',
  '&#x110000;',
  '\u202eabc',
  '\u05e9\u05dc\u05d5\u05dd',
  '\u4e2d\u6587',
  '\ud800',
  '\0\x01',
  '',
  '   ',
  'function f(',
  'const f = (',
  '{',
  '}',
  '\\boxed{',
  '1e999',
  'hidden',
  "'''",
  '... ',
  'Note',
  'class Solution:',
)

/** Words that begin a line of code, and lines of prose as well. */
const keyword = fc.constantFrom(
  'assert',
  'def',
  'class',
  'import',
  'from',
  'return',
  'function',
  'const',
  'let',
  'async',
  'export',
  'for',
  'while',
  'if',
  'print',
  'input',
  'output',
  'answer',
  'example',
  'note',
)

describe('a paste of any kind', () => {
  it('never throws, whatever it holds', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.string({ maxLength: 400 }),
      fc.array(fragments, { maxLength: 30 }).map((lines) => lines.join('\n')),
      fc.array(fragments, { maxLength: 12 }).map((lines) => lines.join('')),
    )
    fc.assert(
      fc.property(text, (pasted) => {
        const { draft } = readPasted(pasted)
        expect(draft.statement).not.toMatch(/\p{Surrogate}/u)
        readDraft(draft, 'x')
      }),
      { numRuns: 600 },
    )
  })

  it('keeps the lines that it did not use', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc
            .tuple(
              fc.oneof(fc.stringMatching(/^[a-z]{3,8}$/), keyword),
              fc.stringMatching(/^[a-z]{2,8} [a-z]{3,8}$/),
            )
            .map((words) => words.join(' ')),
          { minLength: 1, maxLength: 8 },
        ),
        (lines) => {
          expect(readPasted(lines.join('\n')).draft.statement.split('\n')).toEqual(lines)
        },
      ),
    )
  })

  const mega = 1_000_000
  const repeated = (piece: string) => piece.repeat(Math.ceil(mega / piece.length)).slice(0, mega)
  it.each([
    '',
    'a',
    ' ',
    '\n',
    '(',
    '[',
    '{',
    '"',
    '`',
    '<p>',
    '<',
    '&amp;',
    '>>> f(1)\n',
    'f(1) -> 2\n',
    'f(1) -> ',
    'Input: ',
    'Input\n',
    'Input: a = 1\nOutput: 2\n',
    'def f(x):\n',
    'def f(x):\n    """\n',
    'def check(candidate):\n    assert candidate(1) == 1\n',
    'assert f(1) == 1 ',
    'assert f(',
    'expect(f(1)).toBe(',
    'A) b\n',
    'A: \n',
    '\\boxed{',
    '[{"a":',
    '[[',
    'function f(',
    'var f = (',
    '{\n',
    '\u05d0 ',
    '\ud800',
    '\0',
    '# ',
    '`` ',
  ])('of a megabyte of %j takes less than a second', (piece) => {
    const text = piece === '' ? '' : repeated(piece)
    // The processor's time, the better of two: other work on the machine is no part of it.
    const times = [0, 1].map(() => {
      const begun = process.cpuUsage()
      readPasted(text)
      return process.cpuUsage(begun).user / 1000
    })
    expect(Math.min(...times)).toBeLessThan(1000)
  })
})
