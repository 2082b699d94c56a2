/**
 * The five acts of one update as stops on the event log. An act ends after its last event in its
 * step; arms without a teacher have fewer acts. Next, previous and play move from stop to stop.
 */
import type { Stage, RunEvent } from '../../engine/protocol.ts'
import { stageOf } from '../../engine/stage-of.ts'
import { planOf } from '../../sdpo/arms.ts'
import type { RunConfig } from '../../sdpo/config.ts'
import { currentStep, type RunView } from './view.ts'

export interface Stop {
  /** Number of events seen at this stop. */
  at: number
  step: number
  stage: Stage
}

export const stages: readonly Stage[] = ['sample', 'judge', 'reprompt', 'score', 'update']

/** Names of the acts as the header of an attempt shows them. */
export const stageNames: Readonly<Record<Stage, string>> = {
  sample: 'Attempt',
  judge: 'Judge',
  reprompt: 'Re-read',
  score: 'Credit',
  update: 'Update',
}

/** Where the acts of these events end, in order of time. `atEnd`: nothing is known after them, and the last one moves while its act is under way. */
export function stopsOf(events: readonly RunEvent[], atEnd = true): Stop[] {
  const stops: Stop[] = []
  let step = 0
  let ends = new Map<Stage, number>()
  const close = () => {
    let at = 0
    for (const stage of stages) {
      const end = ends.get(stage)
      if (end === undefined) continue
      at = Math.max(at, end)
      stops.push({ at, step, stage })
    }
    ends = new Map()
  }
  events.forEach((event, i) => {
    if (event.type === 'step-started') {
      close()
      step = event.step
    }
    const stage = stageOf(event)
    if (stage && step > 0) ends.set(stage, i + 1)
  })
  close()
  const last = stops.at(-1)
  if (atEnd && last && events.slice(last.at).every((event) => stageOf(event) === null))
    last.at = events.length
  return stops
}

/** A list of events, or a log of them. */
export interface Events {
  slice(from?: number, to?: number): readonly RunEvent[]
}

/** An act of one update as a stretch of the log: it has begun after `from` events and is done after `to`. */
export interface Act {
  stage: Stage
  from: number
  to: number
}

/** The known acts of a step, in order, without gaps: the first begins when the step has started. */
export function actsOf(events: Events, stops: readonly Stop[], step: number): Act[] {
  const own = stops.filter((stop) => stop.step === step)
  const before = stops.findLast((stop) => stop.step < step)?.at ?? 0
  const started = events
    .slice(before, own.at(-1)?.at)
    .findIndex((event) => event.type === 'step-started' && event.step === step)
  let from = before + started + 1
  return own.map(({ stage, at }) => {
    const act = { stage, from: Math.min(from, at), to: at }
    from = at
    return act
  })
}

/** How far a moment is through an act, 0 to 1. */
export function throughAct({ from, to }: Act, at: number): number {
  if (at >= to) return 1
  return to > from ? Math.max(0, (at - from) / (to - from)) : 0
}

/** The first stop after a moment; null at the end. */
export function stopAfter(stops: readonly Stop[], at: number): Stop | null {
  return stops.find((stop) => stop.at > at) ?? null
}

/** The last stop before a moment; null at the start. */
export function stopBefore(stops: readonly Stop[], at: number): Stop | null {
  return stops.findLast((stop) => stop.at < at) ?? null
}

/** Which act a run of an arm does next where nothing later is known. */
export function expectedStage(view: RunView, arm: RunConfig['arm']): Stage {
  const step = currentStep(view)
  if (!step) return 'sample'
  const plan = planOf(arm, view.model).stages
  return step.stage === null ? 'sample' : (plan[plan.indexOf(step.stage) + 1] ?? 'sample')
}

/** The last step that is done, whatever its arm's last act is; 0 before the first. */
export function lastDone(view: RunView): number {
  const step = currentStep(view)
  if (!step) return 0
  const last = planOf(view.config?.arm ?? 'sdpo', view.model).stages.at(-1)
  return step.stage === last ? step.step : step.step - 1
}
