/** The way to a run of this problem that came with the page, unless it is the one in view. */
import type { Problem } from '../../problems/problem.ts'
import { bundledRunOf } from '../../lab/words/bundled-runs.ts'
import { useLab, useLabState } from '../lab.tsx'

export function Recorded({ problem }: { problem: Problem }) {
  const lab = useLab()
  const shown = useLabState((s) => s.source === 'recorded')
  const run = bundledRunOf(problem)
  if (!run || shown) return null
  const open = () => {
    lab.choices.setSource('recorded')
    void lab.runs.openBundled(run.name)
  }
  return (
    <p className="problem-note">
      <button type="button" className="link-button" onClick={open}>
        See it recorded: {run.title.charAt(0).toLowerCase() + run.title.slice(1)}
      </button>
    </p>
  )
}
