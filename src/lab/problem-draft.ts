/**
 * A person's own problem, while it is being written: a statement, and tests a line each. Reading it
 * gives a problem, or every complaint at once with its field and line. A pasted LeetCode statement
 * brings its examples along.
 */
import { type ArgsTest, type Json, type Problem, type TestCase } from '../problems/problem.ts'
import { ProblemError } from '../verify/problem-error.ts'
import { parseProblem } from '../verify/validate.ts'
import { LiteralError, readArguments, readLiteral, writeLiteral } from './literal.ts'

export interface ProblemDraft {
  title: string
  statement: string
  /** `f([4, 1, 5]) -> [8, 10]`, one test a line. */
  tests: string
  /** 'expression': one JavaScript expression over the parameters. 'function': a function of this name. */
  program: { kind: 'expression'; parameters: readonly string[] } | { kind: 'function'; name: string }
}

export interface Complaint {
  field: 'statement' | 'tests' | 'program'
  /** 1-based, in the field; null when it is about the whole of it. */
  line: number | null
  message: string
}

export type DraftReading = { problem: Problem; complaints: readonly [] } | { problem: null; complaints: readonly Complaint[] }

export const emptyDraft: ProblemDraft = { title: '', statement: '', tests: '', program: { kind: 'expression', parameters: ['xs'] } }

export function draftOf(problem: Problem): ProblemDraft {
  const { program } = problem
  return {
    title: problem.title,
    statement: problem.statement,
    tests: problem.tests.map(testLine).join('\n'),
    program: program.kind === 'expression' ? { kind: 'expression', parameters: program.parameters } : program.kind === 'function' ? { kind: 'function', name: program.name } : emptyDraft.program,
  }
}

/** `f([4, 1, 5])` and `[8, 10]`. */
export function testWords(test: TestCase, name = 'f'): { call: string; expected: string } {
  if ('assert' in test) return { call: test.assert, expected: 'true' }
  if ('stdin' in test) return { call: test.stdin, expected: test.stdout }
  if ('call' in test) return { call: test.call, expected: writeLiteral(test.expected) }
  return { call: `${name}(${test.args.map(writeLiteral).join(', ')})`, expected: writeLiteral(test.expected) }
}

export function testLine(test: TestCase): string {
  const { call, expected } = testWords(test)
  return `${call} -> ${expected}`
}

/** Tests of a text, and what is wrong with its other lines. Blank lines and `//` or `#` remarks are skipped. */
export function readTests(text: string): { tests: ArgsTest[]; complaints: Complaint[] } {
  const tests: ArgsTest[] = []
  const complaints: Complaint[] = []
  text.split('\n').forEach((line, i) => {
    const trimmed = line.trim()
    if (trimmed === '' || trimmed.startsWith('//') || trimmed.startsWith('#')) return
    try {
      tests.push(readTest(trimmed))
    } catch (error) {
      if (!(error instanceof LiteralError)) throw error
      complaints.push({ field: 'tests', line: i + 1, message: error.message })
    }
  })
  return { tests, complaints }
}

const form = 'A test is written f(input) -> output, for instance f([4, 1, 5]) -> [8, 10].'

function readTest(line: string): ArgsTest {
  const call = /^(?:(?:assert|expect)\s*\(?\s*)?([\p{L}_$][\p{L}\p{N}_$]*)?\s*(?=\()/u.exec(line)
  if (!call) throw new LiteralError(form, 0)
  const { args, rest } = readArguments(line.slice(call[0].length))
  const arrow = /^\s*\)?\s*(?:->|\u2192|=>|={2,3}|\breturns\b|\bis\b|=)\s*/.exec(rest)
  if (!arrow) throw new LiteralError(rest.trim() === '' ? `What it should return is missing. ${form}` : form, line.length - rest.length)
  return { args, expected: readLiteral(rest.slice(arrow[0].length).replace(/\s*;\s*$/, '')) }
}

/**
 * A problem from a draft. `from` is the problem the draft began as: while the question stays the same,
 * what the family knows of it (its kind of feedback) stays too. `id` names the new problem.
 */
export function readDraft(draft: ProblemDraft, id: string, from: Problem | null = null): DraftReading {
  const statement = draft.statement.trim()
  const { tests, complaints } = readTests(draft.tests)
  const all: Complaint[] = []
  if (statement === '') all.push({ field: 'statement', line: null, message: 'The statement is empty: say what the program should do.' })
  all.push(...complaints)
  if (tests.length === 0 && complaints.length === 0) {
    all.push({ field: 'tests', line: null, message: `A problem needs at least one test, or no answer could be right or wrong. ${form}` })
  }
  const program = draft.program.kind === 'function' ? draft.program : { kind: 'expression' as const, parameters: parametersFor(draft.program.parameters, tests) }
  if (all.length === 0) all.push(...unevenTests(program, tests))
  if (all.length > 0) return { problem: null, complaints: all }
  const same = from !== null && from.statement === statement && JSON.stringify(from.program) === JSON.stringify(program)
  const unchanged = same && JSON.stringify(from.tests) === JSON.stringify(tests)
  const title = draft.title.trim() || firstSentence(statement)
  try {
    if (unchanged) return { problem: { ...from, title }, complaints: [] }
    // The family's feedback compares with its own checks and solution, which belong to its own tests.
    const kept = same ? { family: from.family, feedbackStyle: from.feedbackStyle, strictFields: from.strictFields } : {}
    return { problem: parseProblem({ ...defined(kept), id, title, statement, program, tests }), complaints: [] }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return { problem: null, complaints: [{ field: 'program', line: null, message: `${error.message} ${error.reason} ${error.wayOut}` }] }
  }
}

function defined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined))
}

