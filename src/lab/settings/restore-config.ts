/**
 * A configuration that was stored by another version or another hand: every field that is right is kept,
 * every field that is missing or wrong takes its default. Never throws. (The way of excalidraw's
 * data/restore, where opening an old file is never an error of the person's.)
 */
import { defaultRunConfig, runConfigSchema, type RunConfig } from '../../sdpo/config.ts'
import { fromOlderConfig } from '../../sdpo/older-config.ts'

type Plain = Record<string, unknown>

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A whole configuration from any value. */
export function restoreConfig(value: unknown, defaults: RunConfig = defaultRunConfig): RunConfig {
  let candidate: unknown = fill(fromOlderConfig(value), defaults as unknown as Plain)
  for (let round = 0; round < 32; round++) {
    const parsed = runConfigSchema.safeParse(candidate)
    if (parsed.success) return parsed.data
    for (const issue of parsed.error.issues) candidate = reset(candidate, defaults, issue.path)
  }
  return defaults
}

/** Missing fields from the defaults, one level of sections deep; a tagged union is taken or left whole. */
function fill(value: unknown, defaults: Plain): Plain {
  if (!isPlain(value)) return defaults
  const out: Plain = { ...value }
  for (const [key, otherwise] of Object.entries(defaults)) {
    if (out[key] === undefined) out[key] = otherwise
    else if (isPlain(otherwise) && !('kind' in otherwise && isPlain(out[key]) && 'kind' in out[key]))
      out[key] = fill(out[key], otherwise)
  }
  return out
}

/** The value at a path back to its default; where the default has no such path, the section as a whole. */
function reset(value: unknown, defaults: unknown, path: readonly PropertyKey[]): unknown {
  const [key, ...rest] = path
  if (key === undefined || !isPlain(value) || !isPlain(defaults) || !(String(key) in defaults))
    return defaults
  const inner =
    rest.length === 0 ? defaults[String(key)] : reset(value[String(key)], defaults[String(key)], rest)
  return { ...value, [key]: inner }
}
