/**
 * Any text that a person pastes, as a draft that they go on with: what was understood of it, and what
 * was not, line by line. A pure function of the text, linear in its length, that never throws.
 */
import { z } from 'zod'
import { inOneLine } from '../../explained-error.ts'
import { ProblemError } from '../../verify/problem-error.ts'
import { parseProblem } from '../../verify/validate.ts'
import { draftOf, emptyDraft, type ProblemDraft } from '../problem-draft.ts'
import { emptyAnswer, type AnswerDraft } from '../problem-draft-answer.ts'
import { testsText } from '../problem-draft-tests.ts'
import { readAnswer } from './answers.ts'
import { readCalls } from './calls.ts'
import { readExamples } from './examples.ts'
import type { Found, Language, NotUnderstood, PastedAnswer, PasteReader } from './pasted.ts'
import { readPython } from './python.ts'
import { readSignature } from './signature.ts'
import { longestPaste, plainText } from './text.ts'

export interface Pasted {
  draft: ProblemDraft
  /** What was recognised, a few words each; empty where the text is taken as a statement and no more. */
  understood: readonly string[]
  notUnderstood: readonly NotUnderstood[]
}

/** In this order: who comes first takes a line from those behind. */
const readers: readonly PasteReader[] = [readPython, readSignature, readExamples, readCalls, readAnswer]

export function readPasted(text: string): Pasted {
  const data = readData(text)
  if (data) return data
  const { lines, remarks } = plainText(text)
  const said = remarks.map((reason): NotUnderstood => ({ line: null, text: '', reason }))
  const taken = new Set<number>()
  const found: Found[] = []
  for (const reader of readers) {
    const next = reader(lines, (index) => !taken.has(index))
    if (!next) continue
    found.push(next)
    for (const index of next.taken) taken.add(index)
  }
  const title = titleOf(lines, taken)
  return {
    ...draftFrom(lines, taken, title, found),
    notUnderstood: [...said, ...found.flatMap((each) => each.notUnderstood)].sort(
      (a, b) => (a.line ?? 0) - (b.line ?? 0),
    ),
  }
}

function first<K extends keyof Found>(found: readonly Found[], key: K): Found[K] | undefined {
  return found.find((each) => each[key] !== undefined)?.[key]
}

function draftFrom(
  lines: readonly string[],
  taken: ReadonlySet<number>,
  title: string,
  found: readonly Found[],
): Pick<Pasted, 'draft' | 'understood'> {
  const tests = found.flatMap((each) => each.tests ?? [])
  const answer = first(found, 'answer')
  const name = first(found, 'name')
  const language: Language = first(found, 'language') ?? 'javascript'
  const parameters = first(found, 'parameters') ?? []
  const solution = first(found, 'solution') ?? ''
  const prose = first(found, 'prose')
  const rest = statementOf(lines, taken)
  const body = [prose, rest].filter((part) => part !== undefined && part !== '').join('\n\n')
  const stdin = tests.some((test) => 'stdin' in test)
  const own = stdin ? tests.filter((test) => 'stdin' in test) : tests.filter((test) => !('stdin' in test))
  const understood = [
    ...(title === '' ? [] : [`The title, \u201c${title}\u201d`]),
    ...found.flatMap((each) => each.understood),
  ]
  const base: ProblemDraft = {
    ...emptyDraft,
    title,
    language,
    tests: testsText(own, name),
    solution,
    ...(name !== undefined && { name }),
  }
  if (own.length === 0 && answer)
    return {
      draft: { ...base, kind: 'answer', answer: answerFrom(answer, lines), statement: asked(body, answer) },
      understood,
    }
  if (stdin)
    return {
      draft: {
        ...base,
        kind: 'stdin',
        statement:
          `${body}\n\nWrite a ${spoken[language]} program that reads standard input and prints the answer.`.trim(),
      },
      understood,
    }
  if (name !== undefined) {
    const signature = first(found, 'signature') ?? `${name}(${parameters.join(', ')})`
    const closing = `Write a ${spoken[language]} function ${signature === `${name}()` && parameters.length === 0 ? name : signature}.`
    return {
      draft: {
        ...base,
        kind: 'function',
        statement:
          own.length === 0 && solution === '' && first(found, 'signature') === undefined
            ? body
            : `${body}\n\n${closing}`.trim(),
      },
      understood,
    }
  }
  return {
    draft: {
      ...base,
      kind: 'expression',
      parameters: parameters.length > 0 ? parameters : emptyDraft.parameters,
      statement: body,
    },
    understood,
  }
}

const spoken = { javascript: 'JavaScript', python: 'Python' } as const satisfies Record<Language, string>

/** The question, with how to answer it where nothing says so yet. */
function asked(question: string, answer: PastedAnswer): string {
  if (answer.kind === 'choice' && !/\bletter\b/i.test(question))
    return `${question}\n\nAnswer with the letter alone.`.trim()
  if (answer.kind === 'number' && answer.units !== '')
    return `${question}\n\nAnswer with a number in ${answer.units}.`.trim()
  return question
}

function answerFrom(answer: PastedAnswer, lines: readonly string[]): AnswerDraft {
  switch (answer.kind) {
    case 'exact':
      return { ...emptyAnswer, type: 'exact', accepted: answer.value }
    case 'number': {
      const counted = Number.isInteger(answer.value) && answer.units === ''
      return {
        ...emptyAnswer,
        type: 'number',
        value: `${answer.value}${answer.units === '' ? '' : ` ${answer.units}`}`,
        tolerance: counted ? '' : '1 %',
      }
    }
    case 'choice': {
      const options = answer.options.map(
        (letter) =>
          `${letter}. ${(lines.find((line) => new RegExp(`^\\s*[*_]*[([]?${letter}[).\\]:]`, 'i').test(line.slice(0, 40))) ?? '').replace(/^\s*[*_]*[([]?\w[).\]:][*_]*\s*/, '').trim()}`,
      )
      return { ...emptyAnswer, type: 'choice', options: options.join('\n'), right: answer.value }
    }
    default:
      return answer satisfies never
  }
}

