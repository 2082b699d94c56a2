/**
 * The base pass rate of a drawn problem for a reader who knows the prior over meanings and nothing else:
 * what a well trained model's pass@1 without feedback tends to. Exact for lists; for records, fields count
 * as right only by name, so a wrong field that no row ever reaches is taken as failing.
 */
import { sameJson } from '../families/outcome.ts'
import { zipfProbability } from './choices.ts'
import type { Drawn } from './drawn.ts'
import type { Reading } from './family.ts'

/** Records put one choice per concept (a field name) before the clauses' own. */
const fieldChoices = { lists: 0, records: 7 } as const

export function priorPassRate({ family, ticket, truth, tests }: Drawn): number {
  const { sizes } = ticket
  const fields = fieldChoices[family.name]
  let rate = 0
  for (const meanings of allReadings(sizes.slice(fields))) {
    const reading = [...truth.slice(0, fields), ...meanings]
    const passes = tests.every((test) => {
      const outcome = family.run(ticket, truth, reading, test)
      return 'value' in outcome && sameJson(outcome.value, test.expected)
    })
    if (!passes) continue
    let p = 1
    meanings.forEach((index, i) => (p *= zipfProbability(index, sizes[fields + i]!)))
    for (let concept = 0; concept < fields; concept++)
      if (usesField(concept, reading)) p *= zipfProbability(truth[concept]!, sizes[concept]!)
    rate += p
  }
  return rate

  /** Whether the program changes with this concept's field. */
  function usesField(concept: number, reading: Reading): boolean {
    const other = reading.map((index, i) => (i === concept ? (index + 1) % sizes[i]! : index))
    return family.code(ticket, other) !== family.code(ticket, reading)
  }
}

function* allReadings(sizes: readonly number[], from = 0): Generator<number[]> {
  if (from === sizes.length) {
    yield []
    return
  }
  for (let index = 0; index < sizes[from]!; index++)
    for (const rest of allReadings(sizes, from + 1)) yield [index, ...rest]
}
