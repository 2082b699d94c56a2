/** Schemas of tools: read when the problem is made, in the spellings of several collections; every keyword honoured or refused in words; none takes long. */
import { afterAll, describe, expect, it } from 'vitest'
import type { Json, Problem } from '../problems/problem.ts'
import { createLocalJudge } from './local.ts'
import { ProblemError } from './problem-error.ts'
import { parseProblem } from './validate.ts'

const judge = createLocalJudge()
afterAll(() => judge.dispose())

function problemOf(
  parameters: Record<string, Json>,
  tool: object = { name: 'area', description: '', parameters },
): Problem {
  return parseProblem({
    id: 'tool',
    title: 'Tool',
    statement: 'Call it.',
    program: {
      kind: 'tool-call',
      tools: [tool],
      api: 'function area(given) { return 1 }\nfunction check() { return true }',
    },
  })
}
const of = (properties: Json, more: Record<string, Json> = {}) => ({ type: 'object', properties, ...more })
const calls = async (problem: Problem, args: Json, name = 'area'): Promise<string> => {
  const { verdict } = await judge.judge(problem, JSON.stringify({ name, arguments: args }))
  return verdict.feedback
}

describe('a call is held to', () => {
  it.each<[string, Record<string, Json>, Json, Json, RegExp]>([
    [
      'types as BFCL writes them',
      { type: 'dict', properties: { a: { type: 'float' }, b: { type: 'tuple', items: { type: 'any' } } } },
      { a: 1.5, b: [1, 'x'] },
      { a: 'x' },
      /area: a: .*number/,
    ],
    [
      'a demand at the property',
      of({ a: { type: 'integer', required: true } }),
      { a: 1 },
      {},
      /area: a: is required/,
    ],
    ['what may be null', of({ a: { type: 'string', nullable: true } }), { a: null }, { a: 1 }, /area: a/],
    ['not', of({ a: { not: { type: 'string' } } }), { a: 1 }, { a: 'x' }, /area: a/],
    [
      'if and then',
      of({}, { if: { properties: { a: { const: 1 } }, required: ['a'] }, then: { required: ['b'] } }),
      { a: 2 },
      { a: 1 },
      /b: is required/,
    ],
    ['what depends', of({}, { dependentRequired: { a: ['b'] } }), { a: 1, b: 2 }, { a: 1 }, /area: /],
    [
      'schemas that depend',
      of({}, { dependentSchemas: { a: { required: ['b'] } } }),
      { b: 1 },
      { a: 1 },
      /b: is required/,
    ],
    [
      'fields that are not known',
      of({ a: {} }, { additionalProperties: false }),
      { a: 1 },
      { c: 1 },
      /area: c: is not known/,
    ],
    ['a choice', of({ a: { enum: ['x', 'y'] } }), { a: 'x' }, { a: 'z' }, /area: a: .*given z/],
    [
      'items',
      of({ a: { type: 'array', items: { type: 'integer' }, uniqueItems: true } }),
      { a: [1, 2] },
      { a: [1, 1] },
      /area: a/,
    ],
    [
      'a pattern',
      of({ a: { type: 'string', pattern: '^[A-Z]{3}$' } }),
      { a: 'ABC' },
      { a: 'ABCD' },
      /area: a: .*pattern/,
    ],
    [
      'a pattern with flags inside',
      of({ a: { type: 'string', pattern: '(?i)^abc$' } }),
      { a: 'aBC' },
      { a: 'x' },
      /area: a/,
    ],
    [
      'patterns of names',
      of({}, { patternProperties: { '^n_': { type: 'number' } }, additionalProperties: false }),
      { n_1: 1 },
      { n_1: 'x' },
      /area: n_1/,
    ],
    [
      'a pattern with special characters',
      of({ a: { pattern: '^[(|.*+\\[\\]/-]+$' } }),
      { a: '(|.*+[]/-' },
      { a: 'a' },
      /area: a/,
    ],
    [
      'definitions',
      of(
        { a: { $ref: '#/definitions/N' } },
        { $schema: 'http://json-schema.org/draft-07/schema#', definitions: { N: { type: 'integer' } } },
      ),
      { a: 1 },
      { a: 'x' },
      /area: a/,
    ],
    [
      'a field named as a keyword',
      of({ default: { type: 'string', pattern: '^a$' }, type: { type: 'integer' } }),
      { default: 'a', type: 1 },
      { default: 'b' },
      /area: default/,
    ],
  ])('%s', async (_, schema, right, wrong, words) => {
    const problem = problemOf(schema)
    expect(await calls(problem, right)).toBe('')
    expect(await calls(problem, wrong)).toMatch(words)
  })

  it('the schema of a tool as OpenAI writes it, and of one within an object', async () => {
    const problem = problemOf(
      {},
      { type: 'function', function: { name: 'area', parameters: of({ a: { type: 'integer' } }) } },
    )
    expect(await calls(problem, { a: 1 })).toBe('')
    expect(await calls(problem, { a: 'x' })).toMatch(/area: a/)
    const dotted = parseProblem({
      ...problem,
      program: {
        kind: 'tool-call',
        tools: [{ name: 'math.area', description: '', parameters: {} }],
        api: 'const math = { area({ a }) { return a } }\nfunction check(r) { return r[0] === 3 }',
      },
    })
    expect(await calls(dotted, { a: 3 }, 'math.area')).toBe('')
  })
})

