/**
 * Inputs as people paste them, taken the page's own way (paste, draft, problem, judge):
 * `npm run -s cases -- FILE...`. Prints a line a verdict and a summary; exits with 1 unless all are right.
 * With `--mutate COUNT` as many variants of each paste and each response that mean the same are judged too;
 * of those, only the ones that are not right are printed.
 * The form of the files: cases/README.md.
 */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { optionsOf } from '../../scripts/command-options.ts'
import { readPasted, type Pasted } from '../../src/authoring/paste/read.ts'
import type { ProblemDraft } from '../../src/authoring/problem-draft.ts'
import { readDraft } from '../../src/authoring/read-draft.ts'
import { messageOf } from '../../src/explained-error.ts'
import type { Judge } from '../../src/verify/judge.ts'
import { createThreadJudge } from '../../src/verify/node.ts'
import type { Problem } from '../../src/problems/problem.ts'
import { readCases, type CaseFile, type Expectation } from '../lib/cases.ts'
import { variantsOf } from '../lib/mutations.ts'
import { responseVariantsOf } from '../lib/response-mutations.ts'

/** How many variants of each, and the seed by which they are drawn. */
interface Mutated {
  count: number
  seed: number
}

const counts = { right: 0, wrong: 0, threw: 0, without: 0 }

function line(outcome: keyof typeof counts, file: string, words: string, quiet = false): void {
  counts[outcome]++
  if (quiet && outcome === 'right') return
  console.log(`${outcome.padEnd(8)}${file}  ${words}`)
}

/** All that the page says of a paste. */
function said({ understood, notUnderstood }: Pasted, complaints: readonly { message: string }[]): string {
  return [
    ...understood,
    ...notUnderstood.map(({ reason }) => reason),
    ...complaints.map((each) => each.message),
  ].join(' | ')
}

async function judgeFile(name: string, file: CaseFile, judge: Judge, mutated: Mutated | null): Promise<void> {
  const pasted = readPasted(file.pasted)
  const asPasted = readDraft(pasted.draft, 'case')
  const words = said(pasted, asPasted.complaints)
  for (const { kind, text } of file.expectations) {
    if (kind === 'SAYS')
      line(
        words.toLowerCase().includes(text.toLowerCase()) ? 'right' : 'wrong',
        name,
        `says \u201c${text}\u201d${words.toLowerCase().includes(text.toLowerCase()) ? '' : `: ${words}`}`,
      )
    if (kind === 'UNREADY') {
      const why = asPasted.complaints.map(({ message }) => message).join(' ')
      const right = asPasted.problem === null && `${why} ${words}`.toLowerCase().includes(text.toLowerCase())
      line(right ? 'right' : 'wrong', name, `is no problem yet: ${right ? why : `not said; ${words}`}`)
    }
  }
  const responses = file.expectations.filter(({ kind }) => kind === 'RIGHT' || kind === 'WRONG')
  if (responses.length === 0) return
  const { problem, complaints } = problemOf(file, file.pasted)
  if (problem === null) {
    line('without', name, complaints.map(({ message }) => message).join(' '))
    return
  }
  for (const expectation of responses) await judgeResponse(name, problem, expectation, '', judge)
  if (mutated === null) return
  const variants = variantsOf(file.pasted, mutated.count, mutated.seed)
  const problems = variants.map(({ names, text }) => ({ names, problem: problemOf(file, text).problem }))
  for (const { names, problem: variant } of problems)
    if (variant === null) line('without', name, `varied: ${names.join(', ')}`)
  for (const expectation of responses)
    for (const [i, { names, text }] of responseVariantsOf(
      expectation.text,
      problem,
      mutated.count,
      mutated.seed,
    ).entries()) {
      const asked = problems[i % Math.max(1, problems.length)]
      const about = [...(asked?.names ?? []), ...names].join(', ')
      await judgeResponse(name, asked?.problem ?? problem, { ...expectation, text }, about, judge)
    }
}

/** What the page makes of a paste, once the person has filled in the rest. */
function problemOf(file: CaseFile, text: string): ReturnType<typeof readDraft> {
  const { draft } = readPasted(text)
  return readDraft(file.filledIn === null ? draft : (merged(draft, file.filledIn) as ProblemDraft), 'case')
}

async function judgeResponse(
  name: string,
  problem: Problem,
  { kind, note, text }: Expectation,
  varied: string,
  judge: Judge,
): Promise<void> {
  const about = `[${note || text.replace(/\s+/g, ' ').slice(0, 60)}${varied && `; varied: ${varied}`}]`
  try {
    const { verdict } = await judge.judge(problem, text)
    const passed = verdict.status === 'passed'
    const told = passed ? 'passes' : `fails: ${verdict.feedback.replace(/\s+/g, ' ').slice(0, 160)}`
    line(passed === (kind === 'RIGHT') ? 'right' : 'wrong', name, `${about} ${told}`, varied !== '')
  } catch (error) {
    line('threw', name, `${about} ${messageOf(error)}`)
  }
}

/** Fields within fields too. */
function merged(draft: object, change: object): object {
  const own = draft as Record<string, unknown>
  return Object.fromEntries([
    ...Object.entries(own),
    ...Object.entries(change as Record<string, unknown>).map(([key, value]): [string, unknown] => {
      const before = own[key]
      const both = isRecord(before) && isRecord(value)
      return [key, both ? merged(before, value) : value]
    }),
  ])
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals: paths } = optionsOf(import.meta.url, {
    args: [...args],
    options: { mutate: { type: 'string' }, seed: { type: 'string', default: '7' } },
    allowPositionals: true,
  })
  if (paths.length === 0) {
    console.error('Usage: npm run -s cases -- [--mutate COUNT] [--seed SEED] FILE...')
    return 1
  }
  const mutated =
    values.mutate === undefined ? null : { count: Number(values.mutate), seed: Number(values.seed) }
  const judge = createThreadJudge()
  try {
    for (const path of paths)
      await judgeFile(basename(path), readCases(readFileSync(path, 'utf8')), judge, mutated)
  } finally {
    judge.dispose()
  }
  const { right, wrong, threw, without } = counts
  console.log(`${right} right, ${wrong} wrong, ${threw} threw, ${without} without a problem`)
  return wrong + threw + without === 0 ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
