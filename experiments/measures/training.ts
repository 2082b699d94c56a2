/**
 * Training on a set of questions (paper, section 4): one adapter for all questions of a customer, by each arm on equal
 * samples, with a learning rate an arm that was chosen on other customers, of the dev split. pass@1 over steps on the
 * questions trained on and on others of the same customer; the teacher's pass@1 with the feedback of one fixed failed
 * attempt a question, so that what changes is the teacher; the length of answers.
 */
import type { FamilyName } from '../../src/problems/tickets/family.ts'
import type { Arm, RunConfig } from '../../src/sdpo/config.ts'
import {
  attemptsPerQuestion,
  customerRun,
  evaluationSamples,
  questionsPerStep,
  type CustomerRun,
} from '../lib/customer-run.ts'
import { openHeadless } from '../lib/headless.ts'
import { progress } from '../lib/progress.ts'
import type { Experiment } from './report.ts'
import { bestRate, trainingCurves, trainingRows, type TrainingTables } from './rows/training.ts'

/** SDPO and GRPO, and what mixes the two: by a weight, by sending failures to one and successes to the other, by sign and size. */
const trainingArms = ['sdpo', 'grpo', 'sdpo+grpo', 'srpo', 'rlsd'] as const satisfies readonly Arm[]
const evaluations = 4
/** The paper's rate for training; at test time it is slower. */
const teacherRate = 0.05
/** Customers of the dev split that learning rates are chosen on; those that figures are of are numbered from 1. */
const choosingCustomers = [101, 102, 103, 104]

export const training: Experiment = async ({
  families,
  split,
  problems: trained,
  config,
  model: folder,
  threads,
  seeds,
  steps,
  learningRates,
}) => {
  const lab = openHeadless({ folder, threads, adapter: config.adapter })
  const configOf = (arm: Arm, customer: number, learningRate: number): RunConfig => ({
    ...config,
    arm,
    seed: customer,
    teacher: { kind: 'ema', rate: teacherRate },
    optimiser: { ...config.optimiser, learningRate },
  })
  const runs: Record<string, Record<string, CustomerRun[]>> = {}
  const chosenOn: Record<string, Record<string, Record<string, number[]>>> = {}

  const finalPass = async (family: FamilyName, arm: Arm, customer: number, learningRate: number) => {
    const { standings } = await customerRun(lab, {
      family,
      split: 'dev',
      customer,
      trained,
      arm,
      config: configOf(arm, customer, learningRate),
      steps,
      evaluations: 0,
    })
    const { student } = standings.at(-1)!
    return student.reduce((sum, share) => sum + share, 0) / student.length
  }

  for (const family of families) {
    for (const arm of trainingArms) {
      const byRate: Record<string, number[]> = ((chosenOn[family] ??= {})[arm] = {})
      for (const learningRate of learningRates) {
        byRate[learningRate] = []
        for (const customer of choosingCustomers) {
          progress(`${family}: ${arm}, choosing a rate: ${learningRate}, customer ${customer}`)
          byRate[learningRate].push(await finalPass(family, arm, customer, learningRate))
        }
      }
    }
    for (const arm of trainingArms) {
      const own: CustomerRun[] = ((runs[family] ??= {})[arm] = [])
      for (let customer = 1; customer <= seeds; customer++) {
        progress(`${family}: ${arm}, customer ${customer} of ${seeds}`)
        own.push(
          await customerRun(lab, {
            family,
            split,
            customer,
            trained,
            arm,
            config: configOf(arm, customer, bestRate(chosenOn[family]![arm]!)),
            steps,
            evaluations,
          }),
        )
      }
    }
  }
  await lab.model.dispose()
  const tables: TrainingTables = { runs, chosenOn, trained, questionsPerStep, attemptsPerQuestion }
  return {
    rows: trainingRows(tables),
    curves: trainingCurves(tables),
    ...tables,
    exploratory: split === 'dev',
    seeds,
    split,
    steps,
    evaluationSamples,
    config,
  }
}
