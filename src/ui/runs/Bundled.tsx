/** The runs that came with the page (public/recordings, made by `npm run record`). */
import { useLab } from '../lab.tsx'

const bundled = [
  {
    name: 'first',
    title: 'Recorded on the bundled model',
    about: 'Lists, SDPO: the run that the page opens on.',
  },
  {
    name: 'smollm2',
    title: 'Recorded on SmolLM2-135M',
    about:
      'The symbol of tungsten, SDPO: two of four attempts pass; after one update all do. Taught on by its own successes, it has drifted off by the fourth.',
  },
] as const

export function Bundled() {
  const lab = useLab()
  return bundled.map(({ name, title, about }) => (
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
