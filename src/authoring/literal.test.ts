import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../problems/problem.ts'
import { LiteralError, readArguments, readLiteral, writeLiteral } from './literal.ts'

const json = fc
  .jsonValue()
  .filter((value) => !JSON.stringify(value).includes('__proto__')) as fc.Arbitrary<Json>
/** JSON has one zero. */
const plain = (value: Json): Json => JSON.parse(JSON.stringify(value)) as Json

describe('a value as people write it', () => {
  it('is read back from JSON and from its own spelling', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(readLiteral(JSON.stringify(value))).toEqual(plain(value))
        expect(plain(readLiteral(writeLiteral(value)))).toEqual(plain(value))
      }),
    )
  })

  it.each<[string, Json]>([
    ["'it''s'".replace("''", "\\'"), "it's"],
    ['[1, 2, 3,]', [1, 2, 3]],
    ['{name: "Ann", \'age\': 3, 1: true,}', { name: 'Ann', age: 3, 1: true }],
    ['[True, False, None]', [true, false, null]],
    ['(1, 2)', [1, 2]],
    ['-.5', -0.5],
    ['\u22123', -3],
    ['1_000', 1000],
    ['"\\u0041\\n"', 'A\n'],
    ['undefined', null],
  ])('%s', (text, value) => expect(readLiteral(text)).toEqual(value))

  it.each([
    ['[1, 2', '"]" is missing.', 5],
    ['[1 2]', '"," or "]" was expected, not "2".', 3],
    ['{a 1}', '":" is missing after a.', 3],
    ['hello', '"hello" is not a value', 0],
    ['"open', 'no closing "', 0],
    ['', 'A value is missing.', 0],
    ['1 and more', '"and more" is left over', 2],
    ['constructor', '"constructor" is not a value', 0],
  ])('%s is refused at its place', (text, words, at) => {
    try {
      readLiteral(text)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(LiteralError)
      expect((error as LiteralError).message).toContain(words)
      expect((error as LiteralError).at).toBe(at)
    }
  })

  it('never fails in any other way', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          readLiteral(text)
        } catch (error) {
          expect(error).toBeInstanceOf(LiteralError)
        }
      }),
    )
  })

  it('reads the inputs of a call and leaves what follows', () => {
    expect(readArguments('([1, "a)"], {b: 2}) -> 3')).toEqual({
      args: [[1, 'a)'], { b: 2 }],
      rest: ' -> 3',
      at: 19,
    })
    expect(readArguments('()').args).toEqual([])
  })
})
