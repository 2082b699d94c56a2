/**
 * Text to token ids and back, from a Hugging Face `tokenizer.json` and `tokenizer_config.json`
 * (@huggingface/tokenizers), with the model's own chat template (@huggingface/jinja).
 */
import { Template } from '@huggingface/jinja'
import { Tokenizer as HubTokenizer } from '@huggingface/tokenizers'

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant'
  content: string
}

export interface TokenizerFiles {
  tokenizer: Record<string, unknown>
  config: Record<string, unknown>
}

export class Tokenizer {
  private readonly hub: HubTokenizer
  private readonly template: Template
  private readonly pieces: string[] = []
  readonly endTokenId: number

  constructor(private readonly files: TokenizerFiles) {
    this.hub = new HubTokenizer(files.tokenizer, files.config)
    const template = files.config['chat_template']
    if (typeof template !== 'string') throw new Error('tokenizer_config.json has no chat_template, so a question cannot be put to this model.')
    this.template = new Template(template)
    const end = this.special('eos_token')
    const id = this.hub.token_to_id(end)
    if (id === undefined) throw new Error(`tokenizer.json does not know its own end token ${JSON.stringify(end)}.`)
    this.endTokenId = id
  }

  encode(text: string): number[] {
    return this.hub.encode(text, { add_special_tokens: false }).ids
  }

  decode(ids: readonly number[]): string {
    return this.hub.decode([...ids], { skip_special_tokens: true })
  }

  /** One token as a person should read it: its text in context, special tokens by name. */
  piece(id: number): string {
    return (this.pieces[id] ??= this.readPiece(id))
  }

  /** The prompt of a conversation, generation prompt included. */
  encodeChat(messages: readonly ChatMessage[]): number[] {
    return this.encode(this.renderChat(messages))
  }

  renderChat(messages: readonly ChatMessage[]): string {
    return this.template.render({
      messages: messages.map((message) => ({ ...message })),
      add_generation_prompt: true,
      bos_token: this.special('bos_token', ''),
      eos_token: this.special('eos_token', ''),
    })
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
    return words.filter((word) => count(text.split(/(\s+)/).filter((part) => part !== word).join('')) < total)
  }

  private special(name: 'bos_token' | 'eos_token', otherwise?: string): string {
    const value = this.files.config[name]
    if (typeof value === 'string') return value
    if (value && typeof value === 'object' && 'content' in value) return String(value.content)
    if (otherwise !== undefined) return otherwise
    throw new Error(`tokenizer_config.json names no ${name}.`)
  }

  private readPiece(id: number): string {
    const text = this.hub.decode([id], { skip_special_tokens: false })
    return text === '' ? (this.hub.id_to_token(id) ?? `#${id}`) : text
  }
}
