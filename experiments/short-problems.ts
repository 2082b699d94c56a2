/**
 * Short problems for a real model of a few hundred million parameters (data/short-problems.json): answers of a word or a
 * number, whose judge finds the answer in a sentence and whose feedback helps by its content; forms; a tiny function; a tool call.
 */
import { readFileSync } from 'node:fs'
import { problemSchema, type Problem } from '../src/problems/problem.ts'

/** What `judge` of the lab's custom problems is written from. */
interface Rule {
  /** The answer is the last match in the response, its first group if it has one; absent: the whole response. */
  find?: string
  accept: string
  /** `{answer}` is what was found. */
  feedback: string
  /** Where nothing was found. */
  none?: string
}

const judgeOf = (rule: Rule) => `const rule = ${JSON.stringify(rule)}
function judge(response) {
  const last = rule.find ? [...response.matchAll(new RegExp(rule.find, 'g'))].at(-1) : [response.trim()]
  if (!last) return { reward: 0, feedback: rule.none }
  const answer = last[1] ?? last[0]
  if (new RegExp(rule.accept).test(answer)) return { reward: 1, feedback: '' }
  return { reward: 0, feedback: rule.feedback.split('{answer}').join(answer) }
}`

/** All of them, or those of these ids (with or without `short-`). Throws on an id that is none. */
export function shortProblems(ids: readonly string[] | null = null): (Problem & { solution: string })[] {
  const all = everyProblem()
  return ids ? ids.map((id) => all.find((problem) => problem.id === id || problem.id === `short-${id}`) ?? none(id, all)) : all
}

function none(id: string, all: readonly Problem[]): never {
  throw new Error(`There is no short problem ${id}; there are ${all.map((problem) => problem.id).join(', ')}.`)
}

function everyProblem(): (Problem & { solution: string })[] {
  const entries = JSON.parse(readFileSync(new URL('data/short-problems.json', import.meta.url), 'utf8')) as (Record<string, unknown> & { rule?: Rule; solution: string })[]
  return entries.map(({ rule, ...entry }) => ({
    ...problemSchema.parse({ suits: 'small-llm', ...(rule && { program: { kind: 'custom', source: judgeOf(rule) } }), ...entry }),
    solution: entry.solution,
  }))
}
