/** The bundled model, whose phrases tickets are made of: whether it is in use, and choosing it. */
import { useLab, useLabState } from '../../lab.tsx'

const bundled = 'tiny'

export function useBundled(): { inUse: boolean; choose: () => void } {
  const lab = useLab()
  const inUse = useLabState(({ engine }) => engine.model !== null && engine.loaded?.kind === 'bundled')
  const chosen = useLabState(({ engine }) => engine.choice.kind === 'bundled')
  return {
    inUse,
    // Where it is the choice already, whatever needs a model loads it, with the person's settings.
    choose: () => {
      if (!chosen) lab.models.useBundled(bundled)
    },
  }
}
