/** Problems as people bring them (data/outlook-problems.json), what the line before the run says of each, and what then happens. */
import { readFileSync } from 'node:fs'
import { readPasted } from '../../src/authoring/paste/read.ts'
import { readDraft } from '../../src/authoring/read-draft.ts'
import { measure } from '../../src/outlook/measure.ts'
import type { Measured } from '../../src/outlook/measured.ts'
import { outlookOf, type Outlook } from '../../src/outlook/outlook.ts'
import type { Problem } from '../../src/problems/problem.ts'
import { loadPresets } from '../../src/problems/sets.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import { freshLearner, headlessRun, type Headless } from './headless.ts'
import { kept } from './kept.ts'
import { shortProblems } from './short-problems.ts'
import { lengthOn } from './untouched.ts'

/** A text that is pasted, a preset, or one of the short problems with a judge of their own. */
/** `fresh`: written after the rules of the line were, and never run before them. */
export type OutlookCase = { id: string; model: 'tiny' | 'smollm2'; fresh?: true } & (
  { paste: string } | { preset: string } | { short: string }
)

const casesOf = (file: string) =>
  JSON.parse(readFileSync(new URL(`../data/${file}`, import.meta.url), 'utf8')) as OutlookCase[]

export const outlookCases = casesOf('outlook-problems.json')

/** Short questions with one answer, written after the rule that would rather sample than learn, and never run before it. */
export const askingAgain = casesOf('outlook-asking-again.json')

/** The problem as the editor would take it. Throws where a paste is not one yet, or a name is nobody's. */
export async function problemOfCase(given: OutlookCase): Promise<Problem> {
  if ('short' in given) return shortProblems([given.short])[0]!
  if ('preset' in given) {
    const preset = (await loadPresets()).find(({ id }) => id === given.preset)
    if (!preset) throw new Error(`There is no preset ${given.preset}.`)
    return preset
  }
  const { problem, complaints } = readDraft(readPasted(given.paste).draft, `case-${given.id}`)
  if (!problem) throw new Error(`${given.id}: ${complaints.map(({ message }) => message).join(' ')}`)
  return problem
}

export interface Judged {
  id: string
  outlook: Outlook
  measured: Measured
  /** The attempt that passed first; null where none of the budget did. */
  solvedAt: number | null
  /** What the line expects is what happened; a line that leaves it open agrees with nothing. */
  agrees: boolean
  /** Where the line would rather sample without feedback: the attempt that passed first when this is done; null where none did. */
  sampledAt?: number | null
}

/**
 * The person's way: the line first, then a run with the same settings, its attempts as long as the page makes them, until it
 * passes or its budget is spent. What was
 * measured and run is kept, so that the command goes on where it was stopped, and another rule is held to the same runs.
 */
export async function wayOf(lab: Headless, given: OutlookCase, config: RunConfig): Promise<Judged> {
  const problem = await problemOfCase(given)
  const own = { ...config, maxNewTokens: lengthOn(lab, problem, config) }
  const { measured, solvedAt } = await kept(
    `${lab.weights.slice(0, 12)}/outlook-${given.id}`,
    [problem, own, measureVersion],
    () => runOf(lab, problem, own),
  )
  const outlook = outlookOf(problem, measured, own)
  const agrees = outlook.expects === (solvedAt === null ? 'none' : 'pass')
  const way = { id: given.id, outlook, measured, solvedAt, agrees }
  if (outlook.change?.kind !== 'only-sample') return way
  const sampling: RunConfig = { ...own, arm: 'best-of-k' }
  const sampledAt = await kept(
    `${lab.weights.slice(0, 12)}/outlook-${given.id}-sampled`,
    [problem, sampling],
    () => firstPassOf(lab, problem, sampling),
  )
  return { ...way, sampledAt }
}

/** Raised with what `measure` tells. */
const measureVersion = 2

async function runOf(
  lab: Headless,
  problem: Problem,
  config: RunConfig,
): Promise<Pick<Judged, 'measured' | 'solvedAt'>> {
  let measured: Measured | null = null
  const parts = measure(
    {
      problem,
      config,
      model: lab.model,
      judge: lab.judge,
      modelInfo: lab.source.info(config.adapter),
      backend: { name: 'node', threads: lab.runtime.threads, reason: 'A command.' },
      learner: async () => freshLearner(lab.model, config)!,
    },
    'samples',
  )
  for await (const part of parts) {
    measured = part
    if (part.done === 'samples') break
  }
  return { measured: measured!, solvedAt: await firstPassOf(lab, problem, config) }
}

/** The attempt that passes first; null where none of the budget does. */
async function firstPassOf(lab: Headless, problem: Problem, config: RunConfig): Promise<number | null> {
  const run = headlessRun(
    lab,
    problem,
    { ...config, stop: 'first-pass' },
    { learner: freshLearner(lab.model, config) },
  )
  await run.finish()
  return run.firstPass
}
