/** The scene (lab/state/scene.ts) in React: what the middle of the screen shows now. */
import { selectScene, type Scene } from '../lab/state/scene.ts'
import { useLabState } from './lab.tsx'

export type { Scene }

export const useScene = (): Scene => useLabState(selectScene)