describe('when the problem is made, it refuses', () => {
  it.each<[string, Record<string, Json>, RegExp]>([
    ['an unknown type', of({ a: { type: 'complex' } }), /no type "complex"/],
    ['a list as arguments', { type: 'array' }, /one object/],
    ['a pattern that cannot be read', of({ a: { pattern: '(' } }), /pattern "\(" cannot be read/],
    ['what refers to elsewhere', of({ a: { $ref: 'https://example.com/x' } }), /not within it/],
    ['what refers to nothing', of({ a: { $ref: '#/$defs/N' } }), /does not have/],
    ['what refers to itself', { $ref: '#' }, /itself|one object/],
    ['properties that are a list', { properties: ['a'] }, /properties is an object/],
    [
      '10,000 parts',
      of(Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`a${i}`, {}]))),
      /more than 5000/,
    ],
  ])('%s', (_, schema, words) => {
    expect(() => problemOf(schema)).toThrow(ProblemError)
    try {
      problemOf(schema)
    } catch (error) {
      expect((error as ProblemError).explanation.cause).toMatch(words)
    }
  })
})

describe('a stranger’s schema', () => {
  it('does not run on by its pattern', async () => {
    const begun = performance.now()
    const problem = problemOf(of({ default: { pattern: '^(a+)+$' } }))
    const { verdict } = await judge.judge(
      problem,
      JSON.stringify({ name: 'area', arguments: { default: `${'a'.repeat(60)}!` } }),
    )
    expect([verdict.reward, verdict.status]).toEqual([0, 'time-out'])
    expect(performance.now() - begun).toBeLessThan(3000)
  })

  it('does not run on by what it refers to', async () => {
    const doubled = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [
        `a${i}`,
        { anyOf: [{ $ref: `#/$defs/a${i + 1}` }, { $ref: `#/$defs/a${i + 1}` }] },
      ]),
    )
    const begun = performance.now()
    const problem = problemOf(
      of({ a: { $ref: '#/$defs/a0' } }, { $defs: { ...doubled, a40: { type: 'string' } } }),
    )
    expect(await calls(problem, { a: 1 })).toMatch(/takes too long/)
    expect(performance.now() - begun).toBeLessThan(3000)
  })

  const longUrl = `http://${'a'.repeat(40)}!`
  it.each<[string, Json, Json]>([
    ['a format', { format: 'url' }, longUrl],
    ['every format', { allOf: formats.map((format) => ({ format })) }, longUrl],
    [
      'every format, over and over',
      { allOf: Array.from({ length: 4000 }, () => ({ format: 'uri' })) },
      longUrl.repeat(500),
    ],
    [
      'no two objects alike',
      { uniqueItems: true },
      Array.from({ length: 5000 }, (_, i) => ({ a: { b: i } })),
    ],
    [
      'no two alike, over and over',
      { allOf: Array.from({ length: 4000 }, () => ({ uniqueItems: true })) },
      Array.from({ length: 300 }, (_, i) => i),
    ],
  ])('does not run on by %s', async (_, field, value) => {
    const problem = problemOf(of({ a: field }))
    const begun = performance.now()
    await calls(problem, { a: value })
    expect(performance.now() - begun).toBeLessThan(2000)
  })

  it('does not run on by as many calls as a response holds', async () => {
    const problem = problemOf(of({ a: { uniqueItems: true } }))
    const call = { name: 'area', arguments: { a: Array.from({ length: 600 }, (_, i) => i) } }
    const begun = performance.now()
    await judge.judge(problem, JSON.stringify(Array.from({ length: 200 }, () => call)))
    expect(performance.now() - begun).toBeLessThan(2000)
  })
})

/** What the validator knows by name. */
const formats = (
  'date time date-time duration uri uri-reference uri-template url email hostname ipv4 ipv6 regex uuid ' +
  'json-pointer json-pointer-uri-fragment relative-json-pointer'
).split(' ')
