/** The lab in React: one store, read by slices, and the acts that have names. */
import { createContext, use, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { Lab } from '../lab/lab.ts'
import type { LabState } from '../lab/state/store.ts'

const LabContext = createContext<Lab | null>(null)

export function LabProvider({ lab, children }: { lab: Lab; children: ReactNode }) {
  return <LabContext value={lab}>{children}</LabContext>
}

export function useLab(): Lab {
  const lab = use(LabContext)
  if (!lab) throw new Error('The screen needs a lab around it.')
  return lab
}

/** A slice of the state; `select` must return something that stays the same while nothing changed. */
export function useLabState<T>(select: (state: LabState) => T): T {
  return useStore(useLab().store, select)
}

export { useShallow }
