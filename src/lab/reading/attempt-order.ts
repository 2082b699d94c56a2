/** Which attempts the list shows, and in which order. */
import { shareOf } from '../../sdpo/stop.ts'
import { currentStep, type AttemptView, type RunView } from '../run/view.ts'

export type AttemptOrder = 'order' | 'reward' | 'credit' | 'length'
/** 'update': those of the update in view; the others are of all updates up to it. */
export type AttemptScope = 'update' | 'all' | 'passed' | 'failed'

export const attemptOrders: readonly { value: AttemptOrder; label: string }[] = [
  { value: 'order', label: 'in order' },
  { value: 'reward', label: 'best first' },
  { value: 'credit', label: 'most credit' },
  { value: 'length', label: 'shortest' },
]
export const attemptScopes: readonly { value: AttemptScope; label: string }[] = [
  { value: 'update', label: 'This update' },
  { value: 'all', label: 'All so far' },
  { value: 'passed', label: 'Passed' },
  { value: 'failed', label: 'Failed' },
]

/** What an attempt is worth so far: the share of its tests that it passed; -1 before the verdict. */
const worth = ({ verdict }: AttemptView) => (verdict ? shareOf(verdict) : -1)

/** Equals stay in the order they were written. */
export function attemptsListed(
  view: RunView,
  scope: AttemptScope,
  order: AttemptOrder,
): readonly AttemptView[] {
  const own = currentStep(view)?.attempts ?? []
  const found =
    scope === 'update'
      ? own
      : view.steps
          .flatMap((step) => step.attempts)
          .filter((a) => scope === 'all' || a.passed === (scope === 'passed'))
  switch (order) {
    case 'order':
      return found
    case 'reward':
      return found.toSorted((a, b) => worth(b) - worth(a))
    case 'credit':
      return found.toSorted((a, b) => b.creditPeak - a.creditPeak)
    case 'length':
      return found.toSorted((a, b) => a.tokens.length - b.tokens.length)
    default:
      return order satisfies never
  }
}
