/** Which losses an update is made of, and which attempts each of them is of. */

export type LossTerms =
  /** SDPO: every attempt with mask 1 is distilled (paper, Eq. 1). */
  | { kind: 'distillation' }
  /** GRPO: every attempt has the policy gradient of its advantage. */
  | { kind: 'policy-gradient' }
  /** Both on every attempt: policyWeight GRPO + (1 - policyWeight) SDPO (paper, Eq. 3). */
  | { kind: 'mixed'; policyWeight: number }
  /** SRPO (arXiv 2604.02288, section 3.1): attempts with mask 1 are distilled, the others have the policy gradient, in one mean over all tokens. */
  | { kind: 'routed' }
  /** RLSD (arXiv 2604.03128, Eq. 13 to 15): the policy gradient, each token's advantage A times (p_T / p_S)^sign(A), clipped to 1 +- clip. */
  | { kind: 'evidence'; clip: number }

/** How far RLSD's teacher may scale the advantage of a token: as far as GRPO's ratio may go before it is clipped. */
export const evidenceClip = 0.2

/** What RLSD multiplies a token's advantage by: (p_T / p_S)^sign(A), clipped (arXiv 2604.03128, Eq. 14 and 15). */
export function evidence(logRatio: number, advantage: number): number {
  const ratio = Math.exp(advantage < 0 ? -logRatio : logRatio)
  return Math.max(1 - evidenceClip, Math.min(1 + evidenceClip, ratio))
}

/** Whether some of the loss is a divergence from the teacher's distribution. */
export const distils = ({ kind }: LossTerms): boolean =>
  kind === 'distillation' || kind === 'mixed' || kind === 'routed'

/** Whether some of the loss is a policy gradient. */
export const reinforces = ({ kind }: LossTerms): boolean => kind !== 'distillation'

/** Whether an update reads the teacher. */
export const readsTeacher = (terms: LossTerms): boolean => distils(terms) || terms.kind === 'evidence'

/** What a loss's mean is multiplied by on an attempt with mask 1 and on one with mask 0. */
export interface TermWeights {
  distillation: number
  policy: { masked: number; unmasked: number }
}

/** The weights of both losses on an attempt, by its mask: shares of 1, before the mean over tokens. */
export function termWeights(terms: LossTerms): TermWeights {
  switch (terms.kind) {
    case 'distillation':
      return { distillation: 1, policy: { masked: 0, unmasked: 0 } }
    case 'policy-gradient':
    case 'evidence':
      return { distillation: 0, policy: { masked: 1, unmasked: 1 } }
    case 'mixed':
      return {
        distillation: 1 - terms.policyWeight,
        policy: { masked: terms.policyWeight, unmasked: terms.policyWeight },
      }
    case 'routed':
      return { distillation: 1, policy: { masked: 1, unmasked: 0 } }
    default:
      return terms satisfies never
  }
}

/** Whether rows hold anything to learn from. */
export function teaches(rows: readonly { mask: 0 | 1; advantage: number }[], terms: LossTerms): boolean {
  const { distillation, policy } = termWeights(terms)
  return rows.some(
    ({ mask, advantage }) =>
      (mask === 1 && distillation > 0) ||
      (advantage !== 0 && (mask === 1 ? policy.unmasked : policy.masked) > 0),
  )
}
