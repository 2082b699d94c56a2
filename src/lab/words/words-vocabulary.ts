/** What the bundled model can read, from its tokenizer's files: it is known before the model itself is loaded. */
import { markUnknown, nearWords, type UnknownWord, type Vocabulary } from './words-unknown.ts'

export interface Unread extends UnknownWord {
  near: readonly string[]
}

const known = new Map<string, Promise<Vocabulary>>()

/** Of a text the words that it cannot read, with what is near them. `folder`: the model's, with a trailing slash. Rejects where its files cannot be fetched. */
export async function unreadOf(folder: string): Promise<(text: string) => readonly Unread[]> {
  const vocabulary = await vocabularyOf(folder)
  return (text) =>
    markUnknown(text, (part) => vocabulary.unknownWords(part))
      .filter(({ places }) => places.length > 0)
      .map((word) => ({ ...word, near: nearWords(word.word, vocabulary.words) }))
}

function vocabularyOf(folder: string): Promise<Vocabulary> {
  let vocabulary = known.get(folder)
  if (!vocabulary) {
    vocabulary = read(folder)
    known.set(folder, vocabulary)
    vocabulary.catch(() => known.delete(folder))
  }
  return vocabulary
}

async function read(folder: string): Promise<Vocabulary> {
  const file = async (name: string) => {
    const response = await fetch(folder + name)
    if (!response.ok) throw new Error(`${name}: the server answered ${response.status}`)
    return (await response.json()) as Record<string, unknown>
  }
  const [tokenizer, config, { Tokenizer }] = await Promise.all([
    file('tokenizer.json'),
    file('tokenizer_config.json'),
    import('../../lm/tokenizer.ts'),
  ])
  const reader = new Tokenizer({ tokenizer, config })
  const { vocab = {} } = (tokenizer['model'] ?? {}) as { vocab?: Record<string, number> }
  return {
    unknownWords: (text) => reader.unknownWords(text),
    words: Object.keys(vocab).filter((word) => /^\p{L}{2,}$/u.test(word)),
  }
}
