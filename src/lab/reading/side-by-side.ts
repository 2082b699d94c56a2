/** Two runs beside one another: what was set differently, which came first, and the same step of both. */
import { count } from '../text/format.ts'
import { describeChanges } from '../settings/run-settings.ts'
import { armNames } from '../text/arm-names.ts'
import type { RunView, StepView } from '../run/view.ts'

export interface SideBySide {
  a: SideRun
  b: SideRun
}

export interface SideRun {
  name: string
  view: RunView
}

/** What is different in how the second run was made, in words; the first entry says it where nothing is. */
export function differences({ a, b }: SideBySide): string[] {
  const [first, second] = [a.view, b.view]
  const words: string[] = []
  if (first.problem?.statement !== second.problem?.statement)
    words.push(`Problem: ${first.problem?.title ?? 'none'} \u2192 ${second.problem?.title ?? 'none'}`)
  if (first.model?.id !== second.model?.id)
    words.push(`Model: ${first.model?.name ?? 'none'} \u2192 ${second.model?.name ?? 'none'}`)
  if (first.backend?.name !== second.backend?.name)
    words.push(`Run on: ${placeOf(first)} \u2192 ${placeOf(second)}`)
  if (first.config && second.config) words.push(...describeChanges(first.config, second.config))
  return words.length > 0
    ? words
    : ['Nothing is set differently: the same problem, model, seed and settings.']
}

function placeOf({ backend }: RunView): string {
  switch (backend?.name) {
    case undefined:
      return 'nothing yet'
    case 'node':
      return 'the CPU, outside the browser'
    case 'wasm':
      return 'the CPU'
    case 'webgpu':
      return 'the GPU'
    case 'server':
      return 'a server'
    default:
      return backend!.name satisfies never
  }
}

/** Which run passed first, in a sentence. */
export function verdict({ a, b }: SideBySide): string {
  const [first, second] = [a.view.firstPass, b.view.firstPass]
  const made = (run: SideRun) =>
    `${run.name} has not passed in ${count(run.view.sampled, 'attempt', 'attempts')}`
  if (first === null && second === null) return `${made(a)}, and ${made(b)}.`
  if (first === null) return `${made(a)}; ${b.name} passed at attempt ${second}.`
  if (second === null) return `${a.name} passed at attempt ${first}; ${made(b)}.`
  if (first === second) return `Both passed at attempt ${first}.`
  const [quick, slow, least, most] = first < second ? [a, b, first, second] : [b, a, second, first]
  return `${quick.name} passed at attempt ${least}, ${slow.name} at attempt ${most}: ${count(most - least, 'attempt', 'attempts')} later. One run each: a race with several seeds says whether that is chance.`
}

/** A run's method as a curve is labelled. */
export function methodOf({ view }: SideRun): string {
  return view.config ? `${armNames[view.config.arm]}, seed ${view.config.seed}` : ''
}

export type SignalName = 'loss' | 'gradNorm' | 'entropy' | 'klToStart' | 'passRate'

/** One signal by update, from the first; null where the step was skipped. */
export function signalOf(view: RunView, name: SignalName): (number | null)[] {
  return view.steps
    .filter((step) => step.signals !== null)
    .map((step) =>
      step.skipped !== null && name !== 'entropy' && name !== 'passRate' ? null : step.signals![name],
    )
}

/** The steps that either has. */
export function stepsOf({ a, b }: SideBySide): number {
  return Math.max(a.view.steps.length, b.view.steps.length)
}

export function stepAt(view: RunView, step: number): StepView | null {
  return view.steps[step - 1] ?? null
}