/** What sites put around a problem, which is no part of it. */
const noise =
  /^\s*(?:easy|medium|hard|topics|companies|hint|copy|solved|premium lock icon|time limit per test.*|memory limit per test.*|time limit\s*:.*|memory limit\s*:.*|input ?: ?standard input|output ?: ?standard output|input ?standard input|output ?standard output|examples?\s*:?|sample input\s*\d*:?|sample output\s*\d*:?|problem statement|problem description|description|statement)\s*:?\s*$/i
const fence = /^\s*(?:```|~~~)\w*\s*$/

function statementOf(lines: readonly string[], taken: ReadonlySet<number>): string {
  return lines
    .map((line, i) =>
      taken.has(i) || (line.length < 100 && (noise.test(line) || fence.test(line))) ? '' : line,
    )
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** A first line that names the problem; it is taken out of the statement. */
function titleOf(lines: readonly string[], taken: Set<number>): string {
  const at = lines.findIndex(
    (line, i) =>
      line.trim() !== '' && !taken.has(i) && !(line.length < 100 && (noise.test(line) || fence.test(line))),
  )
  const line = lines[at]?.trim() ?? ''
  if (at < 0 || line.length > 120) return ''
  const more = lines.some((each, i) => i > at && each.trim() !== '' && !taken.has(i))
  const numbered =
    /^(?:(?:problem\s+)?(?:[A-Z]\d?|\d{1,5})\s*[.:\-\u2013]\s+|#{1,4}\s+(?:\d{1,5}\.\s*)?|(?:title|problem|task)\s*:\s*)(\S.*)$/i.exec(
      line,
    )
  const bare =
    line.length <= 60 &&
    (lines[at + 1] ?? '').trim() === '' &&
    /^\p{Lu}/u.test(line) &&
    !/[.?!:,;]$/.test(line) &&
    !/^(?:q|question)\b/i.test(line)
      ? line
      : undefined
  const title = (numbered && !/[.?]$/.test(numbered[1]!) ? numbered[1]! : bare)
    ?.replace(/[*_#]+$/g, '')
    .trim()
  if (title === undefined || !more) return ''
  taken.add(at)
  return title
}

const humanEval = z.object({
  prompt: z.string(),
  test: z.string().optional(),
  entry_point: z.string().optional(),
  canonical_solution: z.string().optional(),
})
const question = z.object({
  question: z.string(),
  answer: z.union([z.string(), z.number()]).optional(),
  choices: z.array(z.string()).max(10).optional(),
})

/** JSON: a problem that a lab exported, or an entry of a known data set; null where the text is no JSON. */
function readData(text: string): Pasted | null {
  const trimmed = text.length > longestPaste ? '' : text.trim()
  if (!trimmed.startsWith('{') && !trimmed.startsWith('[{')) return null
  const parsed = parseJson(trimmed) ?? parseJson(trimmed.split('\n')[0]!)
  const entry: unknown = Array.isArray(parsed) ? (parsed as unknown[])[0] : parsed
  if (typeof entry !== 'object' || entry === null) return null
  const left: NotUnderstood[] =
    Array.isArray(parsed) && parsed.length > 1
      ? [{ line: null, text: '', reason: `The first of ${parsed.length} problems is read.` }]
      : []
  if ('statement' in entry) return problemFile(entry, left)
  const coded = humanEval.safeParse(entry)
  if (coded.success) {
    const { prompt, test = '', entry_point: name, canonical_solution: solution = '' } = coded.data
    return withMore(
      readPasted(`${prompt}${solution}\n\n${test}${name === undefined ? '' : `\n\ncheck(${name})`}`),
      left,
    )
  }
  const asking = question.safeParse(entry)
  if (!asking.success) return null
  const { choices = [], answer } = asking.data
  const options = choices.map((choice, i) => `${String.fromCharCode(65 + i)}. ${choice.replace(/\n/g, ' ')}`)
  const right =
    typeof answer === 'number' && options.length > 0
      ? String.fromCharCode(65 + answer)
      : answer === undefined
        ? undefined
        : (/####\s*(.+)\s*$/.exec(String(answer))?.[1] ?? String(answer).replace(/\s*\n\s*/g, ' '))
  return withMore(
    readPasted(
      [asking.data.question, ...options, ...(right === undefined ? [] : [`Answer: ${right}`])].join('\n'),
    ),
    left,
  )
}

function withMore(pasted: Pasted, more: readonly NotUnderstood[]): Pasted {
  return { ...pasted, notUnderstood: [...more, ...pasted.notUnderstood] }
}

function problemFile(entry: object, left: readonly NotUnderstood[]): Pasted {
  try {
    const problem = parseProblem({ id: 'pasted', title: '', ...entry })
    return { draft: draftOf(problem), understood: ['A problem as the lab exports it'], notUnderstood: left }
  } catch (error) {
    if (!(error instanceof ProblemError) && !(error instanceof RangeError)) throw error
    const reason =
      error instanceof ProblemError
        ? inOneLine(error.explanation)
        : 'Its parts lie too deep within each other.'
    const statement = (entry as { statement: unknown }).statement
    return {
      draft: { ...emptyDraft, statement: typeof statement === 'string' ? statement : '' },
      understood: [],
      notUnderstood: [...left, { line: null, text: '', reason }],
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
