/** A run of the history that is taken up again: what to load for it, and what the person is told where a page cannot. */
import { choiceId, isFiles, isServed, type ModelChoice } from '../../engine/model-choice.ts'
import type { ResumableRun, RunEvent } from '../../engine/protocol.ts'

export interface RunOfHistory {
  events: readonly RunEvent[]
  /** The id of the model that it was made on. */
  model: string
  kept: ResumableRun
  historyId: string
}

/** What to load for a model by its id; null for files of the person's and for a server, which a page cannot open again by itself. */
export function choiceFor(
  model: string,
  name: string,
  chosen: ModelChoice,
  bundled: string,
): ModelChoice | null {
  if (choiceId(chosen) === model) return chosen
  if (model === bundled) return { kind: 'bundled', id: model }
  return isFiles(model) || isServed(model) ? null : { kind: 'stored', key: model, name }
}

/** Why a run does not go on yet, and the way out. `name`: the model's, where the run tells it. */
export function foreignRun(model: string, name: string | undefined): string {
  const what = isFiles(model)
    ? `${name ?? 'a model'}, from files of yours. Choose the same files`
    : isServed(model)
      ? `${name ?? 'a model'} on a server. Give its address again`
      : `${name ?? model}. Load it`
  return `This run was made on ${what} under Models, and the run goes on from its last update.`
}

/** Why a run is not where it was sent back to. */
export function wentFurtherBack(wanted: number, step: number): string {
  return `Of a long run not every adapter is kept: that of update ${wanted} is given up, so the run went back to update ${step}.`
}
