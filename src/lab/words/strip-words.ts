/** What stands under the strip of tokens, and beside the words that the teacher read: from the scene alone. */
import type { TeacherConfig } from '../../sdpo/config.ts'
import type { Given } from '../reading/given.ts'
import { widestGap } from '../run/log-ratio.ts'
import type { Scene } from '../state/scene.ts'

/** Why the strip has no bars up and down; null where it has, and their signs are explained instead. */
export function stripLegend(scene: Scene): string | null {
  const { attempt, mode, step } = scene
  if (!attempt) return null
  const n = attempt.tokens.length
  if (mode === 'grpo') {
    if (attempt.advantage === null) return 'GRPO\u2019s number is known when the group is judged'
    if (attempt.advantage !== 0) return `the same number on all ${n} tokens`
    return step && step.passed === 0
      ? `0 on all ${n} tokens, because every attempt failed`
      : `0 on all ${n} tokens, because all attempts scored alike`
  }
  if (scene.masked)
    return `no feedback and no solution: ${attempt.passed ? 'it teaches the others, not itself' : 'this attempt teaches nothing'}`
  if (!attempt.positions && scene.masked === false && scene.reading?.status === 'own') return '\u00a0'
  if (!scene.credit && scene.reading?.positions) return 'the mix is known when GRPO\u2019s number is'
  if (!scene.credit)
    return scene.reading?.status === 'failed' ? 'the teacher has not read this' : 'the teacher is re-reading'
  if (!scene.flat) return null
  if (widestGap(scene.reading?.positions ?? null) >= 0.005) return 'the credits of its tokens come to 0'
  return scene.reading?.sameWords
    ? 'no gap: both read the same words'
    : 'no gap: hindsight agrees with every token'
}

/** On a slide: whose words the feedback is, and whether the self-teacher has read it. */
export function feedbackLabel(given: Given | null): string {
  switch (given?.kind) {
    case 'edited':
      return 'your words, read in hindsight'
    case 'lent':
      return `what was said of ${given.from}, read in hindsight`
    case 'feedback':
      return 'the feedback, read in hindsight'
    case 'solution':
    case 'nothing':
    case undefined:
      return 'the judge\u2019s feedback'
    default:
      return given satisfies never
  }
}

/** Whose weights the self-teacher reads with. Before the first update all are the student's. */
export function weightsWords(teacher: TeacherConfig, same: boolean, step: number): string {
  if (same || step === 1 || (teacher.kind === 'ema' && teacher.rate === 1)) return 'same weights'
  switch (teacher.kind) {
    case 'ema':
      return teacher.rate === 0 ? 'the first weights' : 'slower weights'
    case 'trust-region':
      return 'weights held back'
    default:
      return teacher satisfies never
  }
}

/** Beside the student, where it read more than the question. */
export const toldBefore = 'with what was said of attempts before'

/** What the self-teacher has beside the question; null where that is another attempt, which is named by a button. */
export function givenWords(given: Given | null): string | null {
  switch (given?.kind) {
    case undefined:
      return 'with hindsight to come'
    case 'feedback':
      return 'with hindsight'
    case 'edited':
      return 'with your words'
    case 'lent':
      return 'with someone else\u2019s feedback'
    case 'nothing':
      return 'with nothing more to read'
    case 'solution':
      return null
    default:
      return given satisfies never
  }
}
