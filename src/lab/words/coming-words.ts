/** What comes after the act that is shown, for an attempt that nobody has re-read: it depends on what the arm does with it. */
import { lossTermsOf, type ArmPlan } from '../../sdpo/arms.ts'
import type { RunConfig } from '../../sdpo/config.ts'
import { buildReprompts, repromptOptions } from '../../sdpo/reprompt.ts'
import type { AttemptView, StepView } from '../run/view.ts'

/** In place of what a self-teacher reads, where the arm has none. */
export const noTeacherWords = 'This method has none: nobody re-reads the attempt.'

interface Coming {
  attempt: AttemptView
  step: StepView
  plan: ArmPlan
  config: RunConfig
}

export function comingWords(coming: Coming): string {
  const { attempt, step, plan } = coming
  const all = step.attempts.length
  const runs = `Next, ${all === 1 ? 'it runs' : 'each attempt runs'} against the tests, in a sandbox that can be stopped.`
  switch (step.stage) {
    case null:
      return `The student writes ${all === 1 ? 'an attempt' : `${all} attempts at once`}, one token at a time.`
    case 'sample':
      return runs
    case 'judge':
      if (!attempt.verdict) return runs
      return plan.teacher ? hindsightWords(coming) : withoutTeacher(attempt, plan)
    case 'reprompt':
      return 'Next, it re-reads the student’s own tokens and says of each how likely it finds it. It writes nothing.'
    case 'score':
    case 'update':
      return 'This method has no self-teacher: there is nobody to re-read the attempt.'
    default:
      return step.stage satisfies never
  }
}

/** By the run's own rules of who is told what. */
function hindsightWords({ attempt, step, config }: Coming): string {
  if (attempt.passed && step.attempts.length > 1) return 'Next, what passed becomes hindsight for the others.'
  const { reprompts } = buildReprompts(
    step.attempts.map(({ text, verdict }) => ({
      group: '',
      prompt: '',
      response: text,
      score: verdict?.reward ?? 0,
      feedback: verdict?.feedback ?? null,
    })),
    { ...repromptOptions(config.reprompt), failuresOnly: lossTermsOf(config).kind === 'routed' },
  )
  const { pieces } = reprompts[step.attempts.findIndex((own) => own.attempt === attempt.attempt)]!
  const told = pieces.some(({ kind }) => kind === 'feedback')
  if (!pieces.some(({ kind }) => kind === 'solution'))
    return told
      ? 'Next, the self-teacher is given the question again, with the judge’s words after it.'
      : 'Next, the self-teacher is given neither feedback nor an attempt that passed: there is nothing to read in hindsight.'
  return told
    ? 'Next, the self-teacher is given the question again, with an attempt that passed and the judge’s words after it.'
    : 'Next, the self-teacher is given the question again, with an attempt that passed after it.'
}

function withoutTeacher({ verdict }: AttemptView, plan: ArmPlan): string {
  if (plan.trains) return 'Next, its reward is held against the mean of its group.'
  return plan.reads === 'conversation' && verdict?.feedback.trim()
    ? 'Nothing is learned from it: attempts after it read the judge’s words.'
    : 'Nothing is learned from it: the weights stay as they are.'
}
