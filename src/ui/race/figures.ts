/** A race's figures for the screen, worked out once for every step of it. */
import { useMemo } from 'react'
import { figuresOf, type ArmFigures, type RaceView } from '../../lab/race/race.ts'
import { armNames } from '../../lab/text/arm-names.ts'
import { raceSentence } from '../../lab/words/race-words.ts'
import { selectProblem } from '../../lab/state/selectors.ts'
import type { Arm } from '../../sdpo/config.ts'
import type { CurveArm } from '../discovery/Curve.tsx'
import { useLabState } from '../lab.tsx'

export interface RaceFigures {
  view: RaceView
  arms: readonly ArmFigures[]
  curves: readonly CurveArm[]
  budget: number
  sentence: string
  /** "3 seeds, 90 % interval". */
  seedWords: string
}

function read(view: RaceView, chosen: readonly Arm[]): RaceFigures {
  const arms = chosen.map((arm) => figuresOf(view, arm))
  const { seeds, budget } = view.config
  return {
    view,
    arms,
    budget,
    curves: arms
      .filter((f) => f.curve.length > 0)
      .map((f) => ({ arm: f.arm, label: armNames[f.arm], points: f.curve })),
    sentence: raceSentence(view, chosen),
    seedWords: seeds === 1 ? 'one seed, no interval' : `${seeds} seeds, 90\u202f% interval`,
  }
}

/** The last race; null before one has started. */
export function useRace(): RaceFigures | null {
  const view = useLabState((s) => s.race.view)
  const chosen = useLabState((s) => s.race.setup.arms)
  return useMemo(() => (view ? read(view, chosen) : null), [view, chosen])
}

/** The race on the shown problem, once it has a curve to show. */
export function useShownRace(): RaceFigures | null {
  const race = useRace()
  const problem = useLabState(selectProblem)
  return race && race.curves.length > 0 && race.view.problem.id === problem?.id ? race : null
}
