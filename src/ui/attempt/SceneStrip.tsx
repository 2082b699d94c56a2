/** The attempt in view as a strip: its credit, the token in focus, and guesses where one is asked for. */
import { useGuessing } from '../guess/useGuessing.ts'
import { useLab } from '../lab.tsx'
import type { Scene } from '../scene.ts'
import { TokenStrip } from './TokenStrip.tsx'

interface SceneStripProps {
  scene: Scene
  /** The run's own credit, whose room is kept; null keeps none. */
  own: readonly number[] | null
  /** Pixels of the largest letters. */
  largest: number
  /** Scale of the bars, where another strip shares it; absent: the scene's own. */
  peak?: number
  className?: string
  writing?: boolean
}

export function SceneStrip({ scene, own, peak, ...look }: SceneStripProps) {
  const lab = useLab()
  const guessing = useGuessing()
  const { attempt, credit } = scene
  if (!attempt) return null
  return (
    <TokenStrip
      {...look}
      label={`Attempt ${attempt.attempt}, tokens coloured by credit`}
      tokens={attempt.pieces.map((piece, i) => ({
        piece,
        credit: credit?.[i] ?? null,
        own: own?.[i] ?? 0,
        guesses: guessing.on(i),
      }))}
      peak={peak ?? scene.peak}
      pinned={scene.pinned}
      masked={scene.masked && scene.mode !== 'grpo'}
      neutral={scene.mode === 'grpo'}
      asking={guessing.asking}
      onPress={guessing.press}
      onPin={(i) => {
        lab.looking.focusAttempt(attempt.attempt)
        lab.looking.pinToken(i)
      }}
      onHover={(i) => lab.looking.hoverToken(i)}
    />
  )
}
