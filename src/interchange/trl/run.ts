/** What a run is begun from: its problem, its settings, its model and what that is asked. */
import type { RunEvent, RunEventOf } from '../../sdpo/events.ts'

export type TrlRun = Pick<RunEventOf<'run-started'>, 'problem' | 'config' | 'model' | 'question'>

/** Of a run's events: the problem and the settings that it was begun with. Throws where they begin with no run. */
export function runOf(events: readonly RunEvent[]): TrlRun {
  const started = events.find((event) => event.type === 'run-started')
  if (!started) throw new Error('The events have no run-started.')
  return started
}
