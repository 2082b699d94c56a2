/** A report that is spelled out: its code, what it gives on rows, and what feedback may check of it. */
import type { Json, ReportChecks } from '../problem.ts'
import type { Concept, Meaning } from './record-instructions.ts'

/** A reading in full: the schema (a field per concept) and what each clause means. */
export interface Spec {
  fields: Record<Concept, string>
  meanings: Meaning[]
}

export type Row = Record<string, Json>

export function codeOf(meaning: Meaning, fields: Record<Concept, string>): string {
  switch (meaning.kind) {
    case 'flag':
      return `.filter(r=>${meaning.wanted ? '' : '!'}r.${fields.flag})`
    case 'limit':
      return `.filter(r=>r.${fields[meaning.by]}${meaning.test}${meaning.value})`
    case 'order':
      return meaning.descending
        ? `.sort((a,b)=>b.${fields[meaning.by]}-a.${fields[meaning.by]})`
        : `.sort((a,b)=>a.${fields[meaning.by]}-b.${fields[meaning.by]})`
    case 'slice':
      return meaning.to === null ? `.slice(${meaning.from})` : `.slice(${meaning.from},${meaning.to})`
    case 'show':
      return `.map(r=>r.${fields[meaning.what]})`
    case 'total':
      return `.reduce((s,r)=>s+r.${fields[meaning.what]},0)`
    case 'length':
      return '.length'
    default:
      return meaning satisfies never
  }
}

/** What a clause means, in a few words for a person who chooses it. */
export function saysOf(meaning: Meaning, fields: Record<Concept, string>): string {
  switch (meaning.kind) {
    case 'flag':
      return `${fields.flag} is ${meaning.wanted ? 'true' : 'false'}`
    case 'limit':
      return `${fields[meaning.by]} ${meaning.test === '>' ? 'above' : 'below'} ${meaning.value}`
    case 'order':
      return `${meaning.descending ? 'largest' : 'smallest'} ${fields[meaning.by]} first`
    case 'slice': {
      const { from, to } = meaning
      const n = Math.abs(to ?? from)
      const several = n === 1 ? '' : ` ${n}`
      if (to !== null) return `the first${several}`
      return from < 0 ? `the last${several}` : `all but the first${several}`
    }
    case 'show':
      return `the ${fields[meaning.what]} of each`
    case 'total':
      return `the sum of ${fields[meaning.what]}`
    case 'length':
      return 'how many there are'
    default:
      return meaning satisfies never
  }
}

export function runSpec(spec: Spec, rows: readonly Row[]): unknown {
  let kept = rows as Row[]
  for (const meaning of spec.meanings) {
    switch (meaning.kind) {
      case 'flag':
        kept = kept.filter((r) => Boolean(r[spec.fields.flag]) === meaning.wanted)
        break
      case 'limit': {
        const field = spec.fields[meaning.by]
        kept = kept.filter((r) =>
          meaning.test === '>' ? (r[field] as number) > meaning.value : (r[field] as number) < meaning.value,
        )
        break
      }
      case 'order': {
        const field = spec.fields[meaning.by]
        // The program reads a's field first when ascending and b's first when descending; both are the same field.
        kept = [...kept].sort((a, b) =>
          meaning.descending
            ? (b[field] as number) - (a[field] as number)
            : (a[field] as number) - (b[field] as number),
        )
        break
      }
      case 'slice':
        kept = meaning.to === null ? kept.slice(meaning.from) : kept.slice(meaning.from, meaning.to)
        break
      case 'show':
        return kept.map((r) => r[spec.fields[meaning.what]])
      case 'total':
        return kept.reduce((s, r) => s + (r[spec.fields[meaning.what]] as number), 0)
      case 'length':
        return kept.length
      default:
        return meaning satisfies never
    }
  }
  return kept
}

export function checksOf(spec: Spec): ReportChecks {
  const checks: ReportChecks = { filters: [] }
  for (const meaning of spec.meanings) {
    if (meaning.kind === 'flag')
      checks.filters.push({ field: spec.fields.flag, test: meaning.wanted ? 'is' : 'not' })
    if (meaning.kind === 'limit')
      checks.filters.push({ field: spec.fields[meaning.by], test: meaning.test, value: meaning.value })
    if (meaning.kind === 'order')
      checks.order = { field: spec.fields[meaning.by], descending: meaning.descending }
    if (meaning.kind === 'show') checks.show = spec.fields[meaning.what]
  }
  return checks
}
