/**
 * Examples by the words Input and Output. On LeetCode they hold values (`nums = [2,7], target = 9`)
 * and become calls; in contests (Codeforces, AtCoder, Kattis) they hold what a program reads and
 * prints, and become text.
 */
import { LiteralError, readLiteral } from '../literal.ts'
import type { Json } from '../../problems/problem.ts'
import type { Found, NotUnderstood, PasteReader, PastedTest } from './pasted.ts'
import { literal } from './calls.ts'
import { quoted } from './text.ts'

const dressed = (words: string) =>
  new RegExp(
    `^\\s*[*#_>]*\\s*(?:sample\\s+|example\\s+)?(?:${words})(?:\\s*#?\\s*\\d{1,3})?\\s*[*_]*\\s*(?:copy)?\\s*(?::\\s*[*_]*\\s*(.*)|\\s*)$`,
    'i',
  )
const input = dressed('inputs?|stdin')
const output = dressed('outputs?|stdout')
/** What comes after an example. */
const after =
  /^\s*[*#_>]*\s*(?:explanations?|examples?|samples?|sample inputs?|sample outputs?|constraints?|notes?|follow[ -]?up|hints?|scoring|subtasks?|tags?|topics|companies)\b.{0,40}$/i
const exampleHead = /^\s*[*#_>]*\s*(?:examples?|samples?)(?:\s*#?\s*\d{1,3})?\s*:?\s*[*_]*\s*$/i
/** A line of prose where a sample would be: the sections that describe input and output. */
const prose =
  /[A-Za-z]{2,}\s+[A-Za-z]{1,}\s+[A-Za-z]{2,}.*(?:[.:;,]|\b(?:is|are|the|of|line|contains|integer|print|single|given)\b)/i

interface Example {
  first: number
  last: number
  input: string
  output: string
}

const textOf = (lines: readonly string[], from: number, to: number, head: string | undefined) =>
  [head ?? '', ...lines.slice(from, to)]
    .join('\n')
    .replace(/^\s*```\w*\s*$/gm, '')
    .replace(/^\n+|\s+$/g, '')

/** Input sections, each with the output section that follows it. */
function examplesOf(lines: readonly string[], free: (index: number) => boolean): Example[] {
  const found: Example[] = []
  let start = -1
  let between = -1
  const close = (end: number) => {
    if (start >= 0 && between >= 0) {
      const heads = [input.exec(lines[start]!)?.[1], output.exec(lines[between]!)?.[1]]
      found.push({
        first: start,
        last: end - 1,
        input: textOf(lines, start + 1, between, heads[0]),
        output: textOf(lines, between + 1, end, heads[1]),
      })
    }
    start = between = -1
  }
  lines.forEach((line, i) => {
    if (!free(i)) return close(i)
    if (line.length > 20_000) return
    if (input.test(line)) {
      close(i)
      start = i
    } else if (output.test(line) && start >= 0 && between < 0) between = i
    else if (between >= 0 && after.test(line)) close(i)
    // LeetCode's examples end at a blank line, a contest's may hold one.
    else if (
      between >= 0 &&
      line.trim() === '' &&
      between < i - 1 &&
      !lines.slice(i + 1, i + 4).some((next) => input.test(next) || output.test(next)) &&
      !isContest(lines)
    )
      close(i)
  })
  close(lines.length)
  return found
}

const contestWords =
  /^\s*(?:time limit|memory limit|input ?: ?standard|output ?: ?standard|standard input|standard output|sample input|sample output|input ?copy|output ?copy)/i
const known = new WeakMap<readonly string[], boolean>()
function isContest(lines: readonly string[]): boolean {
  const before = known.get(lines)
  if (before !== undefined) return before
  const is = lines.some((line) => line.length < 200 && contestWords.test(line))
  known.set(lines, is)
  return is
}

export const readExamples: PasteReader = (lines, free) => {
  const examples = examplesOf(lines, free).filter((example) => example.input !== '' || example.output !== '')
  if (examples.length === 0) return null
  const asCalls = examples.map((example) => callOf(example))
  const contest =
    isContest(lines) ||
    (asCalls.every((call) => call === null) &&
      examples.some((example) => /^(?:-?\d+|\S+\n)/.test(example.input)))
  return contest ? contestExamples(lines, examples) : callExamples(lines, examples, asCalls)
}

/** Lines of an example and its heading. */
function linesOf(lines: readonly string[], { first, last }: Example): number[] {
  const taken = Array.from({ length: last - first + 1 }, (_, i) => first + i)
  for (let i = first - 1; i >= 0 && i >= first - 3; i--) {
    if (lines[i]!.trim() !== '' && !exampleHead.test(lines[i]!)) break
    taken.unshift(i)
  }
  return taken
}

/** Explanations belong to the examples that were taken out. */
function explanationsOf(lines: readonly string[], { last }: Example): number[] {
  const taken: number[] = []
  let i = last + 1
  while (i < lines.length && lines[i]!.trim() === '') i++
  if (!/^\s*[*#_]*\s*explanation\b/i.test(lines[i] ?? '')) return []
  for (; i < lines.length && lines[i]!.trim() !== ''; i++) taken.push(i)
  return taken
}

function callExamples(
  lines: readonly string[],
  examples: readonly Example[],
  calls: readonly (Call | null)[],
): Found {
  const taken: number[] = []
  const tests: PastedTest[] = []
  const notUnderstood: NotUnderstood[] = []
  let parameters: readonly string[] | undefined
  examples.forEach((example, i) => {
    const call = calls[i]
    if (!call) {
      const driven = /^\s*\[\s*"[A-Z]\w*"/.test(example.input)
      return notUnderstood.push({
        line: example.first + 1,
        text: quoted(lines[example.first]!),
        reason: driven
          ? 'This example drives a class by a list of calls. Write its tests as calls of one function.'
          : 'Its input or output is no value that can be read. It stays in the statement.',
      })
    }
    taken.push(...linesOf(lines, example), ...explanationsOf(lines, example))
    tests.push({ args: call.args, expected: call.expected })
    if (call.names.length > 0) parameters ??= call.names
  })
  return {
    taken,
    tests,
    notUnderstood,
    understood:
      tests.length === 0
        ? []
        : [`${tests.length} ${tests.length === 1 ? 'example' : 'examples'} with input and output`],
    ...(parameters && { parameters }),
  }
}

interface Call {
  names: readonly string[]
  args: Json[]
  expected: Json
}

function callOf({ input, output }: Example): Call | null {
  const expected =
    literal(output.replace(/^\s*[\p{L}_]\w{0,30}\s*=\s*/u, '')) ?? literal(output.split('\n')[0]!)
  if (!expected || input.length > 20_000) return null
  const named = namedValues(input)
  if (named) return { ...named, expected: expected.value }
  const one = literal(input)
  if (one) return { names: [], args: [one.value], expected: expected.value }
  const many = literal(`[${input.trim().replace(/\s*\n\s*/g, ', ')}]`)
  return many && Array.isArray(many.value) && /\n|,/.test(input) && /[[{"']/.test(input)
    ? { names: [], args: many.value, expected: expected.value }
    : null
}

/** `nums = [2,7], target = 9`, on one line or one a line. */
function namedValues(text: string): { names: string[]; args: Json[] } | null {
  const named = [...text.matchAll(/(?:^|[,\n;])\s*([\p{L}_$][\p{L}\p{N}_$]{0,60})\s*=(?!=)\s*/gu)]
  if (named.length === 0 || named[0]!.index !== 0) return null
  try {
    return {
      names: named.map((at) => at[1]!),
      args: named.map((at, i) =>
        readLiteral(
          text.slice(at.index + at[0].length, named[i + 1]?.index ?? text.length).replace(/[,;\s]+$/, ''),
        ),
      ),
    }
  } catch (error) {
    if (error instanceof LiteralError) return null
    throw error
  }
}

function contestExamples(lines: readonly string[], examples: readonly Example[]): Found {
  const taken: number[] = []
  const tests: PastedTest[] = []
  for (const example of examples) {
    // The sections that say what is read and printed carry the same names as the samples.
    if (prose.test(example.input) || (prose.test(example.output) && example.output.length > 60)) continue
    taken.push(...linesOf(lines, example))
    tests.push({ stdin: `${example.input}\n`, stdout: `${example.output}\n` })
  }
  const notUnderstood: NotUnderstood[] =
    tests.length === 0
      ? [
          {
            line: examples[0]!.first + 1,
            text: quoted(lines[examples[0]!.first]!),
            reason: 'The sections on input and output are there, but no sample that can be run.',
          },
        ]
      : []
  return {
    taken,
    tests,
    notUnderstood,
    understood:
      tests.length === 0
        ? []
        : [`${tests.length} ${tests.length === 1 ? 'sample' : 'samples'} of standard input and output`],
    stdin: true,
  }
}
