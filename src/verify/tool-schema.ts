/**
 * The JSON Schema of a tool: read and checked when the problem is made, and what is wrong with a call by it.
 * The spellings of other collections are understood (BFCL's `dict`, `float`, `tuple` and `any`, OpenAPI's
 * `nullable`, `required` at a property). A stranger wrote it: reading it, and holding a call to it, end within
 * a number of steps (a `url` is held to be a `uri`, whose pattern is linear), and patterns are not run here (see `matchPatterns`).
 */
import { Validator } from '@cfworker/json-schema'
import type { OutputUnit, Schema, SchemaDraft } from '@cfworker/json-schema'
import type { Json, Tool } from '../problems/problem.ts'
import { isNode, readPattern, SchemaFault, text, withLiterals } from './tool-patterns.ts'
import type { Matched, Node } from './tool-patterns.ts'

/** Parts of a schema, its lists and objects, at most; and how deep they may be nested. */
const mostParts = 5000
const mostDepth = 60
/** Keywords and values looked up while the calls of one response are held to their schemas, at most. */
const mostSteps = 1_000_000
/** Keywords that read a text whole: they count for more than one step, one for so many characters. */
const readsText = new Set<string | symbol>(['format', 'minLength', 'maxLength', 'pattern'])
const charactersAStep = 50
const isRequired = ': is required'
/** Faults of a call that are told. */
const mostTold = 3

const typeNames: Readonly<Record<string, string>> = {
  object: 'object',
  dict: 'object',
  map: 'object',
  hashmap: 'object',
  array: 'array',
  list: 'array',
  tuple: 'array',
  set: 'array',
  arraylist: 'array',
  string: 'string',
  str: 'string',
  char: 'string',
  number: 'number',
  float: 'number',
  double: 'number',
  integer: 'integer',
  int: 'integer',
  long: 'integer',
  boolean: 'boolean',
  bool: 'boolean',
  null: 'null',
  none: 'null',
}
const anyType = 'any'
/** Keywords whose value is a schema, a list of schemas, or an object of schemas. */
const one = new Set(
  'additionalProperties additionalItems unevaluatedProperties unevaluatedItems not if then else contains propertyNames items'.split(
    ' ',
  ),
)
const several = new Set('anyOf oneOf allOf prefixItems items'.split(' '))
const named = new Set(
  'properties patternProperties $defs definitions dependentSchemas dependencies'.split(' '),
)

/** The tool's schema as the validator reads it. @throws SchemaFault */
export function toolSchema({ parameters }: Tool): Node {
  const count = { parts: 0 }
  const schema = { type: 'object', ...normal(parameters, count, 0) } as Node
  if (schema['type'] !== 'object')
    throw new SchemaFault(
      `The arguments of a call are one object, and the schema is of type ${text(schema['type'])}.`,
    )
  for (const ref of refs(schema)) resolve(schema, ref)
  try {
    new Validator(schema as Schema, draftOf(schema)).validate({})
  } catch (error) {
    throw new SchemaFault(
      error instanceof RangeError ? 'It refers to itself without an end.' : (error as Error).message,
    )
  }
  return schema
}

function normal(value: Json, count: { parts: number }, depth: number): Node {
  if (!isNode(value)) throw new SchemaFault(`A schema is an object, and here stands ${text(value)}.`)
  if (++count.parts > mostParts) throw new SchemaFault(`It has more than ${mostParts} parts.`)
  if (depth > mostDepth) throw new SchemaFault(`It is nested more than ${mostDepth} deep.`)
  const inner = (each: Json): Json => (typeof each === 'boolean' ? each : normal(each, count, depth + 1))
  const made: Node = {}
  for (const [key, item] of Object.entries(value)) {
    if (key === 'type') Object.assign(made, typeOf(item))
    else if (key === 'nullable' || (key === 'required' && !Array.isArray(item))) continue
    else if (several.has(key) && Array.isArray(item)) made[key] = item.map(inner)
    else if (one.has(key)) made[key] = inner(item)
    else if (named.has(key)) {
      if (!isNode(item)) throw new SchemaFault(`${key} is an object, and here stands ${text(item)}.`)
      made[key] = Object.fromEntries(
        Object.entries(item).map(([name, each]) => [name, Array.isArray(each) ? each : inner(each)]),
      )
    } else if (key === 'format' && item === 'url') made[key] = 'uri'
    else made[key] = item
    if (key === 'pattern') readPattern(text(item))
    if (key === 'patternProperties' && isNode(item)) Object.keys(item).forEach(readPattern)
  }
  const { properties } = value
  const demanded = isNode(properties)
    ? Object.entries(properties).flatMap(([name, each]) =>
        isNode(each) && each['required'] === true ? [name] : [],
      )
    : []
  if (demanded.length > 0)
    made['required'] = [
      ...new Set([...(Array.isArray(made['required']) ? made['required'] : []), ...demanded]),
    ]
  if (
    made['required'] !== undefined &&
    !(made['required'] as Json[]).every((name) => typeof name === 'string')
  )
    throw new SchemaFault('required is a list of names.')
  return value['nullable'] === true ? { anyOf: [made, { type: 'null' }] } : made
}

