/** A run as one file: what this builds, with a recording put in, opens from a disk and needs nothing else (scripts/vite-player.ts). */
import './ui/styles/fonts.css'
import './ui/styles/tokens.css'
import './ui/styles/base.css'
import './ui/parts/button.css'
import './ui/parts/choice.css'
import './ui/parts/parts.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { nothingKept } from './lab/history/nothing-kept.ts'
import { createLab } from './lab/lab.ts'
import { LabProvider } from './ui/lab.tsx'
import { ScreenGuard } from './ui/faults/Guards.tsx'
import { lessonCount } from './ui/lesson/pages.ts'
import { Player } from './ui/player/Player.tsx'

const none = (): never => {
  throw new Error('A run in a file has no model.')
}

const lab = createLab({
  createEngine: none,
  createLibrary: none,
  model: 'none',
  liveBytes: 0,
  presets: [],
  lessonPages: lessonCount,
  fetchRecording: async () => document.getElementById('recording')!.textContent,
  firstRecording: 'file',
  preferenceStore: null,
  runStore: nothingKept,
  locks: null,
})
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <LabProvider lab={lab}>
      <ScreenGuard>
        <Player />
      </ScreenGuard>
    </LabProvider>
  </StrictMode>,
)
void lab.runs.open('')
