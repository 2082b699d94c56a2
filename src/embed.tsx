/**
 * One act of a recorded run for a frame in somebody's page (embed.html): it keeps nothing in the browser, says nothing
 * but the picture's own words, and tells the page around it how high it is (ui/embed/height.ts).
 */
import './ui/styles/fonts.css'
import './ui/styles/tokens.css'
import './ui/styles/base.css'
import './ui/parts/button.css'
import './ui/parts/choice.css'
import './ui/parts/parts.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { recordingOf } from './lab/control/embed.ts'
import { createLab } from './lab/lab.ts'
import { nothingKept } from './lab/history/nothing-kept.ts'
import { LabProvider } from './ui/lab.tsx'
import { ScreenGuard } from './ui/faults/Guards.tsx'
import { lessonCount } from './ui/lesson/pages.ts'
import { Embed } from './ui/embed/Embed.tsx'
import { tellHeight } from './ui/embed/height.ts'

const none = (): never => {
  throw new Error('An embedded act has no model.')
}

async function fetchRecording(name: string): Promise<string> {
  const response = await fetch(new URL(`recordings/${name}.json`, document.baseURI))
  if (!response.ok) throw new Error(`the server answered ${response.status}`)
  return response.text()
}

const lab = createLab({
  createEngine: none,
  createLibrary: none,
  model: 'none',
  liveBytes: 0,
  presets: [],
  lessonPages: lessonCount,
  fetchRecording,
  firstRecording: 'first',
  preferenceStore: null,
  runStore: nothingKept,
  locks: null,
})
const root = document.getElementById('root')!
createRoot(root).render(
  <StrictMode>
    <LabProvider lab={lab}>
      <ScreenGuard>
        <Embed />
      </ScreenGuard>
    </LabProvider>
  </StrictMode>,
)
tellHeight(root)
const open = () => lab.runs.open(recordingOf(location.hash))
addEventListener('hashchange', () => void open())
await open()
