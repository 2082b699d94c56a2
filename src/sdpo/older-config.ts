/**
 * A configuration as older versions stored it, in today's terms: what the loss is computed on was a `grain` with the settings
 * of every grain beside it. Runs, links and files that were kept then still open.
 */
import { ofLogits } from './config.ts'

type Plain = Record<string, unknown>

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const older = ['grain', 'alpha', 'topK', 'addTail', 'advantageClip']

/** The same value where it is no older configuration; it is not checked. */
export function fromOlderConfig(value: unknown): unknown {
  if (!isPlain(value) || !isPlain(value['loss'])) return value
  const { loss } = value
  if ('distillation' in loss || !older.some((key) => key in loss)) return value
  const rest = Object.fromEntries(Object.entries(loss).filter(([key]) => !older.includes(key)))
  return { ...value, loss: { ...rest, distillation: distillationOf(loss) } }
}

function distillationOf({ grain, alpha, topK, addTail, advantageClip }: Plain) {
  const clip = typeof advantageClip === 'number' && advantageClip > 0 ? advantageClip : null
  if (grain === 'token') return { kind: 'sampled-token', advantageClip: clip }
  if (grain === 'sequence') return { kind: 'sequence', advantageClip: clip }
  return ofLogits(
    alpha === 0 || alpha === 0.5 ? alpha : 1,
    typeof topK === 'number' && Number.isInteger(topK) && topK >= 1 ? topK : null,
    addTail !== false,
  )
}
