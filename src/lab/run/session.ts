/** A run as the lab holds it: a log, a playhead and the pictures at both. Pure steps from one to the next. */
import type { ActionId } from '../actions/ids.ts'
import type { RunEvent } from '../../engine/protocol.ts'
import { stopsOf } from './beats.ts'
import { RunLog, withDecoding } from './fold.ts'
import type { LabState, Session, Source } from '../state/store.ts'
import { emptyView } from './view.ts'

export const emptySession: Session = {
  log: RunLog.empty,
  playhead: 0,
  decoding: null,
  view: emptyView,
  whole: emptyView,
  stops: [],
  following: true,
  playing: false,
  target: null,
  notice: null,
  historyId: null,
  bundled: null,
}

/** The session with its picture at a moment. */
export function sessionAt(session: Session, playhead: number, decoding: Session['decoding']): Session {
  const end = Math.max(0, Math.min(playhead, session.log.length))
  const settled = end === session.log.length ? session.whole : session.log.view(end)
  const view = decoding
    ? withDecoding(settled, decoding.step, decoding.tokens, session.whole.vocabulary)
    : settled
  return { ...session, playhead: end, decoding, view }
}

/** A run that is known from the start; its picture is at the end. */
export function sessionOf(log: RunLog): Session {
  return sessionAt(
    { ...emptySession, log, whole: log.view(log.length), stops: stopsOf(log.events) },
    log.length,
    null,
  )
}

/** The session with more events known; its picture goes along when it follows. */
export function sessionWith(session: Session, events: readonly RunEvent[]): Session {
  const log = session.log.append(events)
  const grown = { ...session, log, whole: log.view(log.length), stops: stopsOf(log.events) }
  return session.following ? sessionAt(grown, log.length, session.decoding) : grown
}

/** The events of a run up to the end of a step, going on from there; what was asked beside it of that part of the run stays. */
export function eventsUpTo(events: readonly RunEvent[], step: number): RunEvent[] {
  const next = events.findIndex((event) => event.type === 'step-started' && event.step > step)
  if (next < 0) return events.filter((event) => event.type !== 'run-finished')
  const kept = new Set(
    events.slice(0, next).flatMap((event) => (event.type === 'attempt-sampled' ? [event.attempt] : [])),
  )
  const beside = (event: RunEvent): boolean => {
    switch (event.type) {
      case 'vocabulary':
      case 'probes-set':
        return true
      case 'probe-read':
        return event.step <= step
      case 'attempt-branched':
        return kept.has(event.attempt)
      default:
        return false
    }
  }
  return [
    ...events.slice(0, next).filter((event) => event.type !== 'run-finished'),
    ...events.slice(next).filter(beside),
  ]
}

/** What the parts of the lab share: the state, and a word to the person. */
export interface Desk {
  readonly state: LabState
  set(change: Partial<LabState>): void
  session(source: Source, change: (session: Session) => Session): void
  /** `acts`: the way out, as buttons. */
  tell(text: string, tone?: 'info' | 'error', acts?: readonly ActionId[]): void
}
