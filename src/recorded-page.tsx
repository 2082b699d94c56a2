/** A page that shows recordings and nothing else: it has no model and keeps nothing in the browser (player.tsx, embed.tsx). */
import './ui/styles/fonts.css'
import './ui/styles/tokens.css'
import './ui/styles/base.css'
import './ui/parts/button.css'
import './ui/parts/choice.css'
import './ui/parts/parts.css'
import { StrictMode, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { nothingKept } from './lab/history/nothing-kept.ts'
import { createLab, type Lab, type LabDeps } from './lab/lab.ts'
import { LabProvider } from './ui/lab.tsx'
import { ScreenGuard } from './ui/faults/Guards.tsx'
import { lessonCount } from './ui/lesson/pages.ts'

const none = (): never => {
  throw new Error('A page of recordings has no model.')
}

/** Shows the screen in `root`, over a lab that fetches its recordings so; the one named is its first. */
export function showRecordings(
  root: HTMLElement,
  screen: ReactNode,
  firstRecording: string,
  fetchRecording: (name: string) => Promise<string>,
  traceReader?: LabDeps['traceReader'],
): Lab {
  const lab = createLab({
    createEngine: none,
    createLibrary: none,
    model: 'none',
    liveBytes: 0,
    presets: [],
    lessonPages: lessonCount,
    fetchRecording,
    traceReader,
    firstRecording,
    preferenceStore: null,
    runStore: nothingKept,
    locks: null,
  })
  createRoot(root).render(
    <StrictMode>
      <LabProvider lab={lab}>
        <ScreenGuard>{screen}</ScreenGuard>
      </LabProvider>
    </StrictMode>,
  )
  return lab
}
