/**
 * What is left standing when a part of the screen breaks, or its code cannot be fetched (a page kept open past a new
 * version, a network that is gone): the run and the rest of the page, with the cause and the ways on.
 */
import { Suspense, useEffect, type ReactNode } from 'react'
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary'
import { useAction } from '../actions.ts'
import { useLab } from '../lab.tsx'
import { Dialog } from '../parts/Dialog.tsx'
import { causeOf } from './cause.ts'
import './Guards.css'

/** Around a panel: where it breaks, a dialog takes its place. */
export function PanelGuard({ children }: { children: ReactNode }) {
  const lab = useLab()
  const close = () => lab.choices.openPanel(null)
  return (
    <ErrorBoundary
      fallbackRender={({ error }) => (
        <Dialog title="This panel cannot be shown" onClose={close}>
          <div className="broken" role="alert">
            <p>{causeOf(error)} The run is untouched.</p>
            <Ways>
              <button type="button" className="button" data-autofocus onClick={close}>
                Back to the run
              </button>
            </Ways>
          </div>
        </Dialog>
      )}
    >
      <Suspense>{children}</Suspense>
    </ErrorBoundary>
  )
}

/** Around all of the screen. */
export function ScreenGuard({ children }: { children: ReactNode }) {
  return <ErrorBoundary FallbackComponent={BrokenScreen}>{children}</ErrorBoundary>
}

function BrokenScreen({ error, resetErrorBoundary }: FallbackProps) {
  const lab = useLab()
  const { perform, enabled, label } = useAction('export-run')
  // A panel may be what broke it, and would again.
  const again = () => {
    lab.choices.openPanel(null)
    resetErrorBoundary()
  }
  useEffect(() => lab.live.pause(), [lab])
  return (
    <main className="broken-screen" aria-label="The screen broke">
      <div className="broken" role="alert">
        <h1>The screen broke. The run did not.</h1>
        <p>
          {causeOf(error)} What was run is still here, and updates that have ended are kept in this browser.
        </p>
        <Ways>
          <button type="button" className="button primary" onClick={again}>
            Show it again
          </button>
          {enabled && (
            <button type="button" className="button" onClick={perform}>
              {label}
            </button>
          )}
        </Ways>
      </div>
    </main>
  )
}

function Ways({ children }: { children: ReactNode }) {
  return (
    <div className="broken-ways">
      {children}
      <button type="button" className="button" onClick={() => location.reload()}>
        Load the page again
      </button>
    </div>
  )
}
