/** Section `discovery`: discovery@k, truncated means and pass@k. Each k, question and pass@k row is a case. */
import { discoveryAt, meanAttemptsTruncated, passAt } from '../../src/statistics/discovery.ts'
import { float64 } from './report.ts'
import type { Section } from './report.ts'

interface DiscoveryData {
  budget: number
  table: { question: string; first_success_attempt_per_seed: (number | null)[] }[]
  expect_discovery_at_k: Record<string, number>
  expect_mean_generations_truncated_at_budget: number[]
  pass_at_k: { n: number; c: number; k: number[]; expect: number[] }[]
}

export async function discovery(data: DiscoveryData, section: Section): Promise<void> {
  const table = data.table.map((row) => row.first_success_attempt_per_seed)
  for (const [k, expected] of Object.entries(data.expect_discovery_at_k)) {
    await section.case(`discovery@${k}`, (check) =>
      check.numbers('value', discoveryAt(Number(k), table), expected, float64),
    )
  }
  const means = meanAttemptsTruncated(table, data.budget)
  for (const [i, { question }] of data.table.entries()) {
    await section.case(`mean attempts of ${question}`, (check) =>
      check.numbers('value', means[i]!, data.expect_mean_generations_truncated_at_budget[i] ?? null, float64),
    )
  }
  for (const { n, c, k, expect } of data.pass_at_k) {
    await section.case(`pass@k, ${c} of ${n}`, (check) =>
      check.numbers(
        'values',
        k.map((each) => passAt(each, n, c)),
        expect,
        float64,
      ),
    )
  }
}
