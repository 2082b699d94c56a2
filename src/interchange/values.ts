/** Values of foreign JSON, each looked at before it is used: own keys alone, finite numbers, strings of a bounded length. */

export type Plain = Readonly<Record<string, unknown>>

/** Longest text of one field that is kept, in UTF-16 units. */
const longestText = 2 ** 20
/** Most tokens of an attempt, and most candidates of a token. */
const mostTokens = 200_000
const mostCandidates = 64

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Of the object itself, never of what every object has. */
export function field(value: unknown, key: string): unknown {
  return isPlain(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value.slice(0, longestText) : null
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, mostTokens) : []
}

export function candidatesOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, mostCandidates) : []
}

/** A message's or prompt's text: as it is, the texts of its parts, or those of a list of messages, one after another. */
export function spokenText(value: unknown): string | null {
  if (typeof value === 'string') return textOf(value)
  if (Array.isArray(value)) {
    const parts = value.slice(0, 1000).map((part) => {
      const said = textOf(field(part, 'text')) ?? textOf(field(part, 'content')) ?? ''
      const role = textOf(field(part, 'role'))
      return role === null ? said : `${role}: ${said}`
    })
    return parts.length === 0 ? null : parts.join('\n').slice(0, longestText)
  }
  return null
}
