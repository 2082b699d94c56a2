/** A hand-written answer, judged on the spot: by the page's own judge, so that it neither needs a model nor waits for a run. */
import { useEffect, useRef, useState } from 'react'
import { ExplainedError, inOneLine, messageOf } from '../../../explained-error.ts'
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
  useEffect(
    () => () => {
      latest.current = -1
      void judge.current?.then(
        (made) => made.dispose(),
        () => {},
      )
      judge.current = null
    },
    [],
  )
  return {
    trial,
    judge(problem, response) {
      const number = ++latest.current
      setTrial({ status: 'judging' })
      judge.current ??= import('../../../verify/client.ts').then(({ createWorkerJudge }) =>
        createWorkerJudge(),
      )
      judge.current
        .then((made) => made.judge(problem, response))
        .then(
          (judged): Trial => ({ status: 'judged', response, judged }),
          (error: unknown): Trial => {
            judge.current = null
            return {
              status: 'failed',
              message: error instanceof ExplainedError ? inOneLine(error.explanation) : messageOf(error),
            }
          },
        )
        .then(
          (next) => {
            if (number === latest.current) setTrial(next)
          },
          () => {},
        )
    },
  }
}
