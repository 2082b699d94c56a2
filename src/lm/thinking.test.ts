/** The switch for thinking of a model's chat template: found where there is one, and what it changes of a prompt. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Tokenizer } from './tokenizer.ts'

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../models/tiny/${name}`, import.meta.url), 'utf8')) as Record<
    string,
    unknown
  >
const withTemplate = (template: string) =>
  new Tokenizer({
    tokenizer: read('tokenizer.json'),
    config: { ...read('tokenizer_config.json'), chat_template: template },
  })

/** Qwen3's for a conversation without tools. */
const qwen3 = `{%- if messages[0].role == 'system' %}
    {{- '<|im_start|>system\n' + messages[0].content + '<|im_end|>\n' }}
{%- endif %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>' + '\n' }}
    {%- elif message.role == "assistant" %}
        {%- set content = message.content %}
        {%- if '</think>' in content %}
            {%- set content = content.split('</think>')[-1].lstrip('\n') %}
        {%- endif %}
        {{- '<|im_start|>' + message.role + '\n' + content + '<|im_end|>\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\n\n</think>\n\n' }}
    {%- endif %}
{%- endif %}`
const granite = `{%- if thinking %}{{ 'Think first. ' }}{%- endif %}{%- for message in messages %}{{ message.content }}{%- endfor %}`
const question = [{ role: 'user' as const, content: 'sort them' }]

describe('thinking', () => {
  it('is off, and a prompt then ends with the empty thought that Qwen3 is told by', () => {
    const tokenizer = withTemplate(qwen3)
    expect(tokenizer.mayThink).toBe(true)
    expect(tokenizer.renderChat(question)).toBe(
      '<|im_start|>user\nsort them<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n',
    )
  })

  it('is left to the model where it is switched on', () => {
    const tokenizer = withTemplate(qwen3)
    tokenizer.thinks = true
    expect(tokenizer.renderChat(question)).toBe(
      '<|im_start|>user\nsort them<|im_end|>\n<|im_start|>assistant\n',
    )
    tokenizer.thinks = false
    expect(tokenizer.renderChat(question)).toMatch(/<\/think>\n\n$/)
  })

  it('is asked for by the names of other templates', () => {
    const tokenizer = withTemplate(granite)
    expect(tokenizer.mayThink).toBe(true)
    expect(tokenizer.renderChat(question)).toBe('sort them')
    tokenizer.thinks = true
    expect(tokenizer.renderChat(question)).toBe('Think first. sort them')
  })

  it('is no switch of a template that knows nothing of it', () => {
    expect(withTemplate('{% for m in messages %}{{ m.content }}{% endfor %}').mayThink).toBe(false)
    expect(withTemplate("{{ 'I am thinking of you' }}").mayThink).toBe(false)
  })
})
