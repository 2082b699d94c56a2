/** What a diagnosis is drawn from: the events of a run, gathered by attempt and by update. Nothing here is an opinion. */
import type { Problem } from '../problems/problem.ts'
import type { RunConfig } from '../sdpo/config.ts'
import type { Position, RunEvent, Signals } from '../sdpo/events.ts'
import type { FinishReason } from '../sdpo/stop.ts'
import { errorOf } from '../verify/ending.ts'

export interface AttemptFacts {
  attempt: number
  step: number
  text: string
  tokens: readonly number[]
  /** It met the length limit. */
  cut: boolean
  passed: boolean
  /** What it ended in, where it gave no answer to compare. */
  error: string | null
  feedback: string
  /** Student and self-teacher at every token; null where nobody re-read it. */
  positions: readonly Position[] | null
}

interface UpdateFacts {
  step: number
  signals: Signals
  /** Why the update was left out, in words; null: it was made. */
  skipped: string | null
  /** Wall milliseconds of making and judging the step's attempts, and of all else that the step did. */
  ms: { attempts: number; learning: number }
}

export interface RunFacts {
  problem: Problem
  config: RunConfig
  /** `readsAll`: false for a model with a vocabulary of a few words. */
  model: { id: string; name: string; readsAll: boolean }
  /** Judged ones, in order. */
  attempts: readonly AttemptFacts[]
  updates: readonly UpdateFacts[]
  finished: FinishReason | null
  /** Token texts by id. */
  pieces: Readonly<Record<string, string>>
}

/** Null where the run has not begun. An attempt that is not judged is left out. */
export function factsOf(events: readonly RunEvent[]): RunFacts | null {
  let start: Extract<RunEvent, { type: 'run-started' }> | null = null
  let config: RunConfig | null = null
  let finished: FinishReason | null = null
  const pieces: Record<string, string> = {}
  const sampled = new Map<number, Extract<RunEvent, { type: 'attempt-sampled' }>>()
  const judged = new Map<number, AttemptFacts>()
  const updates: UpdateFacts[] = []
  for (const event of events) {
    switch (event.type) {
      case 'run-started':
        start = event
        config = event.config
        break
      case 'vocabulary':
        Object.assign(pieces, event.pieces)
        break
      case 'step-started':
        config = event.config ?? config
        finished = null
        break
      case 'attempt-sampled':
        sampled.set(event.attempt, event)
        break
      case 'attempt-judged': {
        const { attempt, verdict, records } = event
        const of = sampled.get(attempt)
        if (!of) break
        judged.set(attempt, {
          attempt,
          step: of.step,
          text: of.text,
          tokens: of.tokens,
          cut: of.finish === 'length',
          passed: verdict.reward >= 1,
          error: errorOf(verdict, records),
          feedback: verdict.feedback.trim(),
          positions: null,
        })
        break
      }
      case 'attempt-scored': {
        const of = judged.get(event.attempt)
        if (of) judged.set(event.attempt, { ...of, positions: event.positions })
        break
      }
      case 'step-updated': {
        const { sample, judge, score, update } = event.timings
        updates.push({
          step: event.step,
          signals: event.signals,
          skipped: event.skipped ?? null,
          ms: { attempts: sample + judge, learning: score + update },
        })
        break
      }
      case 'run-finished':
        finished = event.reason
        break
      default:
        break
    }
  }
  if (!start || !config) return null
  const attempts = [...judged.values()].sort((a, b) => a.attempt - b.attempt)
  return {
    problem: start.problem,
    config,
    model: { id: start.model.id, name: start.model.name, readsAll: start.model.readsAll !== false },
    attempts,
    updates,
    finished,
    pieces,
  }
}
