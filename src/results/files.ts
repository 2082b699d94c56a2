/** The files of docs/results as the view of results reads them; of each only what is named here is bundled, not the runs behind it. */
import { curves as listsCurves } from '../../docs/results/headline-lists.json'
import { curves as recordsCurves } from '../../docs/results/headline-records.json'
import { curves as rawTraining } from '../../docs/results/training.json'
import type { CurvePoint } from '../statistics/curves.ts'
import type { ReadResult, ResultFile } from './fields.ts'

const commands = import.meta.glob<ResultFile['command']>('../../docs/results/*.json', {
  eager: true,
  import: 'command',
})
const rows = import.meta.glob<ResultFile['rows']>('../../docs/results/*.json', {
  eager: true,
  import: 'rows',
})

export const readResult: ReadResult = (file) => {
  const path = `../../docs/results/${file}.json`
  const [command, found] = [commands[path], rows[path]]
  if (command === undefined || found === undefined)
    throw new Error(`docs/results/${file}.json is not there, or has no rows.`)
  return { command, rows: found }
}

/** Curves by class of problems ("lists, hard") and arm. */
export const discoveryCurves: Readonly<Record<string, Readonly<Record<string, readonly CurvePoint[]>>>> = {
  ...listsCurves,
  ...recordsCurves,
}

/** pass@1 by arm, questions and reader ("lists: sdpo, trained, student"); `k` counts samples. */
export const trainingCurves: Readonly<Record<string, readonly CurvePoint[]>> = Object.fromEntries(
  Object.entries(rawTraining).map(([name, points]) => [
    name,
    points.map(({ samples, value, low, high }) => ({ k: samples, value, low, high })),
  ]),
)
