/** How well the meaning is hidden: how often the untouched model passes, sampled in the page, and how it takes the ticket. */
import { useEffect } from 'react'
import type { Problem } from '../../../problems/problem.ts'
import { grouped, percent } from '../../../lab/text/format.ts'
import { useLab, useLabState } from '../../lab.tsx'
import { useBundled } from './useBundled.ts'

/** A ticket that is still being changed is not sampled. */
const restMs = 500

export function BaseRate({ problem }: { problem: Problem }) {
  const lab = useLab()
  const { inUse: bundled, choose } = useBundled()
  const rate = useLabState((s) => s.baseRate)
  const bytes = useLabState((s) => s.liveBytes)
  const loading = useLabState((s) => s.engine.phase === 'loading')
  const known = rate.phase !== 'none' && rate.problem === problem.id ? rate : null
  const wanted = bundled && known === null
  useEffect(() => {
    if (!wanted) return
    const timer = setTimeout(() => lab.baseRates.measure(problem), restMs)
    return () => clearTimeout(timer)
    // The same ticket is the same problem.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [lab, wanted, problem.id])
  return (
    <section aria-label="How well it is hidden">
      <h3>How well is it hidden?</h3>
      <div className="hide-note" role="status">
        {known?.phase === 'measured' ? (
          <Measured {...known} />
        ) : known?.phase === 'failed' ? (
          <p>
            {known.why}{' '}
            <button type="button" className="link-button" onClick={() => lab.baseRates.measure(problem)}>
              Sample again
            </button>
          </p>
        ) : bundled || loading ? (
          <p>{bundled ? 'Sampling the untouched model…' : 'Loading the bundled model…'}</p>
        ) : (
          <p>
            <button
              type="button"
              className="link-button"
              onClick={() => {
                choose()
                lab.baseRates.measure(problem)
              }}
            >
              Load the bundled model
            </button>{' '}
            ({Math.round(bytes / 1e6)} MB) and sample how often it hits your meaning untaught.
          </p>
        )}
      </div>
    </section>
  )
}

function Measured({
  samples,
  passed,
  usual,
}: {
  samples: number
  passed: number
  usual: readonly { text: string; count: number }[]
}) {
  const [first] = usual
  const drawn = grouped(samples)
  return (
    <>
      <p>
        {passed === 0
          ? `None of ${drawn} answers of the untouched model passes: fewer than 1 in ${grouped(Math.floor(samples / 3))}, with 95 % confidence.`
          : `${grouped(passed)} of ${drawn} answers of the untouched model ${passed === 1 ? 'passes' : 'pass'}: about 1 in ${grouped(Number((samples / passed).toPrecision(2)))}.`}{' '}
        {passed * 16 > samples && 'Hardly hidden: eight attempts will do. Choose a rarer meaning.'}
      </p>
      {first && (
        <p>
          It takes the ticket as <code>{first.text}</code>
          {`, ${percent(first.count / samples)} of the time.`}
        </p>
      )}
    </>
  )
}
