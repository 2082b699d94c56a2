/** All that the parts of a pack have left in a folder, as one report of the form that experiments have. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cardModels, cardRows, type CardTables } from '../measures/rows/card.ts'
import type { KernelTime } from '../lib/gpu-profile.ts'

/** Kernels of a part of a step that are told, the longest first. */
const told = 10

interface PartFile {
  steps?: CardTables['steps'][string]
  kernels?: Readonly<Record<string, readonly KernelTime[]>>
}

export function cardReport(folder: string) {
  const read = (part: string): PartFile =>
    existsSync(join(folder, `${part}.json`))
      ? ((JSON.parse(readFileSync(join(folder, `${part}.json`), 'utf8')) as PartFile | null) ?? {})
      : {}
  const made = Object.entries(cardModels).map(([part, { name }]) => ({ name, ...read(part) }))
  const steps = Object.fromEntries(made.flatMap(({ name, steps }) => (steps ? [[name, steps]] : [])))
  const kernels = Object.fromEntries(
    made.flatMap(({ name, kernels }) =>
      kernels
        ? [
            [
              name,
              Object.fromEntries(Object.entries(kernels).map(([part, all]) => [part, all.slice(0, told)])),
            ],
          ]
        : [],
    ),
  )
  return {
    experiment: 'card',
    command: 'npm run gpu:pack, then dist-gpu/run.sh OUT on the machine with the card',
    ...(read('adapter') as { adapter?: string; card?: string }),
    rows: cardRows({ steps }),
    steps,
    kernels,
  }
}
