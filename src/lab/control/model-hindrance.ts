/** Whether the live model can be asked something beside the run. */
import type { LabState } from '../state/store.ts'

/** `absent` where no model is there to be asked; null where one is. */
export function modelHindrance({ engine: { phase } }: LabState, absent: string): string | null {
  switch (phase) {
    case 'absent':
    case 'loading':
    case 'fault':
      return absent
    case 'ready':
    case 'running':
    case 'pausing':
      return null
    default:
      return phase satisfies never
  }
}
