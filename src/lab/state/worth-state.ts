/** What each measure of telling is worth for the model in use, as far as it is known. */
import type { Worth } from '../../outlook/worth.ts'

export type WorthState =
  | { phase: 'none' }
  | { phase: 'measuring'; of: string }
  | { phase: 'measured'; of: string; model: string; worth: readonly Worth[] }
  | { phase: 'failed'; of: string; why: string }
