import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Tokenizer } from '../../lm/tokenizer.ts'
import { plain } from './phrase.ts'
import { pieceOf, tokenText } from './token.ts'

const read = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../models/tiny/${file}`, import.meta.url), 'utf8'))

describe('a token as read', () => {
  it('shows ends, spaces and line ends', () => {
    expect(tokenText('<|im_end|>')).toMatchObject({ shown: 'end', special: true })
    expect(tokenText('</s>').shown).toBe('end')
    expect(tokenText(' x').bare).toBe('x')
    expect(tokenText('\n').shown).toBe('⏎')
    expect(tokenText('  ').shown).toBe('␣␣')
    expect(tokenText('<').special).toBe(false)
    expect(tokenText('[0]').special).toBe(false)
  })

  it('has a visible text in prose too', () => {
    const pieces = [' ', '\n', '\t ', ' +', '', 'xs', ' \r\n', '\u200b', '\u00a0', '\u0000a', '\n  x']
    expect(pieces.map((piece) => tokenText(piece).bare)).toEqual([
      '␣',
      '⏎',
      '⇥␣',
      '+',
      'empty',
      'xs',
      '␣␍⏎',
      'U+200B',
      '␣',
      'U+0000a',
      '⏎  x',
    ])
  })

  it('knows what ends an answer from what ends something else', () => {
    const ends = [
      '<|endoftext|>',
      '<|end_of_text|>',
      '<|eot_id|>',
      '<|end|>',
      '<eos>',
      '<end_of_turn>',
      '[EOS]',
    ]
    for (const piece of [...ends, '<｜end▁of▁sentence｜>']) expect(tokenText(piece).bare).toBe('end')
    for (const piece of ['<|end_header_id|>', '<|im_start|>', '<bos>', '<pad>', '[INST]', '<unk>'])
      expect(tokenText(piece)).toEqual({ shown: piece, bare: piece, special: true })
  })

  it('names a token that is not known by its id', () => {
    expect(pieceOf({ 4: 'x' }, 4)).toBe('x')
    expect(pieceOf({}, 4)).toBe('#4')
    expect(tokenText(pieceOf({}, 4))).toMatchObject({ bare: '#4', special: true })
  })

  it('is spoken as it is drawn, every token of the bundled model', () => {
    const tokenizer = new Tokenizer({
      tokenizer: read('tokenizer.json'),
      config: read('tokenizer_config.json'),
    } as ConstructorParameters<typeof Tokenizer>[0])
    const { vocab } = (read('tokenizer.json') as { model: { vocab: Record<string, number> } }).model
    const ids = Object.values(vocab)
    expect(ids.length).toBeGreaterThan(50)
    for (const id of ids) {
      const piece = tokenizer.piece(id)
      const { shown, bare } = tokenText(piece)
      expect(plain([{ token: piece }]), String(id)).toBe(bare)
      expect(shown.trim(), String(id)).toBe(bare)
      expect(bare, String(id)).not.toBe('')
    }
  })
})
