/** DS-1000: questions on pandas and its like, whose tests run those libraries; they are known in order to say so. */
import { z } from 'zod'
import { absentOf, absentSaid } from './libraries.ts'
import { rowKind } from './row.ts'

export const ds1000 = rowKind(
  'DS-1000',
  z.object({ prompt: z.string(), code_context: z.string(), reference_code: z.string().optional() }),
  ({ prompt, code_context }) => {
    const absent = absentOf(`${prompt}\n${code_context}`)
    return {
      text: '',
      found: { prose: prompt.trim(), language: 'python', name: 'result' },
      left: [
        absent.length > 0
          ? absentSaid(absent)
          : 'Its tests are a program of their own, which is not read. Write tests under Tests.',
      ],
    }
  },
)
