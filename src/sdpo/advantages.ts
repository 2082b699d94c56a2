/** GRPO's credit: one number an attempt, its reward against its group's (lasgroup/SDPO `compute_grpo_outcome_advantage`). */

export interface GrpoOptions {
  /** Divide by the group's standard deviation (n - 1) plus `epsilon`. */
  normaliseByStd: boolean
  epsilon: number
}

/** Plain differences from the group's mean, as the paper's runs use. */
const defaultGrpoOptions: GrpoOptions = { normaliseByStd: false, epsilon: 1e-6 }

/**
 * One advantage a reward. A group of one has mean 0 and standard deviation 1, so that its advantage is the raw reward:
 * the reference's rule, kept because a batch of one would otherwise never learn from its success.
 */
export function grpoAdvantages(
  rewards: readonly number[],
  groups: readonly string[],
  options: GrpoOptions = defaultGrpoOptions,
): number[] {
  if (rewards.length !== groups.length)
    throw new RangeError(`${rewards.length} rewards, but ${groups.length} group names`)
  const byGroup = new Map<string, number[]>()
  rewards.forEach((reward, index) => {
    const group = groups[index]!
    byGroup.set(group, [...(byGroup.get(group) ?? []), reward])
  })
  const statistics = new Map([...byGroup].map(([group, values]) => [group, groupStatistics(values)]))
  return rewards.map((reward, index) => {
    const { mean, std } = statistics.get(groups[index]!)!
    return options.normaliseByStd ? (reward - mean) / (std + options.epsilon) : reward - mean
  })
}

function groupStatistics(values: readonly number[]): { mean: number; std: number } {
  if (values.length === 1) return { mean: 0, std: 1 }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
  return { mean, std: Math.sqrt(variance) }
}
