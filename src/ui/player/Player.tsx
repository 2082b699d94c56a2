/** A recorded run without the lab around it: its question, its time, its attempts, and the attempt in view with its credit. */
import { useEffect } from 'react'
import { actionForKey } from '../../lab/actions/registry.ts'
import type { ActionId } from '../../lab/state/action-ids.ts'
import { selectHasRun, selectProblem, selectWhole } from '../../lab/state/selectors.ts'
import { page, useAction } from '../actions.ts'
import { Acts } from '../attempt/Acts.tsx'
import { CreditChoice, VerdictChip } from '../attempt/AttemptHead.tsx'
import { Headline } from '../attempt/Headline.tsx'
import Moved from '../attempt/Moved.tsx'
import { PinnedToken } from '../attempt/PinnedToken.tsx'
import { Said } from '../attempt/Said.tsx'
import { StripWithPointer } from '../attempt/StripWithPointer.tsx'
import { Verdict } from '../attempt/Verdict.tsx'
import { WhatIf } from '../attempt/WhatIf.tsx'
import { Attempts } from '../attempts/Attempts.tsx'
import { Notices } from '../faults/Notices.tsx'
import { GuessPanel } from '../guess/GuessPanel.tsx'
import { GuessScore } from '../guess/GuessScore.tsx'
import { useLab, useLabState } from '../lab.tsx'
import { useScene } from '../scene.ts'
import { RunActs, RunTimeline } from '../transport/Transport.tsx'
import { useTheme } from '../useTheme.ts'
import '../attempt/AttemptPanel.css'
import '../attempt/AttemptPhone.css'
import './Player.css'

export function Player() {
  useTheme()
  usePlayerKeys()
  const there = useLabState(selectHasRun)
  return (
    <div className="player">
      <Head />
      {there && (
        <section className="player-time" aria-label="Run">
          <RunActs />
          <RunTimeline />
        </section>
      )}
      <aside aria-label="Attempts of the update">
        <Attempts />
      </aside>
      <InView />
      <Notices />
    </div>
  )
}

function Head() {
  const problem = useLabState(selectProblem)
  const { model, config } = useLabState(selectWhole)
  const theme = useAction('cycle-theme')
  return (
    <header className="player-head">
      <div>
        <h1>{problem?.title ?? 'A run of SDPO Lab'}</h1>
        {problem && <p>{problem.statement}</p>}
        {model && (
          <p className="player-of">
            A recorded run of {model.name}
            {config && `, seed ${config.seed}`}. It attempts, is judged, and the same model, told what went
            wrong, reads its attempt again: where its opinion changes is what it learns (SDPO,{' '}
            <a href="https://arxiv.org/abs/2601.20802">arXiv 2601.20802</a>).
          </p>
        )}
      </div>
      <button type="button" className="button" onClick={theme.perform}>
        {theme.label}
      </button>
    </header>
  )
}

function InView() {
  const scene = useScene()
  const whatIf = useLabState((s) => s.whatIf !== null)
  const { attempt, step } = scene
  if (!attempt || !step)
    return (
      <main className="attempt" aria-label="No attempts yet">
        <p>No attempts yet: the next act makes them.</p>
      </main>
    )
  return (
    <main className="attempt" aria-label={`Attempt ${attempt.attempt}`}>
      <div className="attempt-head">
        <h2>Attempt {attempt.attempt}</h2>
        <VerdictChip attempt={attempt} />
        <CreditChoice />
      </div>
      <Acts step={step} />
      <Headline scene={scene} />
      <Said scene={scene} />
      <StripWithPointer scene={scene} />
      <GuessPanel />
      <GuessScore scene={scene} />
      {whatIf && <WhatIf />}
      {attempt.positions || scene.masked ? (
        <PinnedToken scene={scene} aside={<Moved scene={scene} />} recorded />
      ) : (
        <>
          <Verdict attempt={attempt} step={step} />
          <Moved scene={scene} />
        </>
      )}
    </main>
  )
}

/** Of the lab's keys those that act on what is here. */
const keys: ReadonlySet<ActionId> = new Set<ActionId>([
  'next-act',
  'previous-act',
  'play',
  'speed',
  'next-update',
  'previous-update',
  'to-start',
  'to-end',
  'next-attempt',
  'previous-attempt',
  'toggle-credit',
  'toggle-feedback',
  'guess',
  'what-if',
  'cycle-theme',
])

function usePlayerKeys(): void {
  const lab = useLab()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null
      if (event.defaultPrevented || target?.closest('input, select, textarea, [role="slider"]')) return
      if (event.key === ' ' && target?.closest('button, a, summary')) return
      if (/^(Arrow|Home|End)/.test(event.key) && target?.closest('[role="radiogroup"]')) return
      const action = actionForKey(event)
      if (!action || !keys.has(action.id) || !action.enabled(lab.store.getState())) return
      event.preventDefault()
      action.perform(lab, page)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [lab])
}
