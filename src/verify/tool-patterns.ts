/**
 * The patterns of a tool's JSON Schema. A stranger wrote them, and a pattern can take for ever: they are matched
 * in the sandbox, against every text of a call, and the schema is then applied with the texts that matched.
 */
import type { Json, Problem, Tool } from '../problems/problem.ts'
import type { Executor } from './judge.ts'
import { limitsOf } from './limits.ts'
import { decodeValue } from './value.ts'

export type Node = Record<string, Json>

/** A schema that cannot be used; the message says why. */
export class SchemaFault extends Error {}

/** A pattern in JavaScript's terms; flags written inside, as Python has them, apply to all of it. */
export function readPattern(pattern: string): { source: string; flags: string } {
  const flags = new Set<string>()
  const source = pattern.replace(/\(\?([imsux]+)\)/g, (_, written: string) => {
    for (const flag of written) if ('ims'.includes(flag)) flags.add(flag)
    return ''
  })
  const joined = [...flags].join('')
  for (const unicode of ['u', ''])
    try {
      new RegExp(source, joined + unicode)
      return { source, flags: joined + unicode }
    } catch (error) {
      if (unicode === '')
        throw new SchemaFault(
          `The pattern ${JSON.stringify(pattern)} cannot be read: ${(error as Error).message}.`,
        )
    }
  return { source, flags: joined }
}

function isReadable(pattern: string): boolean {
  try {
    readPattern(pattern)
    return true
  } catch {
    return false
  }
}

/** Every pattern of a schema. */
function patternsOf(value: Json): string[] {
  const found = new Set<string>()
  const walk = (each: Json): void => {
    if (Array.isArray(each)) return each.forEach(walk)
    if (!isNode(each)) return
    for (const [key, item] of Object.entries(each)) {
      if (key === 'pattern' && typeof item === 'string') found.add(item)
      else if (key === 'patternProperties' && isNode(item))
        Object.keys(item).forEach((name) => found.add(name))
      walk(item)
    }
  }
  walk(value)
  return [...found]
}

/** Every text in a value, names of fields too. */
function textsOf(value: Json): string[] {
  const found = new Set<string>()
  const walk = (each: Json): void => {
    if (typeof each === 'string') found.add(each)
    else if (Array.isArray(each)) each.forEach(walk)
    else if (isNode(each))
      for (const [key, item] of Object.entries(each)) {
        found.add(key)
        walk(item)
      }
  }
  walk(value)
  return [...found]
}

/** For each pattern the texts that it matches. */
export type Matched = ReadonlyMap<string, readonly string[]>

/** Each pattern replaced by one of the very texts that it matches, which takes no time to run. */
export function withLiterals(value: Json, matched: Matched): Json {
  if (Array.isArray(value)) return value.map((each) => withLiterals(each, matched))
  if (!isNode(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key === 'pattern' && typeof item === 'string') return [key, literal(item, matched)]
      if (key === 'patternProperties' && isNode(item))
        return [
          key,
          Object.fromEntries(
            Object.entries(item).map(([name, each]) => [literal(name, matched), withLiterals(each, matched)]),
          ),
        ]
      return [key, withLiterals(item, matched)]
    }),
  )
}

function literal(pattern: string, matched: Matched): string {
  const texts = (matched.get(pattern) ?? []).map((each) => each.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  return texts.length === 0 ? '[^\\s\\S]' : `^(?:${texts.join('|')})$`
}

/** Runs in the sandbox: which of the texts a pattern matches. */
const matching =
  'function matching(source, flags, texts) { const pattern = new RegExp(source, flags); return texts.filter((text) => pattern.test(text)) }'

/** Which texts of the calls the patterns of their tools match; a sentence where that could not be found out in time. */
export async function matchPatterns(
  problem: Problem,
  tools: readonly Tool[],
  args: Json,
  execute: Executor['execute'],
): Promise<Matched | string> {
  // What is unreadable stands where no pattern is applied: the schema was checked.
  const patterns = patternsOf(tools.map(({ parameters }) => parameters)).filter(isReadable)
  const matched = new Map<string, string[]>()
  if (patterns.length === 0) return matched
  const texts = textsOf(args)
  const execution = await execute({
    program: { language: 'javascript', shape: { kind: 'function', name: 'matching' }, code: matching },
    steps: patterns.map((pattern) => {
      const { source, flags } = readPattern(pattern)
      return { kind: 'args', args: [source, flags, texts] }
    }),
    limits: { ...limitsOf(problem, 'javascript'), outputChars: 1_000_000 },
  })
  for (const [i, pattern] of patterns.entries()) {
    const outcome = execution.kind === 'ran' ? execution.outcomes[i] : undefined
    if (outcome?.kind !== 'returned')
      return `The pattern ${JSON.stringify(pattern)} of this problem could not be matched in time.`
    matched.set(pattern, decodeValue(outcome.value) as string[])
  }
  return matched
}

export function isNode(value: Json | undefined): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
}