function typeOf(type: Json): Node {
  const names = (Array.isArray(type) ? type : [type]).map((each) => {
    if (typeof each !== 'string') throw new SchemaFault(`A type is a name, and here stands ${text(each)}.`)
    const name = each.toLowerCase()
    if (name === anyType) return anyType
    const known = Object.hasOwn(typeNames, name) ? typeNames[name] : undefined
    if (known === undefined)
      throw new SchemaFault(
        `There is no type "${each}"; there are object, array, string, number, integer, boolean, null and any.`,
      )
    return known
  })
  if (names.includes(anyType)) return {}
  return { type: names.length === 1 ? names[0]! : [...new Set(names)] }
}

function* refs(value: Json): Generator<string> {
  if (Array.isArray(value)) for (const each of value) yield* refs(each)
  else if (isNode(value))
    for (const [key, each] of Object.entries(value)) {
      if (key === '$ref' && typeof each === 'string') yield each
      else if (key !== 'enum' && key !== 'const' && key !== 'default' && key !== 'examples') yield* refs(each)
    }
}

function resolve(schema: Node, ref: string): void {
  const [, path] = /^#((?:\/.*)?)$/.exec(ref) ?? []
  if (path === undefined) throw new SchemaFault(`It refers to ${ref}, which is not within it.`)
  let at: Json | undefined = schema
  for (const part of path.split('/').slice(1)) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
    at = Array.isArray(at) ? at[Number(key)] : isNode(at) ? at[key] : undefined
  }
  if (at === undefined) throw new SchemaFault(`It refers to ${ref}, which it does not have.`)
}

function draftOf(schema: Node): SchemaDraft {
  if (/draft-0[3467]/.test(text(schema['$schema']))) return '7'
  return JSON.stringify(schema).includes('"prefixItems"') ? '2020-12' : '2019-09'
}

/** What holding calls to their schemas may still take. */
export interface SchemaBudget {
  left: number
}

export const schemaBudget = (): SchemaBudget => ({ left: mostSteps })

/** What is wrong with the arguments by the schema, a line each; null where nothing is. */
export function schemaErrors(
  schema: Node,
  args: Node,
  matched: Matched,
  budget: SchemaBudget = schemaBudget(),
): string[] | null {
  const spend = spending(budget)
  try {
    const longest = longestText(args)
    const literal = metered(withLiterals(schema, matched) as Node, (key, steps) =>
      spend(readsText.has(key) ? steps + longest / charactersAStep : steps),
    )
    const validator = new Validator(literal as Schema, draftOf(schema), false)
    const { valid, errors } = validator.validate(metered(args, (_, steps) => spend(steps)))
    if (valid) return null
    const told = [...new Set(errors.flatMap((error) => sentences(error, args)))]
    // What is there first, then what is missing.
    told.sort((a, b) => Number(a.endsWith(isRequired)) - Number(b.endsWith(isRequired)))
    return (told.length > 0 ? told : ['the arguments: do not fit the schema']).slice(0, mostTold)
  } catch (error) {
    if (error instanceof RangeError) return ['the arguments: nested too deeply']
    if (error instanceof SchemaFault) return [`the arguments: ${error.message}`]
    throw error
  }
}

function spending(budget: SchemaBudget): (steps: number) => void {
  return (steps) => {
    budget.left -= steps
    if (budget.left < 0) throw new SchemaFault('the schema takes too long to apply')
  }
}

function longestText(value: Json): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce((most, [key, each]) => Math.max(most, key.length, longestText(each)), 0)
}

/** The same object; `spend` hears of every field that is looked up in it, however deep, and what it costs. */
function metered(of: Node, spend: (key: string | symbol, steps: number) => void): Node {
  const made = new WeakMap<object, object>()
  const wrap = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    const known = made.get(value)
    if (known) return known
    const proxy: object = new Proxy(value, {
      get: (target, key, receiver) => {
        spend(key, 1)
        return wrap(Reflect.get(target, key, receiver))
      },
      ownKeys: (target) => {
        const keys = Reflect.ownKeys(target)
        spend('', 8 * (1 + keys.length))
        return keys
      },
    })
    made.set(value, proxy)
    return proxy
  }
  return wrap(of) as Node
}

/** Keywords that only say that something inside them is wrong. */
const wrappers = new Set(
  'properties patternProperties items prefixItems additionalItems allOf $ref $recursiveRef dependentSchemas contains if'.split(
    ' ',
  ),
)

function sentences({ keyword, instanceLocation, error }: OutputUnit, args: Node): string[] {
  if (wrappers.has(keyword) || keyword === 'false') return []
  const path = instanceLocation
    .split('/')
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
  const place = (...more: string[]) => [...path, ...more].join('.') || 'the arguments'
  const name = /property "([^"]*)"/i.exec(error)?.[1]
  if (keyword === 'required' && name !== undefined) return [place(name) + isRequired]
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties')
    return [name === undefined ? `${place()}: has a field too many` : `${place(name)}: is not known`]
  const value = path.reduce<Json | undefined>(
    (at, key) => (Array.isArray(at) ? at[Number(key)] : isNode(at) ? at[key] : undefined),
    args,
  )
  const given = value === undefined ? '' : ` (given ${text(value).slice(0, 80)})`
  return [`${place()}: ${error.replace(/^Instance /, '').replace(/\.$/, '')}${given}`]
}
