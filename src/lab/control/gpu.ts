/** Whether this browser has a GPU for the lab: asked once, when someone goes live. That it knows of WebGPU is no answer; an adapter is. */
import type { StoreHandle } from '../state/state-handle.ts'

export function lookForGpu(handle: StoreHandle): void {
  const { source, gpu } = handle.state
  if (source !== 'live' || gpu !== 'not-asked') return
  const web = typeof navigator === 'undefined' ? undefined : navigator.gpu
  handle.set({ gpu: web ? 'asking' : 'none' })
  web?.requestAdapter().then(
    (adapter) => handle.set({ gpu: adapter ? 'there' : 'none' }),
    () => handle.set({ gpu: 'none' }),
  )
}
