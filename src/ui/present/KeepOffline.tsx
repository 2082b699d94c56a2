/** Before a talk: the model is fetched and loaded, so that going live on a slide needs no network. */
import { megabytes } from '../../lab/text/format.ts'
import { statusOf } from '../../lab/words/status.ts'
import { useAction } from '../actions.ts'
import { useLabState } from '../lab.tsx'
import { Icon } from '../parts/Icon.tsx'

export function KeepOffline() {
  const phase = useLabState((s) => s.engine.phase)
  const here = useLabState((s) => s.engine.model !== null)
  const bytes = useLabState((s) => s.liveBytes)
  const failed = useLabState((s) =>
    s.engine.phase === 'fault' ? statusOf({ ...s, source: 'live' }).text : null,
  )
  const { enabled, perform } = useAction('load-model')
  if (here && phase !== 'loading')
    return (
      <p className="present-kept" role="status">
        <Icon name="check" size={18} />
        Ready to go live without a network
      </p>
    )
  return (
    <p className="present-kept">
      <button type="button" className="button" disabled={!enabled} onClick={perform}>
        {phase === 'loading' ? 'Loading the model' : `Keep for offline, ${megabytes(bytes)}`}
      </button>
      {failed !== null && (
        <span role="alert">
          {failed} Recorded slides work as they are; going live needs one visit with a network.
        </span>
      )}
    </p>
  )
}
