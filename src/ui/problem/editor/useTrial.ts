/** A hand-written answer, judged on the spot: by the page's own judge, so that it neither needs a model nor waits for a run. */
import { useEffect, useRef, useState } from 'react'
import type { Problem } from '../../../problems/problem.ts'
import type { Judge, Judged } from '../../../verify/judge.ts'

export type Trial =
  | { status: 'none' }
  | { status: 'judging' }
  | { status: 'judged'; response: string; judged: Judged }
  /** The judge itself failed: why. */
  | { status: 'failed'; message: string }

export interface TrialControls {
  trial: Trial
  judge: (problem: Problem, response: string) => void
}

export function useTrial(): TrialControls {
  const [trial, setTrial] = useState<Trial>({ status: 'none' })
  const judge = useRef<Promise<Judge> | null>(null)
  const latest = useRef(0)
  useEffect(() => () => {
    latest.current = -1
    void judge.current?.then((made) => made.dispose(), () => {})
    judge.current = null
  }, [])
  return {
    trial,
    judge(problem, response) {
      const number = ++latest.current
      setTrial({ status: 'judging' })
      judge.current ??= import('../../../verify/client.ts').then(({ createWorkerJudge }) => createWorkerJudge())
      judge.current
        .then((made) => made.judge(problem, response))
        .then(
          (judged): Trial => ({ status: 'judged', response, judged }),
          (error: unknown): Trial => {
            judge.current = null
            return { status: 'failed', message: messageOf(error) }
          },
        )
        .then((next) => {
          if (number === latest.current) setTrial(next)
        }, () => {})
    },
  }
}

/** A `ProblemError` has its reason and its way out beside its message. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { reason, wayOut } = error as Error & { reason?: string; wayOut?: string }
  return [error.message, reason, wayOut].filter((part) => part !== undefined).join(' ')
}
