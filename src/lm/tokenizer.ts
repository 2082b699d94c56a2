/**
 * Text to token ids and back, from a Hugging Face `tokenizer.json` and `tokenizer_config.json`
 * (@huggingface/tokenizers), with the model's own chat template (@huggingface/jinja).
 */
import { ChatTemplate, type ChatMessage } from './chat-template.ts'
import { ByteLevelDecoder, Tokenizer as HubTokenizer } from '@huggingface/tokenizers'

export type { ChatMessage } from './chat-template.ts'

export interface TokenizerFiles {
  /** tokenizer.json */
  tokenizer: Record<string, unknown>
  /** tokenizer_config.json; `chat_template` may have come from chat_template.jinja. */
  config: Record<string, unknown>
  /** config.json, which may name tokens that end a turn. */
  model?: Record<string, unknown>
  /** generation_config.json, where there is one: it names the tokens that end a turn. */
  generation?: Record<string, unknown>
}

/** Does work that patterns or the template of a model's files decide about; whoever watches over it knows how long that takes. */
export type TextWatch = <T>(work: () => T) => T

export class Tokenizer {
  private readonly hub: HubTokenizer
  private readonly template: ChatTemplate
  private readonly pieces: string[] = []
  /** The token that the chat template ends a turn with. */
  readonly endTokenId: number
  /** Whether the model's chat template can be told to let it think before it answers, as Qwen3's can. */
  readonly mayThink: boolean
  /** What the template is told where it can be. Off: a budget of a few dozen tokens has no room for a small model's thoughts. */
  thinks = false
  /** Every token at which the model has finished, `endTokenId` among them. */
  readonly endTokenIds: ReadonlySet<number>

  /** Throws, in a person's words, where the files have no usable chat template or end token. */
  constructor(
    private readonly files: TokenizerFiles,
    private readonly watch: TextWatch = (work) => work(),
  ) {
    this.hub = watch(() => new HubTokenizer(files.tokenizer, files.config))
    const template = chatTemplate(files.config['chat_template'])
    this.template = watch(() => new ChatTemplate(template))
    this.mayThink = thinkingSwitch.test(template)
    const end = this.special('eos_token')
    const id = this.hub.token_to_id(end)
    if (id === undefined)
      throw new Error(`tokenizer.json does not know its own end token ${JSON.stringify(end)}.`)
    this.endTokenId = id
    this.endTokenIds = new Set([
      id,
      ...[files.generation?.['eos_token_id'] ?? [], files.model?.['eos_token_id'] ?? []]
        .flat()
        .filter((other) => typeof other === 'number'),
    ])
  }

  encode(text: string): number[] {
    return this.watch(() => this.hub.encode(text, { add_special_tokens: false }).ids)
  }

  decode(ids: readonly number[]): string {
    return ids.length === 0 ? '' : this.text(ids, true)
  }

  /** One token as a person should read it: its text in context, special tokens by name, bytes of a character that it has only a part of as `<0xE2>`. */
  piece(id: number): string {
    return (this.pieces[id] ??= this.readPiece(id))
  }

  /** The prompt of a conversation, generation prompt included. */
  encodeChat(messages: readonly ChatMessage[]): number[] {
    return this.encode(this.renderChat(messages))
  }

  /** Throws where the model's template makes more of a conversation than any model reads. */
  renderChat(messages: readonly ChatMessage[]): string {
    const given = {
      messages: messages.map((message) => ({ ...message })),
      add_generation_prompt: true,
      enable_thinking: this.thinks,
      thinking: this.thinks,
      bos_token: this.special('bos_token', ''),
      eos_token: this.special('eos_token', ''),
    }
    return this.watch(() => this.template.render(given))
  }

