/** Events that were stored by another version or another hand: repaired where they can be, left out where not. Never throws. */
import { restoreConfig } from '../settings/restore-config.ts'
import { runEventSchema, type RunEvent } from '../../engine/protocol.ts'

type Plain = Record<string, unknown>

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An event as it should be, or null where it cannot be made one. */
export function restoreEvent(value: unknown): RunEvent | null {
  const parsed = runEventSchema.safeParse(value)
  if (parsed.success) return parsed.data
  if (!isPlain(value)) return null
  const repaired: Plain = { ...value }
  if (value['type'] === 'run-started') repaired['config'] = restoreConfig(value['config'])
  if (value['type'] === 'step-started' && value['config'] !== undefined)
    repaired['config'] = restoreConfig(value['config'])
  // JSON has no NaN: a step that was skipped for a non-finite loss comes back with nulls, which nothing draws.
  if (value['type'] === 'step-updated' && typeof value['skipped'] === 'string' && isPlain(value['signals'])) {
    repaired['signals'] = Object.fromEntries(
      Object.entries(value['signals']).map(([name, number]) => [name, number ?? 0]),
    )
  }
  const again = runEventSchema.safeParse(repaired)
  return again.success ? again.data : null
}
