/** Which stage of a step an event belongs to, and what a stage is called once it is done. */
import type { RunEvent, Stage } from './protocol.ts'

/** The stage an event belongs to; null for events that go with their neighbours. */
export function stageOf(event: RunEvent): Stage | null {
  switch (event.type) {
    case 'step-started':
    case 'sampling':
    case 'attempt-sampled':
      return 'sample'
    case 'attempt-judged':
      return 'judge'
    case 'attempt-reprompted':
      return 'reprompt'
    case 'attempt-scored':
    case 'advantages':
      return 'score'
    case 'step-updated':
    case 'attempt-rescored':
      return 'update'
    case 'run-started':
    case 'vocabulary':
    case 'attempt-branched':
    case 'attempt-valued':
    case 'attempt-reread':
    case 'probes-set':
    case 'probe-read':
    case 'run-finished':
      return null
    default:
      return event satisfies never
  }
}

/** A stage as `paused` tells it. */
export const doneStage = {
  sample: 'sampled',
  judge: 'judged',
  reprompt: 'reprompted',
  score: 'scored',
  update: 'updated',
} as const satisfies Record<Stage, string>