function firstSentence(statement: string): string {
  const sentence = statement.split(/[.?!\n]/).find((part) => part.trim() !== '') ?? 'Problem'
  return sentence.trim().length > 60 ? `${sentence.trim().slice(0, 59)}\u2026` : sentence.trim()
}

/** The draft's names where they fit the tests, else plain ones. */
function parametersFor(names: readonly string[], tests: readonly ArgsTest[]): string[] {
  const wanted = tests[0]?.args.length ?? names.length
  if (wanted === names.length || wanted === 0) return [...names]
  return wanted === 1 ? ['xs'] : Array.from({ length: wanted }, (_, i) => (i < 8 ? 'abcdefgh'[i]! : `p${i}`))
}

/** Tests with another number of inputs than the program takes. */
function unevenTests(program: ProblemDraft['program'], tests: readonly ArgsTest[]): Complaint[] {
  const wanted = program.kind === 'expression' ? program.parameters.length : tests[0]!.args.length
  const odd = tests.findIndex((test) => test.args.length !== wanted)
  if (odd < 0) return []
  const inputs = (n: number) => `${n} ${n === 1 ? 'input' : 'inputs'}`
  return [{ field: 'tests', line: null, message: `Test ${odd + 1} has ${inputs(tests[odd]!.args.length)} and test 1 has ${inputs(tests[0]!.args.length)}; all must have the same.` }]
}

/** A pasted statement with examples (`Input: nums = [2,7], target = 9`, `Output: [0,1]`) as a draft; null when it has none that can be read. */
export function readStatement(text: string): ProblemDraft | null {
  const examples = [...text.matchAll(/Input:?\s*\n?\s*([^\n]+?)\s*\n\s*Output:?\s*\n?\s*([^\n]+)/g)]
  const tests: ArgsTest[] = []
  let names: string[] = []
  for (const [, input, output] of examples) {
    const read = exampleOf(input!, output!)
    if (!read) continue
    tests.push(read.test)
    if (read.names.length > 0) names = read.names
  }
  if (tests.length === 0) return null
  const signature = /(?:function|def)\s+([\p{L}_$][\p{L}\p{N}_$]*)\s*\(|(?:var|const|let)\s+([\p{L}_$][\p{L}\p{N}_$]*)\s*=\s*(?:function|\()/u.exec(text)
  const name = signature?.[1] ?? signature?.[2]
  const [title, ...body] = text.slice(0, text.search(/^\s*(?:\*\*)?Example\b|Input:/m)).trim().split('\n')
  const titled = /^\d+\.\s+/.test(title ?? '') && body.some((line) => line.trim() !== '')
  return {
    title: titled ? title!.replace(/^\d+\.\s+/, '').trim() : '',
    statement: (titled ? body.join('\n') : [title, ...body].join('\n')).trim(),
    tests: tests.map(testLine).join('\n'),
    program: name === undefined ? { kind: 'expression', parameters: names.length > 0 ? names : ['xs'] } : { kind: 'function', name },
  }
}

function exampleOf(input: string, output: string): { test: ArgsTest; names: string[] } | null {
  const named = [...input.matchAll(/(?:^|,)\s*([\p{L}_$][\p{L}\p{N}_$]*)\s*=\s*/gu)]
  const values = named.length === 0 ? [input] : named.map((at, i) => input.slice(at.index + at[0].length, named[i + 1]?.index ?? input.length))
  try {
    const args: Json[] = values.map((value) => readLiteral(value.replace(/,\s*$/, '')))
    return { test: { args, expected: readLiteral(output) }, names: named.map((at) => at[1]!) }
  } catch (error) {
    if (error instanceof LiteralError) return null
    throw error
  }
}

export interface UnknownWord {
  word: string
  /** Every place of it in the text, as [start, end) character indices. */
  places: readonly (readonly [number, number])[]
}

/** Words of a text that the model cannot read, with their places, by what its tokenizer says is unknown. */
export function markUnknown(text: string, unknownWords: (text: string) => readonly string[]): UnknownWord[] {
  return [...new Set(unknownWords(text))].map((word) => {
    const places: [number, number][] = []
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      const joined = (i: number) => /[\p{L}\p{N}_]/u.test(text[i] ?? '')
      const [first, last] = [/^[\p{L}\p{N}_]/u.test(word), /[\p{L}\p{N}_]$/u.test(word)]
      if (!(first && joined(at - 1)) && !(last && joined(at + word.length))) places.push([at, at + word.length])
    }
    return { word, places }
  })
}
