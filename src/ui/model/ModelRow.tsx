/** One model that can be had: what it is, whether it fits, and the one thing to do next with it. */
import { useId } from 'react'
import { inOneLine } from '../../explained-error.ts'
import type { Origin } from '../../engine/library/protocol.ts'
import { megabytes } from '../../lab/text/format.ts'
import type { Download } from '../../lab/state/models-state.ts'
import { timeLeft } from '../../lab/state/rate.ts'
import type { Verdict } from '../../lm/memory.ts'
import { useLab, useLabState } from '../lab.tsx'

export interface ModelRowProps {
  /** Where it can be fetched from; null where only its key is known. */
  origin: Origin | null
  modelKey: string
  name: string
  about: string
  facts: readonly string[]
  /** To fetch in all; 0 while not known. */
  bytes: number
  verdict: Verdict | null
  gated: boolean
}

const fitWords = { fits: 'fits', tight: 'tight', no: 'too large here' } as const

export function ModelRow({
  origin,
  modelKey: key,
  name,
  about,
  facts,
  bytes,
  verdict,
  gated,
}: ModelRowProps) {
  const stored = useLabState((s) => s.models.stored?.find((model) => model.key === key))
  const download = useLabState((s) => s.models.downloads[key])
  const fault = useLabState((s) => s.models.faults[key])
  const inUse = useLabState((s) => s.engine.loaded?.kind === 'stored' && s.engine.loaded.key === key)
  const loading = useLabState(
    (s) => s.engine.phase === 'loading' && s.engine.choice.kind === 'stored' && s.engine.choice.key === key,
  )
  const title = useId()
  return (
    <li className="model-row" aria-labelledby={title}>
      <div className="model-said">
        <h4>
          <span id={title}>{name}</span>
          {inUse ? (
            <span className="chip in-use">in use</span>
          ) : (
            stored?.whole && (
              <span
                className="chip"
                title={
                  stored.hashed
                    ? 'Every file was held to its published hash.'
                    : 'Its server tells no hashes: every file was held to its length.'
                }
              >
                cached
              </span>
            )
          )}
          {gated && <span className="chip">needs a token</span>}
        </h4>
        {about !== '' && <p>{about}</p>}
        <p className="model-facts">
          {stored?.whole && <span>{megabytes(stored.bytes)}</span>}
          {facts.map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
        {verdict && (
          <p className={`model-fit ${verdict.fit}`}>
            <b>{fitWords[verdict.fit]}</b> {verdict.why}
          </p>
        )}
        {fault && (
          <p className="error-text" role="alert">
            {inOneLine(fault)}
          </p>
        )}
        {download && <Progress download={download} name={name} />}
      </div>
      <div className="model-do">
        <Next origin={origin} modelKey={key} name={name} bytes={bytes} inUse={inUse} loading={loading} />
      </div>
    </li>
  )
}

function Next({
  origin,
  modelKey: key,
  name,
  bytes,
  inUse,
  loading,
}: Pick<ModelRowProps, 'origin' | 'modelKey' | 'name' | 'bytes'> & { inUse: boolean; loading: boolean }) {
  const lab = useLab()
  const stored = useLabState((s) => s.models.stored?.find((model) => model.key === key))
  const downloading = useLabState((s) => s.models.downloads[key] !== undefined)
  const failed = useLabState((s) => s.models.faults[key] !== undefined)
  const clear = stored && !inUse && !loading && (
    <button
      type="button"
      className="link-button"
      aria-label={`Clear ${name}`}
      onClick={() => lab.models.clear(key)}
    >
      Clear
    </button>
  )
  if (downloading)
    return (
      <button
        type="button"
        className="button"
        aria-label={`Cancel ${name}`}
        onClick={() => lab.models.cancel(key)}
      >
        Cancel
      </button>
    )
  if (inUse) return null
  if (stored?.whole) {
    return (
      <>
        <button
          type="button"
          className="button"
          disabled={loading}
          aria-label={`Load ${name}`}
          onClick={() => lab.models.use(key)}
        >
          {loading ? 'Loading' : 'Load'}
        </button>
        {clear}
      </>
    )
  }
  const began = stored !== undefined && stored.bytes > 0
  const words = failed && !began ? 'Retry' : began ? 'Resume' : 'Fetch'
  return (
    <>
      {origin && (
        <button
          type="button"
          className="button"
          aria-label={`${words} ${name}`}
          onClick={() => lab.models.fetch(origin)}
        >
          {words}
          {began && stored.totalBytes > 0
            ? ` at ${Math.floor((100 * stored.bytes) / stored.totalBytes)}\u202f%`
            : bytes > 0 && `, ${megabytes(bytes)}`}
        </button>
      )}
      {clear}
    </>
  )
}

function Progress({
  download: { loadedBytes, totalBytes, doing, rate },
  name,
}: {
  download: Download
  name: string
}) {
  const part = totalBytes > 0 ? Math.min(1, loadedBytes / totalBytes) : 0
  const words = {
    asking: 'Asking what there is',
    checking: 'Checking what has arrived',
    fetching: [
      `${megabytes(loadedBytes, true)}${totalBytes > 0 ? ` of ${megabytes(totalBytes)}` : ''}`,
      ...(rate === null ? [] : [`${megabytes(rate, true)}/s`]),
      timeLeft(totalBytes - loadedBytes, rate),
    ]
      .filter((said) => said !== '')
      .join(', '),
  }[doing]
  return (
    <div className="model-progress">
      <div
        role="progressbar"
        aria-label={`Fetching ${name}`}
        aria-valuenow={Math.round(100 * part)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={words}
      >
        <i style={{ width: `${100 * part}%` }} />
      </div>
      <p>{words}</p>
    </div>
  )
}
