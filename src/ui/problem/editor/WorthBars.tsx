/** What each measure of telling is worth for the model in use: how far its teacher's odds of the right answer move, as bars. */
import { tellsSchema, type Tells } from '../../../problems/question-rule.ts'
import type { Problem } from '../../../problems/problem.ts'
import { worthKey } from '../../../lab/control/worths.ts'
import { signed } from '../../../lab/text/format.ts'
import { useLab, useLabState } from '../../lab.tsx'

/** Nats of a full bar: odds that rise a thousandfold and more look alike. */
const full = 8

export function WorthBars({ problem, names }: { problem: Problem; names: Readonly<Record<Tells, string>> }) {
  const lab = useLab()
  const worth = useLabState((s) => s.worth)
  const model = useLabState((s) => s.engine.model)
  const known = worth.phase !== 'none' && worth.of === worthKey(problem) ? worth : null
  if (!model)
    return (
      <p className="problem-form-note">
        With a model loaded, what each of these is worth for it can be measured here.
      </p>
    )
  if (!known || known.phase === 'failed')
    return (
      <p className="problem-form-note">
        {known && `${known.why} `}
        <button type="button" className="link-button" onClick={() => lab.worths.measure(problem)}>
          {`Measure what each is worth for ${model.name}`}
        </button>
        : four attempts, and what its self-teacher then thinks of the right answer.
      </p>
    )
  if (known.phase === 'measuring')
    return (
      <p className="problem-form-note" role="status">
        Making four attempts, and reading them again…
      </p>
    )
  const nothingFailed = known.worth.every(({ shift }) => shift === null)
  if (nothingFailed)
    return (
      <p className="problem-form-note" role="status">
        Nothing to measure: {known.model} got it right, or no right answer is known. Give one under Try.
      </p>
    )
  return (
    <figure className="worth" aria-label={`What each is worth for ${known.model}`}>
      <figcaption className="problem-form-note">
        How far {known.model}’s self-teacher moves towards the right answer, in nats of log-odds. Pale: the
        same with words about another question.
      </figcaption>
      <dl>
        {tellsSchema.options.map((tells) => {
          const shift = known.worth.find((each) => each.tells === tells)?.shift ?? null
          const [own, control] = [shift?.own ?? 0, shift?.control ?? 0]
          return (
            <div key={tells}>
              <dt>{names[tells]}</dt>
              <dd>
                <i className="worth-own" style={{ width: `${share(own)}%` }} />
                <i className="worth-control" style={{ width: `${share(control)}%` }} />
                <span>
                  {signed(own, 1)} <small>({signed(control, 1)})</small>
                </span>
              </dd>
            </div>
          )
        })}
      </dl>
    </figure>
  )
}

/** A fall has no bar: the number says it. */
const share = (nats: number) => Math.min(100, Math.max(0, (nats / full) * 100)) * 0.7
