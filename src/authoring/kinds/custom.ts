/** A judge that the person writes. */
import type { DraftKind } from './kind.ts'

export const custom: DraftKind<'custom'> = {
  fields: ({ source }) => ({ judge: source }),
  program: ({ judge }) =>
    judge.trim() === ''
      ? {
          complaint: 'The judge is empty: define judge(response), which returns {reward, feedback}.',
          field: 'judge',
        }
      : { program: { kind: 'custom', source: judge } },
}
