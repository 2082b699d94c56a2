/** Opens the lab on a recorded run; the model and its runtime are fetched only when someone goes live. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { WorkerEngine } from './engine/client.ts'
import { liveBytes } from './engine/sizes.ts'
import { createLab } from './lab/lab.ts'
import { browserShelf } from './lab/persist.ts'
import { presets } from './problems/presets.ts'
import { LabProvider } from './ui/lab.tsx'
import { lessonCount } from './ui/lesson/pages.ts'
import './ui/styles/fonts.css'
import './ui/styles/tokens.css'
import './ui/styles/base.css'
import './ui/styles/layout.css'
import './ui/parts/parts.css'

const model = 'tiny'
const at = (path: string) => new URL(path, document.baseURI).href

const lab = createLab({
  createEngine: () => new WorkerEngine({ models: at('models/') }),
  model,
  liveBytes: liveBytes(model),
  presets,
  lessonPages: lessonCount,
  fetchRecording: async (name) => {
    const response = await fetch(at(`recordings/${name}.json`))
    if (!response.ok) throw new Error(`the server answered ${response.status}`)
    return response.text()
  },
  firstRecording: 'first',
  drawer: storage(),
  shelf: browserShelf(),
  address: () => location.href.split('#')[0]!,
})

/** Null where the browser keeps nothing for this page. */
function storage(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <LabProvider lab={lab}>
      <App />
    </LabProvider>
  </StrictMode>,
)
void lab.open(location.hash.slice(1)).then(() => {
  // A link's hash names one moment; from here on the picture goes its own way.
  if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search)
})
addEventListener('hashchange', () => void lab.open(location.hash.slice(1)))
