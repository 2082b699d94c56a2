/** The whole screen: header, run, problem and attempts, the attempt in focus, lesson and charts; or the presentation. */
import { lazy, Suspense, useDeferredValue } from 'react'
import { Attempts } from './ui/attempts/Attempts.tsx'
import { AttemptPanel } from './ui/attempt/AttemptPanel.tsx'
import { Discovery } from './ui/discovery/Discovery.tsx'
import { PanelGuard } from './ui/faults/Guards.tsx'
import { Notices } from './ui/faults/Notices.tsx'
import { Printing } from './ui/handout/Printing.tsx'
import { Header } from './ui/header/Header.tsx'
import { useLabState } from './ui/lab.tsx'
import { Lesson } from './ui/lesson/Lesson.tsx'
import { ModelDrop } from './ui/model/ModelDrop.tsx'
import { Palette } from './ui/palette/Palette.tsx'
import { ProbesRail } from './ui/probes/ProbesRail.tsx'
import { ProblemPanel } from './ui/problem/ProblemPanel.tsx'
import { Signals } from './ui/signals/Signals.tsx'
import { Transport } from './ui/transport/Transport.tsx'
import { useKeys } from './ui/useKeys.ts'
import { useTheme } from './ui/useTheme.ts'

// What opens later is no part of the page's first script, but for the palette: what is typed after its key must find it there.
const Present = lazy(async () => ({ default: (await import('./ui/present/Present.tsx')).Present }))
const SettingsPanel = lazy(async () => ({
  default: (await import('./ui/settings/SettingsPanel.tsx')).SettingsPanel,
}))
const KeyHelp = lazy(async () => ({ default: (await import('./ui/help/KeyHelp.tsx')).KeyHelp }))
const Runs = lazy(async () => ({ default: (await import('./ui/runs/Runs.tsx')).Runs }))
const Mattered = lazy(async () => ({ default: (await import('./ui/mattered/Mattered.tsx')).Mattered }))
const Results = lazy(async () => ({ default: (await import('./ui/results/Results.tsx')).Results }))
const Probes = lazy(async () => ({ default: (await import('./ui/probes/Probes.tsx')).Probes }))
const Race = lazy(async () => ({ default: (await import('./ui/race/Race.tsx')).Race }))
const SideBySide = lazy(async () => ({
  default: (await import('./ui/side-by-side/SideBySide.tsx')).SideBySide,
}))
const BarePage = lazy(async () => ({ default: (await import('./ui/bare/BarePage.tsx')).BarePage }))
/** With what makes a code of a link. */
const ShareDialog = lazy(() => import('./ui/help/ShareDialog.tsx'))
/** With what reads the files of other programs. */
const ForeignRun = lazy(() => import('./ui/foreign/ForeignRun.tsx'))
/** With the catalogue and what reads a configuration. */
const ModelPanel = lazy(() => import('./ui/model/ModelPanel.tsx'))

export function App() {
  useKeys()
  useTheme()
  const present = useLabState((s) => s.present)
  const panel = useLabState((s) => s.panel)
  const controls = useLabState((s) => s.controls)
  const opening = useLabState((s) => s.source === 'recorded' && s.recorded.log.length === 0)
  // The charts say nothing until a run is open: they come then, and in a task of their own.
  const opened = useDeferredValue(!opening, false)
  return (
    <>
      {present ? (
        <Suspense>
          <Present />
        </Suspense>
      ) : !controls ? (
        <Suspense>
          <BarePage />
        </Suspense>
      ) : (
        <div className={`lab ${opening ? 'opening' : ''}`}>
          <div className="lab-top">
            <Header />
            <Transport />
          </div>
          <aside className="lab-left" aria-label="Problem and attempts">
            <ProblemPanel />
            <Attempts />
          </aside>
          <AttemptPanel />
          <aside className="lab-right" aria-label="Lesson and charts">
            <Lesson />
            {opened && (
              <div className="lab-charts">
                <Discovery />
                <Signals />
                <ProbesRail />
              </div>
            )}
          </aside>
        </div>
      )}
      <PanelGuard key={panel}>
        {panel === 'settings' && <SettingsPanel />}
        {panel === 'help' && <KeyHelp />}
        {panel === 'model' && <ModelPanel />}
        {panel === 'race' && <Race />}
        {panel === 'runs' && <Runs />}
        {panel === 'side-by-side' && <SideBySide />}
        {panel === 'foreign' && <ForeignRun />}
        {panel === 'mattered' && <Mattered />}
        {panel === 'probes' && <Probes />}
        {panel === 'palette' && <Palette />}
        {panel === 'share' && <ShareDialog />}
        {panel === 'results' && <Results />}
      </PanelGuard>
      <ModelDrop />
      <Notices />
      <Printing />
    </>
  )
}
