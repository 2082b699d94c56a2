/** The runs that came with the page to be opened. */
import { bundledRuns } from '../../lab/words/bundled-runs.ts'
import { useLab } from '../lab.tsx'

export function Bundled() {
  const lab = useLab()
  return bundledRuns.map(({ name, title, about }) => (
    <li key={name} className="run-card bundled">
      <div className="run-words">
        <b>{title}</b>
        <span>{about}</span>
      </div>
      <div className="run-acts">
        <button
          type="button"
          className="button"
          aria-label={`Open: ${title}`}
          onClick={() => {
            lab.choices.openPanel(null)
            lab.choices.setSource('recorded')
            void lab.runs.openBundled(name)
          }}
        >
          Open
        </button>
      </div>
    </li>
  ))
}
