/**
 * Distilling some tokens only. Most tokens of an answer are settled, and a step's gradient is their sum: selections keep
 * those where the student hesitates (forking tokens, arXiv 2506.01939; entropy in TIP, arXiv 2604.14084), or those where
 * student and self-teacher disagree (TIP's second region is a part of them: little entropy, large divergence).
 */
import type { TokenSelection } from './config.ts'
import type { Position } from './events.ts'

/** An attempt as both read it; null where nobody has, which selects nothing of it. */
export interface SelectedFrom {
  mask: 0 | 1
  positions: readonly Pick<Position, 'studentEntropy' | 'divergence'>[] | null
}

/**
 * Which tokens of a step are distilled, by attempt and token: 1 the share of the largest, over all attempts with mask 1
 * together and rounded up, the earliest of equals; 0 all others.
 */
export function selectTokens(attempts: readonly SelectedFrom[], { by, share }: TokenSelection): (0 | 1)[][] {
  const selected = attempts.map(({ positions }) => (positions ?? []).map((): 0 | 1 => 0))
  const ranked = attempts
    .flatMap(({ mask, positions }, row) =>
      mask === 0
        ? []
        : (positions ?? []).map((position, token) => ({ row, token, size: sizeOf(position, by) })),
    )
    .sort((a, b) => b.size - a.size || a.row - b.row || a.token - b.token)
  for (const { row, token } of ranked.slice(0, Math.ceil(share * ranked.length))) selected[row]![token] = 1
  return selected
}

function sizeOf(
  { studentEntropy, divergence }: Pick<Position, 'studentEntropy' | 'divergence'>,
  by: TokenSelection['by'],
): number {
  switch (by) {
    case 'entropy':
      return studentEntropy
    case 'divergence':
      return divergence
    default:
      return by satisfies never
  }
}
