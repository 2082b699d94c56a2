/**
 * Short problems for a real model of a few hundred million parameters (data/short-problems.json): answers of a word or a
 * number, whose judge finds the answer in a sentence and whose feedback helps by its content; forms; a tiny function; a tool call.
 */
import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { problemSchema, type Problem } from '../../src/problems/problem.ts'
import { contests } from '../../src/problems/sets/contest.ts'
import { programming } from '../../src/problems/sets/programming.ts'
import { questions } from '../../src/problems/sets/questions.ts'
import { sciences } from '../../src/problems/sets/science.ts'
import { toolUse } from '../../src/problems/sets/tools.ts'

/** What `judge` of the lab's custom problems is written from. */
interface Rule {
  /** The answer is the last match in the response, its first group if it has one; absent: the whole response. */
  find?: string
  accept: string
  /** What `{options}` of the feedback lists, without a wrong one that the response names; a response that names a wrong one has not chosen the right one. */
  options?: string[]
  /** `{answer}` is what was found. */
  feedback: string
  /** Where nothing was found. */
  none?: string
}

const judgeOf = (rule: Rule) => `const rule = ${JSON.stringify(rule)}
const accepted = (text) => new RegExp(rule.accept).test(text)
function judge(response) {
  const named = (option) => new RegExp('\\\\b' + option.replace(/^(an?|the) /, '') + '\\\\b').test(response)
  const wrong = (rule.options ?? []).find((option) => named(option) && !accepted(option))
  const left = (rule.options ?? []).filter((option) => option !== wrong)
  const failed = (words) => ({ reward: 0, feedback: words.split('{options}').join(left.slice(0, -1).join(', ') + ' or ' + left.at(-1)) })
  const last = rule.find ? [...response.matchAll(new RegExp(rule.find, 'g'))].at(-1) : [response.trim()]
  if (!last) return failed(rule.none)
  const answer = last[1] ?? last[0]
  return accepted(answer) && !wrong ? { reward: 1, feedback: '' } : failed(rule.feedback.split('{answer}').join(answer))
}`

type ShortProblem = Problem & { solution: string }

const solved = (preset: z.input<typeof problemSchema>): ShortProblem => ({
  ...problemSchema.parse(preset),
  solution: preset.solution!,
})
/** The lab's own questions with hints. */
const presetQuestions = questions.map(solved)
/** All that the lab offers to a language model. */
const presetProblems = [
  ...presetQuestions,
  ...[...programming, ...contests, ...sciences, ...toolUse].map(solved),
]

/** Functions as people ask for them (data/short-functions.json), whose tests decide what the question leaves open. */
export const shortFunctions = (): ShortProblem[] => problemsOf('short-functions')

/** All of the file, or those of these ids (with or without `short-`), every preset for a language model and the short functions among them. Throws on an id that is none. */
export function shortProblems(ids: readonly string[] | null = null): ShortProblem[] {
  const all = [...problemsOf('short-problems'), ...shortFunctions(), ...presetProblems]
  return ids
    ? ids.map(
        (id) =>
          all.find((problem) => [id, `short-${id}`, `question-${id}`].includes(problem.id)) ?? none(id, all),
      )
    : problemsOf('short-problems')
}

/** Others, which settings were chosen on: no figure is of them. */
export const devProblems = (): ShortProblem[] => problemsOf('short-problems-dev')

/**
 * What the feedback of a problem names as possible answers, the right one first; empty where it names none. Taken from the
 * rule's options, else from a list such as "W, U or Y" at the feedback's end.
 */
export function namedOptions(id: string): string[] {
  const question = presetQuestions.find((problem) => problem.id === id)
  if (question) return optionsOf(question)
  const rule = rulesOf('short-problems').get(id)
  if (!rule) return []
  const listed = /([^.:]+?(?:, [^.:,]+)* or [^.:,]+)\.?$/.exec(rule.feedback)?.[1]
  const texts = rule.options ?? listed?.replace(/^.*\b(?:is|are|be|letter)\b:? /, '').split(/, | or /) ?? []
  const right = texts.filter((option) => new RegExp(rule.accept).test(option))
  return right.length === 1 ? [right[0]!, ...texts.filter((option) => option !== right[0])] : []
}

/** Of a question of the lab: its options, the right one first. */
function optionsOf({ program }: Problem): string[] {
  if (program.kind !== 'question' || program.rule.type !== 'words') return []
  const { right, options } = program.rule
  if (options.length === 0) return []
  return [right[0]!, ...options.filter((option) => option !== right[0])]
}

function none(id: string, all: readonly Problem[]): never {
  throw new Error(
    `There is no short problem ${id}; there are ${all.map((problem) => problem.id).join(', ')}.`,
  )
}

type Entry = Record<string, unknown> & { id: string; rule?: Rule; solution: string }

const entriesOf = (file: string) =>
  JSON.parse(readFileSync(new URL(`../data/${file}.json`, import.meta.url), 'utf8')) as Entry[]

const rulesOf = (file: string) => new Map(entriesOf(file).map(({ id, rule }) => [id, rule]))

function problemsOf(file: string): ShortProblem[] {
  return entriesOf(file).map(({ rule, ...entry }) => ({
    ...problemSchema.parse({
      suits: 'small-llm',
      ...(rule && { program: { kind: 'custom', source: judgeOf(rule) } }),
      ...entry,
    }),
    solution: entry.solution,
  }))
}
