/** Comparing happens outside the candidate's realm; these hold it to JSON's own idea of equality. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../problems/problem.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import { Sandbox } from './sandbox.ts'
import { decodeValue, equalsExpected, NotJson, showValue } from './value.ts'
import type { Value } from './value.ts'

function valueOf(json: Json): Value {
  if (Array.isArray(json)) return json.map(valueOf)
  if (typeof json === 'object' && json !== null)
    return new Map(Object.entries(json).map(([key, item]) => [key, valueOf(item)]))
  return json
}

/** One text a value: keys sorted, -0 as 0. */
function canonical(json: Json): string {
  if (Array.isArray(json)) return `[${json.map(canonical).join(',')}]`
  if (typeof json !== 'object' || json === null) return JSON.stringify(json)
  return `{${Object.keys(json)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(json[key] as Json)}`)
    .join(',')}}`
}

const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Json>(null, true, false, 0, -0, 1, 2, '', '1', 'a', '__proto__', [], {}),
    fc.integer(),
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'length', 'toJSON', '0'), tie('json'), {
      maxKeys: 3,
    }),
  ),
}))

describe('equalsExpected', () => {
  it('holds for a value and itself, keys in any order', () => {
    fc.assert(
      fc.property(json, (x) => {
        expect(equalsExpected(valueOf(x), x)).toBe(true)
        expect(equalsExpected(valueOf(reversedKeys(x)), x)).toBe(true)
      }),
    )
  })

  it('is equality of canonical texts, both ways round', () => {
    fc.assert(
      fc.property(json, json, (x, y) => {
        const same = canonical(x) === canonical(y)
        expect(equalsExpected(valueOf(x), y)).toBe(same)
        expect(equalsExpected(valueOf(y), x)).toBe(same)
      }),
      { numRuns: 2000 },
    )
  })

  it('sees any one leaf that differs', () => {
    fc.assert(
      fc.property(json, json, fc.integer({ min: 0, max: 5 }), (x, y, at) => {
        fc.pre(canonical(x) !== canonical(y))
        const around = (leaf: Json): Json => [1, { a: [...Array<Json>(at).fill('pad'), leaf] }]
        expect(equalsExpected(valueOf(around(x)), around(y))).toBe(false)
      }),
    )
  })

  it('forgives rounding in fractions and nothing in integers', () => {
    expect(equalsExpected(0.1 + 0.2, 0.3)).toBe(true)
    expect(equalsExpected(1e15 + 0.5, 1e15)).toBe(true)
    expect(equalsExpected(0.3001, 0.3)).toBe(false)
    expect(equalsExpected(1e12, 1e12 + 1)).toBe(false)
    expect(equalsExpected(1e-12, 0)).toBe(true)
  })

  it('never takes what is not JSON for JSON', () => {
    for (const name of ['undefined', 'NaN', 'null', '[Function]', '1']) {
      fc.assert(
        fc.property(json, (x) => !equalsExpected(new NotJson(name), x)),
        { numRuns: 50 },
      )
    }
  })
})

describe('values leaving the sandbox', () => {
  const sandbox = new Sandbox()
  const evaluate = async (code: string, values: Json[]): Promise<Value[]> => {
    const execution = await sandbox.run({
      program: { language: 'javascript', shape: { kind: 'expression', parameters: ['x'] }, code },
      steps: values.map((value) => ({ kind: 'args', args: [value] })),
      limits: DEFAULT_LIMITS.javascript,
    })
    if (execution.kind !== 'ran') throw new Error(execution.kind)
    return execution.outcomes.map((outcome) => {
      if (outcome.kind !== 'returned') throw new Error(JSON.stringify(outcome))
      return decodeValue(outcome.value)
    })
  }

  it('come back as they went in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(json, { minLength: 1, maxLength: 20 }), async (values) => {
        const back = await evaluate('x', values)
        values.forEach((value, i) => {
          expect(equalsExpected(back[i]!, value)).toBe(true)
          expect(canonical(JSON.parse(showValue(back[i]!)) as Json)).toBe(canonical(value))
        })
      }),
      { numRuns: 60 },
    )
  })

  it('keep the bits of every number', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 20 }),
        async (values) => {
          expect(await evaluate('x', values)).toEqual(values.map((value) => (value === 0 ? 0 : value)))
        },
      ),
      { numRuns: 40 },
    )
  })

  it.each([
    ['undefined', 'undefined'],
    ['NaN', 'NaN'],
    ['-1/0', '-Infinity'],
    ['() => 1', '[Function]'],
    ['new Map([[1, 2]])', '[object Map]'],
    ['new Set([1])', '[object Set]'],
    ['new Date()', '[object Date]'],
    ['/a/', '[object RegExp]'],
    ['Symbol("s")', 'Symbol()'],
    ['2n', '2n'],
    ['[1, undefined, , null]', '[1,undefined,undefined,null]'],
    ['({a: undefined, b: {c: NaN}})', '{"b":{"c":NaN}}'],
    ['new (class Point { constructor() { this.x = 1 } })()', '{"x":1}'],
    ['Object.create({inherited: 1}, {own: {value: 2, enumerable: true}, hidden: {value: 3}})', '{"own":2}'],
    ['"\\u0000\\ud800\\u2028\\"<"', '"\\u0000\\ud800\u2028\\"<"'],
  ])('%s shows as %s', async (code, shown) => {
    const [value] = await evaluate(code, [null])
    expect(showValue(value!)).toBe(shown)
  })
})

function reversedKeys(json: Json): Json {
  if (Array.isArray(json)) return json.map(reversedKeys)
  if (typeof json !== 'object' || json === null) return json
  return Object.fromEntries(
    Object.entries(json)
      .reverse()
      .map(([key, item]) => [key, reversedKeys(item)]),
  )
}
