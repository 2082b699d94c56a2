/**
 * Opens the lab on a recorded run; the model and its runtime are fetched only when someone goes live.
 * Opening is cut into short tasks, so that the page answers from its first moment. Built once for each language.
 */
import { causeOf } from './ui/faults/cause.ts'
import { fetchRecording } from './fetch-recording.ts'

const model = 'tiny'
const at = (path: string) => new URL(path, document.baseURI).href

/** Lets the page draw and answer before what comes next. */
const breathe = () => new Promise((resolve) => setTimeout(resolve))

export async function open(store: Storage | null): Promise<void> {
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
  const { StrictMode, startTransition, useEffect } = await import('react')
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
    preferenceStore: store,
    runStore: browserStore(),
    address: () => location.href.split('#')[0]!,
  })
  // An act whose code did not come, or that broke half-way: said, where it would be silence.
  addEventListener('unhandledrejection', ({ reason }) =>
    lab.notices.notify(`That could not be done. ${causeOf(reason)}`, 'error'),
  )
  /** Calls back once the page listens to the lab: what is told it before that would be drawn in one task with the empty page. */
  function Listening({ then }: { then: () => void }) {
    useEffect(then, [then])
    return null
  }
  await new Promise<void>((listening) =>
    startTransition(() =>
      createRoot(document.getElementById('root')!).render(
        <StrictMode>
          <LabProvider lab={lab}>
            <ScreenGuard>
              <App />
            </ScreenGuard>
          </LabProvider>
          <Listening then={listening} />
        </StrictMode>,
      ),
    ),
  )
  await breathe()
  await lab.runs.open(location.hash.slice(1))
  // A link's hash names one moment; from here on the picture goes its own way, and the address names the lesson.
  followAddress(lab)
}
