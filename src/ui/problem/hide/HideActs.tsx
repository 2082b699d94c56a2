/** What is done with a hidden meaning: watch it being found, or send it to somebody. */
import { hiddenSettings } from '../../../authoring/ticket/settings.ts'
import type { Problem } from '../../../problems/problem.ts'
import { page } from '../../actions.ts'
import { useLab, useLabState } from '../../lab.tsx'
import { useBundled } from './useBundled.ts'

/** `problem`: null where the ticket is not ready. */
export function HideActs({ problem }: { problem: Problem | null }) {
  const lab = useLab()
  const { choose } = useBundled()
  const started = useLabState((s) => s.source === 'live' && s.live.log.length > 0)
  const watch = (chosen: Problem) => {
    lab.problems.save(chosen)
    choose()
    lab.live.startAndPlay(hiddenSettings)
  }
  const share = (chosen: Problem) => {
    page.copy(lab.runs.problemLink(chosen, hiddenSettings)).then(
      () => lab.notices.notify('Link copied: it opens the ticket, and keeps the meaning folded.'),
      () =>
        lab.notices.notify('The browser did not let this page copy. The link stands in the dialog.', 'error'),
    )
  }
  return (
    <div className="hide-acts">
      <button
        type="button"
        className="button primary"
        disabled={problem === null}
        onClick={() => problem && watch(problem)}
      >
        Hide it, and watch
      </button>
      <button
        type="button"
        className="button"
        disabled={problem === null}
        onClick={() => problem && share(problem)}
      >
        Copy a link
      </button>
      {started && <p className="hide-note">This starts a new run; the one on the screen is kept.</p>}
      {problem && (
        <details className="hide-link">
          <summary>The link shows the ticket, not the meaning</summary>
          <p className="hide-note">
            The meaning is in the link, coded and not locked away: the page needs it to judge, and a
            determined reader can decode it.
          </p>
          <input
            className="textbox"
            readOnly
            aria-label="Link to the ticket"
            value={lab.runs.problemLink(problem, hiddenSettings)}
            onFocus={(event) => event.currentTarget.select()}
          />
        </details>
      )}
    </div>
  )
}
