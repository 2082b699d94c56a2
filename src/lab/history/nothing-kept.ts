/** A store that keeps nothing: of pages that leave no trace in the browser that opens them. */
import type { AsyncStore } from './async-store.ts'

export const nothingKept: AsyncStore = {
  get: async () => undefined,
  values: async () => [],
  write: async () => undefined,
}
