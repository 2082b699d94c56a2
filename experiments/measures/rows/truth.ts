/** Rows of the experiment that holds credit against what tokens changed, from its attempts. */
import { areaUnderCurve } from '../../../src/statistics/area-under-curve.ts'
import { bootstrapped } from '../../../src/statistics/bootstrap.ts'
import { rankCorrelation } from '../../../src/statistics/rank-correlation.ts'
import { shareDifference } from '../../../src/statistics/shares.ts'
import type { Row } from '../report.ts'

/** Rules that give each token a number; a lower one blames it more. */
const rules = [
  'SDPO, own feedback',
  "SDPO, another problem's feedback",
  'less the divergence',
  'less the surprisal',
  'less the entropy',
] as const
type Rule = (typeof rules)[number]

/** A failed attempt of the untouched model. */
export interface MeasuredAttempt {
  problem: string
  /** Of `samples` continuations of its first t tokens, how many pass; N + 1 entries. */
  passed: readonly number[]
  /** By rule, one a token. */
  credit: Readonly<Record<Rule, readonly number[]>>
}

export interface TruthTables {
  samples: number
  /** By family. */
  attempts: Readonly<Record<string, readonly MeasuredAttempt[]>>
}

export function truthRows({ samples, attempts }: TruthTables): Row[] {
  return Object.entries(attempts).flatMap(([family, all]) => familyRows(family, samples, all))
}

function familyRows(family: string, samples: number, all: readonly MeasuredAttempt[]): Row[] {
  const byProblem = [...new Set(all.map(({ problem }) => problem))].map((id) =>
    all.filter(({ problem }) => problem === id),
  )
  /** Whether a token lowered the chance, beyond what so many continuations could show by chance. */
  const fell = ({ passed }: MeasuredAttempt, t: number) =>
    shareDifference(passed[t]!, passed[t + 1]!, samples).high < 0
  const change = ({ passed }: MeasuredAttempt, t: number) => (passed[t + 1]! - passed[t]!) / samples
  const tokens = (attempt: MeasuredAttempt) => attempt.passed.slice(1).map((_, t) => t)
  const rows: Row[] = [
    { name: `${family}: problems`, value: byProblem.length },
    { name: `${family}: failed attempts`, value: all.length },
    { name: `${family}: tokens`, value: all.reduce((sum, attempt) => sum + tokens(attempt).length, 0) },
    {
      name: `${family}: tokens that lowered the chance`,
      value: all.reduce((sum, attempt) => sum + tokens(attempt).filter((t) => fell(attempt, t)).length, 0),
    },
  ]
  for (const rule of rules) {
    const credit = (attempt: MeasuredAttempt, t: number) => attempt.credit[rule][t]!
    const flat = (items: readonly (readonly MeasuredAttempt[])[]) => items.flat()
    rows.push(
      {
        name: `${family}: ${rule}, AUC for tokens that lowered the chance`,
        ...bootstrapped(byProblem, (items) =>
          areaUnderCurve(
            flat(items).flatMap((attempt) =>
              tokens(attempt).map((t) => ({ score: -credit(attempt, t), positive: fell(attempt, t) })),
            ),
          ),
        ),
      },
      {
        name: `${family}: ${rule}, rank correlation with the change within an attempt`,
        ...bootstrapped(byProblem, (items) => {
          const known = flat(items).flatMap((attempt) => {
            const at = tokens(attempt)
            const r = rankCorrelation(
              at.map((t) => credit(attempt, t)),
              at.map((t) => change(attempt, t)),
            )
            return r === null ? [] : [r]
          })
          return known.reduce((sum, r) => sum + r, 0) / known.length
        }),
      },
    )
    if (!rule.startsWith('SDPO')) continue
    rows.push({
      name: `${family}: ${rule}, share of its blame on tokens that did not lower the chance`,
      ...bootstrapped(byProblem, (items) => {
        let [wrongly, whole] = [0, 0]
        for (const attempt of flat(items))
          for (const t of tokens(attempt)) {
            const blame = Math.max(0, -credit(attempt, t))
            whole += blame
            if (!fell(attempt, t)) wrongly += blame
          }
        return wrongly / whole
      }),
    })
  }
  return rows
}
