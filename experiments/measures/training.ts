/**
 * Training on a set of questions (paper, section 4): one adapter for all questions of a customer, SDPO, GRPO and their mix
 * on equal samples. pass@1 over steps on the questions trained on and on others of the same customer; the teacher's pass@1
 * with the feedback of one fixed failed attempt a question, so that what changes is the teacher; the length of answers.
 * One learning rate for all arms; exploratory, on dev.
 */
import type { FamilyName } from '../../src/problems/tickets/family.ts'
import type { Problem } from '../../src/problems/problem.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import { customerQuestions } from '../lib/customer.ts'
import { freshLearner, openHeadless, type Headless } from '../lib/headless.ts'
import { kept } from '../lib/kept.ts'
import { ask, repromptsOf, trainOn } from '../lib/question-set.ts'
import { bootstrapped, type Estimate } from '../../src/statistics/bootstrap.ts'
import { progress } from '../lib/progress.ts'
import type { Experiment, Row } from './report.ts'

const trainingArms = ['sdpo', 'grpo', 'sdpo+grpo'] as const
type TrainingArm = (typeof trainingArms)[number]
/** The page's own: with dozens of attempts an update, the slower one of runs with one attempt an update learns too little in these few steps. */
const learningRate = 0.01
const questionsPerStep = 8
const attemptsPerQuestion = 8
/** Samples a question at every evaluation, of student and teacher each. */
const evaluationSamples = 16
const evaluations = 4
/** The paper's rate for training; at test time it is slower. */
const teacherRate = 0.05

/** At one evaluation, a question: shares of passes, and tokens of the student's answers. */
interface Standing {
  step: number
  student: number[]
  teacher: number[]
  tokens: number[]
}

export const training: Experiment = async ({
  families,
  split,
  problems: trained,
  config,
  model: folder,
  threads,
  seeds,
  steps,
}) => {
  const lab = openHeadless({ folder, threads, adapter: config.adapter })
  const rows: Row[] = []
  const curves: Record<string, ({ step: number; samples: number } & Estimate)[]> = {}
  for (const family of families) {
    const measured: Record<string, Standing[][]> = {}
    for (const arm of trainingArms) {
      const customers: Standing[][] = (measured[arm] = [])
      for (let seed = 1; seed <= seeds; seed++) {
        progress(`${family}: ${arm}, customer ${seed} of ${seeds}`)
        const own: RunConfig = {
          ...config,
          arm,
          seed,
          teacher: { kind: 'ema', rate: teacherRate },
          optimiser: { ...config.optimiser, learningRate },
        }
        customers.push(
          await trainedOn(lab, {
            family,
            questions: customerQuestions(family, split, seed, 2 * trained),
            trained,
            arm,
            config: own,
            steps,
          }),
        )
      }
    }
    rows.push(...rowsOf(family, measured, trained, seeds, curves))
  }
  await lab.model.dispose()
  return {
    rows,
    curves,
    exploratory: split === 'dev',
    seeds,
    split,
    steps,
    questionsPerStep,
    attemptsPerQuestion,
    evaluationSamples,
    config,
  }
}

