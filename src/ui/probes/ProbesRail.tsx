/** The probes at a glance, in the rail: one line each, and the way to all of them. */
import { probeCandidates, probesShown, watchedLogProbs } from '../../lab/control/probes.ts'
import { selectPiece, selectView } from '../../lab/state/selectors.ts'
import { percent } from '../../lab/text/format.ts'
import { currentStep } from '../../lab/run/view.ts'
import { useAction } from '../actions.ts'
import { useLabState } from '../lab.tsx'
import { tokenText } from '../../lab/text/token.ts'
import { Sparkline } from '../signals/Sparkline.tsx'
import './Probes.css'

export function ProbesRail() {
  const probes = useLabState(probesShown)
  const pieceOf = useLabState(selectPiece)
  const shown = useLabState((s) => currentStep(selectView(s)))
  const { label, perform } = useAction('probes')
  const step = shown === null ? 0 : shown.stage === 'update' ? shown.step : shown.step - 1
  return (
    <section className="probes-rail" aria-label="Probes">
      <div className="discovery-head">
        <h2>{probes.length === 0 ? 'A prompt of your own, followed' : 'Probes'}</h2>
        <button
          type="button"
          className="link-button"
          aria-haspopup="dialog"
          title={`${label} (O)`}
          onClick={perform}
        >
          {probes.length === 0 ? 'Add a probe' : label}
        </button>
      </div>
      {probes.some((probe) => probe.readings.length > 0) && (
        <div className="probes-rail-lines">
          {probes.map((probe) => {
            const steps = probe.readings.map((reading) => reading.step)
            const at = probe.readings.findLastIndex((reading) => reading.step <= step)
            const watched = watchedLogProbs(probe).map(Math.exp)
            const [first] = probeCandidates(probe, 1)
            if (steps.length === 0 || !first) return null
            return (
              <Sparkline
                key={probe.id}
                name={watched.length > 0 ? probe.name : `${probe.name}: ${tokenText(pieceOf(first.id)).bare}`}
                values={watched.length > 0 ? watched : first.values}
                at={at < 0 ? null : at}
                steps={steps}
                show={(value) => (value === null ? 'unlikely' : percent(value))}
              />
            )
          })}
        </div>
      )}
    </section>
  )
}
