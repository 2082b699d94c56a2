/** A run as the lab holds it: a log, a playhead and the pictures at both. Pure steps from one to the next. */
import type { RunEvent } from '../../engine/protocol.ts'
import type { Stop } from './stages.ts'
import { withDecoding } from './fold.ts'
import { RunLog } from './run-log.ts'
import { emptyView, type RunView } from './view.ts'

export type Source = 'recorded' | 'live'

/** One run as the lab holds it. */
export interface Session {
  /** Every event known, in order; grows at its end while a live run goes on. */
  log: RunLog
  /** How many of them the picture has seen: 0 .. log.length. */
  playhead: number
  /** Tokens half decoded, shown on top of the playhead's view. */
  decoding: { step: number; tokens: readonly (readonly number[])[] } | null
  /** Fold of the first `playhead` events, with the tokens being decoded when at the live end. */
  view: RunView
  /** Fold of all events. */
  whole: RunView
  /** Fold of what has been shown once: of a recording that is seen for the first time nothing beyond is drawn. */
  known: RunView
  /** Where acts end, in order of time (stages.ts). */
  stops: readonly Stop[]
  /** The picture moves on with new events. Scrubbing back clears it, reaching the end sets it. */
  following: boolean
  /** The player goes through known events, act after act. */
  playing: boolean
  /** Where the act being played ends; null at rest. */
  target: Stop | null
  /** A sentence about the log itself (a file cut short, a repaired entry); null mostly. */
  notice: string | null
  /** Where the run is kept in the history; null when it is not. */
  historyId: string | null
  /** Name of the bundled recording that this is; null when it is not one. */
  bundled: string | null
}

export const emptySession: Session = {
  log: RunLog.empty,
  playhead: 0,
  decoding: null,
  view: emptyView,
  whole: emptyView,
  known: emptyView,
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
  const known = end > session.known.events ? settled : session.known
  return { ...session, playhead: end, decoding, view, known }
}

/** A run that is known from the start; its picture is at the end. */
export function sessionOf(log: RunLog): Session {
  return sessionAt(
    { ...emptySession, log, whole: log.view(log.length), stops: log.stops() },
    log.length,
    null,
  )
}

/** A run that nobody has seen yet. */
export function unseen(session: Session): Session {
  return { ...session, known: emptyView }
}

/** The whole of a run is to be seen. */
export function revealed(session: Session): Session {
  return { ...session, known: session.whole }
}

/** The session with more events known; its picture goes along when it follows. */
export function sessionWith(session: Session, events: readonly RunEvent[]): Session {
  const log = session.log.append(events)
  const whole = log.view(log.length)
  // What a live run makes is no secret, also where the picture stands still.
  const grown = { ...session, log, whole, known: whole, stops: log.stops() }
  return session.following ? sessionAt(grown, log.length, session.decoding) : grown
}

/** The verdicts among which is the first that passed, where the run went on after that update: there is more to come, and this is not to be missed. */
export function firstPassStop({ whole, stops }: Session): Stop | null {
  if (whole.firstPass === null) return null
  let stop = firstPassStops.get(whole)
  if (stop === undefined) firstPassStops.set(whole, (stop = findFirstPassStop(whole, stops)))
  return stop
}
/** Asked for whenever anything on the screen changes, and long to look for in a long run. */
const firstPassStops = new WeakMap<RunView, Stop | null>()

function findFirstPassStop(whole: RunView, stops: readonly Stop[]): Stop | null {
  const step = whole.steps.find(({ attempts }) =>
    attempts.some(({ attempt }) => attempt === whole.firstPass),
  )?.step
  if (step === undefined || step === whole.steps.at(-1)?.step) return null
  return stops.find((stop) => stop.step === step && stop.stage === 'judge') ?? null
}
