/** What a run that has ended shows: what came of it, the first reason, one next step; the other reasons on request. A pass is said with what it is worth. */
import { findingWords, nextWords } from '../../diagnosis/words.ts'
import { selectDiagnosis } from '../../lab/words/ended.ts'
import { extension } from '../../lab/words/status.ts'
import { useLab, useLabState } from '../lab.tsx'
import './Ended.css'

export default function Ended() {
  const lab = useLab()
  const diagnosis = useLabState(selectDiagnosis)
  const live = useLabState((s) => s.source === 'live')
  if (!diagnosis) return null
  const { findings, next } = diagnosis
  const [result, ...reasons] = findings
  const shown = reasons.slice(0, result.kind === 'solved' ? 2 : 1)
  const others = reasons.slice(shown.length)
  return (
    <section className="ended" aria-label="What this run shows">
      <p>
        <b>{findingWords(result)}</b> {shown.map(findingWords).join(' ')}
      </p>
      {live && next && (
        <div className="ended-acts">
          <button type="button" className="button" onClick={() => lab.time.mend(next)}>
            {nextWords(next, extension)}
          </button>
          {next.kind !== 'extend' && (
            <button type="button" className="link-button" onClick={() => lab.time.mend({ kind: 'extend' })}>
              {nextWords({ kind: 'extend' }, extension)}
            </button>
          )}
        </div>
      )}
      {others.length > 0 && (
        <details>
          <summary>More about it</summary>
          {others.map((finding) => (
            <p key={finding.kind}>{findingWords(finding)}</p>
          ))}
        </details>
      )}
    </section>
  )
}
