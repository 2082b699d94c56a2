/** The files of docs/results that the view of results speaks of; of each only what is named here is bundled. */
import { command as batchCommand, rows as batchRows } from '../../../docs/results/batch.json'
import { command as creditListsCommand, rows as creditListsRows } from '../../../docs/results/credit-lists.json'
import { command as creditRecordsCommand, rows as creditRecordsRows } from '../../../docs/results/credit-records.json'
import { command as lists1024Command, rows as lists1024Rows } from '../../../docs/results/discovery-1024-lists.json'
import { command as listsCommand, curves as listsCurves, rows as listsRows } from '../../../docs/results/discovery-lists.json'
import { command as recordsCommand, curves as recordsCurves, rows as recordsRows } from '../../../docs/results/discovery-records.json'
import { command as divergenceCommand, rows as divergenceRows } from '../../../docs/results/divergence.json'
import { command as grainCommand, rows as grainRows } from '../../../docs/results/grain.json'
import { command as realDiscoveryCommand, rows as realDiscoveryRows } from '../../../docs/results/real-discovery.json'
import { command as realTeacherCommand, rows as realTeacherRows } from '../../../docs/results/real-teacher.json'
import { command as scalarListsCommand, rows as scalarListsRows } from '../../../docs/results/scalar-lists.json'
import { command as sizeCommand, rows as sizeRows } from '../../../docs/results/size.json'
import { command as teacherCommand, rows as teacherRows } from '../../../docs/results/teacher.json'
import { command as trainingCommand, curves as rawTraining, rows as trainingRows } from '../../../docs/results/training.json'
import type { ReadResult, ResultFile } from './fields.ts'

const files: Readonly<Record<string, ResultFile>> = {
  'batch': { command: batchCommand, rows: batchRows },
  'credit-lists': { command: creditListsCommand, rows: creditListsRows },
  'credit-records': { command: creditRecordsCommand, rows: creditRecordsRows },
  'discovery-1024-lists': { command: lists1024Command, rows: lists1024Rows },
  'discovery-lists': { command: listsCommand, rows: listsRows },
  'discovery-records': { command: recordsCommand, rows: recordsRows },
  'divergence': { command: divergenceCommand, rows: divergenceRows },
  'grain': { command: grainCommand, rows: grainRows },
  'real-discovery': { command: realDiscoveryCommand, rows: realDiscoveryRows },
  'real-teacher': { command: realTeacherCommand, rows: realTeacherRows },
  'scalar-lists': { command: scalarListsCommand, rows: scalarListsRows },
  'size': { command: sizeCommand, rows: sizeRows },
  'teacher': { command: teacherCommand, rows: teacherRows },
  'training': { command: trainingCommand, rows: trainingRows },
}

export const readResult: ReadResult = (file) => {
  const found = files[file]
  if (!found) throw new Error(`docs/results/${file}.json is not among the files of the view of results.`)
  return found
}

/** A mean after or within k attempts, with its 90 % interval. */
export interface CurvePoint {
  k: number
  value: number
  low: number
  high: number
}

/** Curves by class of problems ("lists, hard") and arm. */
export const discoveryCurves: Readonly<Record<string, Readonly<Record<string, readonly CurvePoint[]>>>> = { ...listsCurves, ...recordsCurves }

/** pass@1 by arm, questions and reader ("lists: sdpo, trained, student"); `k` counts samples. */
export const trainingCurves: Readonly<Record<string, readonly CurvePoint[]>> = Object.fromEntries(
  Object.entries(rawTraining).map(([name, points]) => [name, points.map(({ samples, value, low, high }) => ({ k: samples, value, low, high }))]),
)
