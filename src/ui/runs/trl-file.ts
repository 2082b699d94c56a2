/** A run as the zip that TRL trains from: the scripts of python/trl come with the page. */
import { trlZip } from '../../interchange/trl/project.ts'
import { runOf } from '../../interchange/trl/run.ts'
import { readRecording } from '../../lab/run/recording.ts'

const scripts: Record<string, string> = import.meta.glob(
  ['../../../python/trl/*.py', '../../../python/trl/*.txt', '../../../python/trl/*.yaml'],
  { query: '?raw', import: 'default', eager: true },
)

/** Throws an ExplainedError where TRL has no trainer for the run's arm. */
export async function trlBlob(recording: string): Promise<Blob> {
  const { events } = (await readRecording(recording)).recording
  const zip = trlZip(
    runOf(events),
    Object.entries(scripts).map(([path, text]) => ({
      name: path.split('/').at(-1)!,
      bytes: new TextEncoder().encode(text),
    })),
  )
  return new Blob([zip], { type: 'application/zip' })
}
