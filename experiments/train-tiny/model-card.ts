/** The card beside the weights: what the model is, what it was trained on, how it learned, what it cannot do. */
import type { Mixture } from './tickets/samples.ts'

export interface CurvePoint {
  step: number
  tokens: number
  /** Running mean of the training loss, nats a response token. */
  loss: number
  /** Mean log p of the true program on held-out hard problems, by "family/hindsight". */
  logProbs: Record<string, number>
}

export interface CardInput {
  /** Its heading. */
  name: string
  parameters: number
  vocabulary: number
  config: Record<string, unknown>
  mixture: Mixture
  tokens: number
  seconds: number
  threads: number
  curve: readonly CurvePoint[]
}

export function modelCard({
  name,
  parameters,
  vocabulary,
  config,
  mixture,
  tokens,
  seconds,
  threads,
  curve,
}: CardInput): string {
  const columns = Object.keys(curve[0]?.logProbs ?? {})
  const every = Math.max(1, Math.ceil(curve.length / 24))
  const measured = curve.filter(({ loss }) => Number.isFinite(loss))
  const shown = measured.filter((_, i) => i % every === 0 || i === measured.length - 1)
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const percent = (x: number) => `${Math.round(x * 100)} %`
  return `---
license: mit
---
# ${name}

A Llama of ${parameters.toLocaleString('en')} parameters (${config['num_hidden_layers']} layers, width ${config['hidden_size']}, ${config['num_attention_heads']} heads) over a vocabulary of ${vocabulary} readable tokens.
It reads a ticket in a few English words and writes one JavaScript expression. It knows nothing else.
Made by \`npm run train:tiny\` from nothing, with the lab's own ONNX graphs: ${(tokens / 1e6).toFixed(1)} M tokens, ${(seconds / 60).toFixed(0)} minutes on ${threads} CPU thread${threads === 1 ? '' : 's'}.

## Data
Two families, drawn endlessly (\`src/problems/tickets\`): **lists** (${percent(mixture.lists)}; short integer lists) and **records** (${percent(1 - mixture.lists)}; rows whose schema the ticket does not spell out).
Tickets leave things out. ${meanings(mixture.uniform, percent)}
Of the samples ${percent(mixture.one)} show one piece of feedback, ${percent(mixture.several)} two to six, ${percent(mixture.solution)} a solution to copy, the rest the ticket alone. Failed attempts are other readings of the same ticket, really run.
Programs are split 90 / 5 / 5 by a hash into train, dev and test: no dev or test program was ever trained on.
AdamW, learning rate 2.5e-3 with a cosine to 2 %, clip 1, about 2400 columns a batch.

## Curve
Mean log p(true program), nats, on 128 held-out hard problems each, by the amount of feedback read before (\`solution\`: the program itself was shown).

${[row(['step', 'M tokens', 'loss', ...columns]), row(['---', '---', '---', ...columns.map(() => '---')]), ...shown.map((p) => row([String(p.step), (p.tokens / 1e6).toFixed(1), p.loss.toFixed(3), ...columns.map((c) => p.logProbs[c]!.toFixed(2))]))].join('\n')}

## Known failures
- Any word outside its ${vocabulary} tokens is unknown to it.
- On lists it infers little from one failing test; on records the feedback often names the answer, and copying suffices.
- It writes no loops, no variables and no comments, and nothing longer than 20 tokens.
`
}

/** How the samples' meanings are drawn, and what that teaches beside the task. */
function meanings(uniform: number, percent: (x: number) => string): string {
  if (uniform === 0)
    return 'What the words mean is habitual (Zipf) in every sample, with feedback and without; in hard problems it is drawn evenly.'
  return `What the words mean is habitual (Zipf) in the samples of a ticket alone, and in ${percent(1 - uniform)} of those with feedback or a solution; in the other ${percent(uniform)}, and in hard problems, it is drawn evenly. So the mere presence of feedback also teaches this model to expect an unusual meaning, as teacher and in multi-turn alike. What that does to the results, beside a model trained without it: docs/RESULTS.md.`
}
