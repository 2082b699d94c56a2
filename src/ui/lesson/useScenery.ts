/**
 * Every page has a picture of its own: its rule of credit, where in the run it looks, and nothing hidden or
 * folded. It is set when the page is turned, and a presentation sets its first as well; between two pages
 * that look elsewhere the picture is where it was, and a presentation leaves it as it was found. The place that a
 * link names stays until a page is turned; a link that names none has its page's. A place that the person went to
 * meanwhile is theirs.
 */
import { useEffect, useRef } from 'react'
import type { WhatIfKind } from '../../engine/protocol.ts'
import type { Lab } from '../../lab/lab.ts'
import type { CreditMode } from '../../lab/reading/credit.ts'
import type { Hindsight } from '../../lab/reading/hindsight.ts'
import { selectGuessable, selectGuesses } from '../../lab/state/guess.ts'
import { selectFocus, selectSession } from '../../lab/state/selectors.ts'
import { useLab, useLabState } from '../lab.tsx'
import type { Scenery } from './page.ts'
import type { Lesson } from './useLesson.ts'

/** Where in which run the picture is. */
interface Place {
  run: number | null
  playhead: number
  step: number | null
  attempt: number | null
  pinned: number | null
}

/** A place that a page led away from, and where it led to. */
interface Trip {
  from: Place
  to: Place
}

interface Switches {
  mode: CreditMode
  hindsight: Pick<Hindsight, 'feedback' | 'solution' | 'sameWeights'>
  compare: boolean
  throughTime: boolean
  whatIf: WhatIfKind | null
}

export function useScenery({ number, page }: Lesson, presenting: boolean): void {
  const lab = useLab()
  const there = useLabState((s) => selectSession(s).log.length > 0)
  const alone = useLabState((s) => !presenting && s.pageAlone === number)
  const scenery = useRef<Scenery>(page.scenery)
  const trip = useRef<Trip | null>(null)
  /** What a presentation found; a run that begins during it stays where it has come to. */
  const found = useRef<{ place: Place; switches: Switches } | null>(null)
  /** The page whose picture was set, or that was there before any was turned. */
  const set = useRef<number | null>(presenting ? null : number)
  useEffect(() => {
    scenery.current = page.scenery
  })
  useEffect(() => {
    if (presenting && there) found.current ??= { place: placeOf(lab), switches: switchesOf(lab) }
  }, [lab, presenting, there])
  useEffect(() => {
    if (!presenting) return
    return () => {
      const before = found.current
      found.current = null
      if (!before) return
      setSwitches(lab, before.switches)
      if (placeOf(lab).run === before.place.run) goTo(lab, before.place)
    }
  }, [lab, presenting])
  useEffect(() => {
    // A link opens on its page before the run is there.
    if (!there) {
      if (!presenting) set.current = alone ? null : number
      return
    }
    if (set.current === number) return
    set.current = number
    // Nobody is asked anything as the page opens.
    const { mode, look } = scenery.current
    const opening = alone && look === 'before-the-credit' ? 'here' : look
    trip.current = show(lab, { mode, look: opening }, trip.current, presenting)
  }, [lab, number, there, presenting, alone])
}

/** Returns the trip that the picture is on; null where it is at home. */
function show(lab: Lab, { mode, look }: Scenery, trip: Trip | null, presenting: boolean): Trip | null {
  setSwitches(lab, {
    mode,
    hindsight: { feedback: true, solution: true, sameWeights: false },
    compare: false,
    throughTime: false,
    whatIf: null,
  })
  const here = placeOf(lab)
  // Time is the run's own while it goes on.
  const { source, engine } = lab.store.getState()
  if (selectSession(lab.store.getState()).playing || (source === 'live' && engine.phase === 'running'))
    return null
  const home = trip && samePlace(here, trip.to) ? trip.from : here
  switch (look) {
    case 'here':
      if (home !== here) goTo(lab, home)
      return null
    case 'before-the-credit':
      // A guess that was made is kept: the picture shows at once what came of it.
      if (home !== here) goTo(lab, home)
      if (
        presenting ||
        !selectGuessable(lab.store.getState()) ||
        selectGuesses(lab.store.getState()).length > 0
      )
        return null
      lab.guessing.ask()
      break
    case 'after-the-update': {
      if (home.step === null) return trip
      const { step } = home
      goTo(lab, home, () => lab.time.seekStep(step, 'update'))
      break
    }
    default:
      goTo(lab, { ...home, attempt: look.attempt, pinned: look.token ?? null }, () =>
        lab.time.seekStep(look.step, 'score'),
      )
  }
  return { from: home, to: placeOf(lab) }
}

const samePlace = (a: Place, b: Place): boolean =>
  a.run === b.run && a.playhead === b.playhead && a.attempt === b.attempt

function placeOf(lab: Lab): Place {
  const state = lab.store.getState()
  const { step, attempt, pinned } = selectFocus(state)
  const { playhead, whole } = selectSession(state)
  return {
    run: whole.startedAt,
    playhead,
    step: step?.step ?? null,
    attempt: attempt?.attempt ?? null,
    pinned,
  }
}

function goTo(lab: Lab, place: Place, seek = () => lab.time.seek(place.playhead)): void {
  seek()
  if (place.attempt === null) return
  lab.looking.focusAttempt(place.attempt)
  if (place.pinned !== null) lab.looking.pinToken(place.pinned)
}

function switchesOf(lab: Lab): Switches {
  const { creditMode, hindsight, compare, throughTime, whatIf } = lab.store.getState()
  const { feedback, solution, sameWeights } = hindsight
  return { mode: creditMode, hindsight: { feedback, solution, sameWeights }, compare, throughTime, whatIf }
}

function setSwitches(lab: Lab, { mode, hindsight, compare, throughTime, whatIf }: Switches): void {
  lab.looking.setCreditMode(mode)
  lab.looking.setHindsight(hindsight)
  lab.looking.setCompare(compare)
  lab.looking.setThroughTime(throughTime)
  lab.looking.setWhatIf(whatIf)
}
