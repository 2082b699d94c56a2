/** MBPP, whole (`text`) and sanitized (`prompt`): asserts, and a solution. */
import { z } from 'zod'
import { signatureOf } from '../python-signature.ts'
import { rowKind } from './row.ts'

const list = z.array(z.string()).default([])
export const mbpp = rowKind(
  'MBPP',
  z.object({
    text: z.string().optional(),
    prompt: z.string().optional(),
    code: z.string().default(''),
    test_list: z.array(z.string()).min(1),
    test_imports: list,
    test_setup_code: z.string().default(''),
    challenge_test_list: list,
  }),
  ({ text, prompt, code, test_list, test_imports, test_setup_code, challenge_test_list }) => {
    const given = [...test_imports, test_setup_code].filter((part) => part.trim() !== '').join('\n')
    const tests = [...test_list, ...challenge_test_list]
    const name = /\b([A-Za-z_]\w*)\s*\(/.exec(
      tests[0]!.replace(
        /^assert\s*(?:\(?\s*(?:not|set|sorted|len|list|tuple|round|abs|math\.isclose)\b\s*\(?\s*)*/,
        '',
      ),
    )?.[1]
    const signature = name === undefined ? null : signatureOf(code, name)
    return {
      text: `${text ?? prompt ?? ''}\n\n${tests.join('\n')}`,
      found: {
        language: 'python',
        ...(name !== undefined && { name }),
        ...(signature !== null && { signature }),
        ...(code.trim() !== '' && {
          solution: code.trim(),
          understood: ['Its code, kept as the reference solution'],
        }),
        ...(given !== '' && { given }),
      },
    }
  },
)
