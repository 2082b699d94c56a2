/** Puts the handout in the place of the screen while the page is printed. */
import { useEffect, useState, type ComponentType } from 'react'
import { selectHasRun } from '../../lab/state/selectors.ts'
import { useLabState } from '../lab.tsx'
import { usePrinting } from './usePrinting.ts'

/** After the first picture is there, milliseconds: nobody prints before, and it should be there without a network. */
const laterMs = 3000

export function Printing() {
  const printing = usePrinting()
  const there = useLabState(selectHasRun)
  const [loaded, setLoaded] = useState<{ Handout: ComponentType } | null>(null)
  useEffect(() => {
    if (!there || loaded) return
    const load = () => void import('./Handout.tsx').then(setLoaded, () => undefined)
    if (printing) return load()
    const timer = setTimeout(load, laterMs)
    return () => clearTimeout(timer)
  }, [there, printing, loaded])
  return printing && there && loaded ? <loaded.Handout /> : null
}
