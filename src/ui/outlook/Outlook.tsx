/** Can it work here? One line before a run: the verdict, its strongest reason and what to change; the rest on request. */
import { useEffect, useMemo } from 'react'
import { changeWords, reasonWords, verdictWords } from '../../outlook/words.ts'
import { outlookOf, type Change } from '../../outlook/outlook.ts'
import { plannedSamples, type Measured } from '../../outlook/measured.ts'
import { sameSubject, selectOutlookSubject } from '../../lab/state/selectors.ts'
import { askedModel } from '../../lab/words/preset-words.ts'
import { rivalsOn, rivalsWords } from '../../lab/words/rivals.ts'
import { arms } from '../../sdpo/arms.ts'
import { useAction } from '../actions.ts'
import { useLab, useLabState, useShallow } from '../lab.tsx'
import './Outlook.css'

export default function Outlook() {
  const lab = useLab()
  const outlook = useLabState((s) => s.outlook)
  const subject = useLabState(useShallow(selectOutlookSubject))
  useEffect(() => lab.outlook.look(), [lab, subject])
  const current = subject !== null && outlook.phase !== 'none' && sameSubject(outlook.of, subject)
  if (!current) return null
  if (outlook.phase === 'failed') return <p className="outlook-failed">{outlook.why}</p>
  if (!outlook.measured) return null
  const under = outlook.phase === 'measuring' && outlook.depth === 'samples' ? outlook.measured : null
  return <Line measured={outlook.measured} under={under} />
}

/** `under`: what is known of the attempts that are still being made; null where nothing is going on. */
function Line({ measured, under }: { measured: Measured; under: Measured | null }) {
  const problem = useLabState((s) => s.problem)
  const config = useLabState((s) => s.settings.config)
  if (!problem) return null
  const { samples } = measured
  const outlook = outlookOf(problem, measured, config)
  const [first, ...others] = outlook.reasons
  return (
    <section className="outlook" aria-label="Can it work here?">
      <p role="status">
        <i className={`outlook-mark ${outlook.colour}`} aria-hidden="true" />
        <b>{verdictWords(outlook)}.</b> {reasonWords(first)}
      </p>
      {others.map((reason) => (
        <p key={reason.kind} className="outlook-more">
          {reasonWords(reason)}
        </p>
      ))}
      <Rivals />
      {under ? (
        <p className="outlook-more">
          {samples.length < plannedSamples
            ? `Trying: ${samples.length} of ${plannedSamples} untouched attempts. You can begin all the same.`
            : under.done === 'words'
              ? 'Reading their feedback. You can begin all the same.'
              : 'Timing a step. You can begin all the same.'}
        </p>
      ) : (
        <div className="outlook-acts">
          {outlook.change && <ChangeButton change={outlook.change} />}
          {samples.length < plannedSamples && outlook.change?.kind !== 'try' && outlook.colour !== 'red' && (
            <TryButton />
          )}
        </div>
      )}
    </section>
  )
}

/** On a stock model, for whom learning is worth it, where a figure says how it does beside asking again. */
function Rivals() {
  const model = useLabState(useShallow(askedModel))
  const trains = useLabState((s) => arms[s.settings.config.arm].trains)
  const rivals = useMemo(() => rivalsOn(model), [model])
  if (!trains || !model.readsAll || !rivals) return null
  return <p className="outlook-more">{rivalsWords(rivals, model.name)}</p>
}

function ChangeButton({ change }: { change: Change }) {
  const lab = useLab()
  const model = useAction('choose-model')
  const edit = useAction('edit-problem')
  const config = useLabState((s) => s.settings.config)
  if (change.kind === 'try') return <TryButton />
  const perform = {
    length: () =>
      change.kind === 'length' && lab.choices.changeConfig({ ...config, maxNewTokens: change.maxNewTokens }),
    'only-sample': () => lab.choices.changeConfig({ ...config, arm: 'best-of-k' }),
    model: model.perform,
    edit: edit.perform,
  }[change.kind]
  return (
    <button type="button" className="link-button" onClick={perform}>
      {changeWords(change)}
    </button>
  )
}

function TryButton() {
  const { label, perform } = useAction('try-first')
  return (
    <button type="button" className="link-button" onClick={perform}>
      {label}
    </button>
  )
}
