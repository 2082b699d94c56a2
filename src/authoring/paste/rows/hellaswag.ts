/** HellaSwag: a beginning and four endings. */
import { z } from 'zod'
import { rightOf } from './mmlu.ts'
import { choiceRow, rowKind } from './row.ts'

export const hellaSwag = rowKind(
  'HellaSwag',
  z.object({
    ctx: z.string(),
    endings: z.array(z.string()).min(2),
    label: z.union([z.string(), z.number()]).nullish(),
    activity_label: z.string().optional(),
  }),
  ({ ctx, endings, label }) =>
    choiceRow(
      `How does this go on?\n\n${ctx}`,
      endings,
      rightOf(typeof label === 'string' && label !== '' ? Number(label) : label, endings),
    ),
)
