/** A store of runs in memory, for tests that are not about the browser's. */
import type { AsyncStore } from './async-store.ts'

export function memoryStore(): AsyncStore {
  const map = new Map<string, unknown>()
  const under = (beginning: string) => [...map.keys()].filter((key) => key.startsWith(beginning)).sort()
  return {
    get: async (key) => structuredClone(map.get(key)),
    values: async (beginning) => under(beginning).map((key) => structuredClone(map.get(key))),
    async write(change) {
      const copied = Object.entries(structuredClone(change.put ?? {}))
      for (const key of change.delete ?? []) map.delete(key)
      for (const beginning of change.deleteUnder ?? []) for (const key of under(beginning)) map.delete(key)
      for (const [key, value] of copied) map.set(key, value)
    },
  }
}
