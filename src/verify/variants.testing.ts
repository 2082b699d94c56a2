/** What a generator of hostile candidates draws from. */
export interface Variants {
  /** An integer from 0, below `count`. */
  below(count: number): number
}

export function pick<T>(variants: Variants, items: readonly T[]): T {
  return items[variants.below(items.length)]!
}
