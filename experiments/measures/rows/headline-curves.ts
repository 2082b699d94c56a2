/** Curves of the headline experiment as the page draws them: SDPO, multi-turn by window, best-of-k with and without repeats. */
import { curveOf, type CurvePoint } from '../../../src/statistics/curves.ts'
import { curvePoints } from './discovery.ts'
import { bestOfK, classesOf, firstsOf, noRepeats, ours, type HeadlineTables } from './headline.ts'

const drawn = (name: string) => name === ours || name === bestOfK || /^multi-turn, window \d+$/.test(name)

/** By class ("lists, hard") and contestant; a class without problems has none. */
export function headlineCurves({
  raw,
  budget,
}: Pick<HeadlineTables, 'raw' | 'budget'>): Record<string, Record<string, CurvePoint[]>> {
  return Object.fromEntries(
    Object.entries(raw)
      .flatMap(([family, { measured }]) => classesOf(family, measured))
      .filter(({ measured }) => measured.length > 0)
      .map(({ title, measured }) => [
        title,
        Object.fromEntries(
          [...Object.keys(measured[0]!.runs).filter(drawn), noRepeats].map((name) => [
            name,
            curvePoints(
              measured.map((m) => curveOf(firstsOf(m, name), budget)),
              budget,
            ),
          ]),
        ),
      ]),
  )
}
