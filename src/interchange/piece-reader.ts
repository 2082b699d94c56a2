/** Texts of token ids by a tokenizer.json, for formats whose tokens are ids alone. */
import { messageOf } from '../explained-error.ts'
import { Tokenizer } from '../lm/tokenizer.ts'
import { ForeignError } from './foreign-error.ts'
import { parse } from './records.ts'
import { isPlain } from './values.ts'
import type { PieceOf } from './verifiers.ts'

/** Throws a ForeignError where the text is no tokenizer. */
export function pieceReader(text: string): PieceOf {
  const value = parse(text)
  try {
    if (!isPlain(value)) throw new Error('It is no JSON object')
    const made = new Tokenizer({ tokenizer: value, config: {} })
    return (id) => made.piece(id)
  } catch (error) {
    throw new ForeignError(
      'The tokenizer could not be read.',
      `${messageOf(error)}.`,
      'Give the tokenizer.json of the model that wrote the attempts, or open the file without it.',
    )
  }
}
