/** A run of another program without the lab around it. */
import { PageReader } from '../../interchange/page-reader.ts'
import type { ReaderListener } from '../../interchange/client.ts'
import { TracesView } from '../foreign/TracesView.tsx'
import { useTraces } from '../foreign/useTraces.ts'
import { useTheme } from '../useTheme.ts'
import './TracesPlayer.css'

const inThePage = (listener: ReaderListener) => new PageReader(listener)

/** `files`: the one with the attempts. */
export function TracesPlayer({ files }: { files: readonly File[] }) {
  useTheme()
  const { traces, read } = useTraces(files, inThePage)
  return (
    <main className="traces-player">
      <h1>A run made elsewhere</h1>
      <TracesView traces={traces} read={read} name={files[0]?.name ?? ''} />
    </main>
  )
}
