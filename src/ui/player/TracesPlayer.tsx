/** A run of another program without the lab around it. */
import { TracesView } from '../foreign/TracesView.tsx'
import { useTheme } from '../useTheme.ts'
import './TracesPlayer.css'

export function TracesPlayer() {
  useTheme()
  return (
    <main className="traces-player">
      <h1>A run made elsewhere</h1>
      <TracesView alone />
    </main>
  )
}
