/** A tokenizer whose tokens are single characters, as a model's files have it: for tests that read what they wrote. */
import type { TokenizerFiles } from './tokenizer.ts'

/** @param letters The vocabulary after the end token, which has id 0. */
export function letterTokenizerFiles(letters: Iterable<string>): TokenizerFiles {
  const pieces = ['</s>', ...letters]
  return {
    tokenizer: {
      version: '1.0',
      added_tokens: [
        {
          id: 0,
          content: '</s>',
          special: true,
          lstrip: false,
          rstrip: false,
          normalized: false,
          single_word: false,
        },
      ],
      normalizer: null,
      pre_tokenizer: null,
      post_processor: null,
      decoder: { type: 'Fuse' },
      model: {
        type: 'BPE',
        vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
        merges: [],
        unk_token: '</s>',
      },
    },
    config: {
      eos_token: '</s>',
      unk_token: '</s>',
      chat_template: "{% for m in messages %}{{ m.content }}{% endfor %}{{ '>' }}",
    },
  }
}
