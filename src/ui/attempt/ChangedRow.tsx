/** The ground under the rules of credit: what each token did to the chance to pass, once it has been measured. */
import { changedPhrase, changesCost, changesOf, points } from '../../lab/reading/changed.ts'
import { continuationsOf, valueHindrance } from '../../lab/control/values.ts'
import { selectWhole } from '../../lab/state/selectors.ts'
import type { AttemptView } from '../../lab/run/view.ts'
import { useAction } from '../actions.ts'
import { useLab, useLabState } from '../lab.tsx'
import { sideOf } from '../maths/credit.ts'
import { Phrase } from './Phrase.tsx'
import { TokenStrip } from './TokenStrip.tsx'

export function ChangedRow({
  attempt,
  token,
  pinned,
}: {
  attempt: AttemptView
  token: number | null
  pinned: number | null
}) {
  const lab = useLab()
  const values = useLabState((s) => selectWhole(s).values[attempt.attempt])
  const measuring = useLabState((s) => s.valuing?.attempt === attempt.attempt)
  const hindrance = useLabState(valueHindrance)
  const samples = useLabState(continuationsOf)
  const measure = useAction('measure-changes')
  const changes = values && changesOf(values)
  const here = token === null ? undefined : changes?.[token]
  return (
    <div className="compare-row changed">
      <div className="compare-head">
        <h3>Chance to pass</h3>
        <p>
          {values ? (
            <Phrase words={changedPhrase(attempt, values, attempt.credit)} />
          ) : measuring ? (
            'Writing on from every prefix…'
          ) : (
            (hindrance ?? 'What did each token really change? The student writes on from every prefix.')
          )}
        </p>
        <b className={here === undefined ? '' : sideOf(here)}>{here === undefined ? '' : points(here)}</b>
      </div>
      {changes ? (
        <TokenStrip
          compact
          label={`Change of the chance to pass, attempt ${attempt.attempt}`}
          tokens={attempt.pieces.map((piece, i) => ({ piece, credit: changes[i] ?? null, own: 0 }))}
          spoken={(change) => `changed the chance to pass by ${points(change)}`}
          peak={Math.max(...changes.map(Math.abs))}
          pinned={pinned}
          largest={16}
          onPin={(i) => {
            lab.looking.focusAttempt(attempt.attempt)
            lab.looking.pinToken(i)
          }}
          onHover={(i) => lab.looking.hoverToken(i)}
        />
      ) : (
        hindrance === null &&
        !measuring && (
          <button type="button" className="button" onClick={measure.perform} disabled={!measure.enabled}>
            {measure.label} <span className="small">({changesCost(attempt.tokens.length, samples)})</span>
          </button>
        )
      )}
    </div>
  )
}
