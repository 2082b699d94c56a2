/** Rows that hold a conversation: verl's own (the paper's runs are fed with them), and those for fine-tuning, whose last message is the answer. */
import { z } from 'zod'
import { answerFromText } from '../answers.ts'
import { rowKind, type RowReading } from './row.ts'

/** ShareGPT has other words for the same. */
const roles: Readonly<Record<string, string>> = {
  human: 'user',
  gpt: 'assistant',
  model: 'assistant',
  bot: 'assistant',
}
const messages = z
  .array(
    z.union([
      z.object({ role: z.string(), content: z.string() }),
      z.object({ from: z.string(), value: z.string() }).transform(({ from, value }) => ({
        role: roles[from.toLowerCase()] ?? from.toLowerCase(),
        content: value,
      })),
    ]),
  )
  .min(1)
type Messages = z.infer<typeof messages>

const proseOf = (all: Messages) => all.map(({ content }) => content.trim()).join('\n\n')
/** A longer answer is an essay: no response would equal it. */
const longest = 200

function answered(prose: string, text: string): RowReading | null {
  const read = text.length > longest ? null : answerFromText(text.trim())
  return (
    read && {
      text: '',
      found: { prose, answer: read, understood: [`\u201c${text.trim().slice(0, 60)}\u201d as the answer`] },
    }
  )
}

export const verl = rowKind(
  'verl',
  z.object({
    prompt: messages,
    reward_model: z.object({ ground_truth: z.union([z.string(), z.number().transform(String)]) }),
  }),
  ({ prompt, reward_model }) => answered(proseOf(prompt), reward_model.ground_truth),
)

export const conversation = rowKind(
  'a conversation',
  z.union([
    z.object({ messages }),
    z.object({ conversations: messages }).transform(({ conversations }) => ({ messages: conversations })),
  ]),
  ({ messages: all }) => {
    const last = all.at(-1)!
    return all.length > 1 && last.role === 'assistant'
      ? answered(proseOf(all.slice(0, -1)), last.content)
      : null
  },
)
