/** The four signals of training, over all updates that were shown. */
import { selectKnown, selectView } from '../../lab/state/selectors.ts'
import type { Signals as Values } from '../../engine/protocol.ts'
import { useLabState } from '../lab.tsx'
import { Sparkline } from './Sparkline.tsx'

const names: readonly [keyof Values, string][] = [
  ['loss', 'Loss'],
  ['gradNorm', 'Gradient norm'],
  ['entropy', 'Entropy'],
  ['klToStart', 'KL to start'],
]

export function Signals() {
  const known = useLabState(selectKnown)
  const view = useLabState(selectView)
  const at = view.steps.findLastIndex((step) => step.signals !== null)
  return (
    <section className="signals" aria-label="Signals">
      {names.map(([key, name]) => (
        <Sparkline
          key={key}
          name={name}
          at={at < 0 ? null : at}
          values={known.steps
            .filter((step) => step.signals !== null)
            .map((step) => {
              const value = step.signals![key]
              return step.skipped !== null && key !== 'entropy' && key !== 'klToStart'
                ? null
                : Number.isFinite(value)
                  ? value
                  : null
            })}
        />
      ))}
    </section>
  )
}
