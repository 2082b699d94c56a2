/** A run as the zip that TRL or verl trains from: the scripts of python/ come with the page. */
import { trlZip } from '../../interchange/trl/project.ts'
import { runOf } from '../../interchange/trl/run.ts'
import { judgeScripts, verlZip } from '../../interchange/verl-export/project.ts'
import type { TrainingProgram } from '../../lab/actions/action.ts'
import { readRecording } from '../../lab/run/recording.ts'
import type { NamedFile } from '../../lm/peft.ts'

const trl: Record<string, string> = import.meta.glob(
  ['../../../python/trl/*.py', '../../../python/trl/*.txt', '../../../python/trl/*.yaml'],
  { query: '?raw', import: 'default', eager: true },
)
const verl: Record<string, string> = import.meta.glob(
  ['../../../python/verl/*.py', '../../../python/verl/*.sh'],
  { query: '?raw', import: 'default', eager: true },
)

const files = (scripts: Record<string, string>): NamedFile[] =>
  Object.entries(scripts).map(([path, text]) => ({
    name: path.split('/').at(-1)!,
    bytes: new TextEncoder().encode(text),
  }))

/** Throws an ExplainedError where the program has no counterpart of the run's arm. */
export async function folderBlob(recording: string, program: TrainingProgram): Promise<Blob> {
  const run = runOf((await readRecording(recording)).recording.events)
  const zip =
    program === 'trl'
      ? trlZip(run, files(trl))
      : verlZip(run, [...files(verl), ...files(trl).filter(({ name }) => judgeScripts.test(name))])
  return new Blob([zip], { type: 'application/zip' })
}
