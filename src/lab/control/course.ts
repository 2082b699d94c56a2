/** The live run's life as far as the lab knows: which events are its own, and what waits for a model. */
import type { ModelChoice } from '../../engine/model-choice.ts'
import type { ResumableRun, RunEvent } from '../../engine/protocol.ts'
import type { RunConfig } from '../../sdpo/config.ts'
import { attemptOf, type RunView } from '../run/view.ts'

/** One act, or until paused. */
export type RunMode = 'advance' | 'play'

/** Ids of the courses that a run went back from, each with the last step that it shares with the run as it is now. */
type Left = ReadonlyMap<number, number>

export type Course =
  | { kind: 'none' }
  /** Asked for. How it is to go is told once the engine has taken it: were it refused, there would be no run to go on with. */
  | { kind: 'starting'; run: number; then: RunMode | null }
  /** It went back and has done nothing since: in the history it is another run from its next step on. */
  | { kind: 'gone-back'; run: number; mode: RunMode; left: Left }
  /** `manner`: how it was last told to go. */
  | { kind: 'resting'; run: number; mode: RunMode; left: Left }
  | { kind: 'going'; run: number; mode: RunMode; left: Left }

/** What is done as soon as the model is there. */
type Awaited =
  | { kind: 'nothing' }
  | { kind: 'start'; change: Partial<RunConfig>; mode: RunMode }
  | { kind: 'resume'; model: string; run: number; kept: ResumableRun }

/** What the lab's two sides of the live run (what is wanted, what is heard) both know. */
export interface LiveState {
  course: Course
  awaited: Awaited
  /** Models that were asked for, by the id of the question; `latest` is what is on the screen. */
  loads: Map<number, ModelChoice>
  latest: number | null
  /** Steps whose weights the engine has, ascending; empty where nothing trains. */
  keptSteps: readonly number[]
}

/** The step itself where the run can go back to it, else the nearest earlier one. */
export function reachable(keptSteps: readonly number[], step: number): number {
  return keptSteps.findLast((kept) => kept <= step) ?? step
}

export const isOf = (course: Course, run: number): boolean => course.kind !== 'none' && course.run === run

/** The run as it rests; nothing where there is none. */
export function rested(course: Course): Course {
  switch (course.kind) {
    case 'none':
    case 'starting':
      return { kind: 'none' }
    case 'gone-back':
      return course
    case 'resting':
    case 'going': {
      const { run, mode, left } = course
      return { kind: 'resting', run, mode, left }
    }
    default:
      return course satisfies never
  }
}

/** The run after it went back to a step, by its new id. */
export function wentBack(course: Course, run: number, step: number): Course {
  if (course.kind === 'none' || course.kind === 'starting')
    return { kind: 'gone-back', run, mode: 'advance', left: new Map() }
  const left = new Map([...course.left].map(([id, shared]): [number, number] => [id, Math.min(shared, step)]))
  return { kind: 'gone-back', run, mode: course.mode, left: left.set(course.run, step) }
}

/** Whether an event told under an id belongs to the run: its own do, and of a course that it left what was asked beside the part they share. */
export function accepts(course: Course, run: number, event: RunEvent, whole: RunView): boolean {
  if (isOf(course, run)) return true
  const shared = 'left' in course ? course.left.get(run) : undefined
  if (shared === undefined) return false
  switch (event.type) {
    case 'vocabulary':
    case 'probes-set':
      return true
    case 'probe-read':
      return event.step <= shared
    case 'attempt-branched':
      return attemptOf(whole, event.attempt) !== null
    default:
      return false
  }
}
