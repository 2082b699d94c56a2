/**
 * Inputs as people paste them, taken the page's own way (paste, draft, problem, judge):
 * `npm run -s cases -- FILE...`. Prints a line a verdict and a summary; exits with 1 unless all are right.
 * The form of the files: cases/README.md.
 */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { readPasted, type Pasted } from '../../src/authoring/paste/read.ts'
import type { ProblemDraft } from '../../src/authoring/problem-draft.ts'
import { readDraft } from '../../src/authoring/read-draft.ts'
import { messageOf } from '../../src/explained-error.ts'
import type { Judge } from '../../src/verify/judge.ts'
import { createThreadJudge } from '../../src/verify/node.ts'
import { readCases, type CaseFile } from '../lib/cases.ts'

const counts = { right: 0, wrong: 0, threw: 0, without: 0 }

function line(outcome: keyof typeof counts, file: string, words: string): void {
  counts[outcome]++
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

async function judgeFile(name: string, file: CaseFile, judge: Judge): Promise<void> {
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
  const { problem, complaints } =
    file.filledIn === null ? asPasted : readDraft(merged(pasted.draft, file.filledIn) as ProblemDraft, 'case')
  if (problem === null) {
    line('without', name, complaints.map(({ message }) => message).join(' '))
    return
  }
  for (const { kind, note, text } of responses) {
    const about = note || text.replace(/\s+/g, ' ').slice(0, 60)
    try {
      const { verdict } = await judge.judge(problem, text)
      const passed = verdict.status === 'passed'
      const told = passed ? 'passes' : `fails: ${verdict.feedback.replace(/\s+/g, ' ').slice(0, 160)}`
      line(passed === (kind === 'RIGHT') ? 'right' : 'wrong', name, `[${about}] ${told}`)
    } catch (error) {
      line('threw', name, `[${about}] ${messageOf(error)}`)
    }
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

async function main(paths: readonly string[]): Promise<number> {
  if (paths.length === 0) {
    console.error('Usage: npm run -s cases -- FILE...')
    return 1
  }
  const judge = createThreadJudge()
  try {
    for (const path of paths) await judgeFile(basename(path), readCases(readFileSync(path, 'utf8')), judge)
  } finally {
    judge.dispose()
  }
  const { right, wrong, threw, without } = counts
  console.log(`${right} right, ${wrong} wrong, ${threw} threw, ${without} without a problem`)
  return wrong + threw + without === 0 ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
