/**
 * Writes models/tiny/tokenizer.json and tokenizer_config.json from the families' vocabulary.
 *
 * A word-level tokenizer in Hugging Face's format: a regular expression finds the pieces (white space and
 * stray punctuation fall away), WordPiece without continuations looks them up, decoding joins them, so that a
 * decoded response is exactly its program. The reprompt's headers are added tokens that swallow the white
 * space around them.
 *
 *   npx tsx experiments/commands/make-tokenizer.ts [DIR]
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  blankLine,
  droppedCharacters,
  headers,
  idOf,
  pieces,
  specialTokens,
  tokens,
} from '../train-tiny/tickets/vocabulary.ts'

const directory = process.argv[2] ?? new URL('../../models/tiny/', import.meta.url).pathname

const quote = (text: string) => text.replace(/[\\^$.*+?()[\]{}|\-/]/g, '\\$&').replace(/\\([-/])/g, '$1')

/** One piece as an alternative: a piece that begins or ends with a word character must begin or end a word. */
function alternative(piece: string): string {
  const before = /^-\d+$/.test(piece)
    ? '(?<![A-Za-z0-9_)\\]])'
    : /^[A-Za-z0-9_]/.test(piece)
      ? '(?<![A-Za-z0-9_])'
      : ''
  const after = /[A-Za-z0-9_]$/.test(piece) ? '(?![A-Za-z0-9_])' : ''
  return before + quote(piece) + after
}

const longestFirst = [...pieces].sort((a, b) => b.length - a.length)
const pattern = [
  ...longestFirst.map(alternative),
  '\\n\\n',
  '[A-Za-z0-9_]+',
  `[^\\s${droppedCharacters}]`,
].join('|')

const added = (content: string, special: boolean, swallows: boolean) => ({
  id: idOf(content),
  content,
  single_word: false,
  lstrip: swallows,
  rstrip: swallows,
  normalized: false,
  special,
})

const tokenizer = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: [
    ...Object.values(specialTokens).map((token) => added(token, true, false)),
    ...Object.values(headers).map((token) => added(token, false, true)),
  ],
  normalizer: null,
  pre_tokenizer: { type: 'Split', pattern: { Regex: pattern }, behavior: 'Removed', invert: true },
  post_processor: null,
  decoder: { type: 'Fuse' },
  model: {
    type: 'WordPiece',
    unk_token: specialTokens.unknown,
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
  },
}

const config = {
  tokenizer_class: 'PreTrainedTokenizerFast',
  bos_token: specialTokens.bos,
  eos_token: specialTokens.eos,
  unk_token: specialTokens.unknown,
  pad_token: specialTokens.pad,
  clean_up_tokenization_spaces: false,
  model_max_length: 256,
  chat_template:
    '{{ bos_token }}{% for message in messages %}' +
    `{% if message['role'] == 'assistant' %}${specialTokens.answer}{{ message['content'] }}{{ eos_token }}{% else %}{{ message['content'] }}{% endif %}` +
    `{% endfor %}{% if add_generation_prompt %}${specialTokens.answer}{% endif %}`,
}

mkdirSync(directory, { recursive: true })
const write = (name: string, value: unknown) =>
  writeFileSync(join(directory, name), JSON.stringify(value, null, 1) + '\n')
write('tokenizer.json', tokenizer)
write('tokenizer_config.json', config)
console.log(`${tokens.length} tokens, blank line is ${idOf(blankLine)}`)
