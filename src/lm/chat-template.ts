/**
 * A model's own chat template (@huggingface/jinja), which may be a stranger's: what it may do, make, count through and
 * write is bounded, and it has no clock.
 */
import { Environment, Template } from '@huggingface/jinja'
import { BoundedInterpreter } from './bounded-interpreter.ts'

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant'
  content: string
}

/** Characters that a template may add to what it is given. */
const longestTemplate = 200_000
/** Steps, characters and items that a rendering may take, and for every character that it is given. */
const mostWork = 2_000_000
const workACharacter = 100
/** Numbers that a template may count through in one rendering. */
const longestRange = 20_000

export class ChatTemplate {
  private readonly parsed: Template['parsed']

  /** Throws where the text is no template. */
  constructor(text: string) {
    this.parsed = new Template(text.replace(/\r\n?/g, '\n')).parsed
  }

  /** Throws where the template makes more of a conversation than any model reads, or goes on without end. */
  render(given: { messages: ChatMessage[] } & Record<string, unknown>): string {
    const environment = new Environment()
    for (const [name, value] of Object.entries({ ...globals(), ...given })) environment.set(name, value)
    const asked = given.messages.reduce((sum, { content }) => sum + content.length, 0)
    const bounds = { work: mostWork + workACharacter * asked, text: longestTemplate + 4 * asked }
    const interpreter = new BoundedInterpreter(
      environment,
      bounds,
      (characters) =>
        `The model\u2019s chat template makes ${characters} characters of ${asked}: it is damaged, or made to fill memory.`,
    )
    return interpreter.run(this.parsed).value as string
  }
}

/** What templates find there, as the library has it but for the bounds and the day. */
function globals(): Record<string, unknown> {
  return {
    true: true,
    True: true,
    false: false,
    False: false,
    none: null,
    None: null,
    raise_exception: (words: unknown) => {
      throw new Error(String(words))
    },
    range: boundedRange(),
    strftime_now: fixedDate,
  }
}

/** The whole of a rendering's ranges is bounded. */
function boundedRange(): (start: number, stop?: number, step?: number) => number[] {
  let left = longestRange
  return (first, second, step = 1) => {
    const [start, stop] = second === undefined ? [0, first] : [first, second]
    const length = Math.max(0, Math.ceil((stop - start) / step))
    if (!(length <= left)) throw new Error('The model\u2019s chat template counts without end.')
    left -= length
    return Array.from({ length }, (_, i) => start + i * step)
  }
}

/** The day that Llama 3.2's template falls back to. */
function fixedDate(format: string): string {
  const parts: Record<string, string> = { '%d': '26', '%b': 'Jul', '%B': 'July', '%m': '07', '%Y': '2024' }
  return format.replace(/%[a-zA-Z]/g, (part) => parts[part] ?? part)
}