  /** Words of a text the vocabulary does not have (empty for byte-level models). */
  unknownWords(text: string): string[] {
    const unknown = this.files.config['unk_token']
    if (typeof unknown !== 'string') return []
    const unknownId = this.hub.token_to_id(unknown)!
    const count = (part: string) => this.encode(part).filter((id) => id === unknownId).length
    const total = count(text)
    if (total === 0) return []
    // A word can be known inside a phrase that is one token: it is unknown only where leaving it out helps.
    const words = [...new Set(text.split(/\s+/).filter((word) => word && count(word) > 0))]
    return words.filter(
      (word) =>
        count(
          text
            .split(/(\s+)/)
            .filter((part) => part !== word)
            .join(''),
        ) < total,
    )
  }

  /** Whether every text has tokens of its own, as in byte-level vocabularies; some of those name an unknown token that they never use. */
  get readsAll(): boolean {
    return this.unknownWords('\u2603').length === 0
  }

  /** One more than the highest id of a token. */
  get vocabulary(): number {
    let highest = 0
    for (const id of this.hub.get_vocab(true).values()) highest = Math.max(highest, id)
    return highest + 1
  }

  private text(ids: readonly number[], skipsSpecial: boolean): string {
    return this.watch(() =>
      this.hub.decode([...ids], { skip_special_tokens: skipsSpecial, clean_up_tokenization_spaces: false }),
    )
  }

  private special(name: 'bos_token' | 'eos_token', otherwise?: string): string {
    const value = this.files.config[name]
    if (typeof value === 'string') return value
    if (value && typeof value === 'object' && 'content' in value) return String(value.content)
    if (otherwise !== undefined) return otherwise
    throw new Error(`tokenizer_config.json names no ${name}.`)
  }

  private readPiece(id: number): string {
    const token = this.hub.id_to_token(id)
    if (token === undefined) return `#${id}`
    // A decoder of SentencePiece's drops the space at the start of a text, and the text of one token is a middle.
    if (token.includes(sentencePieceSpace)) return token.replaceAll(sentencePieceSpace, ' ')
    const text = this.text([id], false)
    if (text === '') return token
    if (!text.includes('\ufffd')) return text
    return this.hub.decoder instanceof ByteLevelDecoder
      ? readableBytes([...token].map((letter) => Number(byteOf[letter])))
      : token
  }
}

/** The names that templates ask by: Qwen3's, SmolLM3's and GLM's, and Granite's and DeepSeek's. */
const thinkingSwitch =
  /\benable_thinking\b|\{%[^%]*(?:\bthinking\s+is\s+(?:not\s+)?defined\b|\bif\s+(?:not\s+)?thinking\b)/

/** A template, or the default one of a list of named templates. */
function chatTemplate(given: unknown): string {
  const named = Array.isArray(given)
    ? (given as { name?: unknown; template?: unknown }[])
    : [{ name: 'default', template: given }]
  const { template } = named.find(({ name }) => name === 'default') ?? {}
  if (typeof template !== 'string')
    throw new Error(
      'The model has no chat template (chat_template in tokenizer_config.json, or chat_template.jinja), so a question cannot be put to it. Instruction-tuned models have one.',
    )
  return template
}

/** No letter of a byte-level vocabulary. */
const sentencePieceSpace = '\u2581'
const byteOf = new ByteLevelDecoder({ type: 'ByteLevel' }).byte_decoder

/** Whole characters as they are, other bytes by number, as SentencePiece names them. */
function readableBytes(bytes: readonly number[]): string {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const character = (at: number) => {
    for (let length = 1; length <= Math.min(4, bytes.length - at); length++) {
      try {
        return { length, text: utf8.decode(Uint8Array.from(bytes.slice(at, at + length))) }
      } catch {
        // Not a whole character yet.
      }
    }
    return { length: 1, text: `<0x${bytes[at]!.toString(16).toUpperCase().padStart(2, '0')}>` }
  }
  let readable = ''
  for (let at = 0; at < bytes.length;) {
    const { length, text } = character(at)
    readable += text
    at += length
  }
  return readable
}
