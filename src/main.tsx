/**
 * Opens the lab on a recorded run; the model and its runtime are fetched only when someone goes live.
 * Opening is cut into short tasks, so that the page answers from its first moment.
 */
// What every panel builds on comes first, so that panels can refine it.
import './ui/styles/fonts.css'
import './ui/styles/tokens.css'
import './ui/styles/base.css'
import './ui/styles/layout.css'
import './ui/parts/button.css'
import './ui/parts/choice.css'
import './ui/parts/parts.css'
import { causeOf } from './ui/faults/cause.ts'
import { fetchRecording } from './fetch-recording.ts'

const model = 'tiny'
const at = (path: string) => new URL(path, document.baseURI).href

/** Null where the browser keeps nothing for this page. */
function storage(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}

/** Lets the page draw and answer before what comes next. */
const breathe = () => new Promise((resolve) => setTimeout(resolve))

async function open(): Promise<void> {
  // Each of these is code to be compiled and run: one task each, not one for all.
  await import('./problems/problem.ts')
  await breathe()
  const { presets } = await import('./problems/presets.ts')
  await breathe()
  const [{ createLab }, { browserStore }, { WorkerEngine }, { WorkerLibrary }, { liveBytes }] =
    await Promise.all([
      import('./lab/lab.ts'),
      import('./lab/history/async-store.ts'),
      import('./engine/client.ts'),
      import('./engine/library/client.ts'),
      import('./engine/sizes.ts'),
    ])
  await breathe()
  const { StrictMode, startTransition } = await import('react')
  const { createRoot } = await import('react-dom/client')
  await breathe()
  const [{ App }, { LabProvider }, { ScreenGuard }, { lessonCount }, { followAddress }] = await Promise.all([
    import('./App.tsx'),
    import('./ui/lab.tsx'),
    import('./ui/faults/Guards.tsx'),
    import('./ui/lesson/pages.ts'),
    import('./ui/lesson/address.ts'),
  ])
  await breathe()
  const lab = createLab({
    createEngine: () => new WorkerEngine({ models: at('models/') }),
    createLibrary: () => new WorkerLibrary(),
    model,
    liveBytes: liveBytes(model),
    presets,
    morePresets: async () => (await import('./problems/sets.ts')).loadPresets(),
    lessonPages: lessonCount,
    fetchRecording,
    firstRecording: 'first',
    traceReader: async (listener) => new (await import('./interchange/client.ts')).TraceReader(listener),
    preferenceStore: storage(),
    runStore: browserStore(),
    address: () => location.href.split('#')[0]!,
  })
  // An act whose code did not come, or that broke half-way: said, where it would be silence.
  addEventListener('unhandledrejection', ({ reason }) =>
    lab.notices.notify(`That could not be done. ${causeOf(reason)}`, 'error'),
  )
  startTransition(() => {
    createRoot(document.getElementById('root')!).render(
      <StrictMode>
        <LabProvider lab={lab}>
          <ScreenGuard>
            <App />
          </ScreenGuard>
        </LabProvider>
      </StrictMode>,
    )
  })
  await breathe()
  await lab.runs.open(location.hash.slice(1))
  // A link's hash names one moment; from here on the picture goes its own way, and the address names the lesson.
  followAddress(lab)
}

function sayNotOpened(error: unknown): void {
  const root = document.getElementById('root')!
  if (root.hasChildNodes()) return
  const said = document.createElement('p')
  said.setAttribute('role', 'alert')
  said.className = 'not-opened'
  said.textContent = `The lab could not be opened. ${causeOf(error)} Load the page again; runs kept in this browser are still there.`
  root.append(said)
}

try {
  // A host that answers `?embed` with this page has the embedded one beside it.
  if (new URLSearchParams(location.search).has('embed')) location.replace(at('embed.html') + location.hash)
  else {
    await open()
    ;(await import('./offline/register.ts')).keepForOffline()
  }
} catch (error) {
  sayNotOpened(error)
  throw error
}
