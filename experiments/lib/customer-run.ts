/**
 * One adapter trained on the questions of one customer (paper, section 4), and how well student and teacher then answer
 * them, and others of the same customer. Runs that have ended are kept.
 */
import type { FamilyName } from '../../src/problems/tickets/family.ts'
import type { Arm, RunConfig } from '../../src/sdpo/config.ts'
import type { HeldOut } from './drawn-problems.ts'
import { customerQuestions } from './customer.ts'
import { freshLearner, type Headless } from './headless.ts'
import { kept } from './kept.ts'
import { ask, repromptsOf, trainOn, type Answers } from './question-set.ts'

export const questionsPerStep = 8
export const attemptsPerQuestion = 8
/** Samples a question at every evaluation, of each reader. */
export const evaluationSamples = 16

/** At one evaluation, a question: shares of passes, and tokens of the student's answers. */
interface Standing {
  step: number
  student: number[]
  /** The teacher, told of one failed attempt of the untouched model. */
  teacher: number[]
  tokens: number[]
}

/** Other teachers at the end, a question: what keeps a told teacher behind its student. */
interface Retold {
  /** With the student's own weights, told of the same failed attempt as the teacher. */
  studentWeights: number[]
  /** The teacher, told of an attempt that the trained student failed; null: it failed none. */
  freshFailure: (number | null)[]
}

export interface CustomerRun {
  standings: Standing[]
  retold: Retold
}

export interface CustomerRunOptions {
  family: FamilyName
  split: HeldOut
  /** Which customer; the seed of its run too. */
  customer: number
  /** Questions that are trained on; as many others are held out. */
  trained: number
  arm: Arm
  config: RunConfig
  steps: number
  /** How often it is looked at after the first step, at equal distances; 0: the student alone, at the end, on what it was trained on. */
  evaluations: number
}

/** Trains from nothing, or takes what the same run gave before. Throws where the customer has too few questions. */
export function customerRun(lab: Headless, options: CustomerRunOptions): Promise<CustomerRun> {
  const { family, split, customer, trained, arm, config, steps, evaluations } = options
  const questions = customerQuestions(family, split, customer, 2 * trained)
  const { learningRate } = config.optimiser
  return kept(
    `${lab.weights.slice(0, 12)}/training-${family}-${split}-${arm}-${learningRate}-${customer}-${evaluations}`,
    [lab.weights, questions, options, questionsPerStep, attemptsPerQuestion, evaluationSamples],
    async () => {
      const asked = evaluations === 0 ? questions.slice(0, trained) : questions
      const learner = freshLearner(lab.model, config)!
      const answersOf = (
        theta: Float32Array | null,
        name: string,
        prompts?: readonly (readonly number[])[],
      ) =>
        ask(lab, {
          problems: asked,
          ...(prompts && { prompts }),
          theta,
          count: evaluationSamples,
          config,
          name,
        })
      const toldOf = (answers: readonly Answers[]) =>
        repromptsOf(
          lab,
          asked,
          answers.map(({ prompt, attempts }) => ({
            prompt,
            attempts: [attempts.find(({ passed }) => !passed) ?? attempts[0]!],
          })),
          config,
        ).map(({ prompt }) => prompt)
      const firstFailures = evaluations === 0 ? null : toldOf(await answersOf(null, 'to be retold'))
      const standings: Standing[] = []
      const evaluate = async (step: number) => {
        const student = await answersOf(learner.student, `evaluation ${step}`)
        const teacher = firstFailures
          ? await answersOf(learner.teacher, `evaluation ${step}`, firstFailures)
          : []
        standings.push({
          step,
          student: student.map(passRate),
          teacher: teacher.map(passRate),
          tokens: student.map(({ attempts }) => mean(attempts.map(({ tokens }) => tokens.length))),
        })
        return student
      }
      if (evaluations > 0) await evaluate(0)
      let last: Answers[] = []
      for (let step = 1; step <= steps; step++) {
        const problems = Array.from(
          { length: questionsPerStep },
          (_, i) => questions[((step - 1) * questionsPerStep + i) % trained]!,
        )
        await trainOn(
          lab,
          learner,
          { problems, count: attemptsPerQuestion, config, name: `step ${step}` },
          arm,
        )
        const looked = evaluations > 0 && step % Math.ceil(steps / evaluations) === 0
        if (looked || step === steps) last = await evaluate(step)
      }
      if (!firstFailures) return { standings, retold: { studentWeights: [], freshFailure: [] } }
      const same = await answersOf(learner.student, `evaluation ${steps}`, firstFailures)
      const fresh = await answersOf(learner.teacher, `evaluation ${steps}`, toldOf(last))
      return {
        standings,
        retold: {
          studentWeights: same.map(passRate),
          freshFailure: fresh.map((answers, i) =>
            last[i]!.attempts.every(({ passed }) => passed) ? null : passRate(answers),
          ),
        },
      }
    },
  )
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const passRate = ({ attempts }: Answers) => mean(attempts.map(({ passed }) => (passed ? 1 : 0)))
