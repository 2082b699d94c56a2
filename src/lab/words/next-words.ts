/** What comes after the act that is shown, for an attempt that nobody has re-read: it depends on what the arm does with it. */
import type { ArmPlan } from '../../sdpo/arms.ts'
import type { AttemptView, StepView } from '../run/view.ts'

/** In place of what a self-teacher reads, where the arm has none. */
export const noTeacherWords = 'This method has none: nobody re-reads the attempt.'

export function nextWords(
  attempt: Pick<AttemptView, 'passed'>,
  step: Pick<StepView, 'stage' | 'attempts'>,
  plan: ArmPlan,
): string {
  const all = step.attempts.length
  switch (step.stage) {
    case null:
      return `The student writes ${all === 1 ? 'an attempt' : `${all} attempts at once`}, one token at a time.`
    case 'sample':
      return `Next, ${all === 1 ? 'it runs' : 'each attempt runs'} against the tests, in a sandbox that can be stopped.`
    case 'judge':
      if (!plan.teacher) return withoutTeacher(attempt, plan)
      return attempt.passed
        ? 'Next, what passed becomes hindsight for the others.'
        : 'Next, the self-teacher is given the question again, with the judge’s words after it.'
    case 'reprompt':
      return 'Next, it re-reads the student’s own tokens and says of each how likely it finds it. It writes nothing.'
    case 'score':
    case 'update':
      return 'This method has no self-teacher: there is nobody to re-read the attempt.'
    default:
      return step.stage satisfies never
  }
}

function withoutTeacher(attempt: Pick<AttemptView, 'passed'>, plan: ArmPlan): string {
  if (plan.trains) return 'Next, its reward is held against the mean of its group.'
  return plan.reads === 'conversation' && !attempt.passed
    ? 'Nothing is learned from it: the next attempt reads the judge’s words.'
    : 'Nothing is learned from it: the weights stay as they are.'
}
