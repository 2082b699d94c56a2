/**
 * Whether a value already is what a schema would make of it, so that it can be taken as it stands. A file of a long run is a
 * hundred megabytes of numbers that are nearly always as they should be: zod copies each of them, and that was a third of
 * what opening took. Where this says no (another key, a default to fill in, a rule that it does not know), zod decides.
 */
import type { z } from 'zod'
import type { $ZodCheck, $ZodType, $ZodTypes } from 'zod/v4/core'

type Is = (value: unknown) => boolean

/** Never true of a value that the schema refuses, or that it would change. */
export function exactly<T extends z.ZodType>(schema: T): (value: unknown) => value is z.output<T> {
  return isOf(schema) as (value: unknown) => value is z.output<T>
}

const no: Is = () => false

function isOf(schema: $ZodType): Is {
  const { def } = (schema as $ZodTypes)._zod
  if (def.checks?.length && def.type !== 'number') return no
  switch (def.type) {
    case 'string':
      return 'format' in def || def.coerce ? no : (value) => typeof value === 'string'
    case 'boolean':
      return def.coerce ? no : (value) => typeof value === 'boolean'
    case 'number':
      return def.coerce || 'format' in def ? no : numberThat(def.checks ?? [])
    case 'literal':
      return (value) => def.values.some((one) => one === value)
    case 'enum': {
      const entries = new Set<unknown>(Object.values(def.entries))
      return (value) => entries.has(value)
    }
    case 'nullable': {
      const is = isOf(def.innerType)
      return (value) => value === null || is(value)
    }
    case 'optional': {
      const is = isOf(def.innerType)
      return (value) => value === undefined || is(value)
    }
    case 'default':
    case 'catch':
      return isOf(def.innerType)
    case 'array': {
      const is = isOf(def.element)
      return (value) => Array.isArray(value) && value.every(is)
    }
    case 'tuple': {
      const items = def.items.map(isOf)
      return (value) =>
        Array.isArray(value) && value.length === items.length && items.every((is, i) => is(value[i]))
    }
    case 'record': {
      const [key, is] = [isOf(def.keyType), isOf(def.valueType)]
      return (value) =>
        isPlain(value) && Object.keys(value).every((k) => k !== '__proto__' && key(k) && is(value[k]))
    }
    case 'object':
      return def.catchall ? no : objectOf(def.shape)
    case 'union':
      return unionOf(def.options, 'discriminator' in def ? String(def.discriminator) : null)
    default:
      return no
  }
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Of these fields alone, every one that has to be there among them. */
function objectOf(shape: Readonly<Record<string, $ZodType>>): Is {
  const fields = new Map(Object.entries(shape).map(([name, schema]) => [name, isOf(schema)]))
  const needed = Object.keys(shape).filter((name) => shape[name]!._zod.optout !== 'optional')
  return (value) => {
    if (!isPlain(value)) return false
    for (const name in value) if (!fields.get(name)?.(value[name])) return false
    return needed.every((name) => Object.hasOwn(value, name))
  }
}

/** Of options that a field tells apart, the one that it names is looked at alone. */
function unionOf(options: readonly $ZodType[], discriminator: string | null): Is {
  const all = options.map(isOf)
  if (discriminator === null) return (value) => all.some((is) => is(value))
  const named = new Map<unknown, Is>()
  options.forEach((option, i) => {
    for (const name of option._zod.propValues?.[discriminator] ?? []) named.set(name, all[i]!)
  })
  return (value) => isPlain(value) && (named.get(value[discriminator])?.(value) ?? false)
}

function numberThat(checks: readonly $ZodCheck[]): Is {
  let [least, int] = [-Infinity, false]
  for (const check of checks) {
    const def = check._zod.def as { check: string; format?: string; value?: unknown; inclusive?: boolean }
    if (def.check === 'number_format' && def.format === 'safeint') int = true
    else if (def.check === 'greater_than' && def.inclusive && typeof def.value === 'number')
      least = Math.max(least, def.value)
    else return no
  }
  const is: Is = int ? Number.isSafeInteger : Number.isFinite
  return (value) => is(value) && (value as number) >= least
}
