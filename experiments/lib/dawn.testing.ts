/** Dawn's runtime for tests; where it cannot be had, the reason, which the title of a skipped test says. */
import type { Runtime } from 'ort-train'
import { createDawnRuntime, DawnMissingError } from './dawn.ts'

export type DawnForTests = { runtime: Runtime; missing: null } | { runtime: null; missing: string }

export async function dawnForTests(): Promise<DawnForTests> {
  try {
    return { runtime: (await createDawnRuntime()).runtime, missing: null }
  } catch (error) {
    if (error instanceof DawnMissingError) return { runtime: null, missing: error.message }
    throw error
  }
}
