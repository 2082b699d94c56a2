import type { Precision } from '../../../src/lm/precision.ts'

/** A model to measure in a browser: its file, or only its shape (config.json) where no file of it can be had. */
export type Stock = { precision: Precision } & (
  { from: 'file'; url: string } | { from: 'shape'; config: unknown }
)