function trainedOn(
  lab: Headless,
  asked: {
    family: FamilyName
    questions: readonly Problem[]
    trained: number
    arm: TrainingArm
    config: RunConfig
    steps: number
  },
): Promise<Standing[]> {
  const { family, questions, trained, arm, config, steps } = asked
  const depends = [
    lab.weights,
    questions,
    trained,
    config,
    steps,
    questionsPerStep,
    attemptsPerQuestion,
    evaluationSamples,
    evaluations,
  ]
  const name = `training-${family}-${arm}-${config.seed}`
  return kept(`${lab.weights.slice(0, 12)}/${name}`, depends, async () => {
    const learner = freshLearner(lab.model, config)!
    const first = await ask(lab, {
      problems: questions,
      theta: null,
      count: evaluationSamples,
      config,
      name: 'to be retold',
    })
    const failed = first.map(({ prompt, attempts }) => ({
      prompt,
      attempts: [attempts.find(({ passed }) => !passed) ?? attempts[0]!],
    }))
    const retold = repromptsOf(lab, questions, failed, config).map(({ prompt }) => prompt)
    const standings: Standing[] = []
    const evaluate = async (step: number) => {
      const of = (theta: Float32Array, prompts?: readonly (readonly number[])[]) =>
        ask(lab, {
          problems: questions,
          ...(prompts && { prompts }),
          theta,
          count: evaluationSamples,
          config,
          name: `evaluation ${step}`,
        })
      const student = await of(learner.student)
      const teacher = await of(learner.teacher, retold)
      standings.push({
        step,
        student: student.map(passRate),
        teacher: teacher.map(passRate),
        tokens: student.map(({ attempts }) => mean(attempts.map(({ tokens }) => tokens.length))),
      })
    }
    await evaluate(0)
    for (let step = 1; step <= steps; step++) {
      const problems = Array.from(
        { length: questionsPerStep },
        (_, i) => questions[((step - 1) * questionsPerStep + i) % trained]!,
      )
      await trainOn(lab, learner, { problems, count: attemptsPerQuestion, config, name: `step ${step}` }, arm)
      if (step % Math.ceil(steps / evaluations) === 0 || step === steps) await evaluate(step)
    }
    return standings
  })
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const passRate = ({ attempts }: { attempts: readonly { passed: boolean }[] }) =>
  mean(attempts.map(({ passed }) => (passed ? 1 : 0)))

function rowsOf(
  family: FamilyName,
  measured: Record<string, Standing[][]>,
  trained: number,
  seeds: number,
  curves: Record<string, ({ step: number; samples: number } & Estimate)[]>,
): Row[] {
  const rows: Row[] = [{ name: `${family}: questions trained on, and held out`, value: trained * seeds }]
  for (const [label, customers] of Object.entries(measured)) {
    const parts = [
      ['trained', 0, trained],
      ['held out', trained, 2 * trained],
    ] as const
    for (const [part, from, to] of parts) {
      /** Items: questions; each its standings in order. */
      const items = customers.flatMap((standings) =>
        Array.from({ length: to - from }, (_, i) =>
          standings.map((s) => ({
            student: s.student[from + i]!,
            teacher: s.teacher[from + i]!,
            tokens: s.tokens[from + i]!,
          })),
        ),
      )
      const last = items[0]!.length - 1
      const over = (statistic: (item: (typeof items)[number]) => number) =>
        bootstrapped(items, (drawn) => mean(drawn.map(statistic)))
      for (const reader of ['student', 'teacher'] as const) {
        curves[`${family}: ${label}, ${part}, ${reader}`] = customers[0]!.map(({ step }, at) => ({
          step,
          samples: step * questionsPerStep * attemptsPerQuestion,
          ...over((item) => item[at]![reader]),
        }))
      }
      rows.push(
        { name: `${family}: ${label}, pass@1 before, ${part}`, ...over((item) => item[0]!.student) },
        { name: `${family}: ${label}, pass@1 after, ${part}`, ...over((item) => item[last]!.student) },
        {
          name: `${family}: ${label}, pass@1 mean over the evaluations, ${part}`,
          ...over((item) => mean(item.map(({ student }) => student))),
        },
        {
          name: `${family}: ${label}, teacher's pass@1 before, ${part}`,
          ...over((item) => item[0]!.teacher),
        },
        {
          name: `${family}: ${label}, teacher's pass@1 after, ${part}`,
          ...over((item) => item[last]!.teacher),
        },
        {
          name: `${family}: ${label}, student after less first teacher, ${part}`,
          ...over((item) => item[last]!.student - item[0]!.teacher),
        },
        { name: `${family}: ${label}, answer length before, ${part}`, ...over((item) => item[0]!.tokens) },
        { name: `${family}: ${label}, answer length after, ${part}`, ...over((item) => item[last]!.tokens) },
      )
    }
  }
  return rows
}
